#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "erp_bridge/messages/messages.h"
#include "sim/random.h"

// Messages with random values, among them those at the limits of what a member can say.
namespace planttwin::bridge {

class RandomFields {
 public:
  explicit RandomFields(std::uint64_t seed) : state_(sim::mix_bits(seed + 1)) {}

  void operator()(std::string_view, std::string& value) { value = text(); }
  void operator()(std::string_view, sim::Decimal& value) { value = decimal(); }
  void operator()(std::string_view, SignedDecimal& value) {
    value.number = decimal();
    if (below(2) == 0) value.number = sim::Decimal(-value.number.digits(), value.number.scale());
  }
  void operator()(std::string_view, sim::Duration& value) {
    const std::array<std::int64_t, 4> spans = {0, 1, kMost, below(1'000'000'000)};
    value = sim::Duration::microseconds(any(spans));
  }
  void operator()(std::string_view, sim::UtcInstant& value) { value = instant(); }
  void operator()(std::string_view, Choice auto& value) {
    using Value = std::remove_reference_t<decltype(value)>;
    value = static_cast<Value>(below(static_cast<std::int64_t>(choices(Value()).size())));
  }
  template <class T>
  void operator()(std::string_view field, std::optional<T>& value) {
    value.reset();
    if (below(2) == 0) (*this)(field, value.emplace());
  }
  template <class T>
  void operator()(std::string_view field, std::vector<T>& list) {
    list.clear();
    for (std::int64_t n = below(4); n > 0; --n) {
      if constexpr (std::is_same_v<T, std::string>) {
        (*this)(field, list.emplace_back());
      } else {
        T::describe(list.emplace_back(), *this);
      }
    }
  }

  Envelope envelope() {
    Envelope made;
    for (std::string* member : {&made.id, &made.source, &made.run_id, &made.partition_key,
                                &made.idempotency_key, &made.short_key, &made.plant}) {
      *member = text();
    }
    made.time = instant();
    made.sequence = 1 + below(kMost);
    made.posting_date = sim::format_instant(instant()).substr(0, 10);
    (*this)("company", made.company);
    (*this)("traceparent", made.trace_parent);
    (*this)("causationid", made.causation_id);
    (*this)("dependson", made.depends_on);
    return made;
  }

 private:
  static constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

  std::int64_t below(std::int64_t limit) {
    state_ = sim::mix_bits(state_ + 0x9E3779B97F4A7C15);
    return static_cast<std::int64_t>(state_ % static_cast<std::uint64_t>(limit));
  }
  template <class T, std::size_t N>
  T any(const std::array<T, N>& list) {
    return list[static_cast<std::size_t>(below(static_cast<std::int64_t>(list.size())))];
  }
  std::string text() {
    const std::array<std::string, 12> texts = {"0",
                                               "000123",
                                               "A",
                                               "Größe Ø 4 µm",
                                               "a\"b\\c",
                                               "<&>'\"]]>",
                                               " on both sides ",
                                               "100% /x/ %20 %25",
                                               "two\nlines\tand\r\nthree",
                                               "寸法 \xF0\x9F\x94\xA7",
                                               std::string(4'000, 'Z'),
                                               "E" + std::to_string(below(1'000'000))};
    return any(texts);
  }
  sim::Decimal decimal() {
    const std::array<sim::Decimal, 6> numbers = {sim::Decimal(),
                                                 sim::Decimal(1, sim::Decimal::kMaxScale),
                                                 sim::Decimal(kMost, 0),
                                                 sim::Decimal(kMost, sim::Decimal::kMaxScale),
                                                 sim::Decimal(9'007'199'254'740'993, 3),
                                                 sim::Decimal(below(1'000'000), 3)};
    return any(numbers);
  }
  sim::UtcInstant instant() {
    const std::array<const char*, 5> instants = {
        "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z",
        "2024-02-29T12:00:00.5Z", "2025-10-26T01:30:00Z"};
    return sim::parse_instant(any(instants)).value();
  }

  std::uint64_t state_;
};

// Calls `use` with `rounds` messages of every kind.
template <class Use>
void for_random_messages(int rounds, Use use) {
  std::uint64_t seed = 0;
  any_kind([&](auto kind) {
    for (int i = 0; i < rounds; ++i) {
      RandomFields fields(++seed);
      kind.describe(kind, fields);
      use(Message{fields.envelope(), kind});
    }
    return false;
  });
}

}  // namespace planttwin::bridge
