#pragma once

#include <string>
#include <string_view>
#include <type_traits>

#include "erp_bridge/messages/fields.h"
#include "sim/time.h"

// How members of messages are named in JSON.
namespace planttwin::bridge {

// The name of a member: spans of time say that they are seconds.
template <class T>
std::string member_name(std::string_view field) {
  return std::string(field) + (std::is_same_v<T, sim::Duration> ? "_s" : "");
}

}  // namespace planttwin::bridge
