#include "sim/distribution_reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/distribution_table.h"
#include "sim/json_reader.h"

namespace planttwin::sim {
namespace {

enum class Sign : std::uint8_t { kAny, kNotNegative, kPositive };

// What holds for a distribution and all its parts.
struct Scope {
  AmountKind amounts;
  std::filesystem::path directory;
};

std::optional<double> checked_number(const JsonValue& value, Sign sign) {
  const std::optional<Decimal> decimal = value.decimal();
  if (!decimal) return std::nullopt;
  const double number = decimal->to_double();
  if (number < 0 && sign != Sign::kAny) {
    value.error("must not be negative, found " + decimal->text());
    return std::nullopt;
  }
  if (number == 0 && sign == Sign::kPositive) {
    value.error("must be positive, found 0");
    return std::nullopt;
  }
  return number;
}

// A duration in microseconds, or a number.
std::optional<double> checked_amount(const JsonValue& value, Sign sign, AmountKind amounts) {
  if (amounts == AmountKind::kNumber) return checked_number(value, sign);
  DurationRange range{.min = -kLongestSample, .max = kLongestSample};
  if (sign == Sign::kNotNegative) range.min = Duration();
  if (sign == Sign::kPositive) range.min = Duration::microseconds(1);
  const std::optional<Duration> duration = value.duration(range);
  if (!duration) return std::nullopt;
  return static_cast<double>(duration->count());
}

std::optional<Distribution> read_distribution(const JsonValue& value, const Scope& scope);

// The parameters of one distribution. A parameter that cannot be read makes it incomplete; then
// no distribution is made, so that one mistake is reported once.
class Parameters {
 public:
  Parameters(const JsonValue& value, const Scope& scope)
      : in_(value), scope_(scope), complete_(!in_.muted()) {}

  const Scope& scope() const { return scope_; }
  bool has(std::string_view key) { return in_.has(key); }
  bool flag(std::string_view key, bool fallback) { return in_.boolean(key, fallback); }

  double amount(std::string_view key, Sign sign = Sign::kAny) {
    return taken(checked_amount(in_.required_value(key), sign, scope_.amounts), 0.0);
  }
  // For numbers the fallback stands in; a duration is always required.
  double amount_or(std::string_view key, double fallback, Sign sign = Sign::kAny) {
    if (scope_.amounts == AmountKind::kNumber && !in_.has(key)) return fallback;
    return amount(key, sign);
  }
  double limit_or(std::string_view key, double fallback) {
    return in_.has(key) ? amount(key) : fallback;
  }
  double number(std::string_view key, Sign sign) {
    return taken(checked_number(in_.required_value(key), sign), 0.0);
  }
  double fraction(std::string_view key) {
    return taken(in_.required_value(key).fraction(), Decimal()).to_double();
  }
  std::int64_t whole(std::string_view key, IntegerRange range) {
    return taken(in_.required_value(key).integer(range), std::int64_t{0});
  }
  std::string text(std::string_view key) {
    return taken(in_.required_value(key).string(), std::string());
  }

  std::vector<double> amounts(std::string_view key) {
    return list<double>(key, [this](const JsonValue& element) {
      return checked_amount(element, Sign::kAny, scope_.amounts);
    });
  }
  std::vector<double> weights(std::string_view key) {
    return list<double>(
        key, [](const JsonValue& element) { return checked_number(element, Sign::kNotNegative); });
  }
  std::vector<double> probabilities(std::string_view key) {
    std::vector<double> result = list<double>(key, [](const JsonValue& element) {
      const std::optional<Decimal> fraction = element.fraction();
      return fraction ? std::optional(fraction->to_double()) : std::nullopt;
    });
    const double sum = std::accumulate(result.begin(), result.end(), 0.0);
    if (complete_ && std::fabs(sum - 1) > 1e-9) {
      refuse(key, "the probabilities must add up to 1, they add up to " + std::to_string(sum));
    }
    return result;
  }
  Distribution part(std::string_view key) {
    return taken(read_distribution(in_.required_value(key), scope_), Distribution());
  }
  std::vector<Distribution> parts(std::string_view key) {
    return list<Distribution>(
        key, [this](const JsonValue& element) { return read_distribution(element, scope_); });
  }

  void refuse(std::string_view key, std::string message) {
    in_.error(key, std::move(message));
    complete_ = false;
  }

  // Reports unknown members, then makes the distribution unless something was missing.
  template <class Make>
  std::optional<Distribution> make(Make factory) {
    in_.finish();
    if (!complete_) return std::nullopt;
    try {
      return factory();
    } catch (const std::invalid_argument& reason) {
      in_.error(reason.what());
      return std::nullopt;
    }
  }

