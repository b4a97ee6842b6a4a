#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "erp_bridge/messages/fields.h"
#include "sim/time.h"

// What a receiver says of a message; `original_id` is the id of its envelope.
namespace planttwin::bridge {

// It has come and is kept.
struct Acknowledged {
  static constexpr std::string_view kName = "Acknowledged";
  std::string original_id;
  std::optional<std::string> original_key = std::nullopt;
  std::optional<std::string> code = std::nullopt;
  std::optional<std::string> text = std::nullopt;

  friend bool operator==(const Acknowledged&, const Acknowledged&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("original_id", self.original_id);
    fields("original_key", self.original_key);
    fields("code", self.code);
    fields("text", self.text);
  }
};

// It was refused, for the reason that the code says.
struct Rejected {
  static constexpr std::string_view kName = "Rejected";
  std::string original_id;
  std::string code;
  std::optional<std::string> original_key = std::nullopt;
  std::optional<std::string> text = std::nullopt;
  std::optional<Handling> handling = std::nullopt;
  std::optional<sim::Duration> retry_after = std::nullopt;

  friend bool operator==(const Rejected&, const Rejected&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("original_id", self.original_id);
    fields("code", self.code);
    fields("original_key", self.original_key);
    fields("text", self.text);
    fields("handling", self.handling);
    fields("retry_after", self.retry_after);
  }
};

// It was done: booked, or validated.
struct Confirmed {
  static constexpr std::string_view kName = "Confirmed";
  std::string original_id;
  std::optional<std::string> original_key = std::nullopt;
  std::optional<std::string> document = std::nullopt;  // that it became
  std::optional<std::string> code = std::nullopt;
  std::optional<std::string> text = std::nullopt;

  friend bool operator==(const Confirmed&, const Confirmed&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("original_id", self.original_id);
    fields("original_key", self.original_key);
    fields("document", self.document);
    fields("code", self.code);
    fields("text", self.text);
  }
};

}  // namespace planttwin::bridge
