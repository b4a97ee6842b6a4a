#include "tests/properties/random_plant.h"

#include "tests/properties/json_text.h"
#include "tests/properties/plant_draft.h"

namespace planttwin::testing {
namespace {

Features draft_features(Dice& dice) {
  Features has;
  for (bool Features::*feature :
       {&Features::finite_buffers, &Features::batches,     &Features::setups,
        &Features::labor,          &Features::tools,       &Features::breakdowns,
        &Features::maintenance,    &Features::shifts,      &Features::components,
        &Features::shelf_life,     &Features::staging,     &Features::losses,
        &Features::rework,         &Features::splits,      &Features::branches,
        &Features::network,        &Features::loops,       &Features::priorities,
        &Features::preemption,     &Features::disruptions, &Features::lines,
        &Features::recipes,        &Features::wear,        &Features::initial_state,
        &Features::warm_up,        &Features::two_sites,   &Features::fab}) {
    has.*feature = dice.chance(40);
  }
  return has;
}

Features steady(Features has) {
  has.batches = has.lines = has.breakdowns = has.maintenance = has.shifts = false;
  has.fab = has.components = has.losses = has.rework = has.splits = has.preemption = false;
  has.replenishment = has.disruptions = has.wear = has.initial_state = has.loops = has.labor =
      false;
  return has;
}

std::vector<std::string> names(const std::string& stem, std::int64_t count) {
  std::vector<std::string> result;
  for (std::int64_t i = 1; i <= count; ++i) result.push_back(stem + std::to_string(i));
  return result;
}

void draft_names(PlantDraft& d) {
  Dice& dice = d.dice;
  d.sites = names("SITE", d.has.two_sites ? 2 : 1);
  if (d.has.shifts) d.shifts = names("SHIFT", 3);
  d.products = names("PRODUCT", dice.from(1, 3));
  for (std::size_t i = 0; i < d.products.size(); ++i) d.measured.push_back(dice.chance(20));
  if (d.has.components) d.components = names("PART", dice.from(2, 4));
  d.work_centers = names("WC", dice.from(2, 5));
  for (std::size_t i = 0; i < d.work_centers.size(); ++i) {
    d.machine_counts.push_back(dice.from(1, 3));
  }
  if (d.has.labor) {
    d.pools = names("POOL", dice.from(1, 3));
    d.skills = names("skill", dice.from(1, 2));
  }
  if (d.has.tools) d.tools = names("TOOL", dice.from(1, 2));
  if (d.has.losses) d.causes = names("CAUSE", dice.from(1, 2));
  if (d.has.network) d.nodes = names("NODE", dice.from(2, 4));
  if (d.has.components || dice.chance(30)) d.locations = names("STORE", dice.from(1, 2));
  d.until_done = dice.chance(25);
}

std::string draft_sites(PlantDraft& d) {
  std::vector<std::string> sites;
  for (const std::string& site : d.sites) {
    const std::string zone = d.dice.pick(
        {"UTC", "Europe/Berlin", "America/Chicago", "Asia/Kolkata", "Australia/Lord_Howe"});
    sites.push_back(ObjectText().text("id", site).text("time_zone", zone).str());
  }
  return array_of(sites);
}

std::string draft_shifts(PlantDraft& d) {
  std::vector<std::string> shifts;
  const std::string site = in_quotes(d.sites.back());
  shifts.push_back(R"({"id": "SHIFT1", "site": )" + site + R"(, "patterns": [
    {"days": ["mon", "tue", "wed", "thu", "fri"], "from": "06:00", "to": "14:00",
     "breaks": [{"from": "09:30", "to": "10:00"}]},
    {"days": ["sat", "sun"], "from": "22:00", "to": "06:00"}], "holidays": ["2025-10-28"]})");
  shifts.push_back(R"({"id": "SHIFT2", "site": )" + site + R"(, "patterns": [
    {"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "20:00", "to": "18:00"}]})");
  shifts.push_back(R"({"id": "SHIFT3", "cycle": "100 min", "windows": [
    {"from": "0 min", "to": "37 min"}, {"from": "50 min", "to": "90 min"}]})");
  return array_of(shifts);
}

std::string draft_materials(PlantDraft& d) {
  std::vector<std::string> materials;
  for (std::size_t i = 0; i < d.products.size(); ++i) {
    ObjectText m;
    m.text("id", d.products[i]).text("unit", d.measured[i] ? "kg" : "pcs");
    m.text("standard_cost", std::to_string(3 * i + 1) + ".37 EUR");
    if (d.dice.chance(30)) {
      m.text("control", d.measured[i] || d.dice.chance(60) ? "lot" : "serial");
    }
    if (!d.locations.empty() && d.dice.chance(50)) {
      m.text("finished_goods", d.dice.pick(d.locations));
      if (d.has.shelf_life) m.json("shelf_life", d.dice.span(10, 60, "h"));
    }
    materials.push_back(m.str());
  }
  for (const std::string& part : d.components) {
    ObjectText m;
    m.text("id", part).text("unit", part == "PART2" ? "l" : "pcs");
    m.text("standard_cost", part == "PART2" ? "0.03 EUR" : "0.41 EUR");
    if (d.dice.chance(40)) {
      m.text("control", "lot");
      d.lot_controlled.push_back(part);
    }
    if (d.has.shelf_life && d.dice.chance(60)) m.json("shelf_life", d.dice.span(5, 50, "h"));
    materials.push_back(m.str());
  }
  if (d.has.components) {
    materials.push_back(R"({"id": "KIT", "unit": "pcs", "phantom": true})");
    materials.push_back(R"({"id": "CHIPS", "unit": "kg"})");
  }
  return array_of(materials);
}

