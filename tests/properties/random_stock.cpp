#include "tests/properties/json_text.h"
#include "tests/properties/plant_draft.h"

namespace planttwin::testing {
namespace {

std::string need(PlantDraft& d, const std::string& part) {
  if (part == "PART2") return in_quotes("0." + std::to_string(d.dice.from(1, 9)) + " l");
  return d.dice.span(1, 3, "pcs");
}

std::string item(PlantDraft& d, const std::string& part, const std::vector<int>& operations) {
  Dice& dice = d.dice;
  ObjectText text;
  text.text("component", part).json("quantity", need(d, part));
  if (dice.chance(30)) text.json("scrap_factor", dice.fraction(1, 20));
  const auto last = static_cast<std::int64_t>(operations.size()) - 1;
  text.number("operation", operations[static_cast<std::size_t>(dice.from(0, last))]);
  if (dice.chance(20)) text.json("again_on_rework", "true");
  if (dice.chance(20)) text.text("issue", dice.pick({"start", "backflush"}));
  if (dice.chance(30)) {
    const std::string& other = dice.pick(d.components);
    if (other != part) {
      text.json(
          "alternates",
          array_of({ObjectText().text("component", other).json("quantity", need(d, other)).str()}));
    }
  }
  return text.str();
}

}  // namespace

std::string draft_boms(PlantDraft& d) {
  Dice& dice = d.dice;
  std::vector<std::string> boms;
  for (std::size_t i = 0; i < d.products.size(); ++i) {
    if (dice.chance(25)) continue;
    std::vector<std::string> items;
    for (const std::string& part : d.components) {
      if (dice.chance(60)) items.push_back(item(d, part, d.operations[i]));
    }
    if (dice.chance(30)) items.push_back(R"({"component": "KIT", "quantity": "1 pcs"})");
    // A product may go into those that come after it.
    if (i > 0 && !d.measured[i - 1] && dice.chance(40)) {
      items.push_back(
          ObjectText().text("component", d.products[i - 1]).text("quantity", "1 pcs").str());
    }
    if (dice.chance(30) || items.empty()) {
      items.push_back(R"({"component": "CHIPS", "quantity": "0.25 kg", "by_product": true})");
    }
    ObjectText bom;
    bom.text("id", d.products[i]);
    if (dice.chance(30)) bom.json("base_quantity", d.amount(i, dice.from(1, 3)));
    boms.push_back(bom.json("items", array_of(items)).str());
  }
  boms.push_back(R"({"id": "KIT", "items": [{"component": "PART1", "quantity": "2 pcs"}]})");
  return array_of(boms);
}

std::string draft_replenishments(PlantDraft& d) {
  Dice& dice = d.dice;
  std::vector<std::string> rules;
  const auto add = [&](const std::string& material, const std::string& unit, bool bought) {
    const std::string& location = dice.pick(d.locations);
    ObjectText rule;
    d.replenishments.push_back("RULE" + std::to_string(d.replenishments.size() + 1));
    d.replenished.push_back(material);
    rule.text("id", d.replenishments.back()).text("material", material).text("location", location);
    if (bought) rule.text("supplier", dice.pick({"GOOD", "FAIR", "POOR"}));
    const std::string kind = dice.pick({"reorder_point", "periodic_review", "kanban"});
    rule.text("kind", kind);
    const char* name = unit.c_str();
    if (kind == "kanban") {
      rule.number("cards", dice.from(1, 4)).json("container", dice.span(2, 10, name));
    } else {
      rule.json("reorder_point", dice.span(2, 10, name));
      if (dice.chance(50)) {
        rule.json("order_up_to", dice.span(15, 40, name));
      } else {
        rule.json("order_quantity", dice.span(2, 20, name));
      }
      if (kind == "periodic_review") rule.json("review_interval", dice.span(2, 12, "h"));
    }
    rules.push_back(rule.str());
  };
  for (const std::string& part : d.components) {
    if (dice.chance(70)) add(part, part == "PART2" ? "l" : "pcs", true);
  }
  for (std::size_t i = 0; i < d.products.size(); ++i) {
    if (dice.chance(20)) add(d.products[i], d.measured[i] ? "kg" : "pcs", false);
  }
  return array_of(rules);
}

std::string draft_release_loops(PlantDraft& d) {
  std::vector<std::string> loops;
  loops.push_back(ObjectText()
                      .text("id", "LOOP")
                      .json("products", array_of_names({d.products.front()}))
                      .number("limit", d.dice.from(1, 8))
                      .str());
  return array_of(loops);
}

}  // namespace planttwin::testing
