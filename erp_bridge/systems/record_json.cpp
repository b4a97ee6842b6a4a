#include "erp_bridge/systems/record_json.h"

#include <charconv>

#include "erp_bridge/formats/json_format.h"
#include "erp_bridge/formats/json_text.h"

namespace planttwin::bridge {
namespace {

using Kind = sim::JsonNode::Kind;

std::string text_or_null(const std::string& text) {
  return text.empty() ? "null" : sim::json_string(text);
}

// Reads members that another program has written, and notes those that are not as expected.
class Members {
 public:
  Members(const sim::JsonNode& node, sim::Diagnostics& diagnostics)
      : node_(node), diagnostics_(diagnostics) {}

  bool good() const { return good_; }

  const sim::JsonNode* member(std::string_view name, Kind kind) {
    const sim::JsonNode* found = node_.member(name);
    if (found != nullptr && found->kind == kind) return found;
    fault(name, found == nullptr ? "the member is missing" : "found " + found->description());
    return nullptr;
  }
  std::string text(std::string_view name) {
    const sim::JsonNode* found = member(name, Kind::kString);
    return found == nullptr ? "" : found->text;
  }
  // Null or absent: empty.
  std::string optional_text(std::string_view name) {
    const sim::JsonNode* found = node_.member(name);
    return found == nullptr || found->kind == Kind::kNull ? "" : text(name);
  }
  std::int64_t integer(std::string_view name) {
    const sim::JsonNode* found = member(name, Kind::kInteger);
    std::int64_t value = 0;
    if (found != nullptr) {
      std::from_chars(found->text.data(), found->text.data() + found->text.size(), value);
    }
    return value;
  }
  sim::Decimal decimal(std::string_view name) {
    const sim::JsonNode* found = node_.member(name);
    if (found == nullptr || !found->is_number()) {
      fault(name, "expected a number");
      return {};
    }
    return take(name, sim::parse_decimal(found->text));
  }
  sim::UtcInstant instant(std::string_view name) {
    const std::string value = text(name);
    return value.empty() ? sim::UtcInstant() : take(name, sim::parse_instant(value));
  }

 private:
  template <class T>
  T take(std::string_view name, const sim::Parsed<T>& parsed) {
    if (parsed.ok()) return parsed.value();
    fault(name, parsed.error());
    return {};
  }
  void fault(std::string_view name, const std::string& message) {
    good_ = false;
    diagnostics_.add({"record", node_.position, "/" + std::string(name), message});
  }

  const sim::JsonNode& node_;
  sim::Diagnostics& diagnostics_;
  bool good_ = true;
};

}  // namespace

std::string to_json(const RecordDocument& document) {
  return JsonFields()
      .number("number", document.number)
      .json("key", text_or_null(document.key))
      .text("time", sim::format_instant(document.time))
      .text("type", name_of(document.body))
      .json("data", body_to_json(document.body))
      .take();
}

std::string to_json(const RecordStock& stock) {
  return JsonFields()
      .text("item", stock.item)
      .json("lot", text_or_null(stock.lot))
      .text("location", stock.location)
      .text("status", stock.status)
      .json("quantity", stock.quantity.text())
      .take();
}

std::optional<RecordDocument> document_from_json(const sim::JsonNode& node,
                                                 sim::Diagnostics& diagnostics) {
  Members members(node, diagnostics);
  RecordDocument document;
  document.number = members.integer("number");
  document.key = members.optional_text("key");
  document.time = members.instant("time");
  const std::string type = members.text("type");
  const sim::JsonNode* data = members.member("data", Kind::kObject);
  if (!members.good()) return std::nullopt;
  std::optional<Body> body = body_from_json(type, *data, diagnostics);
  if (!body) return std::nullopt;
  document.body = std::move(*body);
  return document;
}

std::optional<RecordStock> stock_from_json(const sim::JsonNode& node,
                                           sim::Diagnostics& diagnostics) {
  Members members(node, diagnostics);
  RecordStock stock;
  stock.item = members.text("item");
  stock.lot = members.optional_text("lot");
  stock.location = members.text("location");
  stock.status = members.text("status");
  stock.quantity = members.decimal("quantity");
  return members.good() ? std::optional(std::move(stock)) : std::nullopt;
}

}  // namespace planttwin::bridge
