#include "erp_bridge/formats/xml_writer.h"

namespace planttwin::bridge {

XmlWriter::XmlWriter() : out_("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") {}

void XmlWriter::begin(std::string_view name, std::string_view attributes) {
  out_.append(2 * open_.size(), ' ').append("<").append(name);
  if (!attributes.empty()) out_.append(" ").append(attributes);
}

void XmlWriter::open(std::string_view name, std::string_view attributes) {
  begin(name, attributes);
  out_ += ">\n";
  open_.emplace_back(name);
}

void XmlWriter::close() {
  const std::string name = std::move(open_.back());
  open_.pop_back();
  out_.append(2 * open_.size(), ' ').append("</").append(name).append(">\n");
}

void XmlWriter::leaf(std::string_view name, std::string_view text, std::string_view attributes) {
  begin(name, attributes);
  if (text.empty()) {
    out_ += "/>\n";
  } else {
    out_.append(">").append(xml_escaped(text)).append("</").append(name).append(">\n");
  }
}

std::string xml_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\r':
        escaped += "&#13;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

}  // namespace planttwin::bridge
