#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/time.h"

// The computers of a company and the network between them, as far as messages need time there.
namespace planttwin::sim {

// [from, to), in which something does not work.
struct Outage {
  Time from;
  Time to;
};

// A computer. Work that comes while all cores are busy waits in a queue, first come, first served.
// While it is out nothing reaches it, and what it had not finished is lost.
struct LandscapeHost {
  std::string id;
  std::int32_t cores = 1;
  std::vector<Outage> outages;  // in order, apart from each other
};

// A way between two hosts, in both directions. A message needs the latency and its bytes divided by
// the bandwidth, which messages that are under way at the same time share. What is under way when
// an outage begins is lost.
struct LandscapeLink {
  std::string id;
  std::size_t from = 0;  // hosts
  std::size_t to = 0;
  Duration latency;
  double bytes_per_second = 125e6;
  std::vector<Outage> outages;
};

struct Landscape {
  std::vector<LandscapeHost> hosts;
  std::vector<LandscapeLink> links;

  // The position of a host; nothing when there is none.
  std::optional<std::size_t> host(std::string_view id) const;
};

// What has come to pass. What is lost is not told: nobody in a real network would know it either.
struct LandscapeReport {
  enum class Kind : std::uint8_t {
    kArrived,  // a message is at its host
    kWorked,   // work is done
  };
  Kind kind = Kind::kArrived;
  std::uint64_t ticket = 0;  // given by whoever sent the message or asked for the work
};

// A landscape in virtual time, beside a plant: it stands still until it is told to advance.
class LandscapeRun {
 public:
  virtual ~LandscapeRun() = default;
  // How far it has come.
  virtual Time now() const = 0;
  // Nothing is under way or at work: it needs not be advanced.
  virtual bool idle() const = 0;
  // At now().
  virtual void send(std::size_t from, std::size_t to, std::int64_t bytes, std::uint64_t ticket) = 0;
  virtual void work(std::size_t host, Duration service, std::uint64_t ticket) = 0;
  // Goes on to the next report, or to `until` when there is none before. Reports of one instant
  // come one by one.
  virtual std::optional<LandscapeReport> advance(Time until) = 0;
};

}  // namespace planttwin::sim
