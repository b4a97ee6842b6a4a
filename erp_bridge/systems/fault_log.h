#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

namespace planttwin::bridge {

// Which injected fault has struck which message: what a system that is told to go wrong knows of
// itself, so that an audit can say what has caused a finding.
class FaultLog {
 public:
  struct Strike {
    std::string_view fault;  // "loses_posting"
    std::string key;         // of the message that was struck
    // Otherwise it went again as it was, and what the record says of it then is no doing of the
    // fault, where something else explains it.
    bool alters = true;
  };

  // `fault` outlives the log. The first fault that strikes a message stays.
  void note(const std::string& key, std::string_view fault, bool alters = true) {
    if (by_key_.try_emplace(key, Strike{fault, key, alters}).second) ++struck_[fault];
  }
  // Something that the fault has made beside: a message with a key of its own, or a document.
  void note_made_key(const std::string& made, std::string_view fault, const std::string& key) {
    by_key_.try_emplace(made, Strike{fault, key});
  }
  // A message that goes on under another key.
  void note_renamed(const std::string& key, const std::string& made, std::string_view fault) {
    note_made_key(made, fault, key);
    renamed_.try_emplace(key, made);
  }
  void note_document(std::int64_t number, std::string_view fault, const std::string& key) {
    by_document_.try_emplace(number, Strike{fault, key});
  }

  // Under which stock that was changed without a document is noted as made.
  static std::string name_of_place(std::string_view item, std::string_view lot,
                                   std::string_view location, std::string_view status) {
    std::string name = "stock";
    for (const std::string_view part : {item, lot, location, status})
      name.append(1, '\n').append(part);
    return name;
  }

  // Null where nothing has struck.
  const Strike* of_key(const std::string& key) const { return at(by_key_, key); }
  const Strike* of_document(std::int64_t number) const { return at(by_document_, number); }
  // The key under which a message has gone on; null where it has kept its own.
  const std::string* renamed(const std::string& key) const { return at(renamed_, key); }
  // How many messages each fault has struck.
  const std::map<std::string_view, std::int64_t>& struck() const { return struck_; }

 private:
  template <class Map, class Key>
  static const typename Map::mapped_type* at(const Map& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
  }

  std::unordered_map<std::string, Strike> by_key_;
  std::unordered_map<std::int64_t, Strike> by_document_;
  std::unordered_map<std::string, std::string> renamed_;
  std::map<std::string_view, std::int64_t> struck_;
};

}  // namespace planttwin::bridge
