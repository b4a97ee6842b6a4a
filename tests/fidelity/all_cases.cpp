#include <exception>
#include <stdexcept>

#include "tests/fidelity/models.h"

namespace planttwin::testing {
namespace {

void name_cases(std::vector<StatisticalCase>& cases, const std::string& prefix,
                const std::string& source, std::vector<StatisticalCase>& all) {
  for (std::size_t i = 0; i < cases.size(); ++i) {
    cases[i].name = numbered(prefix, i + 1);
    cases[i].source = source;
    all.push_back(std::move(cases[i]));
  }
}

// A case of a kind that is not known fails by itself; the others run.
StatisticalCase build_or_explain(const Json& fields) {
  try {
    return build_case(fields);
  } catch (const std::exception& problem) {
    StatisticalCase made;
    made.problem = problem.what();
    return made;
  }
}

void add_published(const std::string& name, std::vector<StatisticalCase>& all) {
  const Json file = validation_file(name + ".json");
  if (file.is_null()) return;
  std::vector<StatisticalCase> cases;
  for (const Json& fields : file.at("cases")) cases.push_back(build_or_explain(fields));
  name_cases(cases, name, "validation/" + name + ".json", all);
}

void add_computed(const std::string& name, const std::vector<Json>& computed,
                  std::vector<StatisticalCase>& all) {
  std::vector<StatisticalCase> cases;
  for (const Json& fields : computed) cases.push_back(build_case(fields));
  name_cases(cases, name, "computed in tests/fidelity/" + name + "_cases.cpp", all);
}

std::vector<StatisticalCase> gather() {
  std::vector<StatisticalCase> all;
  for (const char* name :
       {"queues", "batch_server", "unreliable_server", "networks", "transfer_lines"}) {
    add_published(name, all);
  }
  const Json shop = validation_file("job_shop_law_kelton.json");
  if (!shop.is_null()) {
    std::vector<StatisticalCase> cases = law_kelton_cases(shop);
    name_cases(cases, "job_shop_law_kelton", "validation/job_shop_law_kelton.json", all);
  }
  add_computed("computed", computed_cases(), all);
  add_computed("varied", varied_cases(), all);
  return all;
}

}  // namespace

std::string numbered(const std::string& prefix, std::size_t number) {
  return prefix + (number < 10 ? "_0" : "_") + std::to_string(number);
}

StatisticalCase build_case(const Json& fields) {
  const std::string model = fields.at("model");
  if (is_queue(model)) return build_queue(fields);
  if (is_network(model)) return build_network(fields);
  if (is_line(model)) return build_line(fields);
  throw std::invalid_argument("no builder for the model \"" + model + "\"");
}

const std::vector<StatisticalCase>& all_statistical_cases() {
  static const std::vector<StatisticalCase> kCases = gather();
  return kCases;
}

std::size_t family_size() {
  std::size_t size = 0;
  for (const StatisticalCase& made : all_statistical_cases()) size += made.quantities.size();
  return size;
}

}  // namespace planttwin::testing
