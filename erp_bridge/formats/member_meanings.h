#pragma once

#include <string_view>

namespace planttwin::bridge {

// What a member of a message means, in a sentence. It means the same in all messages. Empty for a
// name that none has; names are as in JSON, "machine_time_s".
std::string_view member_meaning(std::string_view name);

}  // namespace planttwin::bridge
