#include "scenarios/experiment/factor_grid.h"

#include <algorithm>
#include <bit>
#include <map>
#include <optional>
#include <set>

#include "sim/json_document.h"

namespace planttwin::experiment {
namespace {

constexpr std::size_t kMostPoints = 100'000;
constexpr std::int64_t kMostSize = 1'000'000'000'000;  // of a number in a range
constexpr std::size_t kMostTwoLevelFactors = 60;
constexpr std::size_t kMostGenerators = 16;  // of 2^16 words the shortest is looked for

// Texts stand for themselves in the names of variants, other values as they are written.
std::string name_of_level(const sim::JsonNode& value) {
  if (value.kind == sim::JsonNode::Kind::kString) return value.text;
  std::string text = sim::canonical_json(value);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

// All pointers get the value.
Factor::Level level_of(const std::string& id, const std::string& json,
                       const std::vector<std::string>& pointers) {
  Factor::Level level;
  level.id = id;
  for (const std::string& pointer : pointers) level.changes.push_back({pointer, json});
  return level;
}

// Levels of a factor with pointers are values.
void read_values(sim::JsonReader& in, const std::vector<std::string>& pointers, Factor& factor) {
  for (const sim::JsonValue& value : in.values("levels")) {
    Factor::Level level =
        level_of(name_of_level(value.node()), sim::pretty_json(value.node()), pointers);
    const auto number = sim::parse_decimal(value.node().text);
    if (value.node().is_number() && number.ok()) level.value = number.value();
    for (const Factor::Level& other : factor.levels) {
      if (other.id == level.id) value.error("this level is there already");
    }
    factor.levels.push_back(std::move(level));
  }
}

// Levels of a factor with pointers may be whole numbers at the same distance, too.
void read_range(sim::JsonReader& in, const std::vector<std::string>& pointers, Factor& factor) {
  const std::int64_t from = in.integer("from", {-kMostSize, kMostSize});
  const std::int64_t to = in.integer("to", {-kMostSize, kMostSize});
  const std::int64_t step = in.integer("step", {1, kMostSize}, 1);
  if (in.has("levels")) in.error("levels", "the factor has \"from\" and \"to\" already");
  if ((to - from) / step >= static_cast<std::int64_t>(kMostPoints)) {
    in.error("to", "more than " + std::to_string(kMostPoints) + " levels");
    return;
  }
  for (std::int64_t value = from; value <= to; value += step) {
    Factor::Level level = level_of(std::to_string(value), std::to_string(value), pointers);
    level.value = sim::Decimal(value, 0);
    factor.levels.push_back(std::move(level));
  }
}

void read_named(sim::JsonReader& in, Factor& factor) {
  for (sim::JsonReader& each : in.objects("levels")) {
    Factor::Level level;
    level.id = each.id();
    level.changes = read_changes(each);
    each.finish();
    factor.levels.push_back(std::move(level));
  }
}

// By factor: the factors whose product gives its level, as bits; 0 for one that is free.
using Generators = std::vector<std::uint64_t>;

std::optional<std::size_t> index_of(const std::vector<Factor>& factors, const std::string& id) {
  const auto found = std::find_if(factors.begin(), factors.end(),
                                  [&](const Factor& factor) { return factor.id == id; });
  if (found == factors.end()) return std::nullopt;
  return static_cast<std::size_t>(found - factors.begin());
}

std::optional<std::size_t> require_factor(const std::vector<Factor>& factors, const std::string& id,
                                          const sim::JsonValue& place) {
  const auto found = index_of(factors, id);
  if (!found) {
    std::vector<std::string> known;
    for (const Factor& factor : factors) known.push_back(factor.id);
    place.error("no factor " + sim::in_quotes(id) + sim::nearest_clause(id, known));
  }
  return found;
}

// Nothing, after an error, when there are too many to be looked at.
std::optional<Generators> read_generators(sim::JsonReader& in, const std::vector<Factor>& factors) {
  Generators generators(factors.size(), 0);
  const auto given = in.value("generators");
  if (!given || !given->expect_object()) return generators;
  if (factors.size() > kMostTwoLevelFactors || given->node().members.size() > kMostGenerators) {
    given->error("a fraction has " + std::to_string(kMostTwoLevelFactors) + " factors and " +
                 std::to_string(kMostGenerators) + " generators at most");
    return std::nullopt;
  }
  for (const Factor& factor : factors) {
    if (factor.levels.size() != 2) {
      given->error("factor " + sim::in_quotes(factor.id) +
                   " has more than two levels: a fraction has two of each");
    }
  }
  for (const sim::JsonMember& member : given->node().members) {
    const sim::JsonValue value = given->member(member);
    const auto generated = require_factor(factors, member.name, value);
    std::uint64_t product = 0;
    for (const sim::JsonValue& element : value.elements()) {
      const auto id = element.name();
      const auto factor = id ? require_factor(factors, *id, element) : std::nullopt;
      if (factor) product |= std::uint64_t{1} << *factor;
    }
    if (std::popcount(product) < 2)
      value.error("a generator is the product of two factors or more");
    if (generated) generators[*generated] = product;
  }
  for (std::size_t i = 0; i < factors.size(); ++i) {
    for (std::size_t k = 0; k < factors.size(); ++k) {
      if ((generators[i] >> k & 1) != 0 && generators[k] != 0) {
        given->error("factor " + sim::in_quotes(factors[k].id) + " has a generator itself");
      }
    }
  }
  return generators;
}

// The length of the shortest word of the defining relation: with 3, main effects are mixed with
// products of two factors, with 4 only with those of three.
int resolution_of(const Generators& generators) {
  std::vector<std::uint64_t> words;
  for (std::size_t i = 0; i < generators.size(); ++i) {
    if (generators[i] != 0) words.push_back(generators[i] | std::uint64_t{1} << i);
  }
  int shortest = 0;
  for (std::uint64_t subset = 1; subset < std::uint64_t{1} << words.size(); ++subset) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
      if ((subset >> i & 1) != 0) word ^= words[i];
    }
    const int length = std::popcount(word);
    if (shortest == 0 || length < shortest) shortest = length;
  }
  return shortest;
}

// Sign +1 is the second level.
void apply(const Generators& generators, std::vector<std::size_t>& levels) {
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (generators[i] == 0) continue;
    std::size_t negative = 0;
    for (std::size_t k = 0; k < levels.size(); ++k) {
      if ((generators[i] >> k & 1) != 0 && levels[k] == 0) ++negative;
    }
    levels[i] = negative % 2 == 0 ? 1 : 0;
  }
}

