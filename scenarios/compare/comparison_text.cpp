#include "scenarios/compare/comparison_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenarios/compare/experiment_figures.h"
#include "scenarios/experiment/estimate_text.h"
#include "scenarios/human_text.h"

namespace planttwin::compare {
namespace {

constexpr std::size_t kMostLines = 30;

std::string words_of(Verdict verdict) {
  std::string words(name_of(verdict));
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string value_text(const Figure& figure, double value) {
  if (figure.kpi == kEndedBadly) return scenario::human_percent(value);
  return scenario::is_duration(figure.pointer) ? scenario::human_duration(value)
                                               : scenario::human_number(value);
}

std::string sample_text(const Figure& figure) {
  if (figure.sample.n == 0) return "no data";
  if (figure.yes_or_no) return figure.sample.mean != 0 ? "yes" : "no";
  return value_text(figure, figure.sample.mean);
}

// With two digits of what is uncertain, six after the point at most.
std::string percent_text(double share, double uncertain_share) {
  const double uncertain = 100 * uncertain_share;
  if (!(uncertain > 0)) return scenario::human_number(100 * share);
  const int decimals = std::clamp(1 - static_cast<int>(std::floor(std::log10(uncertain))), 0, 6);
  return fmt::format("{:.{}f}", 100 * share, decimals);
}

std::string change_text(const Comparison& comparison) {
  if (comparison.method == Method::kNone || comparison.base.yes_or_no) return "";
  const double half_width = comparison.half_width.value_or(0);
  const char* sign = comparison.change < 0 ? "-" : "+";
  const double size = std::abs(comparison.change);
  std::string text, uncertain;
  if (comparison.relative()) {
    const double base = std::abs(comparison.base.sample.mean);
    text = percent_text(size / base, half_width / base) + " %";
    uncertain = percent_text(half_width / base, half_width / base);
  } else {
    text = value_text(comparison.base, size);
    uncertain = value_text(comparison.base, half_width);
  }
  if (comparison.change != 0) text = sign + text;
  if (comparison.half_width) text += " ± " + uncertain;
  return text;
}

std::string tolerance_text(const Comparison& comparison) {
  if (comparison.limit <= comparison.gate.tolerance_absolute) {
    return value_text(comparison.base, comparison.limit);
  }
  return scenario::human_percent(comparison.gate.tolerance);
}

// The verdict, and why, where the interval that is shown would not say so.
std::string verdict_words(const Comparison& comparison, double alpha) {
  std::string words = words_of(comparison.verdict);
  if (comparison.verdict == Verdict::kWithinTolerance) {
    words += " of " + tolerance_text(comparison);
  }
  const bool differs = comparison.p && *comparison.p <= alpha;
  const bool beyond = comparison.p_beyond && *comparison.p_beyond <= alpha;
  const double shown = std::abs(comparison.change) - comparison.half_width.value_or(0);
  if ((differs && shown <= 0) || (beyond && shown <= comparison.limit)) {
    words += " by Holm's steps";
  }
  if (!comparison.reason.empty()) words += ": " + comparison.reason;
  return words;
}

// Equal figures of single runs are only counted.
bool has_line(const Comparison& comparison) {
  return comparison.verdict != Verdict::kNoDifference || comparison.method != Method::kExact;
}

std::string table(const Judgement& judgement) {
  constexpr std::size_t kColumns = 4;
  std::vector<std::vector<std::string>> rows;
  std::size_t left_out = 0;
  for (const Comparison& each : judgement.comparisons) {
    if (!has_line(each)) continue;
    if (rows.size() == kMostLines) {
      ++left_out;
      continue;
    }
    rows.push_back({full_name(each.base),
                    sample_text(each.base) + " to " + sample_text(each.candidate),
                    change_text(each), verdict_words(each, judgement.alpha)});
  }
  std::vector<std::size_t> widths(kColumns);
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < kColumns; ++i)
      widths[i] = std::max(widths[i], experiment::characters(row[i]));
  }
  std::string text;
  for (const auto& row : rows) {
    text += "  ";
    for (std::size_t i = 0; i + 1 < kColumns; ++i)
      text += experiment::padded(row[i], widths[i] + 2);
    text += row.back() + "\n";
  }
  if (left_out > 0) text += fmt::format("  and {} more: --json or --out has all\n", left_out);
  return text;
}

std::string about_luck(const ComparedFile& base, const ComparedFile& candidate,
                       const Judgement& judgement) {
  if (base.kind == FileKind::kResult) {
    const bool same = base.seed == candidate.seed && base.input_sha256 == candidate.input_sha256;
    return same ? "same input and seed: whatever differs comes of the program"
                : "one run of each: whether a difference is more than luck can't be judged; "
                  "planttwin experiment can";
  }
  const bool unpaired = std::any_of(
      judgement.comparisons.begin(), judgement.comparisons.end(), [](const Comparison& each) {
        return each.method == Method::kWelch && each.base.kpi != kEndedBadly;
      });
  if (!unpaired) return "";
  if (!base.replicated || !candidate.replicated) {
    return "not replications of each: compared as independent samples (Welch)";
  }
  return base.seed != candidate.seed
             ? "different seeds: compared as independent samples (Welch)"
             : "no values of the same replications: compared as independent samples (Welch)";
}

}  // namespace

