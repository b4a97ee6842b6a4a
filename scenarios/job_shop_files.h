#pragma once

#include <string>

#include "plant_models/import/job_shop.h"
#include "sim/json_node.h"

namespace planttwin::scenario {

// How an instance of the job-shop problem becomes a plant.
struct JobShopTranslation {
  std::string id;                 // of plant and scenario
  std::string dispatch = "fifo";  // rule of every machine
  std::string time_unit = "min";  // what a time of 1 means
};

// A plant with a work center "M0", "M1", ... of one machine per machine of the instance, and a
// product "JOB-1", ... with a routing per job.
sim::JsonNode job_shop_plant(const plant::JobShop& shop, const JobShopTranslation& translation);

// A scenario that releases one piece of every product at the start and runs until all are done.
// `plant` is the path of the plant's file or the plant itself.
sim::JsonNode job_shop_scenario(const plant::JobShop& shop, const JobShopTranslation& translation,
                                sim::JsonNode plant);

}  // namespace planttwin::scenario
