#pragma once

#include <memory>
#include <optional>
#include <string>

namespace planttwin::experiment {

// Messages between the ranks of one start: whole, and in order between two ranks.
class RankLink {
 public:
  struct Received {
    int from = 0;
    std::string bytes;
  };

  RankLink() = default;
  virtual ~RankLink() = default;
  RankLink(const RankLink&) = delete;
  RankLink& operator=(const RankLink&) = delete;

  virtual int rank() const = 0;
  virtual int count() const = 0;
  // May wait until the other rank receives it.
  virtual void send(int to, const std::string& bytes) = 0;
  // A message, when one is there; does not wait.
  virtual std::optional<Received> receive() = 0;
};

// The link by MPI, which begins with this call in all ranks and ends in all of them with its
// destructor. MPI is a module beside the program that is loaded here, so that a start without it
// costs nothing. MPI starts threads: nothing may be forked from here on. Throws std::runtime_error.
std::unique_ptr<RankLink> connect_ranks();

// What the module has: a function of this name and type.
constexpr const char* kRankLinkFactory = "planttwin_rank_link";
using RankLinkFactory = RankLink* (*)();

}  // namespace planttwin::experiment
