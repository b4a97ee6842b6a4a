#include "scenarios/experiment/result_shape.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace planttwin::experiment {
namespace {

using Kind = sim::JsonNode::Kind;

const char* name_of(Kind kind) {
  switch (kind) {
    case Kind::kNull:
      return "null";
    case Kind::kBoolean:
      return "true or false";
    case Kind::kInteger:
      return "an integer";
    case Kind::kDecimal:
      return "a number";
    case Kind::kString:
      return "a string";
    case Kind::kArray:
      return "an array";
    case Kind::kObject:
      break;
  }
  return "an object";
}

// A value of the result and where it stands.
class Place {
 public:
  Place(const std::string& file, const sim::JsonNode& node, sim::Diagnostics& diagnostics)
      : file_(&file), node_(&node), diagnostics_(&diagnostics) {}

  const sim::JsonNode& node() const { return *node_; }

  void fault(std::string message) const {
    diagnostics_->add({*file_, node_->position, pointer_, std::move(message)});
  }

  // The member; a fault and nothing when there is none, or it is of another kind.
  std::optional<Place> member(std::string_view name, std::initializer_list<Kind> kinds) const {
    const sim::JsonNode* found = node_->member(name);
    if (found == nullptr) {
      fault("there is no " + sim::in_quotes(name));
      return std::nullopt;
    }
    Place place = at(*found, name);
    if (!place.is(kinds)) return std::nullopt;
    return place;
  }
  bool has(std::string_view name) const { return node_->member(name) != nullptr; }

  // The elements of an array that has elements of such kinds only.
  std::vector<Place> elements(std::string_view name, std::initializer_list<Kind> kinds) const {
    std::vector<Place> places;
    const auto array = member(name, {Kind::kArray});
    if (!array) return places;
    for (std::size_t i = 0; i < array->node_->elements.size(); ++i) {
      Place place = array->at(array->node_->elements[i], std::to_string(i));
      if (place.is(kinds)) places.push_back(std::move(place));
    }
    return places;
  }

 private:
  Place at(const sim::JsonNode& node, std::string_view name) const {
    Place place(*file_, node, *diagnostics_);
    place.pointer_ = pointer_ + "/" + sim::escape_pointer(name);
    return place;
  }
  bool is(std::initializer_list<Kind> kinds) const {
    if (std::find(kinds.begin(), kinds.end(), node_->kind) != kinds.end()) return true;
    fault(std::string("expected ") + name_of(*kinds.begin()) + ", found " + node_->description());
    return false;
  }

