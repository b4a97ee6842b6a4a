#include <algorithm>

#include "tests/properties/json_text.h"
#include "tests/properties/plant_draft.h"

namespace planttwin::testing {
namespace {

std::size_t any_product(PlantDraft& d) {
  return static_cast<std::size_t>(d.dice.from(0, static_cast<std::int64_t>(d.products.size()) - 1));
}

std::string machine(PlantDraft& d) {
  const auto wc = static_cast<std::size_t>(
      d.dice.from(0, static_cast<std::int64_t>(d.work_centers.size()) - 1));
  return d.work_centers[wc] + "/" + std::to_string(d.dice.from(1, d.machine_counts[wc]));
}

void priority(PlantDraft& d, ObjectText& order) {
  if (!d.has.priorities) return;
  order.number("priority", d.dice.from(0, 3)).number("weight", d.dice.from(1, 5));
}

// Throws its dice one after the other: compilers evaluate arguments in different orders.
ObjectText order(PlantDraft& d, const std::string& id, std::int64_t most_units) {
  const std::int64_t units = d.dice.from(1, most_units);
  const std::size_t product = any_product(d);
  ObjectText text;
  text.text("id", id).text("product", d.products[product]);
  text.json("quantity", d.amount(product, units));
  if (d.dice.chance(50)) text.json("lot_size", d.amount(product, d.dice.from(1, 5)));
  if (d.dice.chance(60)) text.json("due", d.dice.span(3, 60, "h"));
  if (d.dice.chance(30)) text.text("customer", "CUSTOMER");
  priority(d, text);
  return text;
}

std::string orders(PlantDraft& d) {
  std::vector<std::string> texts;
  for (std::int64_t i = d.dice.from(0, 6); i > 0; --i) {
    ObjectText text = order(d, "ORDER" + std::to_string(texts.size() + 1), 12);
    if (d.dice.chance(60)) text.json("release", d.dice.span(0, 20, "h"));
    texts.push_back(text.str());
  }
  if (d.has.initial_state) {
    ObjectText text;
    text.text("id", "OPEN").text("product", d.products.front());
    text.json("quantity", d.amount(0, 20)).text("release", "-5 h");
    texts.push_back(text.str());
  }
  return array_of(texts);
}

std::string arriving(PlantDraft& d, std::size_t index) {
  Dice& dice = d.dice;
  const std::size_t product = any_product(d);
  ObjectText source;
  source.text("id", "SOURCE" + std::to_string(index)).text("product", d.products[product]);
  const std::string kind =
      dice.pick({"interarrival", "interarrival", "interarrival", "saturated", "periodic_review"});
  source.text("kind", kind);
  if (kind == "periodic_review") {
    source.text("work_center", d.at[product].front()).json("interval", dice.span(20, 200, "min"));
    source.number("refill_at", dice.from(0, 2)).number("refill_lots", dice.from(1, 3));
  } else if (kind != "saturated") {
    source.json("interarrival", draft_time(d, dice.from(30, 300)));
    source.text("when_full", dice.pick({"wait", "lost"}));
  }
  if (kind != "saturated" && dice.chance(30)) {
    source.json("quantity_draw", R"({"uniform": {"min": 1, "max": 9}})");
  } else {
    source.json("quantity", d.amount(product, dice.from(1, 9)));
  }
  if (dice.chance(50)) source.json("lot_size", d.amount(product, dice.from(1, 5)));
  if (dice.chance(50)) source.json("due", draft_time(d, dice.from(200, 2000)));
  if (dice.chance(30)) source.json("first", dice.span(0, 5, "h"));
  // Without a limit, a saturated source would fill a queue without one for ever.
  if (d.until_done || kind == "saturated" || dice.chance(30)) {
    source.number("limit", dice.from(5, 40));
  }
  priority(d, source);
  return source.str();
}

std::string sources(PlantDraft& d) {
  std::vector<std::string> texts;
  for (std::int64_t i = d.dice.from(1, 3); i > 0; --i) texts.push_back(arriving(d, texts.size()));
  if (!d.components.empty() && d.dice.chance(60)) {
    ObjectText source;
    source.text("id", "DELIVERY").text("product", d.components.front());
    source.json("interarrival", draft_time(d, 300)).text("quantity", "15 pcs");
    source.text("location", d.dice.pick(d.locations)).number("limit", 30);
    texts.push_back(source.str());
  }
  return array_of(texts);
}

std::string disruptions(PlantDraft& d) {
  Dice& dice = d.dice;
  std::vector<std::string> texts;
  for (std::int64_t i = dice.from(1, 5); i > 0; --i) {
    ObjectText text;
    const std::string id = "EVENT" + std::to_string(texts.size() + 1);
    const std::string kind = dice.pick(
        {"machine_down", "absent_crew", "hold_material", "hold_lots", "rush_order", "edge_closed"});
    if (kind == "rush_order") {
      text = order(d, id, 5);
    } else {
      text.text("id", id).json("duration", dice.span(1, 10, "h"));
    }
    text.json("at", dice.span(0, 40, "h"));
    if (kind == "machine_down") text.text("machine", machine(d));
    if (kind == "hold_lots") text.text("product", d.products[any_product(d)]);
    if (kind == "absent_crew") {
      if (d.pools.empty()) continue;
      text.text("pool", d.pools.front()).number("count", dice.from(1, d.pool_sizes.front()));
    }
    if (kind == "hold_material") {
      if (d.components.empty()) continue;
      text.text("material", dice.pick(d.components));
    }
    if (kind == "edge_closed") {
      if (d.edges.empty()) continue;
      text.text("edge", dice.pick(d.edges));
    }
    texts.push_back(text.text("kind", kind).str());
  }
  return array_of(texts);
}

std::string stock(PlantDraft& d) {
  std::vector<std::string> rows;
  for (const std::string& part : d.components) {
    for (const std::string& location : d.locations) {
      ObjectText row;
      row.text("material", part).text("location", location);
      row.json("quantity", d.dice.span(5, 100, part == "PART2" ? "l" : "pcs"));
      if (d.dice.chance(15)) row.json("held", "true");
      if (d.has.shelf_life && d.dice.chance(50)) row.json("expires", d.dice.span(1, 40, "h"));
      rows.push_back(row.str());
    }
  }
  return array_of(rows);
}

// Lots of the open order, away from branches: at the first operation.
std::string lots(PlantDraft& d) {
  std::vector<std::string> rows;
  const bool line = std::find(d.line_centers.begin(), d.line_centers.end(), d.at[0].front()) !=
                    d.line_centers.end();
  for (const char* place : {"queue", "machine", line ? "machine" : "queue", "transit", "hold"}) {
    if (d.dice.chance(40)) continue;
    ObjectText row;
    row.text("order", "OPEN").json("quantity", d.amount(0, d.dice.from(1, 4)));
    row.number("operation", d.operations[0].front()).text("place", place);
    if (std::string(place) == "machine") row.text("machine", d.at[0].front() + "/1");
    if (std::string(place) == "queue") {
      row.text("waiting_since", "-30 min");
    } else {
      row.json("remaining", d.dice.span(1, 90, "min"));
    }
    rows.push_back(row.str());
  }
  return array_of(rows);
}

std::string initial_state(PlantDraft& d) {
  ObjectText state;
  if (!d.components.empty()) state.json("stock", stock(d));
  if (!d.has.initial_state) return state.str();
  state.json("lots", lots(d));
  if (!d.families.empty()) {
    state.json("setups", array_of({ObjectText()
                                       .text("machine", d.work_centers.front() + "/1")
                                       .text("family", d.families.front())
                                       .str()}));
  }
  if (!d.modes.front().empty()) {
    ObjectText clock;
    clock.text("machine", d.work_centers.front() + "/1").text("mode", "MODE1");
    state.json("clocks",
               array_of({clock.json("repair_remaining", d.dice.span(1, 90, "min")).str()}));
  }
  if (!d.nodes.empty()) {
    ObjectText carrier;
    carrier.text("fleet", "FLEET").number("number", 1).text("node", d.nodes.back());
    state.json("carriers", array_of({carrier.str()}));
  }
  return state.str();
}

}  // namespace

std::string draft_run_input(PlantDraft& d) {
  ObjectText input;
  // The clocks of Europe go back on the 26th of October 2025, those of Chicago a week later. The
  // third start is at the end of a month.
  input.text("start",
             d.dice.pick({"2025-10-25T06:00:00Z", "2025-11-01T18:00:00Z", "2025-05-31T00:00:00Z"}));
  if (d.until_done) {
    input.text("until", "done");
  } else {
    input.json("horizon", d.dice.span(20, 80, "h"));
    if (d.has.warm_up) input.json("warm_up", d.dice.span(1, 19, "h"));
  }
  input.json("orders", orders(d)).json("sources", sources(d));
  if (d.has.disruptions) input.json("disruptions", disruptions(d));
  input.json("initial_state", initial_state(d));
  return input.str();
}

}  // namespace planttwin::testing
