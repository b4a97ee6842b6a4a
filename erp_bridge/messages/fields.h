#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "sim/decimal.h"

// What members of messages are made of, beside texts, decimals, spans of time and instants.
namespace planttwin::bridge {

// A number that may be negative: a reading, a limit, a difference, stock in books that let it be.
struct SignedDecimal {
  sim::Decimal number;
  friend bool operator==(const SignedDecimal&, const SignedDecimal&) = default;
};

// Whether more of the same is to be reported.
enum class Completion : std::uint8_t { kPartial, kFinal };
constexpr std::array<std::string_view, 2> choices(Completion) { return {"partial", "final"}; }

enum class Exchange : std::uint8_t { kRequest, kResponse };
constexpr std::array<std::string_view, 2> choices(Exchange) { return {"request", "response"}; }

enum class Verdict : std::uint8_t { kAccepted, kRejected, kUndecided };
constexpr std::array<std::string_view, 3> choices(Verdict) {
  return {"accepted", "rejected", "undecided"};
}

enum class AlarmState : std::uint8_t { kRaised, kCleared };
constexpr std::array<std::string_view, 2> choices(AlarmState) { return {"raised", "cleared"}; }

// What the sender of a refused message can do.
enum class Handling : std::uint8_t { kFinal, kRetryLater, kRetryAfterDependency, kManual };
constexpr std::array<std::string_view, 4> choices(Handling) {
  return {"final", "retry_later", "retry_after_dependency", "manual"};
}

// A member with one of a few values, each with a name.
template <class T>
concept Choice = std::is_enum_v<T> && requires(T value) {
  choices(value).size();
};

template <Choice T>
constexpr std::string_view choice_name(T value) {
  return choices(value)[static_cast<std::size_t>(value)];
}

template <Choice T>
std::optional<T> choice_named(std::string_view name) {
  constexpr auto kNames = choices(T());
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<T>(i);
  }
  return std::nullopt;
}

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

// A list of rows, such as the lines of a bill of material: rows are described as messages are.
template <class T>
struct IsRows : std::false_type {};
template <class Row>
struct IsRows<std::vector<Row>> : std::bool_constant<!std::same_as<Row, std::string>> {};

// A list of texts, such as serial numbers.
template <class T>
inline constexpr bool kIsTexts = std::same_as<T, std::vector<std::string>>;

// Whether a member may be absent. A list of texts that is absent is empty.
template <class T>
inline constexpr bool kMayBeAbsent = IsOptional<T>::value || kIsTexts<T>;

}  // namespace planttwin::bridge
