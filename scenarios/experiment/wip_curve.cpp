#include "scenarios/experiment/wip_curve.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace planttwin::experiment {
namespace {

constexpr int kDigits = 5;
constexpr sim::Duration kFirstPart = sim::Duration::seconds(1);  // of a run until all is done

// The mean level of the lots between two cuts. Statistics begin anew at the end of the warm-up:
// the part in which that falls is measured from there on.
class Meter {
 public:
  explicit Meter(const plant::PlantRun& run) : run_(run) { begin(run.now()); }

  // Of the part that ends at `cut`, which lies after where the run is when it has ended there.
  double mean_until(sim::Time cut) {
    const sim::TimeAverage& lots = run_.state().statistics.wip_lots;
    const bool anew = lots.start() != start_;
    const double mean = anew ? lots.mean(cut)
                             : static_cast<double>(lots.integral(cut) - before_) /
                                   static_cast<double>((cut - begin_).count());
    begin(cut);
    return rounded(mean, kDigits);
  }

 private:
  void begin(sim::Time at) {
    const sim::TimeAverage& lots = run_.state().statistics.wip_lots;
    begin_ = at;
    start_ = lots.start();
    before_ = lots.integral(at);
  }

  const plant::PlantRun& run_;
  sim::Time begin_, start_;
  sim::WideInteger before_ = 0;
};

void double_the_parts(WipCurve& curve) {
  if (curve.lots.size() % 2 == 1) curve.lots.push_back(curve.after);
  for (std::size_t i = 0; i < curve.lots.size() / 2; ++i) {
    curve.lots[i] = rounded((curve.lots[2 * i] + curve.lots[2 * i + 1]) / 2, kDigits);
  }
  curve.lots.resize(curve.lots.size() / 2);
  curve.part = curve.part * 2;
}

bool cut_short(const plant::PlantRun& run, const plant::RunEnd& end, sim::Time cut) {
  return end.reason == plant::RunEnd::Reason::kHorizon && run.now() >= cut;
}

plant::RunEnd run_to_horizon(plant::PlantRun& run, const scenario::RunTo& run_to, sim::Time end,
                             std::size_t parts, WipCurve& curve) {
  const std::int64_t length = (end - sim::Time()).count();
  if (length < static_cast<std::int64_t>(parts)) return run_to(run, end);
  curve.part = sim::Duration::microseconds(length / static_cast<std::int64_t>(parts));
  Meter meter(run);
  plant::RunEnd how;
  bool goes_on = true;
  for (std::size_t i = 1; i <= parts; ++i) {
    const bool last = i == parts;
    const sim::Time cut =
        last ? end : sim::Time::from_start(curve.part * static_cast<std::int64_t>(i));
    if (goes_on) how = run_to(run, cut);
    goes_on = goes_on && cut_short(run, how, cut);
    curve.lots.push_back(meter.mean_until(cut));
  }
  return how;
}

plant::RunEnd run_until_done(plant::PlantRun& run, const scenario::RunTo& run_to, std::size_t parts,
                             WipCurve& curve) {
  curve.part = kFirstPart;
  Meter meter(run);
  for (sim::Time cut = sim::Time() + curve.part;; cut = cut + curve.part) {
    const plant::RunEnd how = run_to(run, cut);
    curve.lots.push_back(meter.mean_until(std::max(cut, run.now())));
    if (!cut_short(run, how, cut)) return how;
    if (curve.lots.size() == parts) double_the_parts(curve);
  }
}

}  // namespace

double rounded(double value, int digits) {
  return std::strtod(fmt::format("{:.{}g}", value, digits).c_str(), nullptr);
}

plant::RunEnd run_with_curve(plant::PlantRun& run, const scenario::RunTo& run_to, sim::Time end,
                             std::size_t parts, WipCurve& curve) {
  plant::RunEnd how = end.is_never() ? run_until_done(run, run_to, parts, curve)
                                     : run_to_horizon(run, run_to, end, parts, curve);
  curve.after = static_cast<double>(run.state().statistics.wip_lots.level());
  return how;
}

std::vector<WipCurve> aligned(std::vector<WipCurve> curves) {
  sim::Duration widest;
  std::size_t longest = 0;
  for (const WipCurve& curve : curves) widest = std::max(widest, curve.part);
  for (WipCurve& curve : curves) {
    while (curve.part < widest && !curve.lots.empty()) double_the_parts(curve);
    longest = std::max(longest, curve.lots.size());
  }
  for (WipCurve& curve : curves) curve.lots.resize(longest, curve.after);
  return curves;
}

WipCurve mean_of(const std::vector<WipCurve>& curves) {
  const std::vector<WipCurve> all = aligned(curves);
  WipCurve mean = all.front();
  const auto average = [&](const auto& figure) {
    double sum = 0;
    for (const WipCurve& curve : all) sum += figure(curve);
    return rounded(sum / static_cast<double>(all.size()), kDigits);
  };
  for (std::size_t i = 0; i < mean.lots.size(); ++i) {
    mean.lots[i] = average([i](const WipCurve& curve) { return curve.lots[i]; });
  }
  mean.after = average([](const WipCurve& curve) { return curve.after; });
  return mean;
}

}  // namespace planttwin::experiment
