#include "erp_bridge/systems/record_json.h"

#include <charconv>
#include <limits>
#include <vector>

#include "erp_bridge/formats/json_format.h"
#include "erp_bridge/formats/json_text.h"
#include "erp_bridge/systems/erp_master_data.h"

namespace planttwin::bridge {
namespace {

using Kind = sim::JsonNode::Kind;

std::string text_or_null(const std::string& text) {
  return text.empty() ? "null" : sim::json_string(text);
}

std::string value_or_null(const std::optional<sim::Money>& value) {
  return value ? sim::decimal_text(value->count(), kCurrencyDecimals) : "null";
}

std::string reversed_or_null(std::int64_t document) {
  return document == 0 ? "null" : std::to_string(document);
}

// Of a document for several postings.
std::string keys_or_null(const std::vector<std::string>& keys) {
  if (keys.empty()) return "null";
  std::vector<std::string> texts;
  for (const std::string& key : keys) texts.push_back(text_or_null(key));
  return json_array(texts);
}

// Of one of several documents for a posting.
std::string part_or_null(const RecordDocument& document) {
  if (document.parts == 1) return "null";
  return JsonFields().number("number", document.part).number("of", document.parts).take();
}

std::string part_or_null(const std::optional<RecordPart>& part) {
  if (!part) return "null";
  return JsonFields()
      .json("key", text_or_null(part->key))
      .text("type", name_of(part->body))
      .json("data", body_to_json(part->body))
      .take();
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
  bool has(std::string_view name) const {
    const sim::JsonNode* found = node_.member(name);
    return found != nullptr && found->kind != Kind::kNull;
  }
  bool is_null(std::string_view name) const {
    const sim::JsonNode* found = node_.member(name);
    return found != nullptr && found->kind == Kind::kNull;
  }
  std::int64_t integer(std::string_view name, std::int64_t least = 0,
                       std::int64_t most = std::numeric_limits<std::int64_t>::max()) {
    const sim::JsonNode* found = member(name, Kind::kInteger);
    if (found == nullptr) return least;
    std::int64_t value = 0;
    const char* end = found->text.data() + found->text.size();
    const auto [stop, error] = std::from_chars(found->text.data(), end, value);
    if (error != std::errc() || stop != end || value < least || value > most) {
      fault(name, "out of range");
      return least;
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
  // Null or absent: none.
  std::optional<sim::Money> money(std::string_view name) {
    if (!has(name)) return std::nullopt;
    const std::optional<std::int64_t> steps = decimal(name).steps(kCurrencyDecimals);
    if (!steps) fault(name, "no amount of money: too large, or with too many decimals");
    return sim::Money::steps(steps.value_or(0));
  }
  sim::UtcInstant instant(std::string_view name) {
    const std::string value = text(name);
    return value.empty() ? sim::UtcInstant() : take(name, sim::parse_instant(value));
  }
  void fault(std::string_view name, const std::string& message) {
    good_ = false;
    diagnostics_.add({"record", node_.position, "/" + std::string(name), message});
  }
  // What is wrong with a part is wrong with the whole.
  void note(const Members& part) { good_ = good_ && part.good(); }

 private:
  template <class T>
  T take(std::string_view name, const sim::Parsed<T>& parsed) {
    if (parsed.ok()) return parsed.value();
    fault(name, parsed.error());
    return {};
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
      .json("time", document.time == kNoTime ? "null"
                                             : sim::json_string(sim::format_instant(document.time)))
      .text("type", name_of(document.body))
      .json("company", text_or_null(document.company))
      .json("plant", text_or_null(document.plant))
      .json("posting_date", text_or_null(document.posting_date))
      .json("period", text_or_null(document.period))
      .json("user", text_or_null(document.user))
      .json("booked_at", document.booked_at
                             ? sim::json_string(sim::format_instant(*document.booked_at))
                             : "null")
      .json("value", value_or_null(document.value))
      .json("activity_cost", value_or_null(document.activity_cost))
      .json("reverses", reversed_or_null(document.reverses))
      .json("keys", keys_or_null(document.keys))
      .json("part", part_or_null(document))
      .json("taken_back", part_or_null(document.taken_back))
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

std::string to_json(const RecordItem& item) {
  std::vector<std::string> units;
  for (const RecordUnit& unit : item.other_units) {
    units.push_back(JsonFields().text("name", unit.name).number("factor", unit.factor).take());
  }
  return JsonFields()
      .text("item", item.item)
      .number("decimals", item.decimals)
      .json("other_units", json_array(units))
      .take();
}

namespace {

// A body beside the name of its type.
std::optional<Body> typed_body(Members& members, sim::Diagnostics& diagnostics) {
  const std::string type = members.text("type");
  const sim::JsonNode* data = members.member("data", Kind::kObject);
  if (!members.good()) return std::nullopt;
  return kept_body_from_json(type, *data, diagnostics);
}

// Null stands for a key that was not kept.
std::vector<std::string> keys_of(Members& members) {
  std::vector<std::string> keys;
  if (!members.has("keys")) return keys;
  const sim::JsonNode* list = members.member("keys", Kind::kArray);
  if (list == nullptr) return keys;
  for (const sim::JsonNode& key : list->elements) {
    if (key.kind != Kind::kString && key.kind != Kind::kNull) {
      members.fault("keys", "found " + key.description());
    }
    keys.push_back(key.kind == Kind::kString ? key.text : "");
  }
  return keys;
}

void read_part(Members& members, RecordDocument& document, sim::Diagnostics& diagnostics) {
  if (!members.has("part")) return;
  const sim::JsonNode* node = members.member("part", Kind::kObject);
  if (node == nullptr) return;
  Members part(*node, diagnostics);
  document.parts = part.integer("of", 1);
  document.part = part.integer("number", 1, document.parts);
  members.note(part);
}

void read_taken_back(Members& members, RecordDocument& document, sim::Diagnostics& diagnostics) {
  if (!members.has("taken_back")) return;
  const sim::JsonNode* node = members.member("taken_back", Kind::kObject);
  if (node == nullptr) return;
  Members part(*node, diagnostics);
  const std::string key = part.optional_text("key");
  std::optional<Body> body = typed_body(part, diagnostics);
  if (body) document.taken_back = RecordPart{key, std::move(*body)};
  members.note(part);
}

}  // namespace

std::optional<RecordDocument> document_from_json(const sim::JsonNode& node,
                                                 sim::Diagnostics& diagnostics) {
  Members members(node, diagnostics);
  RecordDocument document;
  document.number = members.integer("number");
  document.key = members.optional_text("key");
  if (!members.is_null("time")) document.time = members.instant("time");
  document.company = members.optional_text("company");
  document.plant = members.optional_text("plant");
  document.posting_date = members.optional_text("posting_date");
  document.period = members.optional_text("period");
  document.user = members.optional_text("user");
  if (members.has("booked_at")) document.booked_at = members.instant("booked_at");
  document.value = members.money("value");
  document.activity_cost = members.money("activity_cost");
  if (members.has("reverses")) document.reverses = members.integer("reverses");
  document.keys = keys_of(members);
  read_part(members, document, diagnostics);
  read_taken_back(members, document, diagnostics);
  std::optional<Body> body = typed_body(members, diagnostics);
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

std::optional<RecordItem> item_from_json(const sim::JsonNode& node, sim::Diagnostics& diagnostics) {
  Members members(node, diagnostics);
  RecordItem item;
  item.item = members.text("item");
  item.decimals = static_cast<int>(members.integer("decimals", 0, sim::Decimal::kMaxScale));
  const sim::JsonNode* units = members.member("other_units", Kind::kArray);
  if (!members.good()) return std::nullopt;
  for (const sim::JsonNode& unit : units->elements) {
    Members of_unit(unit, diagnostics);
    item.other_units.push_back({of_unit.text("name"), of_unit.integer("factor", 1)});
    if (!of_unit.good()) return std::nullopt;
  }
  return item;
}

}  // namespace planttwin::bridge
