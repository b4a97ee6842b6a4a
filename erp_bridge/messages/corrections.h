#pragma once

#include <optional>
#include <string>
#include <string_view>

// What is done about postings that were wrong, and about periods.
namespace planttwin::bridge {

// A posting is taken back.
struct PostingReversed {
  static constexpr std::string_view kName = "PostingReversed";
  std::string original_key;
  std::string reason;
  std::optional<std::string> new_key = std::nullopt;  // of what is booked instead

  friend bool operator==(const PostingReversed&, const PostingReversed&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("original_key", self.original_key);
    fields("reason", self.reason);
    fields("new_key", self.new_key);
  }
};

// A posting is taken back and another one stands for it.
struct PostingCorrected {
  static constexpr std::string_view kName = "PostingCorrected";
  std::string original_key;
  std::string reason;
  std::string new_key;

  friend bool operator==(const PostingCorrected&, const PostingCorrected&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("original_key", self.original_key);
    fields("reason", self.reason);
    fields("new_key", self.new_key);
  }
};

// Nothing more is booked in a period.
struct PeriodClosed {
  static constexpr std::string_view kName = "PeriodClosed";
  std::string company;
  std::string period;  // "2025-03"

  friend bool operator==(const PeriodClosed&, const PeriodClosed&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("company", self.company);
    fields("period", self.period);
  }
};

// Bookings in a period are taken from now on.
struct PeriodOpened {
  static constexpr std::string_view kName = "PeriodOpened";
  std::string company;
  std::string period;

  friend bool operator==(const PeriodOpened&, const PeriodOpened&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("company", self.company);
    fields("period", self.period);
  }
};

}  // namespace planttwin::bridge
