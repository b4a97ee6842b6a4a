#include "scenarios/landscape_reader.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>

#include "plant_models/load/field_reader.h"
#include "sim/distribution_reader.h"
#include "sim/random.h"
#include "sim/unit_text.h"

namespace planttwin::scenario {
namespace {

using HostId = plant::Id<struct HostTag>;

constexpr std::int32_t kMostCores = 10'000;
constexpr std::array<sim::UnitOfText, 4> kRates = {
    {{"bit/s", 1}, {"kbit/s", 1'000}, {"Mbit/s", 1'000'000}, {"Gbit/s", 1'000'000'000}}};
constexpr double kBitsPerByte = 8;

class LandscapeReading {
 public:
  LandscapeReading(plant::RunInputReading& run, bridge::StackSetup& stack)
      : run_(run), stack_(stack) {}

  void read(sim::JsonReader& in) {
    for (sim::JsonReader& host : in.objects("hosts")) read_host(host);
    if (stack_.landscape.hosts.size() < 2) {
      in.error("hosts", "expected at least two hosts: the plant's edge and the ERP's");
    }
    for (sim::JsonReader& link : in.objects("links")) read_link(link);
    read_route(in);
    stack_.loss = plant::read_fraction(in, "loss", 0);
    stack_.duplication = plant::read_fraction(in, "duplication", 0);
    in.finish();
    check_links(in);
  }

 private:
  void read_host(sim::JsonReader& in) {
    sim::LandscapeHost host;
    host.id = in.id();
    host.cores = plant::read_count(in, "cores", {1, kMostCores}, 1);
    host.outages = read_outages(in);
    sim::DurationDistribution service = sim::DurationDistribution::constant(sim::Duration());
    if (const auto value = in.value("service")) {
      service = sim::read_duration_distribution(*value, run_.place);
    }
    services_.push_back(service);
    in.finish();
    hosts_.add(host.id);
    stack_.landscape.hosts.push_back(std::move(host));
  }

  void read_link(sim::JsonReader& in) {
    sim::LandscapeLink link;
    link.id = in.id();
    const std::vector<HostId> ends = hosts_.resolve_all(in, "between");
    if (ends.size() == 2 && ends[0] != ends[1]) {
      link.from = ends[0].index();
      link.to = ends[1].index();
    } else if (run_.diagnostics.empty()) {
      in.error("between", "expected two different hosts");
    }
    link.latency = in.duration("latency", sim::Duration());
    link.bytes_per_second = read_bandwidth(in);
    link.outages = read_outages(in);
    in.finish();
    stack_.landscape.links.push_back(std::move(link));
  }

  static double read_bandwidth(sim::JsonReader& in) {
    const sim::JsonValue value = in.required_value("bandwidth");
    const std::optional<std::string> text = value.string();
    if (!text) return 1;
    const sim::Parsed<std::int64_t> bits = sim::parse_measured(*text, kRates, "Mbit/s");
    if (bits.ok() && bits.value() > 0) return static_cast<double>(bits.value()) / kBitsPerByte;
    value.error(bits.ok() ? "expected a bandwidth above zero" : bits.error());
    return 1;
  }

  std::vector<sim::Outage> read_outages(sim::JsonReader& in) {
    std::vector<sim::Outage> outages;
    for (sim::JsonReader& row : in.plain_objects("outages")) {
      const sim::Time from = plant::read_later_time(run_, row, "at");
      const sim::Duration length = row.duration("duration", sim::DurationRange::positive());
      row.finish();
      if (!outages.empty() && from <= outages.back().to) {
        row.error("at", "outages are listed in their order, apart from each other");
      }
      outages.push_back({from, from + length});
    }
    return outages;
  }

  void read_route(sim::JsonReader& in) {
    std::vector<HostId> stations;
    if (in.has("route")) {
      stations = hosts_.resolve_all(in, "route");
      if (stations.size() < 2) in.error("route", "expected the plant's edge, ..., the ERP's host");
    } else {
      for (std::size_t i = 0; i < hosts_.size(); ++i) stations.emplace_back(i);
    }
    for (const HostId id : stations) stack_.route.push_back({id.index(), services_[id.index()]});
  }

  // SimGrid finds a way over several links, but there must be one.
  void check_links(sim::JsonReader& in) {
    if (!run_.diagnostics.empty()) return;
    std::vector<std::size_t> group(hosts_.size());
    for (std::size_t i = 0; i < group.size(); ++i) group[i] = i;
    for (const sim::LandscapeLink& link : stack_.landscape.links) {
      const std::size_t joined = group[link.to];
      std::replace(group.begin(), group.end(), joined, group[link.from]);
    }
    for (const bridge::Station& station : stack_.route) {
      if (group[station.host] == group[stack_.route.front().host]) continue;
      in.error("links", "no way from " + sim::in_quotes(hosts_.names()[stack_.route.front().host]) +
                            " to " + sim::in_quotes(hosts_.names()[station.host]));
      return;
    }
  }

  plant::RunInputReading& run_;
  bridge::StackSetup& stack_;
  sim::IdTable<HostId> hosts_{"host"};
  std::vector<sim::DurationDistribution> services_;
};

}  // namespace

void read_landscape(plant::RunInputReading& reading, sim::JsonReader& in,
                    bridge::StackSetup& stack) {
  LandscapeReading(reading, stack).read(in);
}

void use_ideal_landscape(bridge::StackSetup& stack, bool has_middleware) {
  const sim::DurationDistribution none = sim::DurationDistribution::constant(sim::Duration());
  stack.landscape.hosts = {{"edge", 1, {}}, {"erp", 1, {}}};
  stack.route = {{0, none}, {1, none}};
  if (!has_middleware) return;
  stack.landscape.hosts.insert(stack.landscape.hosts.begin() + 1, {"middleware", 1, {}});
  stack.route.push_back({2, none});
}

}  // namespace planttwin::scenario
