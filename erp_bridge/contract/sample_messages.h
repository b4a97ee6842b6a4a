#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "erp_bridge/messages/messages.h"

namespace planttwin::bridge {

// How samples of messages are made.
struct SampleOptions {
  std::size_t text_length = 0;  // of names of orders, lots and the like; 0: as they come
  std::string altered = {};     // a field of it that says something else than usual
};

// The fields of a message of that type, as JSON has them, and those of its frame that a receiver
// may want: "key", "date", "plant", "company".
std::vector<std::string> sample_fields(std::string_view type);

// A message of that type with all its members, for one and the same order. Nothing for a name that
// is none.
std::optional<Message> sample_message(std::string_view type, const SampleOptions& options = {});

}  // namespace planttwin::bridge
