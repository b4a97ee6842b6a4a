#pragma once

#include "plant_models/run/run_state.h"

// Lots on their way through the transport network: over conveyors, by AGVs, forklifts, cranes and
// trucks. A carrier is called only for a lot that has a claimed place at its destination.
namespace planttwin::plant {

// The lot sets out from where it stands; its place at the end is claimed.
void begin_way(RunState& run, LotSlot lot);

// Carriers at their homes at the start of a run.
void start_carriers(RunState& run);

// Calendar events.
void on_carrier_step(RunState& run, CarrierSlot carrier);
void on_fleet_departs(RunState& run, FleetId fleet);
void on_conveyor_end(RunState& run, LotSlot lot);
bool on_conveyor(const RunState& run, const Lot& lot);

// Idle carriers of the fleet look for waiting lots.
void dispatch_fleet(RunState& run, FleetId fleet);

// An edge is closed to traffic, and opened again.
void close_edge(RunState& run, EdgeId edge);
void open_edge(RunState& run, EdgeId edge);

}  // namespace planttwin::plant
