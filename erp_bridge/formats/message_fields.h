#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "erp_bridge/formats/json_members.h"
#include "erp_bridge/formats/values.h"
#include "sim/diagnostics.h"

// A message as texts by name, for formats that have a place of their own for each member. Names are
// as in JSON ("machine_time_s"). Lists of rows are left out: no such format carries them.
namespace planttwin::bridge {

struct FieldTexts {
  std::vector<std::string> texts;  // one, but for lists
  sim::SourcePosition position;    // where they were read
};
using MessageFields = std::map<std::string, FieldTexts, std::less<>>;

// What `describe` hands its fields to so that they come out as texts. Names get the prefix.
class FieldCollector {
 public:
  explicit FieldCollector(MessageFields& fields, std::string prefix = "")
      : fields_(fields), prefix_(std::move(prefix)) {}

  template <class T>
  void operator()(std::string_view field, const T& value) {
    if constexpr (IsOptional<T>::value) {
      if (value) (*this)(field, *value);
    } else if constexpr (kIsTexts<T>) {
      if (!value.empty()) put(std::string(field), value);
    } else if constexpr (!IsRows<T>::value) {
      put(member_name<T>(field), {value_text(value)});
    }
  }

 private:
  void put(const std::string& name, std::vector<std::string> texts) {
    fields_[prefix_ + name].texts = std::move(texts);
  }

  MessageFields& fields_;
  std::string prefix_;
};

// The way back. What is missing or wrong is told by the name of the member and its position.
class FieldFiller {
 public:
  using Fault = std::function<void(const std::string& name, sim::SourcePosition position,
                                   const std::string& what)>;
  FieldFiller(const MessageFields& fields, std::string prefix, Fault fault)
      : fields_(fields), prefix_(std::move(prefix)), fault_(std::move(fault)) {}

  template <class T>
  void operator()(std::string_view field, T& value) {
    if constexpr (IsOptional<T>::value) {
      using Value = typename T::value_type;
      if (find(member_name<Value>(field)) != nullptr) (*this)(field, value.emplace());
    } else if constexpr (kIsTexts<T>) {
      if (const FieldTexts* found = find(field)) value = texts(field, *found);
    } else if constexpr (!IsRows<T>::value) {
      const std::string name = member_name<T>(field);
      const FieldTexts* found = find(name);
      if (found == nullptr) {
        fault_(prefix_ + name, {}, "is missing");
      } else if (found->texts.size() != 1) {
        fault_(prefix_ + name, found->position,
               "occurs " + std::to_string(found->texts.size()) + " times");
      } else if (const std::string wrong = read_value(found->texts.front(), value);
                 !wrong.empty()) {
        fault_(prefix_ + name, found->position, wrong);
      }
    }
  }

 private:
  const FieldTexts* find(std::string_view name) const {
    const auto found = fields_.find(prefix_ + std::string(name));
    return found == fields_.end() ? nullptr : &found->second;
  }
  std::vector<std::string> texts(std::string_view field, const FieldTexts& found) const {
    for (const std::string& text : found.texts) {
      if (text.empty()) fault_(prefix_ + std::string(field), found.position, "the text is empty");
    }
    return found.texts;
  }

  const MessageFields& fields_;
  std::string prefix_;
  Fault fault_;
};

}  // namespace planttwin::bridge
