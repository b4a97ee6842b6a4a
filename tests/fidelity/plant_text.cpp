#include "tests/fidelity/plant_text.h"

#include <array>
#include <cstdio>
#include <stdexcept>

namespace planttwin::testing {

std::string time_text(double units) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.6f s", units * 60);
  return text.data();
}

Json exponential(double mean) { return {{"exponential", {{"mean", time_text(mean)}}}}; }

Json erlang(int phases, double mean) {
  return {{"erlang", {{"k", phases}, {"mean", time_text(mean)}}}};
}

Json lognormal(double mean, double deviation) {
  return {{"lognormal", {{"mean", time_text(mean)}, {"sd", time_text(deviation)}}}};
}

Json uniform(double mean, double spread) {
  return {{"uniform", {{"min", time_text(mean - spread)}, {"max", time_text(mean + spread)}}}};
}

Json geometric_time(double probability) {
  return {{"geometric", {{"probability", probability}, {"cycle", time_text(1)}}}};
}

PlantText& PlantText::center(const std::string& id, const Json& members) {
  Json center = {{"id", id}};
  center.update(members);
  plant_["work_centers"].push_back(std::move(center));
  return *this;
}

PlantText& PlantText::product(const std::string& id, const std::vector<std::string>& centers,
                              const std::vector<Json>& times, const Json& members) {
  Json operations = Json::array();
  for (std::size_t i = 0; i < centers.size(); ++i) {
    Json operation = {
        {"id", 10 * (i + 1)}, {"work_center", centers[i]}, {"time", times.at(i)}, {"per", "lot"}};
    operation.update(members);
    operations.push_back(std::move(operation));
  }
  plant_["materials"].push_back({{"id", id}});
  plant_["routings"].push_back({{"id", id}, {"material", id}, {"operations", operations}});
  return *this;
}

PlantText& PlantText::material(const std::string& id) {
  plant_["materials"].push_back({{"id", id}});
  return *this;
}

PlantText& PlantText::set(const std::string& key, Json value) {
  plant_[key] = std::move(value);
  return *this;
}

Json& PlantText::operation(const std::string& product, std::size_t index) {
  for (Json& routing : plant_["routings"]) {
    if (routing["id"] == product) return routing["operations"].at(index);
  }
  throw std::out_of_range("no product " + product);
}

Json run_input(double warm_up, double window) {
  return {{"start", "2025-01-06T00:00Z"},
          {"horizon", time_text(warm_up + window)},
          {"warm_up", time_text(warm_up)},
          {"sources", Json::array()}};
}

Json poisson_source(const std::string& id, const std::string& product, double rate,
                    const Json& members) {
  Json source = {{"id", id},
                 {"kind", "interarrival"},
                 {"product", product},
                 {"interarrival", exponential(1 / rate)},
                 {"quantity", "1 pcs"}};
  source.update(members);
  return source;
}

Json saturated_source(const std::string& product) {
  return {{"id", "SUPPLY"}, {"kind", "saturated"}, {"product", product}, {"quantity", "1 pcs"}};
}

}  // namespace planttwin::testing
