#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/diagnostics.h"

namespace planttwin::bridge {

// An element of an XML text. Attributes are passed over.
struct XmlNode {
  std::string name;                    // without a prefix
  std::string space;                   // the URI of its namespace; empty: none
  std::string text;                    // its own, without that of its children
  sim::SourcePosition position;        // the end of its start tag
  std::vector<XmlNode> children = {};  // in the order of the text

  // Null where there is no child of that name in the same namespace; the first of several.
  const XmlNode* child(std::string_view wanted) const;
};

// Reads an XML text (libxml2) without network, and without entities other than the five of XML
// itself. Refused with a diagnostic that names line and column: what is not well formed or not in
// UTF-8, "<!DOCTYPE" wherever it stands, nesting deeper than kMaxXmlDepth, more than kMaxXmlBytes.
inline constexpr int kMaxXmlDepth = 64;
inline constexpr std::size_t kMaxXmlBytes = std::size_t{8} << 20;
std::optional<XmlNode> parse_xml(std::string_view text, const std::string& file,
                                 sim::Diagnostics& diagnostics);

// Nothing when XML 1.0 can hold the text; else what it can't: a control character, half a
// character.
std::optional<std::string> not_in_xml(std::string_view text);

}  // namespace planttwin::bridge
