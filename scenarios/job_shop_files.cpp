#include "scenarios/job_shop_files.h"

#include "scenarios/json_build.h"

namespace planttwin::scenario {

using sim::JsonNode;

namespace {

constexpr std::size_t kOperationStep = 10;  // operations are numbered 10, 20, ...

// Numbers are padded to the same width: names then sort as jobs do.
std::string numbered(std::string_view prefix, std::size_t number, std::size_t largest) {
  const std::string digits = std::to_string(number);
  const std::size_t width = std::to_string(largest).size();
  return std::string(prefix) + std::string(width - digits.size(), '0') + digits;
}

std::string machine_name(const plant::JobShop& shop, std::size_t machine) {
  return numbered("M", machine, static_cast<std::size_t>(shop.machines) - 1);
}

std::string product_name(const plant::JobShop& shop, std::size_t job) {
  return numbered("JOB-", job + 1, shop.jobs.size());
}

JsonNode routing(const plant::JobShop& shop, std::size_t job, const std::string& time_unit) {
  JsonArray operations;
  std::size_t number = 0;
  for (const plant::JobShopStep& step : shop.jobs[job]) {
    number += kOperationStep;
    operations.add(JsonObject()
                       .add("id", json_integer(static_cast<std::int64_t>(number)))
                       .add("work_center",
                            json_string(machine_name(shop, static_cast<std::size_t>(step.machine))))
                       .add("time", json_string(std::to_string(step.time) + " " + time_unit))
                       .add("per", json_string("lot"))
                       .take());
  }
  return JsonObject()
      .add("id", json_string(product_name(shop, job)))
      .add("operations", operations.take())
      .take();
}

}  // namespace

JsonNode job_shop_plant(const plant::JobShop& shop, const JobShopTranslation& translation) {
  JsonArray materials;
  JsonArray routings;
  for (std::size_t job = 0; job < shop.jobs.size(); ++job) {
    materials.add(JsonObject().add("id", json_string(product_name(shop, job))).take());
    routings.add(routing(shop, job, translation.time_unit));
  }
  JsonArray work_centers;
  for (std::size_t machine = 0; machine < static_cast<std::size_t>(shop.machines); ++machine) {
    work_centers.add(JsonObject().add("id", json_string(machine_name(shop, machine))).take());
  }
  return JsonObject()
      .add("id", json_string(translation.id))
      .add("unit", json_string("pcs"))
      .add("options", JsonObject().add("dispatch", json_string(translation.dispatch)))
      .add("materials", materials.take())
      .add("work_centers", work_centers.take())
      .add("routings", routings.take())
      .take();
}

JsonNode job_shop_scenario(const plant::JobShop& shop, const JobShopTranslation& translation,
                           JsonNode plant) {
  JsonArray orders;
  for (std::size_t job = 0; job < shop.jobs.size(); ++job) {
    orders.add(JsonObject()
                   .add("id", json_string(numbered("ORDER-", job + 1, shop.jobs.size())))
                   .add("product", json_string(product_name(shop, job)))
                   .add("quantity", json_string("1 pcs"))
                   .add("release", json_string("0 min"))
                   .take());
  }
  return JsonObject()
      .add("scenario", json_string(translation.id))
      .add("plant", std::move(plant))
      .add("start", json_string("2025-01-06T06:00Z"))
      .add("until", json_string("done"))
      .add("orders", orders.take())
      .take();
}

}  // namespace planttwin::scenario
