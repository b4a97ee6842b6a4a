#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plant_models/model/ids.h"
#include "plant_models/model/work_center.h"
#include "sim/distribution.h"
#include "sim/measure.h"
#include "sim/time.h"

namespace planttwin::plant {

// A stop of the transport network.
struct Node {
  std::string id;
  SiteId site;
  std::optional<Position> position;
};

// A way between two stops. Lots travel along it by the fleets that serve its
// kind, except on conveyors, which move by themselves.
struct Edge {
  std::string id;
  NodeId from;
  NodeId to;
  std::string kind;  // "aisle", "road", "conveyor", ...
  sim::Length length;
  std::optional<sim::Speed> speed;  // of a conveyor; elsewhere a limit for vehicles
  bool one_way = false;
  std::int32_t capacity = 0;  // vehicles at once in both directions (a one-lane edge: 1), or lots
                              // on a conveyor; 0: no limit
  bool conveyor() const { return kind == "conveyor"; }
};

// Like carriers: AGVs, forklifts, cranes, trucks.
struct Fleet {
  std::string id;
  std::string kind = "agv";
  std::string edge_kind = "aisle";
  SiteId site;  // invalid: serves every site
  std::int32_t count = 1;
  std::int32_t capacity = 1;  // lots per trip
  sim::Speed speed;
  sim::DurationDistribution load;
  sim::DurationDistribution unload;
  NodeId home;
  sim::Duration depart_every;  // > 0: leaves only at multiples of this, with what waits
  ShiftId shift;
};

// One leg of a way between two stops: by one fleet, or over a conveyor.
struct Leg {
  FleetId fleet;  // invalid: conveyor
  NodeId from;
  NodeId to;
};

// Shortest ways, precomputed for all pairs of stops that lots use.
struct TransportNetwork {
  std::vector<Node> nodes;
  std::vector<Edge> edges;
  std::vector<Fleet> fleets;
  // legs[from * nodes + to]; empty: no way (or no distance).
  std::vector<std::vector<Leg>> legs;
  // Per fleet and pair of stops: the edges of the shortest way (fleet's own edges only).
  std::vector<std::vector<std::vector<EdgeId>>> fleet_ways;
  std::vector<std::vector<EdgeId>> conveyor_ways;
  bool reachable(NodeId from, NodeId to) const {
    return from == to || !legs[from.index() * nodes.size() + to.index()].empty();
  }
};

}  // namespace planttwin::plant
