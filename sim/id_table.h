#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/json_reader.h"

namespace planttwin::sim {

// The names of one kind of thing in order of definition, and the way from a name to its index.
// Names are unique. The kind is how a message calls the thing: "work center". Id is a strong
// index type: not valid() by default, made from a std::size_t, read by index().
template <class Id>
class IdTable {
 public:
  explicit IdTable(std::string kind) : kind_(std::move(kind)) {}

  // Adds a name, or returns the index that it has already.
  Id add(const std::string& name) {
    const auto [place, added] = index_.try_emplace(name, Id(names_.size()));
    if (added) names_.push_back(name);
    return place->second;
  }
  // Not valid when there is no such name.
  Id find(std::string_view name) const {
    const auto place = index_.find(name);
    return place == index_.end() ? Id() : place->second;
  }

  std::size_t size() const { return names_.size(); }
  const std::string& name(Id id) const { return names_[id.index()]; }
  const std::vector<std::string>& names() const { return names_; }
  const std::string& kind() const { return kind_; }

  // The thing that a value names, by a string or an integer. Not valid, after an error with the
  // nearest names, when there is none: check the diagnostics before using it as an index.
  Id resolve(const JsonValue& value) const {
    if (value.muted()) return Id();
    const std::optional<std::string> name = value.name();
    if (!name) return Id();
    const Id id = find(*name);
    if (!id.valid()) {
      value.error("no " + kind_ + " " + in_quotes(*name) + nearest_clause(*name, names_));
    }
    return id;
  }
  // The thing that a required member names.
  Id resolve(JsonReader& in, std::string_view key) const { return resolve(in.required_value(key)); }
  // The thing that a member names; not valid when the member is absent.
  Id resolve_optional(JsonReader& in, std::string_view key) const {
    const std::optional<JsonValue> value = in.value(key);
    return value ? resolve(*value) : Id();
  }
  // The things that an array of names lists; unknown ones are reported and left out.
  std::vector<Id> resolve_all(JsonReader& in, std::string_view key) const {
    std::vector<Id> ids;
    for (const JsonValue& value : in.values(key)) {
      const Id id = resolve(value);
      if (id.valid()) ids.push_back(id);
    }
    return ids;
  }

 private:
  std::string kind_;
  std::vector<std::string> names_;
  std::map<std::string, Id, std::less<>> index_;
};

}  // namespace planttwin::sim
