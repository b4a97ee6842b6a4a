#pragma once

#include <cstdint>
#include <memory>

#include "sim/random.h"

namespace planttwin::testing {

// Lets SQLite run on a disk whose machine loses its power. While it lives it is SQLite's default
// file system: it hands everything on to the real one and remembers what has been synced. At the
// operation that cut_at() names, and from then on, nothing is written any more and SQLite is told
// of failures. restart() then makes of the files what such a disk may hold.
//
// The disk: what was synced is there. Of what was written since, each write may be there as a
// whole, torn at a sector, or not at all, whichever came first; so may a file that was removed. A
// process that is killed loses nothing of it: the operating system has it all.
class PowerCut {
 public:
  enum class Lost : std::uint8_t { kNothing, kUnsynced };  // a killed process; a power cut

  PowerCut();
  ~PowerCut();
  PowerCut(const PowerCut&) = delete;
  PowerCut& operator=(const PowerCut&) = delete;

  // Operations are writes, truncations, syncs and removals, counted from 1 since the last
  // restart().
  void cut_at(std::int64_t operation);
  bool is_cut() const;
  std::int64_t operations() const;
  // Requires that no database is open.
  void restart(Lost lost, sim::Draw& random);

  class Disk;

 private:
  std::unique_ptr<Disk> disk_;
};

}  // namespace planttwin::testing