void add_points(Experiment& experiment, const Generators& generators) {
  const std::vector<Factor>& factors = experiment.factors;
  std::vector<std::size_t> levels(factors.size(), 0);
  while (true) {
    apply(generators, levels);
    experiment.variants.push_back(point_of(factors, levels));
    std::size_t i = factors.size();
    while (i > 0 && (generators[i - 1] != 0 || levels[i - 1] + 1 == factors[i - 1].levels.size())) {
      levels[--i] = 0;
    }
    if (i == 0) return;
    ++levels[i - 1];
  }
}

std::set<std::string> pointers_of(const Factor& factor) {
  std::set<std::string> pointers;
  for (const Factor::Level& level : factor.levels) {
    for (const scenario::InputEdit& edit : level.changes) pointers.insert(edit.pointer);
  }
  return pointers;
}

}  // namespace

std::vector<scenario::InputEdit> read_changes(sim::JsonReader& in) {
  std::vector<scenario::InputEdit> edits;
  const auto changes = in.value("changes");
  if (!changes) return edits;
  if (!changes->node().is_object()) {
    changes->error("expected an object of pointers and values, found " +
                   changes->node().description());
    return edits;
  }
  for (const sim::JsonMember& change : changes->node().members) {
    if (change.name.empty() || change.name[0] != '/') {
      changes->error(sim::in_quotes(change.name) +
                     ": a pointer begins with a slash, such as "
                     "\"/plant/work_centers/LATHE/machines\"");
      continue;
    }
    edits.push_back({change.name, sim::pretty_json(change.value)});
  }
  return edits;
}

Factor read_factor(sim::JsonReader& in) {
  Factor factor;
  factor.id = in.id();
  const std::vector<std::string> pointers = in.strings("pointers");
  for (const std::string& pointer : pointers) {
    if (pointer.empty() || pointer[0] != '/') {
      in.error("pointers", sim::in_quotes(pointer) + ": a pointer begins with a slash");
    }
  }
  const bool range = in.has("from") || in.has("to") || in.has("step");
  if (range && pointers.empty()) in.error("pointers", "numbers need a place in the scenario");
  if (range) {
    read_range(in, pointers, factor);
  } else if (pointers.empty()) {
    read_named(in, factor);
  } else {
    read_values(in, pointers, factor);
  }
  if (factor.levels.size() < 2) {
    in.error(range ? "to" : "levels", "a factor has two levels at least");
  }
  in.finish();
  return factor;
}

void check_contradictions(sim::JsonReader& in, const std::vector<Factor>& factors) {
  std::map<std::string, std::string> taken;  // pointer, factor
  for (const Factor& factor : factors) {
    for (const std::string& pointer : pointers_of(factor)) {
      const auto [other, is_new] = taken.emplace(pointer, factor.id);
      if (is_new) continue;
      in.error("factors", sim::in_quotes(other->second) + " and " + sim::in_quotes(factor.id) +
                              " both change " + sim::in_quotes(pointer));
    }
  }
}

void read_factors(sim::JsonReader& in, Experiment& experiment) {
  for (sim::JsonReader& factor : in.objects("factors")) {
    experiment.factors.push_back(read_factor(factor));
  }
  const std::vector<Factor>& factors = experiment.factors;
  const std::optional<Generators> read = read_generators(in, factors);
  check_contradictions(in, factors);
  if (factors.empty() || !read) return;
  const Generators& generators = *read;
  std::size_t points = 1;
  for (std::size_t i = 0; i < factors.size(); ++i) {
    if (factors[i].levels.empty()) return;  // was reported
    if (generators[i] == 0) points *= factors[i].levels.size();
    if (points > kMostPoints) {
      in.error("factors", "more than " + std::to_string(kMostPoints) + " points");
      return;
    }
  }
  experiment.resolution = in.has("generators") ? resolution_of(generators) : 0;
  if (experiment.resolution == 1 || experiment.resolution == 2) {
    in.error("generators", "with these, two factors always change together");
    return;
  }
  add_points(experiment, generators);
}

Variant point_of(const std::vector<Factor>& factors, const std::vector<std::size_t>& levels) {
  Variant point;
  for (std::size_t i = 0; i < factors.size(); ++i) {
    const Factor::Level& level = factors[i].levels[levels[i]];
    point.id += (i > 0 ? ", " : "") + factors[i].id + "=" + level.id;
    point.changes.insert(point.changes.end(), level.changes.begin(), level.changes.end());
  }
  point.title = point.id;
  point.levels = levels;
  return point;
}

}  // namespace planttwin::experiment
