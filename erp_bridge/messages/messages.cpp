#include "erp_bridge/messages/messages.h"

#include "sim/random.h"

namespace planttwin::bridge {
namespace {

// Mixes members one after the other; absent ones count, too.
class Hasher {
 public:
  explicit Hasher(std::string_view name) : hash_(sim::name_key(name)) {}

  void operator()(std::string_view, const std::string& text) { mix(sim::name_key(text)); }
  void operator()(std::string_view, const sim::Decimal& number) {
    mix(static_cast<std::uint64_t>(number.digits()));
    mix(static_cast<std::uint64_t>(number.scale()));
  }
  void operator()(std::string_view, sim::Duration span) {
    mix(static_cast<std::uint64_t>(span.count()));
  }
  void operator()(std::string_view, sim::UtcInstant instant) {
    mix(static_cast<std::uint64_t>(instant.count()));
  }
  void operator()(std::string_view field, const SignedDecimal& value) {
    (*this)(field, value.number);
  }
  void operator()(std::string_view, Choice auto value) { mix(static_cast<std::uint64_t>(value)); }
  template <class T>
  void operator()(std::string_view field, const std::optional<T>& value) {
    mix(value.has_value() ? 1 : 0);
    if (value) (*this)(field, *value);
  }
  template <class T>
  void operator()(std::string_view field, const std::vector<T>& list) {
    mix(list.size());
    for (const T& element : list) {
      if constexpr (kIsTexts<std::vector<T>>) {
        (*this)(field, element);
      } else {
        T::describe(element, *this);
      }
    }
  }
  std::uint64_t hash() const { return hash_; }

 private:
  void mix(std::uint64_t word) { hash_ = sim::mix_bits(hash_ + 0x9E3779B97F4A7C15) ^ word; }

  std::uint64_t hash_;
};

}  // namespace

std::uint64_t hash_of(const Body& body) {
  return std::visit(
      [](const auto& kind) {
        Hasher hasher(kind.kName);
        kind.describe(kind, hasher);
        return hasher.hash();
      },
      body);
}

std::string_view name_of(const Body& body) {
  return std::visit([](const auto& message) { return message.kName; }, body);
}

std::vector<std::string> message_names() {
  std::vector<std::string> names;
  any_kind([&](const auto& kind) {
    names.emplace_back(kind.kName);
    return false;
  });
  return names;
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

}  // namespace planttwin::bridge
