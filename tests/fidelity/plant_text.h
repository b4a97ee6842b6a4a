#pragma once

#include <string>
#include <vector>

#include "tests/fidelity/validation_data.h"

// Short forms for the plants of the published cases. A time unit of a case is a minute.
namespace planttwin::testing {

// "90.000000 s" for 1.5 time units.
std::string time_text(double units);
Json exponential(double mean);
Json erlang(int phases, double mean);
Json lognormal(double mean, double deviation);
// From mean - spread to mean + spread.
Json uniform(double mean, double spread);
// Trials to the first success, each of a time unit.
Json geometric_time(double probability);

// A plant under construction. Its one unit is the piece; operations are numbered 10, 20, ...
class PlantText {
 public:
  // Members beside the id, such as {"queue_capacity", 0}.
  PlantText& center(const std::string& id, const Json& members = Json::object());
  // A product that visits the work centers in order, each with a time per lot. `members` are added
  // to every operation.
  PlantText& product(const std::string& id, const std::vector<std::string>& centers,
                     const std::vector<Json>& times, const Json& members = Json::object());
  // A material that is bought.
  PlantText& material(const std::string& id);
  // The members of the plant's object itself.
  PlantText& set(const std::string& key, Json value);
  // An operation of a product for changes, counted from 0.
  Json& operation(const std::string& product, std::size_t index);

  std::string text() const { return plant_.dump(); }

 private:
  Json plant_ = {{"id", "CASE"},
                 {"unit", "pcs"},
                 {"materials", Json::array()},
                 {"work_centers", Json::array()},
                 {"routings", Json::array()}};
};

// A run with figures from [warm_up, warm_up + window).
Json run_input(double warm_up, double window);
// Orders of one piece with exponential interarrival times; `members` are added.
Json poisson_source(const std::string& id, const std::string& product, double rate,
                    const Json& members = Json::object());
Json saturated_source(const std::string& product);

}  // namespace planttwin::testing
