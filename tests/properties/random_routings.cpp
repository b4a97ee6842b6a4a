#include <algorithm>

#include "tests/properties/json_text.h"
#include "tests/properties/plant_draft.h"

namespace planttwin::testing {
namespace {

// Where an operation stands in its routing: alone, or in a parallel branch. A lot may go back
// only to operations with the same `branch` that lie before it.
struct Step {
  int number = 0;
  int branch = 0;  // 0: in none
  int next = 0;    // to be written; 0: the following one
  std::vector<int> branches;
  int join = 0;
};

// Ten, twenty, ...; with two or three parallel branches of one or two operations in the middle.
std::vector<Step> draft_steps(PlantDraft& d) {
  Dice& dice = d.dice;
  std::vector<Step> steps;
  const auto add = [&](int branch) {
    steps.push_back({10 * static_cast<int>(steps.size() + 1), branch, 0, {}, 0});
  };
  for (std::int64_t i = dice.from(1, 3); i > 0; --i) add(0);
  if (d.has.branches && dice.chance(70)) {
    const std::size_t fork = steps.size() - 1;
    std::vector<std::size_t> ends;
    const auto branches = static_cast<int>(dice.from(2, 3));
    for (int branch = 1; branch <= branches; ++branch) {
      steps[fork].branches.push_back(10 * static_cast<int>(steps.size() + 1));
      for (std::int64_t i = dice.from(1, 2); i > 0; --i) add(branch);
      ends.push_back(steps.size() - 1);
    }
    add(0);
    steps[fork].join = steps.back().number;
    for (const std::size_t end : ends) steps[end].next = steps.back().number;
  }
  for (std::int64_t i = dice.from(0, 2); i > 0; --i) add(0);
  return steps;
}

int earlier(PlantDraft& d, const std::vector<Step>& steps, std::size_t at) {
  std::vector<int> possible;
  for (std::size_t i = 0; i <= at; ++i) {
    if (steps[i].branch == steps[at].branch) possible.push_back(steps[i].number);
  }
  return possible[static_cast<std::size_t>(
      d.dice.from(0, static_cast<std::int64_t>(possible.size()) - 1))];
}

std::string inspection(PlantDraft& d, const std::vector<Step>& steps, std::size_t at) {
  Dice& dice = d.dice;
  ObjectText plan;
  const std::string scope = dice.pick({"every_unit", "every_nth_unit", "sample"});
  plan.text("scope", scope);
  if (scope == "every_nth_unit") plan.number("nth", dice.from(2, 5));
  if (scope == "sample") plan.number("sample_size", dice.from(2, 5)).number("acceptance_number", 1);
  plan.json("detection", dice.fraction(50, 100)).json("false_alarm", dice.fraction(0, 5));
  const std::string on_defect = dice.pick({"scrap", "rework", "rework", "hold"});
  plan.text("on_defect", on_defect);
  if (on_defect == "hold") {
    plan.json("disposition", ObjectText()
                                 .json("time", draft_time(d, dice.from(10, 200)))
                                 .json("release", "0.4")
                                 .json("rework", "0.3")
                                 .str());
  }
  if (on_defect != "scrap") {
    plan.number("rework_to", earlier(d, steps, at)).number("max_rework", dice.from(0, 3));
    plan.json("rework_repairs", dice.pick({"true", "true", "false"}));
    // Without a limit, defects that rework does not repair would circle for ever.
  }
  return plan.str();
}

void quality(PlantDraft& d, ObjectText& op, const std::vector<Step>& steps, std::size_t at) {
  Dice& dice = d.dice;
  if (!d.has.losses) return;
  if (dice.chance(30)) {
    op.json("yield", dice.fraction(80, 99)).text("yield_basis", dice.pick({"per_unit", "per_lot"}));
  }
  if (dice.chance(40)) {
    op.json("defects", array_of({ObjectText()
                                     .text("cause", dice.pick(d.causes))
                                     .json("probability", dice.fraction(1, 30))
                                     .str()}));
  }
  if (dice.chance(50)) op.json("inspection", inspection(d, steps, at));
}

void resources(PlantDraft& d, ObjectText& op) {
  Dice& dice = d.dice;
  if (d.has.labor && dice.chance(60)) {
    op.json("labor", array_of({ObjectText()
                                   .text("skill", dice.pick(d.skills))
                                   .number("count", dice.from(1, 2))
                                   .text("during", dice.pick({"setup_and_run", "setup", "run"}))
                                   .str()}));
  }
  if (d.has.tools && dice.chance(50)) {
    op.json("tools", array_of({ObjectText().text("tool", dice.pick(d.tools)).str()}));
  }
  if (d.has.setups && dice.chance(80)) {
    const std::string family = dice.pick({"FAMILY1", "FAMILY2", "FAMILY3"});
    op.text("setup_family", family);
    if (std::find(d.families.begin(), d.families.end(), family) == d.families.end()) {
      d.families.push_back(family);
    }
    if (dice.chance(20)) op.json("setup", draft_time(d, dice.from(1, 10)));
  }
}

// True when it is a recipe.
bool times(PlantDraft& d, ObjectText& op) {
  Dice& dice = d.dice;
  const bool recipe = d.has.recipes && dice.chance(40);
  if (recipe) {
    op.json("phases", array_of({R"({"id": "FILL", "duration": "2 min", "per_unit": true})",
                                R"({"id": "REACT", "duration": )" + draft_time(d, 20) +
                                    R"(, "control": {"parameter": "temperature", "unit": "degC",
                                    "setpoint": 80, "tolerance": 2,
                                    "disturbance": {"normal": {"mean": 0, "sd": 1}}}})"}));
  } else {
    const std::string per = dice.pick({"lot", "unit", "batch"});
    op.json("time", draft_time(d, per == "unit" ? dice.from(1, 8) : dice.from(3, 30)));
    op.text("per", per);
    if (d.has.fab && per == "unit" && dice.chance(50)) op.text("draw", "once");
  }
  if (dice.chance(20)) op.json("load", draft_time(d, 1));
  if (dice.chance(20)) op.json("unload", dice.span(0, 90, "s"));
  if (dice.chance(20)) op.json("transport", draft_time(d, dice.from(1, 10)));
  return recipe;
}

void ways(PlantDraft& d, ObjectText& op, const std::vector<Step>& steps, std::size_t at) {
  const Step& step = steps[at];
  if (!step.branches.empty()) {
    std::vector<std::string> heads;
    for (const int head : step.branches) heads.push_back(std::to_string(head));
    op.json("parallel",
            ObjectText().json("branches", array_of(heads)).number("join", step.join).str());
    return;
  }
  if (step.next != 0) op.number("next", step.next);
  if (d.has.rework && d.dice.chance(30)) {
    op.json("rework", ObjectText()
                          .json("probability", d.dice.fraction(1, 40))
                          .number("to", earlier(d, steps, at))
                          .str());
  }
  if (!d.has.splits || step.branch != 0) return;
  if (d.dice.chance(20)) op.number("split_into", d.dice.from(2, 3));
  if (d.dice.chance(20)) op.number("merge_of", d.dice.from(2, 3));
}

// An earlier operation whose machines are those of this one; 0: there is none.
int same_place(PlantDraft& d, const std::vector<Step>& steps, std::size_t at) {
  for (std::size_t i = 0; i < at; ++i) {
    if (d.only.back()[i] && d.at.back()[i] == d.at.back()[at]) return steps[i].number;
  }
  return 0;
}

std::string queue_time_limit(PlantDraft& d, const std::vector<Step>& steps, std::size_t at) {
  ObjectText limit;
  const std::string reaction = d.dice.pick({"report", "report", "scrap", "rework"});
  limit.number("until", steps[at + 1].number).json("within", d.dice.span(5, 120, "min"));
  limit.text("reaction", reaction);
  if (reaction == "rework") limit.number("rework_to", steps[at].number);
  return limit.str();
}

// What wafer fabs have. The operation has its work centers already.
void fab(PlantDraft& d, ObjectText& op, const std::vector<Step>& steps, std::size_t at,
         bool recipe) {
  Dice& dice = d.dice;
  if (!d.has.fab) return;
  if (!recipe && dice.chance(40)) {
    op.json("cascade", ObjectText()
                           .text("per", dice.pick({"unit", "batch"}))
                           .json("interval", dice.span(1, 240, "s"))
                           .str());
  }
  if (dice.chance(25)) op.json("sampling", dice.fraction(10, 90));
  const int before = same_place(d, steps, at);
  if (before != 0 && d.only.back()[at] && dice.chance(60)) op.number("same_machine_as", before);
  const bool goes_on = at + 1 < steps.size() && steps[at + 1].branch == steps[at].branch;
  if (goes_on && steps[at].branches.empty() && dice.chance(40)) {
    op.json("queue_time_limits", array_of({queue_time_limit(d, steps, at)}));
  }
  if (dice.chance(25)) {
    ObjectText batch;
    const std::int64_t maximum = dice.from(2, 40);
    const std::int64_t minimum = dice.from(1, maximum);
    const std::size_t product = d.operations.size() - 1;
    if (dice.chance(70)) {
      batch.json("minimum", d.amount(product, minimum)).json("maximum", d.amount(product, maximum));
    } else {
      batch.number("minimum", 1).number("maximum", dice.from(1, 4));
    }
    op.json("batch", batch.str());
  }
}

std::string operation(PlantDraft& d, const std::vector<Step>& steps, std::size_t at) {
  Dice& dice = d.dice;
  ObjectText op;
  const std::string first = dice.pick(d.work_centers);
  const std::string second = dice.pick(d.work_centers);
  op.number("id", steps[at].number);
  d.only.back().push_back(first == second || !dice.chance(30));
  if (!d.only.back().back()) {
    op.json("work_centers", array_of_names({first, second}));
    op.text("choice", dice.pick({"least_work", "shortest_queue", "first_idle"}));
  } else {
    op.text("work_center", first);
  }
  d.operations.back().push_back(steps[at].number);
  d.at.back().push_back(first);
  const bool recipe = times(d, op);
  resources(d, op);
  quality(d, op, steps, at);
  ways(d, op, steps, at);
  fab(d, op, steps, at, recipe);
  if (dice.chance(50)) op.text("batch_family", dice.pick({"SMALL", "LARGE"}));
  return op.str();
}

}  // namespace

std::string draft_routings(PlantDraft& d) {
  std::vector<std::string> routings;
  for (const std::string& product : d.products) {
    const std::vector<Step> steps = draft_steps(d);
    d.operations.emplace_back();
    d.at.emplace_back();
    d.only.emplace_back();
    std::vector<std::string> operations;
    for (std::size_t i = 0; i < steps.size(); ++i) operations.push_back(operation(d, steps, i));
    routings.push_back(
        ObjectText().text("id", product).json("operations", array_of(operations)).str());
  }
  return array_of(routings);
}

}  // namespace planttwin::testing
