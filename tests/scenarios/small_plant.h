#pragma once

#include <string>

// Plants that are small enough to be worked out by hand.
namespace planttwin::testing {

// A press that makes a plate in ten minutes.
inline const std::string kPressPlant = R"({
  "id": "PRESS_SHOP",
  "unit": "pcs",
  "materials": [{"id": "PLATE"}],
  "work_centers": [{"id": "PRESS", "machines": 1}],
  "routings": [{"id": "PLATE", "operations": [
    {"id": 10, "work_center": "PRESS", "time": "10 min", "per": "lot"}]}]
})";

// Three orders of a plate each, of which the last ends after 30 minutes.
inline const std::string kPressScenario = R"({
  "scenario": "press",
  "plant": "plant.json",
  "start": "2025-01-06T06:00Z",
  "until": "done",
  "orders": [
    {"id": "A", "product": "PLATE", "quantity": "1 pcs", "release": "0 min", "due": "15 min"},
    {"id": "B", "product": "PLATE", "quantity": "1 pcs", "release": "0 min", "due": "15 min"},
    {"id": "C", "product": "PLATE", "quantity": "1 pcs", "release": "0 min", "due": "1 h"}],
  "expectations": [
    {"name": "half an hour is enough", "pointer": "/kpis/makespan_s", "at_most": 1800}]
})";

// Random arrivals and times over three days.
inline const std::string kRandomScenario = R"({
  "scenario": "random",
  "plant": "plant.json",
  "start": "2025-01-06T06:00Z",
  "horizon": "3 d",
  "warm_up": "6 h",
  "seed": 5,
  "sources": [
    {"id": "CUSTOMERS", "kind": "interarrival", "product": "PLATE", "quantity": "1 pcs",
     "interarrival": {"exponential": {"mean": "12 min"}}, "due": "1 h"}],
  "plant_changes": {
    "/routings/PLATE/operations/10/time": {"gamma": {"mean": "9 min", "sd": "4 min"}}}
})";

}  // namespace planttwin::testing
