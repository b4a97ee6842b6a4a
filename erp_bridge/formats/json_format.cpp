#include "erp_bridge/formats/json_format.h"

#include <charconv>
#include <utility>

#include "erp_bridge/formats/json_members.h"
#include "sim/json_document.h"

namespace planttwin::bridge {
namespace {

constexpr std::string_view kTypePrefix = "planttwin.";
constexpr std::string_view kTypeSuffix = ".v1";
constexpr int kMicroseconds = 6;

std::string json_of(const std::string& value) { return sim::json_string(value); }
std::string json_of(const sim::Decimal& value) { return value.text(); }
std::string json_of(sim::Duration value) { return sim::decimal_text(value.count(), kMicroseconds); }
std::string json_of(sim::UtcInstant value) { return sim::json_string(sim::format_instant(value)); }

// Appends members to an object.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  void literal(std::string_view name, const std::string& json) {
    out_ += first_ ? "\"" : ",\"";
    first_ = false;
    out_.append(name).append("\":").append(json);
  }
  template <class T>
  void operator()(std::string_view field, const T& value) {
    if constexpr (IsOptional<T>::value) {
      if (value) (*this)(field, *value);
    } else {
      literal(member_name<T>(field), json_of(value));
    }
  }

 private:
  std::string& out_;
  bool first_ = true;
};

// Reads members of an object and notes what is wrong with them.
class Reader {
 public:
  Reader(const sim::JsonNode& object, std::string pointer, sim::Diagnostics& diagnostics)
      : object_(object), pointer_(std::move(pointer)), diagnostics_(diagnostics) {}

  template <class T>
  void operator()(std::string_view field, T& value) {
    if constexpr (IsOptional<T>::value) {
      using Value = typename T::value_type;
      if (object_.member(member_name<Value>(field)) != nullptr) {
        (*this)(field, value.emplace());
      }
    } else {
      const std::string name = member_name<T>(field);
      const sim::JsonNode* node = object_.member(name);
      if (node == nullptr) {
        fault(object_, pointer_, "the member \"" + name + "\" is missing");
      } else if (const std::string wrong = read(*node, value); !wrong.empty()) {
        fault(*node, pointer_ + "/" + name, wrong);
      }
    }
  }

  void fault(const sim::JsonNode& node, const std::string& pointer, const std::string& message) {
    diagnostics_.add({"message", node.position, pointer, message});
  }

 private:
  static std::string expected(std::string_view what, const sim::JsonNode& node) {
    return "expected " + std::string(what) + ", found " + node.description();
  }
  template <class T>
  static std::string take(const sim::Parsed<T>& parsed, T& value) {
    if (!parsed.ok()) return parsed.error();
    value = parsed.value();
    return "";
  }

  static std::string read(const sim::JsonNode& node, std::string& value) {
    if (node.kind != sim::JsonNode::Kind::kString) return expected("a string", node);
    if (node.text.empty()) return "the text is empty";
    value = node.text;
    return "";
  }
  static std::string read(const sim::JsonNode& node, sim::Decimal& value) {
    if (!node.is_number()) return expected("a number", node);
    std::string wrong = take(sim::parse_decimal(node.text), value);
    if (wrong.empty() && value.digits() < 0) return "the number is negative";
    return wrong;
  }
  static std::string read(const sim::JsonNode& node, sim::Duration& value) {
    sim::Decimal seconds;
    if (std::string wrong = read(node, seconds); !wrong.empty()) return wrong;
    const std::optional<std::int64_t> steps = seconds.steps(kMicroseconds);
    if (!steps) return "no whole number of microseconds in 64 bits";
    value = sim::Duration::microseconds(*steps);
    return "";
  }
  static std::string read(const sim::JsonNode& node, sim::UtcInstant& value) {
    if (node.kind != sim::JsonNode::Kind::kString) return expected("an instant", node);
    return take(sim::parse_instant(node.text), value);
  }
  // CloudEvents has no numbers of 64 bits: a sequence is text.
  static std::string read(const sim::JsonNode& node, std::int64_t& value) {
    if (node.kind != sim::JsonNode::Kind::kString) return expected("digits in a string", node);
    const char* end = node.text.data() + node.text.size();
    const auto [stop, error] = std::from_chars(node.text.data(), end, value);
    return error == std::errc() && stop == end && value > 0 ? "" : "no positive whole number";
  }

