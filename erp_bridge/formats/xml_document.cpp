#include "erp_bridge/formats/xml_document.h"

#include <fmt/format.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <memory>

namespace planttwin::bridge {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view as_text(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

// What the parser tells becomes a tree.
class TreeBuilder {
 public:
  std::optional<XmlNode> parse(std::string_view text) {
    static const bool kReady = (xmlInitParser(), true);
    static_cast<void>(kReady);
    const std::unique_ptr<xmlParserCtxt, decltype(&xmlFreeParserCtxt)> parser(
        xmlCreateMemoryParserCtxt(text.data(), static_cast<int>(text.size())), xmlFreeParserCtxt);
    if (!parser) {
      fail({}, "the text is empty");
      return std::nullopt;
    }
    parser_ = parser.get();
    *parser_->sax = handler();
    parser_->userData = this;
    // Whatever the text says of its encoding, or looks like, it is read as UTF-8.
    parser_->encoding = xmlStrdup(reinterpret_cast<const xmlChar*>("UTF-8"));
    xmlCtxtUseOptions(parser_, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_BIG_LINES);
    xmlParseDocument(parser_);
    if (fault_ || !root_) return std::nullopt;
    return std::move(root_);
  }
  const std::optional<sim::Diagnostic>& fault() const { return fault_; }

 private:
  static TreeBuilder& self(void* user) { return *static_cast<TreeBuilder*>(user); }

  static xmlSAXHandler handler() {
    xmlSAXHandler made{};
    made.initialized = XML_SAX2_MAGIC;
    made.startElementNs = [](void* user, const xmlChar* name, const xmlChar*, const xmlChar* space,
                             int, const xmlChar**, int, int,
                             const xmlChar**) { self(user).open(as_text(name), as_text(space)); };
    made.endElementNs = [](void* user, const xmlChar*, const xmlChar*, const xmlChar*) {
      self(user).close();
    };
    made.characters = [](void* user, const xmlChar* text, int length) {
      self(user).add({reinterpret_cast<const char*>(text), static_cast<std::size_t>(length)});
    };
    made.ignorableWhitespace = made.characters;
    made.cdataBlock = made.characters;
    made.serror = [](void* user, auto* error) {
      if (error->level < XML_ERR_ERROR) return;
      std::string message(error->message == nullptr ? "not well formed" : error->message);
      while (!message.empty() && message.back() == '\n') message.pop_back();
      self(user).fail({error->line, error->int2}, message);
    };
    return made;
  }

  sim::SourcePosition here() const { return {parser_->input->line, parser_->input->col}; }

  void open(std::string_view name, std::string_view space) {
    if (static_cast<int>(open_.size()) == kMaxXmlDepth) return stop("the elements nest too deep");
    XmlNode node{std::string(name), std::string(space), "", here()};
    open_.push_back(std::move(node));
  }
  void close() {
    if (open_.empty()) return;
    XmlNode node = std::move(open_.back());
    open_.pop_back();
    if (open_.empty()) {
      root_ = std::move(node);
    } else {
      open_.back().children.push_back(std::move(node));
    }
  }
  void add(std::string_view text) {
    if (!open_.empty()) open_.back().text += text;
  }
  void stop(const std::string& message) {
    fail(here(), message);
    xmlStopParser(parser_);
  }
  // The first fault counts: others follow from it.
  void fail(sim::SourcePosition position, const std::string& message) {
    if (!fault_) fault_ = sim::Diagnostic{"", position, "", message};
  }

  xmlParserCtxtPtr parser_ = nullptr;
  std::vector<XmlNode> open_;
  std::optional<XmlNode> root_;
  std::optional<sim::Diagnostic> fault_;
};

// The place of the first document type, or of what looks like one. It never reaches the parser.
std::optional<sim::SourcePosition> document_type(std::string_view text) {
  const std::size_t found = text.find("<!DOCTYPE");
  if (found == std::string_view::npos) return std::nullopt;
  const std::string_view before = text.substr(0, found);
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t line_start = before.rfind('\n') + 1;  // 0 in the first line
  return sim::SourcePosition{static_cast<int>(lines) + 1, static_cast<int>(found - line_start) + 1};
}

}  // namespace

const XmlNode* XmlNode::child(std::string_view wanted) const {
  for (const XmlNode& node : children) {
    if (node.name == wanted && node.space == space) return &node;
  }
  return nullptr;
}

std::optional<XmlNode> parse_xml(std::string_view text, const std::string& file,
                                 sim::Diagnostics& diagnostics) {
  if (text.size() > kMaxXmlBytes) {
    diagnostics.add({file, {}, "", fmt::format("more than {} bytes", kMaxXmlBytes)});
    return std::nullopt;
  }
  if (const auto place = document_type(text)) {
    diagnostics.add({file, *place, "", "a document type is not allowed"});
    return std::nullopt;
  }
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  TreeBuilder builder;
  std::optional<XmlNode> root = builder.parse(text);
  if (!root) {
    sim::Diagnostic fault =
        builder.fault().value_or(sim::Diagnostic{"", {}, "", "there is no element"});
    fault.file = file;
    diagnostics.add(std::move(fault));
  }
  return root;
}

std::optional<std::string> not_in_xml(std::string_view text) {
  const auto* next = reinterpret_cast<const unsigned char*>(text.data());
  auto left = static_cast<int>(text.size());
  while (left > 0) {
    int length = left;
    const int character = xmlGetUTF8Char(next, &length);
    if (character < 0) return "text that is not UTF-8";
    if (!xmlIsCharQ(static_cast<unsigned>(character))) {
      return fmt::format("the character U+{:04X}", character);
    }
    next += length;
    left -= length;
  }
  return std::nullopt;
}

}  // namespace planttwin::bridge
