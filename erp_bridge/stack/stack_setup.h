#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "erp_bridge/audit/witnesses.h"
#include "erp_bridge/delivery/delivery.h"
#include "erp_bridge/planning/planner.h"
#include "erp_bridge/postings/floor_reports.h"
#include "erp_bridge/stack/middleware_defects.h"
#include "erp_bridge/stack/quality_node.h"
#include "erp_bridge/systems/erp_defects.h"
#include "sim/distribution.h"
#include "sim/landscape/landscape.h"

namespace planttwin::bridge {

// A host that messages pass on their way.
struct Station {
  std::size_t host = 0;               // of the landscape
  sim::DurationDistribution service;  // work for one message or answer
};

// The systems between plant and books, and what carries messages between them.
struct StackSetup {
  sim::Landscape landscape;
  // From the plant's edge to the ERP: the first is the edge, the last the ERP, middleware between.
  std::vector<Station> route;
  double loss = 0;         // share of the messages that the network loses, per link
  double duplication = 0;  // share that it delivers twice
  DeliveryOptions delivery;
  sim::Duration settle_within = sim::Duration::days(1);  // after the end of the run
  ReportingHabits reporting;                             // of the floor
  std::vector<InjectedDefect> defects;                   // of the ERP
  // The station of the route that is the middleware; none: no station is.
  std::optional<std::size_t> middleware;
  std::vector<InjectedMiddlewareDefect> middleware_defects;
  HopSet taps;  // that listen
  Deadlines deadlines;
  std::optional<PlanningSetup> planning;  // the ERP gives the orders
  std::vector<QualityEvent> quality;      // what the plant is told to hold
};

}  // namespace planttwin::bridge
