#pragma once

#include <span>
#include <string_view>

namespace planttwin::bridge {

// How a kind of message is used.
struct MessageUse {
  std::string_view name;     // "MaterialIssued"
  std::string_view senders;  // "MES"
  std::string_view receivers;
  std::string_view pattern;  // how it is sent, and what the sender can expect
};

// One for every kind, in the order of Body.
std::span<const MessageUse> message_uses();

}  // namespace planttwin::bridge
