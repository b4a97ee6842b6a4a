#include "erp_bridge/contract/sample_messages.h"

#include <cctype>
#include <variant>

#include "erp_bridge/formats/json_members.h"
#include "erp_bridge/messages/keys.h"

namespace planttwin::bridge {
namespace {

constexpr const char* kInstant = "2025-05-05T06:00:00Z";
constexpr const char* kOtherInstant = "2025-05-06T07:00:00Z";
constexpr const char* kOrder = "ORDER-1";

std::string plain_text(std::string_view field) {
  if (field == "order") return kOrder;
  if (field == "operation") return "10";
  if (field == "unit") return "pcs";
  if (field == "status" || field == "from") return "unrestricted";
  if (field == "to") return "held";
  std::string text;
  for (const char c : field) text += c == '_' ? '-' : static_cast<char>(std::toupper(c));
  return text + "-1";
}

bool is_word(std::string_view field) {
  return field == "unit" || field == "status" || field == "from" || field == "to";
}

class SampleFields {
 public:
  explicit SampleFields(const SampleOptions& options) : options_(options) {}

  template <class T>
  void operator()(std::string_view field, T& value) {
    if constexpr (IsOptional<T>::value) {
      (*this)(field, value.emplace());
    } else if constexpr (IsRows<T>::value) {
      T::value_type::describe(value.emplace_back(), *this);
    } else if constexpr (kIsTexts<T>) {
      value = {text(field, other(member_name<T>(field)))};
    } else {
      set(field, value, other(member_name<T>(field)));
    }
  }

 private:
  bool other(std::string_view member) const { return member == options_.altered; }

  std::string text(std::string_view field, bool other) const {
    std::string text = plain_text(field);
    if (other) text = is_word(field) ? "other" : text + "X";
    if (!is_word(field) && text.size() < options_.text_length) {
      text.resize(options_.text_length, '9');
    }
    return text;
  }
  void set(std::string_view field, std::string& value, bool other) { value = text(field, other); }
  void set(std::string_view, sim::Decimal& value, bool other) {
    value = sim::Decimal(other ? 25 : 15, 1);
  }
  void set(std::string_view, SignedDecimal& value, bool other) {
    value.number = sim::Decimal(other ? 25 : 15, 1);
  }
  void set(std::string_view, sim::Duration& value, bool other) {
    value = sim::Duration::seconds(other ? 120 : 90);
  }
  void set(std::string_view, sim::UtcInstant& value, bool other) {
    value = sim::parse_instant(other ? kOtherInstant : kInstant).value();
  }
  template <Choice T>
  void set(std::string_view, T& value, bool other) {
    value = static_cast<T>(other ? 1 : 0);
  }

  const SampleOptions& options_;
};

struct FieldNames {
  std::vector<std::string> names;
  template <class T>
  void operator()(std::string_view field, T&) {
    if constexpr (IsOptional<T>::value) {
      names.push_back(member_name<typename T::value_type>(field));
    } else if constexpr (IsRows<T>::value) {
      typename T::value_type row;
      T::value_type::describe(row, *this);
    } else {
      names.push_back(member_name<T>(field));
    }
  }
};

Envelope sample_envelope(std::string_view type, const SampleOptions& options) {
  const auto other = [&](const char* field) { return options.altered == field; };
  Envelope envelope;
  const std::string key = "RUN/" + std::string(type) + "/ORDER-1/" + (other("key") ? "2" : "1");
  envelope.id = key;
  envelope.source = "/planttwin/PLANT";
  envelope.time = sim::parse_instant(other("date") ? kOtherInstant : kInstant).value();
  envelope.run_id = "RUN";
  envelope.sequence = 1;
  envelope.partition_key = kOrder;
  envelope.idempotency_key = key;
  envelope.short_key = short_key(key);
  envelope.plant = other("plant") ? "OTHER" : "SITE-1";
  envelope.posting_date = sim::format_instant(envelope.time).substr(0, 10);
  envelope.company = other("company") ? "OTHER" : "COMPANY-1";
  return envelope;
}

}  // namespace

std::vector<std::string> sample_fields(std::string_view type) {
  FieldNames fields;
  std::optional<Body> body = empty_body(type);
  if (!body) return {};
  std::visit([&](auto& kind) { kind.describe(kind, fields); }, *body);
  for (const char* of_frame : {"key", "date", "plant", "company"}) {
    fields.names.emplace_back(of_frame);
  }
  return std::move(fields.names);
}

std::optional<Message> sample_message(std::string_view type, const SampleOptions& options) {
  std::optional<Body> body = empty_body(type);
  if (!body) return std::nullopt;
  SampleFields fields(options);
  std::visit([&](auto& kind) { kind.describe(kind, fields); }, *body);
  return Message{sample_envelope(type, options), *std::move(body)};
}

}  // namespace planttwin::bridge
