#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace planttwin::bridge {

// Writes elements one below the other, each with what it holds, in the order in which it is told.
// Texts have to be what XML can hold: see not_in_xml().
class XmlWriter {
 public:
  XmlWriter();

  // Attributes stand in the tag as they are given: `releaseID="1"`.
  void open(std::string_view name, std::string_view attributes = "");
  void close();
  void leaf(std::string_view name, std::string_view text, std::string_view attributes = "");
  // Requires that all is closed.
  std::string text() && { return std::move(out_); }

 private:
  void begin(std::string_view name, std::string_view attributes);

  std::string out_;
  std::vector<std::string> open_;
};

// With &, <, >, quotes and carriage returns as references.
std::string xml_escaped(std::string_view text);

}  // namespace planttwin::bridge