  const sim::JsonNode& object_;
  std::string pointer_;
  sim::Diagnostics& diagnostics_;
};

template <class Self, class Fields>
void describe_envelope(Self& envelope, Fields& fields) {
  fields("id", envelope.id);
  fields("source", envelope.source);
  fields("time", envelope.time);
  fields("runid", envelope.run_id);
  fields("partitionkey", envelope.partition_key);
  fields("idempotencykey", envelope.idempotency_key);
  fields("shortkey", envelope.short_key);
  fields("plant", envelope.plant);
  fields("postingdate", envelope.posting_date);
}

std::optional<Body> empty_body(std::string_view name) {
  std::optional<Body> body;
  any_kind([&](auto kind) {
    if (kind.kName != name) return false;
    body = kind;
    return true;
  });
  return body;
}

// "MaterialIssued" of "planttwin.MaterialIssued.v1"; nothing of any other text.
std::optional<std::string_view> name_in_type(std::string_view type) {
  if (!type.starts_with(kTypePrefix) || !type.ends_with(kTypeSuffix)) return std::nullopt;
  if (type.size() < kTypePrefix.size() + kTypeSuffix.size()) return std::nullopt;
  return type.substr(kTypePrefix.size(), type.size() - kTypePrefix.size() - kTypeSuffix.size());
}

}  // namespace

std::string to_json(const Message& message) {
  std::string out = R"({"specversion":"1.0",)";
  const std::string type =
      std::string(kTypePrefix) + std::string(name_of(message.body)) + std::string(kTypeSuffix);
  Writer envelope(out);
  envelope.literal("type", sim::json_string(type));
  envelope.literal("datacontenttype", R"("application/json")");
  describe_envelope(message.envelope, envelope);
  envelope.literal("sequence", '"' + std::to_string(message.envelope.sequence) + '"');
  out += ",\"data\":{";
  Writer data(out);
  std::visit([&](const auto& body) { body.describe(body, data); }, message.body);
  return out + "}}";
}

std::optional<Message> from_json(std::string_view text, sim::Diagnostics& diagnostics) {
  sim::Diagnostics found;
  const auto refuse = [&] {
    for (sim::Diagnostic& diagnostic : found.all()) diagnostics.add(std::move(diagnostic));
    return std::optional<Message>();
  };
  const std::optional<sim::JsonDocument> document =
      sim::JsonDocument::parse(text, "message", found);
  if (!document) return refuse();
  Reader members(document->root(), "", found);
  if (!document->root().is_object()) {
    members.fault(document->root(), "", "expected an object");
    return refuse();
  }
  std::string specification;
  std::string type;
  Message message;
  members("specversion", specification);
  members("type", type);
  describe_envelope(message.envelope, members);
  members("sequence", message.envelope.sequence);
  if (!specification.empty() && specification != "1.0") {
    members.fault(document->root(), "/specversion", "expected \"1.0\"");
  }
  const std::optional<std::string_view> name = name_in_type(type);
  std::optional<Body> body = name ? empty_body(*name) : std::nullopt;
  if (!body) {
    members.fault(document->root(), "/type", "no known message: " + sim::in_quotes(type));
    return refuse();
  }
  const sim::JsonNode* data = document->root().member("data");
  if (data == nullptr || !data->is_object()) {
    members.fault(document->root(), "/data", "expected an object");
    return refuse();
  }
  Reader fields(*data, "/data", found);
  std::visit([&](auto& kind) { kind.describe(kind, fields); }, *body);
  if (!found.empty()) return refuse();
  message.body = std::move(*body);
  return message;
}

}  // namespace planttwin::bridge
