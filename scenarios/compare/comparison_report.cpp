#include "scenarios/compare/comparison_report.h"

#include "scenarios/compare/comparison_text.h"
#include "scenarios/json_build.h"
#include "scenarios/report/junit.h"
#include "scenarios/version.h"

namespace planttwin::compare {
namespace {

using scenario::json_integer;
using scenario::json_null;
using scenario::json_number;
using scenario::json_string;
using scenario::JsonArray;
using scenario::JsonObject;

JsonObject side_json(const ComparedFile& file) {
  JsonObject side;
  side.add("file", json_string(file.file))
      .add("id", json_string(file.id))
      .add("planttwin", json_string(file.program_version))
      .add("input_sha256", file.input_sha256.empty() ? json_null() : json_string(file.input_sha256))
      .add("seed", json_integer(static_cast<std::int64_t>(file.seed)));
  return side;
}

JsonObject sample_json(const Sample& sample) {
  const bool some = sample.n > 0, several = sample.n > 1;
  JsonObject object;
  object.add("n", json_integer(sample.n))
      .add("mean", some ? json_number(sample.mean) : json_null())
      .add("sd", several ? json_number(sample.sd) : json_null());
  return object;
}

JsonObject figure_json(const Comparison& comparison) {
  const Figure& figure = comparison.base;
  const auto text_or_null = [](const std::string& text) {
    return text.empty() ? json_null() : json_string(text);
  };
  const Better better = comparison.gate.better;
  JsonObject object;
  object.add("variant", text_or_null(figure.variant))
      .add("kpi", json_string(figure.kpi))
      .add("pointer", text_or_null(figure.pointer))
      .add("better", better == Better::kUnsaid ? json_null() : json_string(name_of(better)))
      .add("verdict", json_string(name_of(comparison.verdict)))
      .add("base", sample_json(figure.sample))
      .add("candidate", sample_json(comparison.candidate.sample))
      .add("method", json_string(name_of(comparison.method)))
      .add("difference", json_number(comparison.change))
      .add("half_width", json_number(comparison.half_width))
      .add("relative", json_number(comparison.relative()))
      .add("p", json_number(comparison.p))
      .add("p_beyond", json_number(comparison.p_beyond))
      .add("tolerated", json_number(comparison.limit))
      .add("reason", text_or_null(comparison.reason));
  return object;
}

JsonObject counts_json(const Judgement& judgement) {
  JsonObject counts;
  for (const Verdict verdict :
       {Verdict::kWorse, Verdict::kDiffers, Verdict::kUnjudged, Verdict::kWithinTolerance,
        Verdict::kBetter, Verdict::kNoDifference}) {
    counts.add(name_of(verdict), json_integer(static_cast<std::int64_t>(judgement.count(verdict))));
  }
  return counts;
}

}  // namespace

sim::JsonNode comparison_json(const ComparedFile& base, const ComparedFile& candidate,
                              const Judgement& judgement) {
  JsonArray figures, new_figures, notes;
  for (const Comparison& comparison : judgement.comparisons) {
    figures.add(figure_json(comparison).take());
  }
  for (const std::string& name : judgement.new_figures) new_figures.add(json_string(name));
  for (const std::string& remark : remarks(base, candidate, judgement)) {
    notes.add(json_string(remark));
  }
  return JsonObject()
      .add("schema_version", json_integer(1))
      .add("planttwin", json_string(scenario::program_version()))
      .add("compared", json_string(name_of(base.kind)))
      .add("base", side_json(base))
      .add("candidate", side_json(candidate))
      .add("alpha", json_number(judgement.alpha))
      .add("comparisons", json_integer(static_cast<std::int64_t>(judgement.together)))
      .add("passed", scenario::json_boolean(judgement.count(Verdict::kWorse) == 0))
      .add("counts", counts_json(judgement))
      .add("figures", figures.take())
      .add("new_figures", new_figures.take())
      .add("notes", notes.take())
      .take();
}

std::string comparison_junit(const ComparedFile& candidate, const Judgement& judgement) {
  std::vector<scenario::JunitCase> cases;
  for (const Comparison& comparison : judgement.comparisons) {
    const std::string& variant = comparison.base.variant;
    cases.push_back({.group = candidate.id + (variant.empty() ? "" : "." + variant),
                     .name = comparison.base.kpi,
                     .failure = comparison.verdict == Verdict::kWorse
                                    ? comparison_sentence(comparison, judgement.alpha)
                                    : ""});
  }
  return scenario::junit_suite(candidate.id, cases, 0);
}

}  // namespace planttwin::compare
