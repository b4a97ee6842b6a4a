#include "scenarios/headroom/headroom_command.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <filesystem>
#include <optional>
#include <vector>

#include "scenarios/headroom/headroom_search.h"
#include "scenarios/headroom/headroom_step.h"
#include "scenarios/human_text.h"
#include "scenarios/json_build.h"
#include "scenarios/live_inputs.h"
#include "scenarios/output_files.h"
#include "sim/json_document.h"
#include "sim/measure.h"

namespace planttwin::scenario {
namespace {

namespace fs = std::filesystem;

constexpr double kLeastStep_s = 5;  // shorter ones say nothing

double parse_seconds(const char* option, const std::string& text) {
  const sim::Parsed<sim::Duration> duration = sim::parse_duration(text);
  if (!duration.ok() || duration.value() <= sim::Duration()) {
    throw UsageError(
        fmt::format("{} {}: expected a time of the wall such as \"60 s\"", option, text));
  }
  return duration.value().in_seconds();
}

double parse_first_speed(const std::string& text) {
  double speed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), speed);
  if (error != std::errc() || end != text.data() + text.size() || !(speed > 0) ||
      !std::isfinite(speed)) {
    throw UsageError("--speed " + text + ": --find-headroom begins with a number");
  }
  return speed;
}

// A number as it may stand in the name of a folder, and as --speed takes it.
std::string speed_text(double speed) { return fmt::format("{:.6g}", speed); }

class Headroom {
 public:
  Headroom(const DriveOptions& drive, const HeadroomOptions& options)
      : drive_(drive),
        first_speed_(parse_first_speed(drive.speed)),
        step_s_(parse_seconds("--step", options.step)),
        most_p95_s_(parse_seconds("--most-p95", options.most_p95)) {
    if (step_s_ < kLeastStep_s) {
      throw UsageError("--step " + options.step + ": less than 5 s say nothing");
    }
    if (most_p95_s_ > step_s_ / 2) {
      throw UsageError(fmt::format(
          "--most-p95 {}: a stack that falls behind would not show in a --step of {}; expected at "
          "most half of it",
          options.most_p95, options.step));
    }
    if (drive.faults) throw UsageError("--find-headroom can't be had with --faults");
    const auto inputs = load_live_inputs(drive.scenario, drive.stack, parse_edits(drive.edits));
    const Scenario& scenario = inputs->scenario;
    if (scenario.input.until_done()) {
      throw UsageError(
          "--find-headroom needs a scenario with a horizon, which is cut at each speed");
    }
    horizon_s_ = scenario.input.horizon.in_seconds();
    warm_up_s_ = scenario.input.warm_up.in_seconds();
    title_ = inputs->stack.title;
    folder_ = drive.out.value_or(fmt::format("runs/{}/{}-headroom", scenario.id, inputs->stack.id));
    prepare_folder(folder_, {"headroom.json"});
  }

  ExitCode run() {
    HeadroomSearch search(first_speed_, horizon_s_ / step_s_);
    while (const std::optional<double> speed = search.next()) {
      if (!drive_.quiet) fmt::print(stderr, "speed {}\n", speed_text(*speed));
      steps_.push_back(drive_at(*speed));
      if (steps_.back().stopped) break;
      search.tell(steps_.back().sustained());
      if (ends_without_answer(search)) break;
    }
    const std::string json = sim::pretty_json(result(search));
    replace_text_file(folder_ / "headroom.json", json);
    if (drive_.json) {
      fmt::print("{}", json);
    } else if (!drive_.quiet) {
      fmt::print("{}\n{}\n  results: {}\n", steps_text(steps_), verdict(search),
                 (folder_ / "headroom.json").string());
    }
    return search.highest_sustained().value_or(0) >= 1 ? ExitCode::kDone : ExitCode::kNotMet;
  }

 private:
  HeadroomStep drive_at(double speed) const {
    const double simulated_s = std::min(horizon_s_, warm_up_s_ + step_s_ * speed);
    DriveOptions options = drive_;
    options.speed = speed_text(speed);
    options.out = (folder_ / ("speed-" + options.speed)).string();
    options.edits.push_back(fmt::format("/horizon=\"{:.0f} s\"", std::ceil(simulated_s)));
    options.json = false;
    options.quiet = true;
    fs::remove_all(*options.out);
    drive_command(options);
    sim::Diagnostics diagnostics;
    const auto result = sim::JsonDocument::load(*options.out + "/result.json", diagnostics);
    diagnostics.throw_if_any();
    return headroom_step(result->root(), speed, most_p95_s_);
  }

  // Slower, even less would happen: whether the stack is too slow can't be told from so little.
  bool ends_without_answer(const HeadroomSearch& search) const {
    return !search.highest_sustained() && !steps_.back().sustained() && !steps_.back().judged();
  }

  sim::JsonNode result(const HeadroomSearch& search) const {
    JsonArray steps;
    for (const HeadroomStep& step : steps_) steps.add(to_json(step));
    return JsonObject()
        .add("stack", json_string(title_))
        .add("most_p95_s", json_number(most_p95_s_))
        .add("sustained_speed", json_number(search.highest_sustained()))
        .add("too_high_speed", json_number(search.lowest_failed()))
        .add("knee_speed", json_number(knee(steps_)))
        .add("steps", steps.take())
        .take();
  }

  std::string verdict(const HeadroomSearch& search) const {
    if (!steps_.empty() && steps_.back().stopped) return "  stopped before it was known";
    if (ends_without_answer(search)) {
      return fmt::format(
          "  {} sustains no speed that was tried; at {} times the real pace {} messages came in "
          "{}, "
          "too\n  few for a lower one: give --step more time, or --most-p95 what one order takes",
          title_, human_number(steps_.back().speed), steps_.back().messages,
          human_duration(steps_.back().lasted_s));
    }
    if (!search.highest_sustained()) return "  " + title_ + " sustains no speed that was tried";
    std::string text = fmt::format("  {} sustains {} times the real pace of the plant", title_,
                                   human_number(*search.highest_sustained()));
    if (search.lowest_failed()) {
      text += fmt::format(", {} times is too much", human_number(*search.lowest_failed()));
    } else {
      text += "; the scenario is too short for more";
    }
    if (const auto bend = knee(steps_)) {
      text +=
          fmt::format("\n  from {} times on messages wait markedly longer", human_number(*bend));
    }
    return text;
  }

  const DriveOptions& drive_;
  double first_speed_, step_s_, most_p95_s_;
  double horizon_s_ = 0, warm_up_s_ = 0;
  std::string title_;
  fs::path folder_;
  std::vector<HeadroomStep> steps_;
};

}  // namespace

ExitCode headroom_command(const DriveOptions& drive, const HeadroomOptions& options) {
  return Headroom(drive, options).run();
}

}  // namespace planttwin::scenario