std::string comparison_sentence(const Comparison& comparison, double alpha) {
  const std::string change = change_text(comparison);
  return sample_text(comparison.base) + " to " + sample_text(comparison.candidate) + ", " +
         (change.empty() ? "" : change + ", ") + verdict_words(comparison, alpha);
}

std::string summary_line(const Judgement& judgement) {
  const std::size_t worse = judgement.count(Verdict::kWorse);
  const std::size_t all = judgement.comparisons.size();
  const std::string figures = fmt::format("{} {}", all, all == 1 ? "figure" : "figures");
  std::string line =
      worse > 0 ? fmt::format("worse: {} of {}", worse, figures) : "nothing is worse: " + figures;
  for (const Verdict verdict : {Verdict::kDiffers, Verdict::kUnjudged, Verdict::kWithinTolerance,
                                Verdict::kBetter, Verdict::kNoDifference}) {
    const std::size_t count = judgement.count(verdict);
    if (count > 0) line += fmt::format("; {} {}", count, words_of(verdict));
  }
  return line;
}

std::vector<std::string> remarks(const ComparedFile& base, const ComparedFile& candidate,
                                 const Judgement& judgement) {
  std::vector<std::string> all;
  if (base.id != candidate.id) {
    all.push_back(fmt::format("{} against {}: compared because of --force", candidate.id, base.id));
  }
  const std::string luck = about_luck(base, candidate, judgement);
  if (!luck.empty()) all.push_back(luck);
  if (judgement.together > 1) {
    all.push_back(fmt::format("the {} intervals hold together with {}", judgement.together,
                              scenario::human_percent(1 - judgement.alpha)));
  }
  if (!judgement.new_figures.empty()) {
    const std::size_t count = judgement.new_figures.size();
    all.push_back(fmt::format("not compared, because the base has no data: {}{}",
                              judgement.new_figures.front(),
                              count > 1 ? fmt::format(" and {} more", count - 1) : ""));
  }
  return all;
}

std::string verdict_text(const ComparedFile& base, const ComparedFile& candidate,
                         const Judgement& judgement) {
  std::string text = fmt::format("{}: {} against {}\n{}\n", candidate.id, candidate.file, base.file,
                                 summary_line(judgement));
  const std::string lines = table(judgement);
  if (!lines.empty()) text += "\n" + lines;
  const std::vector<std::string> more = remarks(base, candidate, judgement);
  if (!more.empty()) text += "\n";
  for (const std::string& remark : more) text += "  " + remark + "\n";
  return text;
}

}  // namespace planttwin::compare