std::string draft_labor(PlantDraft& d) {
  std::vector<std::string> pools;
  for (std::size_t i = 0; i < d.pools.size(); ++i) {
    d.pool_sizes.push_back(d.dice.from(2, 4));
    ObjectText pool;
    pool.text("id", d.pools[i]).number("size", d.pool_sizes.back()).text("site", d.sites.front());
    // The first pool can do everything, so that each skill has somebody.
    if (i == 0) pool.json("skills", array_of_names(d.skills));
    if (i > 0) pool.json("skills", array_of_names({d.dice.pick(d.skills)}));
    if (d.has.shifts && d.dice.chance(40)) pool.text("shift", d.dice.pick(d.shifts));
    pools.push_back(pool.str());
  }
  return array_of(pools);
}

std::string draft_options(PlantDraft& d) {
  Dice& dice = d.dice;
  ObjectText options;
  if (d.has.components) {
    options.text("reservation", dice.pick({"none", "at_release", "at_staging"}));
    options.text("reservation_basis", dice.pick({"by_quantity", "by_lot"}));
  }
  options.text("cyclic_blocking", dice.pick({"report", "swap", "swap"}));
  options.json("reserve_after", dice.span(5, 200, "min"));
  return options.str();
}

std::string draft_small_sections(PlantDraft& d, ObjectText& plant) {
  std::vector<std::string> tools;
  for (const std::string& tool : d.tools) {
    tools.push_back(ObjectText().text("id", tool).number("count", d.dice.from(1, 3)).str());
  }
  if (!tools.empty()) plant.json("tools", array_of(tools));
  std::vector<std::string> locations;
  for (const std::string& location : d.locations) {
    ObjectText text;
    text.text("id", location).text("site", d.sites.front());
    if (!d.nodes.empty() && d.dice.chance(60)) text.text("node", d.dice.pick(d.nodes));
    if (d.dice.chance(30)) text.number("pickers", d.dice.from(1, 2));
    locations.push_back(text.str());
  }
  if (!locations.empty()) plant.json("locations", array_of(locations));
  std::vector<std::string> causes;
  for (const std::string& cause : d.causes) {
    ObjectText text;
    text.text("id", cause);
    if (d.dice.chance(50)) {
      text.number("capa_after", d.dice.from(1, 9)).json("capa_delay", d.dice.span(1, 20, "h"));
      text.json("capa_effect", d.dice.fraction(10, 90));
    }
    causes.push_back(text.str());
  }
  if (!causes.empty()) plant.json("defect_causes", array_of(causes));
  return plant.str();
}

std::string draft_plant(PlantDraft& d) {
  ObjectText plant;
  plant.text("id", "RANDOM").json("options", draft_options(d)).json("sites", draft_sites(d));
  if (d.has.shifts) plant.json("shifts", draft_shifts(d));
  plant.json("materials", draft_materials(d));
  if (d.has.labor) plant.json("labor", draft_labor(d));
  if (d.has.network) plant.json("network", draft_network(d));
  plant.json("routings", draft_routings(d));  // names the setup families that there are
  plant.json("work_centers", draft_work_centers(d));
  if (d.has.components) {
    plant.json("boms", draft_boms(d));
    plant.json("suppliers", R"([{"id": "GOOD", "lead_time": "5 h"},
      {"id": "FAIR", "lead_time": {"exponential": {"mean": "8 h"}}, "bad_lot_probability": 0.2,
       "detected_on_receipt": true},
      {"id": "POOR", "lead_time": "2 h", "bad_lot_probability": 0.3,
       "detected_on_receipt": false}])");
  }
  if (!d.locations.empty() && d.has.replenishment) {
    plant.json("replenishments", draft_replenishments(d));
  }
  if (d.has.loops) plant.json("release_loops", draft_release_loops(d));
  plant.json("customers", R"([{"id": "CUSTOMER", "delivery_time": "1 d"}])");
  return draft_small_sections(d, plant);
}

}  // namespace

std::string draft_time(PlantDraft& d, std::int64_t minutes) {
  std::string mean = in_quotes(std::to_string(minutes) + " min");
  const std::string twice = in_quotes(std::to_string(2 * minutes) + " min");
  switch (d.dice.from(0, 6)) {
    case 0:
      return R"({"exponential": {"mean": )" + mean + "}}";
    case 1:
      return R"({"uniform": {"min": "0 min", "max": )" + twice + "}}";
    case 2:
      return R"({"triangular": {"min": "1 s", "mode": )" + mean + R"(, "max": )" + twice + "}}";
    case 3:
      return R"({"lognormal": {"mean": )" + mean + R"(, "sd": )" + mean + "}}";
    case 4:
      return R"({"weibull": {"shape": 1.5, "mean": )" + mean + "}}";
    default:
      return mean;
  }
}

RandomPlant make_random_plant(std::uint64_t seed, PlantStyle style) {
  PlantDraft draft(seed);
  draft.has = draft_features(draft.dice);
  if (style == PlantStyle::kSteady) draft.has = steady(draft.has);
  draft_names(draft);
  RandomPlant result;
  result.plant = draft_plant(draft);
  result.input = draft_run_input(draft);
  return result;
}

}  // namespace planttwin::testing
