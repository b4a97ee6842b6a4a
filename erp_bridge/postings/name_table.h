#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace planttwin::bridge {

// The number of a text in a table. Equal texts have equal numbers; kNoName is the empty text.
enum class Name : std::uint32_t {};
inline constexpr Name kNoName{0};

// Texts that occur again and again (orders, items, lots, places), each kept once.
class NameTable {
 public:
  NameTable() { number(""); }
  NameTable(const NameTable&) = delete;
  NameTable& operator=(const NameTable&) = delete;

  Name number(std::string_view text) {
    const auto found = numbers_.find(text);
    if (found != numbers_.end()) return found->second;
    const Name name{static_cast<std::uint32_t>(texts_.size())};
    numbers_.emplace(texts_.emplace_back(text), name);
    return name;
  }
  const std::string& text(Name name) const { return texts_[static_cast<std::size_t>(name)]; }

 private:
  std::deque<std::string> texts_;  // stay where they are
  std::unordered_map<std::string_view, Name> numbers_;
};

}  // namespace planttwin::bridge