 private:
  template <class T>
  T taken(const std::optional<T>& read, T harmless) {
    complete_ = complete_ && read.has_value();
    return read.value_or(std::move(harmless));
  }

  template <class T, class Read>
  std::vector<T> list(std::string_view key, Read read) {
    std::vector<T> result;
    const JsonValue array = in_.required_value(key);
    const std::vector<JsonValue> elements = array.elements();
    complete_ = complete_ && !array.muted() && array.node().is_array();
    for (const JsonValue& element : elements) result.push_back(taken(read(element), T()));
    return result;
  }

  JsonReader in_;
  const Scope& scope_;
  bool complete_;
};

using Made = std::optional<Distribution>;

Made read_uniform(Parameters& in) {
  const double min = in.amount("min");
  const double max = in.amount("max");
  return in.make([&] { return Distribution::uniform(min, max); });
}

Made read_triangular(Parameters& in) {
  const double min = in.amount("min");
  const double mode = in.amount("mode");
  const double max = in.amount("max");
  return in.make([&] { return Distribution::triangular(min, mode, max); });
}

Made read_normal(Parameters& in) {
  const double mean = in.amount("mean");
  const double sd = in.amount("sd", Sign::kNotNegative);
  const bool truncate = in.flag("truncate", true);
  return in.make([&] { return Distribution::normal(mean, sd, truncate); });
}

Made read_lognormal(Parameters& in) {
  const double mean = in.amount("mean", Sign::kPositive);
  const double sd = in.amount("sd", Sign::kNotNegative);
  return in.make([&] { return Distribution::lognormal(mean, sd); });
}

Made read_gamma(Parameters& in) {
  if (in.has("mean") || in.has("sd")) {
    const double mean = in.amount("mean", Sign::kPositive);
    const double sd = in.amount("sd", Sign::kNotNegative);
    return in.make([&] { return Distribution::gamma_of_mean(mean, sd); });
  }
  const double shape = in.number("shape", Sign::kPositive);
  const double scale = in.amount("scale", Sign::kPositive);
  return in.make([&] { return Distribution::gamma(shape, scale); });
}

Made read_erlang(Parameters& in) {
  const std::int64_t k = in.whole("k", {1, 1'000'000});
  const double mean = in.amount("mean", Sign::kPositive);
  return in.make([&] { return Distribution::erlang(k, mean); });
}

Made read_weibull(Parameters& in) {
  const double shape = in.number("shape", Sign::kPositive);
  if (in.has("mean")) {
    const double mean = in.amount("mean", Sign::kPositive);
    return in.make([&] { return Distribution::weibull_of_mean(shape, mean); });
  }
  const double scale = in.amount("scale", Sign::kPositive);
  return in.make([&] { return Distribution::weibull(shape, scale); });
}

Made read_exponential(Parameters& in) {
  const double mean = in.amount("mean", Sign::kPositive);
  return in.make([&] { return Distribution::exponential(mean); });
}

Made read_beta(Parameters& in) {
  const double alpha = in.number("alpha", Sign::kPositive);
  const double beta = in.number("beta", Sign::kPositive);
  const double min = in.amount_or("min", 0);
  const double max = in.amount_or("max", 1);
  return in.make([&] { return Distribution::beta(alpha, beta, min, max); });
}

Made read_geometric(Parameters& in) {
  const double probability = in.fraction("probability");
  const double cycle = in.amount_or("cycle", 1, Sign::kPositive);
  return in.make([&] { return Distribution::geometric(probability, cycle); });
}

Made read_discrete(Parameters& in) {
  const std::vector<double> values = in.amounts("values");
  const std::vector<double> probabilities = in.probabilities("probabilities");
  return in.make([&] { return Distribution::table(values, probabilities); });
}

Made read_empirical(Parameters& in) {
  ValueTable table;
  if (in.has("file")) {
    const std::string file = in.text("file");
    const Parsed<ValueTable> read =
        read_value_table(in.scope().directory, file, in.scope().amounts);
    if (!read.ok()) {
      if (!file.empty()) in.refuse("file", read.error());
    } else {
      table = read.value();
    }
  } else {
    table.values = in.amounts("values");
    table.weights =
        in.has("weights") ? in.weights("weights") : std::vector<double>(table.values.size(), 1.0);
  }
  return in.make([&] { return Distribution::table(table.values, table.weights); });
}

Made read_shifted(Parameters& in) {
  const double by = in.amount("by");
  const Distribution base = in.part("distribution");
  return in.make([&] { return Distribution::shifted(base, by); });
}

Made read_truncated(Parameters& in) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const double min = in.limit_or("min", -kInfinity);
  const double max = in.limit_or("max", kInfinity);
  const Distribution base = in.part("distribution");
  return in.make([&] { return Distribution::truncated(base, min, max); });
}

Made read_mixture(Parameters& in) {
  const std::vector<double> weights = in.weights("weights");
  const std::vector<Distribution> parts = in.parts("distributions");
  return in.make([&] { return Distribution::mixture(parts, weights); });
}

// The forms that take parameters, and how to read each; "constant" comes first and takes none.
using ReadForm = Made (*)(Parameters&);

constexpr std::array kForms{
    DistributionForm{"constant", "the amount itself"},
    DistributionForm{"uniform", "min, max: amounts"},
    DistributionForm{"triangular", "min, mode, max: amounts"},
    DistributionForm{"normal", "mean, sd: amounts; truncate: at 0, true unless told"},
    DistributionForm{"lognormal", "mean, sd: amounts, of the variable itself"},
    DistributionForm{"gamma", "mean, sd: amounts; or shape: number, scale: amount"},
    DistributionForm{"erlang", "k: whole number of phases, mean: amount"},
    DistributionForm{"weibull", "shape: number; scale or mean: amount"},
    DistributionForm{"exponential", "mean: amount"},
    DistributionForm{"beta", "alpha, beta: numbers; min, max: amounts, 0 and 1 for numbers"},
    DistributionForm{"geometric", "probability: of success; cycle: amount, 1 for numbers"},
    DistributionForm{"discrete", "values: amounts, probabilities: adding up to 1"},
    DistributionForm{"empirical", "values: amounts, weights: numbers; or file: a CSV file"},
    DistributionForm{"shifted", "by: amount, distribution"},
    DistributionForm{"truncated", "min, max: amounts, either may be left out; distribution"},
    DistributionForm{"mixture", "weights: numbers, distributions"},
};

constexpr std::array<ReadForm, kForms.size()> kReadForms{
    nullptr,        read_uniform, read_triangular,  read_normal, read_lognormal, read_gamma,
    read_erlang,    read_weibull, read_exponential, read_beta,   read_geometric, read_discrete,
    read_empirical, read_shifted, read_truncated,   read_mixture};

std::string unknown_distribution(const std::string& name) {
  std::vector<std::string> known;
  for (const DistributionForm& form : kForms) known.emplace_back(form.name);
  return "unknown distribution " + in_quotes(name) + nearest_clause(name, known);
}

Made read_constant(const JsonValue& value, const Scope& scope) {
  const std::optional<double> amount = checked_amount(value, Sign::kAny, scope.amounts);
  if (!amount) return std::nullopt;
  return Distribution::constant(*amount);
}

Made read_distribution(const JsonValue& value, const Scope& scope) {
  if (value.muted()) return std::nullopt;
  if (!value.node().is_object()) return read_constant(value, scope);
  if (value.node().members.size() != 1) {
    value.error(
        "expected one member that names a distribution, as in "
        R"({"exponential": {"mean": ...}}, found )" +
        std::to_string(value.node().members.size()));
    return std::nullopt;
  }
  const JsonMember& member = value.node().members.front();
  const auto form = std::find_if(kForms.begin(), kForms.end(), [&](const DistributionForm& known) {
    return known.name == member.name;
  });
  if (form == kForms.end()) {
    value.error_at(member.name_position, unknown_distribution(member.name));
    return std::nullopt;
  }
  const JsonValue content = value.member(member);
  const ReadForm read = kReadForms[static_cast<std::size_t>(form - kForms.begin())];
  if (read == nullptr) return read_constant(content, scope);
  Parameters parameters(content, scope);
  return read(parameters);
}

Distribution read_whole(const JsonValue& value, const DistributionPlace& place,
                        AmountKind amounts) {
  const Scope scope{amounts, place.directory};
  const Made made = read_distribution(value, scope);
  if (!made) return Distribution();
  if (made->lowest() < 0 && !place.may_be_negative) {
    value.error(
        "values below 0 are possible here but make no sense; keep the distribution "
        R"(above 0, for instance by "truncated" with a min of 0)");
    return Distribution();
  }
  return *made;
}

}  // namespace

DurationDistribution read_duration_distribution(const JsonValue& value,
                                                const DistributionPlace& place) {
  return DurationDistribution(read_whole(value, place, AmountKind::kDuration));
}

NumberDistribution read_number_distribution(const JsonValue& value,
                                            const DistributionPlace& place) {
  return NumberDistribution(read_whole(value, place, AmountKind::kNumber));
}

std::span<const DistributionForm> distribution_forms() { return kForms; }

}  // namespace planttwin::sim
