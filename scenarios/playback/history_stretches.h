#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "scenarios/playback/history.h"

namespace planttwin::playback {

// What of a history lasts, found while its events come by: work on machines, and what a time line
// marks.
class StretchFinder {
 public:
  // Where what is found goes: works by machine, both by `from`.
  struct Found {
    std::vector<std::vector<Work>>& works;
    std::vector<Marker>& markers;
  };
  void take(const FloorEvent& event, const History& history, Found found);

 private:
  using Kind = Marker::Kind;
  using Key = std::tuple<Kind, std::int32_t, std::int32_t>;

  void begin(const Key& key, const FloorEvent& event, std::string text, Found found);
  void end(const Key& key, const FloorEvent& event, Found found);
  void begin_work(const FloorEvent& event, Found found);
  void end_work(const FloorEvent& event, Found found);

  std::map<Key, std::size_t> open_;
  std::map<std::pair<std::int32_t, std::int32_t>, std::size_t> works_;  // by machine and lot
};

}  // namespace planttwin::playback
