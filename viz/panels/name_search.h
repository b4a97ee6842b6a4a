#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/playback/history.h"
#include "viz/scene/selection.h"

namespace planttwin::view {

// Finds work centers, machines, carriers, orders and lots by a part of their names, in any case.
class NameSearch {
 public:
  explicit NameSearch(const playback::History& history);

  struct Found {
    Selection what;
    std::string name;
  };
  // Whole names first, then names that begin so, then others; each in the sequence above and by
  // number. At most `most`.
  std::vector<Found> find(const std::string& text, std::size_t most) const;

 private:
  struct Entry {
    Selection what;
    std::string name;
  };
  void add(Selection::Kind kind, std::size_t number, std::string name);

  std::vector<Entry> entries_;
};

// When something is to be seen: `now` while it is in the plant, else the instant at which it
// appears. Work centers, machines and carriers are always there.
std::int64_t instant_to_see(const Selection& what, const playback::History& history,
                            const playback::FloorState& state, std::int64_t now);

}  // namespace planttwin::view