  const std::string* file_;
  const sim::JsonNode* node_;
  sim::Diagnostics* diagnostics_;
  std::string pointer_;
};

const std::vector<sim::JsonMember> kNoMembers;
const std::initializer_list<Kind> kText = {Kind::kString};
const std::initializer_list<Kind> kWhole = {Kind::kInteger};
const std::initializer_list<Kind> kNumber = {Kind::kDecimal, Kind::kInteger};
const std::initializer_list<Kind> kNumberOrNull = {Kind::kDecimal, Kind::kInteger, Kind::kNull};
const std::initializer_list<Kind> kObject = {Kind::kObject};

void require(const Place& place, std::initializer_list<Kind> kinds,
             std::initializer_list<const char*> names) {
  for (const char* name : names) place.member(name, kinds);
}

void check_head(const Place& root) {
  require(root, kText, {"experiment", "title", "planttwin", "input_sha256", "method"});
  require(root, kWhole, {"seed", "comparisons"});
  require(root, kNumber, {"confidence"});
  require(root, {Kind::kBoolean}, {"precise", "antithetic"});
  root.elements("stages", kWhole);
  if (const auto warm_up = root.member("warm_up", kObject)) require(*warm_up, kText, {"by"});
  if (root.has("replications")) {
    if (const auto asked = root.member("replications", kObject)) {
      require(*asked, kWhole, {"at_least", "at_most"});
      require(*asked, kNumberOrNull, {"half_width"});
    }
  }
  if (root.has("selection")) {
    if (const auto selection = root.member("selection", kObject)) {
      require(*selection, kText, {"method", "kpi"});
      require(*selection, {Kind::kString, Kind::kNull}, {"best"});
      require(*selection, kNumberOrNull, {"probability"});
      require(*selection, {Kind::kBoolean}, {"certain"});
      selection->elements("remaining", kText);
    }
  }
}

std::vector<std::string> kpi_ids(const Place& root) {
  std::vector<std::string> ids;
  for (const Place& kpi : root.elements("kpis", kObject)) {
    require(kpi, kText, {"pointer"});
    require(kpi, {Kind::kString, Kind::kNull}, {"better"});
    if (const auto id = kpi.member("id", kText)) ids.push_back(id->node().text);
  }
  return ids;
}

void check_estimate(const Place& estimate) {
  require(estimate, kWhole, {"n"});
  require(estimate, kNumberOrNull, {"mean", "sd", "half_width"});
}

void check_verdict(const Place& difference) {
  static const std::set<std::string> known = {"better", "worse", "more", "less", "no_difference"};
  const auto verdict = difference.member("verdict", kText);
  if (verdict && !known.contains(verdict->node().text)) {
    verdict->fault("there is no verdict " + sim::in_quotes(verdict->node().text));
  }
}

void check_wip(const Place& variant) {
  const auto wip = variant.member("wip", kObject);
  if (!wip) return;
  require(*wip, kNumber, {"width_s"});
  const std::size_t means = wip->elements("mean", kNumber).size();
  if (wip->elements("half_width", kNumberOrNull).size() != means) {
    wip->fault("\"mean\" and \"half_width\" have different lengths");
  }
}

void check_variant(const Place& variant, const std::vector<std::string>& kpis, bool base) {
  require(variant, kText, {"id", "title"});
  require(variant, kWhole, {"replications", "ended_badly"});
  require(variant, kObject, {"changes"});
  const auto figures = variant.member("kpis", kObject);
  const auto differences = base ? std::optional<Place>() : variant.member("differences", kObject);
  for (const std::string& kpi : kpis) {
    if (const auto figure = figures ? figures->member(kpi, kObject) : std::nullopt) {
      check_estimate(*figure);
      figure->elements("values", kNumberOrNull);
    }
    if (const auto difference = differences ? differences->member(kpi, kObject) : std::nullopt) {
      check_estimate(*difference);
      check_verdict(*difference);
      require(*difference, kNumberOrNull, {"gain_of_common_numbers"});
    }
  }
  for (const sim::JsonMember& figure : figures ? figures->node().members : kNoMembers) {
    if (std::find(kpis.begin(), kpis.end(), figure.name) == kpis.end()) {
      figures->fault("there is no figure " + sim::in_quotes(figure.name) + " in \"kpis\"");
    }
  }
  if (variant.has("wip")) check_wip(variant);
}

void check_effects(const Place& root) {
  for (const Place& effect : root.elements("effects", kObject)) {
    require(effect, kText, {"factor", "kpi"});
    require(effect, kNumberOrNull, {"range"});
    for (const Place& level : effect.elements("levels", kObject)) {
      require(level, kText, {"value"});
      require(level, kNumberOrNull, {"mean", "half_width"});
    }
  }
}

}  // namespace

void check_result_shape(const sim::JsonDocument& result, sim::Diagnostics& diagnostics) {
  const Place root(result.file(), result.root(), diagnostics);
  if (!result.root().is_object()) {
    return root.fault("expected an object, found " + result.root().description());
  }
  const auto version = root.member("schema_version", kWhole);
  if (!version) return;
  if (version->node().text != std::to_string(kResultVersion)) {
    return version->fault("experiment.json is of version " + version->node().text +
                          "; this program reads version " + std::to_string(kResultVersion));
  }
  check_head(root);
  const std::vector<std::string> kpis = kpi_ids(root);
  const std::vector<Place> variants = root.elements("variants", kObject);
  for (std::size_t i = 0; i < variants.size(); ++i) check_variant(variants[i], kpis, i == 0);
  if (kpis.empty() || variants.empty()) root.fault("there is no figure or no variant");
  if (root.has("effects")) check_effects(root);
}

}  // namespace planttwin::experiment
