#include "viz/view_command.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <numeric>
#include <optional>
#include <vector>

#include "scenarios/playback/history.h"
#include "scenarios/playback/live_run.h"
#include "scenarios/time_argument.h"
#include "viz/layout/floor_layout.h"
#include "viz/panels/name_search.h"
#include "viz/panels/panels.h"
#include "viz/panels/selection_marker.h"
#include "viz/panels/texts.h"
#include "viz/render/offscreen.h"
#include "viz/render/stage.h"
#include "viz/window/plant_window.h"

namespace planttwin::view {
namespace {

using playback::History;

constexpr int kFramesToSettle = 3;  // until panels know the sizes of what they show
using scenario::UsageError;

std::filesystem::path log_of(const std::string& run) {
  const std::filesystem::path path(run);
  const bool is_folder = std::filesystem::is_directory(path);
  const std::filesystem::path log = is_folder ? path / "events.sqlite" : path;
  if (is_folder && !std::filesystem::exists(log)) {
    throw UsageError("no event log in " + run +
                     ": events.sqlite is missing; run the scenario with "
                     "--trace full");
  }
  if (!is_folder && path.extension() == ".json") {
    throw UsageError(run +
                     " is a scenario; run it first, and name the folder of its results: "
                     "planttwin run " +
                     run);
  }
  if (!std::filesystem::exists(log)) throw UsageError("no folder of a run: " + run);
  return log;
}

std::filesystem::path folder_of(const std::string& run) {
  const std::filesystem::path path(run);
  return std::filesystem::is_directory(path) ? path : path.parent_path();
}

// Within the run: a picture of what has not happened yet would be a guess.
std::int64_t instant_of(const std::string& option, const std::string& text, const History& history,
                        std::int64_t otherwise) {
  if (text.empty()) return otherwise;
  const auto start =
      sim::UtcInstant::from_epoch(sim::Duration::microseconds(history.plan().start_epoch_us));
  const std::int64_t time = scenario::parse_time(option, text, start).count();
  if (time < 0 || time > history.end()) {
    throw UsageError(option + " " + text + " is outside of the run, which ends " +
                     span_text(history.end()) + " after its start");
  }
  return time;
}

void check_panels(const ViewOptions& options) {
  try {
    panels_named(options.panels);
  } catch (const std::invalid_argument& error) {
    throw UsageError(std::string("--panels: ") + error.what());
  }
}

Selection selection_of(const ViewOptions& options, const History& history) {
  if (options.select.empty()) return {};
  const auto found = NameSearch(history).find(options.select, 1);
  if (!found.empty() && lower_case(found.front().name) == lower_case(options.select)) {
    return found.front().what;
  }
  throw UsageError("--select " + options.select + ": nothing in the run is called so" +
                   (found.empty() ? "" : "; perhaps " + found.front().name));
}

void take_screenshot(const ViewOptions& options, const PanelSource& source,
                     const FloorLayout& layout, const Viewpoint& from) {
  const History& history = source.history;
  OffscreenContext context(options.width, options.height);
  Stage stage(history, layout, options.width, options.height);
  Stage::Shot shot{.now = instant_of("--at", options.at, history, history.end()),
                   .from = from,
                   .heat = options.heat,
                   .labels = options.labels,
                   .flows = options.flows,
                   .selection = selection_of(options, history)};
  Desk desk{
      .clock = PlayClock(shot.now, history.end()), .selection = shot.selection, .heat = shot.heat};
  Panels panels(source);
  panels.open(options.panels);
  if (!options.panels.empty() || desk.selection) {
    shot.panels = [&](const Moment& moment) {
      draw_selection_marker(moment, desk, stage.scale());
      panels.draw(moment, desk, stage.scale());
    };
    for (int i = 1; i < kFramesToSettle; ++i) stage.draw(shot);
  }
  stage.draw(shot);
  write_png(context.read(), options.screenshot);
  if (!options.quiet) std::printf("%s\n", options.screenshot.c_str());
}

void take_video(const ViewOptions& options, const History& history, const FloorLayout& layout,
                const Viewpoint& from) {
  const std::int64_t begin = instant_of("--from", options.from, history, 0);
  const std::int64_t end = instant_of("--at", options.at, history, history.end());
  if (end < begin) throw UsageError("--from is after --at");
  std::error_code error;
  std::filesystem::create_directories(options.video, error);
  if (error) throw sim::OutputError("cannot make " + options.video + ": " + error.message());
  OffscreenContext context(options.width, options.height);
  Stage stage(history, layout, options.width, options.height);
  for (int i = 0; i < options.frames; ++i) {
    const std::int64_t now = begin + (end - begin) / std::max(1, options.frames - 1) * i;
    stage.draw({.now = now,
                .from = from,
                .heat = options.heat,
                .labels = options.labels,
                .flows = options.flows});
    char name[32];
    std::snprintf(name, sizeof name, "frame_%05d.png", i);
    write_png(context.read(), (std::filesystem::path(options.video) / name).string());
  }
  if (!options.quiet) std::printf("%s: %d frames\n", options.video.c_str(), options.frames);
}

// Frames of a camera on its way around the plant, while an hour passes: how long each takes.
void measure(const ViewOptions& options, const PanelSource& source, const FloorLayout& layout) {
  const History& history = source.history;
  const std::int64_t from = instant_of("--at", options.at, history, history.end() / 2);
  const double aspect = static_cast<double>(options.width) / options.height;
  OffscreenContext context(options.width, options.height, OffscreenContext::Edges::kFast);
  Stage stage(history, layout, options.width, options.height);
  const Viewpoint start = look_at(layout.all, aspect);
  Desk desk{.clock = PlayClock(from, history.end()), .heat = options.heat};
  Panels panels(source);
  panels.open(options.panels);
  std::vector<double> milliseconds;
  for (int i = -2; i < options.benchmark; ++i) {  // the first ones prepare the driver
    const double turn = 2 * M_PI * i / options.benchmark;
    const osg::Vec3d out = start.eye - start.centre;
    Viewpoint view = start;
    view.eye =
        start.centre + osg::Vec3d(out.x() * std::cos(turn) - out.y() * std::sin(turn),
                                  out.x() * std::sin(turn) + out.y() * std::cos(turn), out.z());
    const auto begin = std::chrono::steady_clock::now();
    Stage::Shot shot{
        .now = std::min(history.end(), from + 3'600'000'000 * std::max(0, i) / options.benchmark),
        .from = view,
        .heat = options.heat,
        .labels = options.labels,
        .flows = options.flows};
    if (!options.panels.empty()) {
      shot.panels = [&](const Moment& moment) { panels.draw(moment, desk, stage.scale()); };
    }
    stage.draw(shot);
    context.finish();
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    if (i >= 0) milliseconds.push_back(took.count());
  }
  std::sort(milliseconds.begin(), milliseconds.end());
  const double sum = std::accumulate(milliseconds.begin(), milliseconds.end(), 0.0);
  const auto count = static_cast<double>(milliseconds.size());
  std::printf("%zu lots, %zu work centers, %d x %d on %s\n", history.at(from).lots.size(),
              history.plan().work_centers.size(), options.width, options.height,
              context.renderer().c_str());
  std::printf(
      "%.1f frames/s; a frame takes %.1f ms, half of them at most %.1f, 95 %% %.1f, the worst "
      "%.1f\n",
      1000 * count / sum, sum / count, milliseconds[milliseconds.size() / 2],
      milliseconds[milliseconds.size() * 95 / 100], milliseconds.back());
}

void open_window(const ViewOptions& options, const PanelSource& source, const FloorLayout& layout,
                 const Viewpoint& from, playback::LiveRun* run) {
  const History& history = source.history;
  PlantWindow window(source, layout,
                     {.now = instant_of("--at", options.at, history, history.end()),
                      .from = from,
                      .heat = options.heat,
                      .labels = options.labels,
                      .flows = options.flows,
                      .width = options.width,
                      .height = options.height,
                      .selection = selection_of(options, history),
                      .panels = options.panels,
                      .script_log = options.script_log},
                     run);
  window.run();
}

scenario::ExitCode show(const ViewOptions& options, const PanelSource& source,
                        playback::LiveRun* run) {
  const History& history = source.history;
  const FloorLayout layout = lay_out(history.plan());
  check_panels(options);
  if (options.list_views) {
    for (const std::string& name : view_names(history.plan())) std::printf("%s\n", name.c_str());
    return scenario::ExitCode::kDone;
  }
  if (options.benchmark > 0) {
    measure(options, source, layout);
    return scenario::ExitCode::kDone;
  }
  const double aspect = static_cast<double>(options.width) / options.height;
  std::optional<Viewpoint> from;
  try {
    from = viewpoint_of(options.view, history.plan(), layout, aspect);
  } catch (const std::invalid_argument& error) {
    throw UsageError(std::string("--view: ") + error.what());
  }
  if (!options.screenshot.empty()) take_screenshot(options, source, layout, *from);
  if (!options.video.empty()) take_video(options, history, layout, *from);
  if (options.screenshot.empty() && options.video.empty()) {
    open_window(options, source, layout, *from, run);
  }
  return scenario::ExitCode::kDone;
}

}  // namespace

// A run that goes on is shown as it is, even where results of an earlier one lie beside it.
scenario::ExitCode view_run(const ViewOptions& options) {
  if (playback::LiveRun::is_there(options.run)) {
    if (!options.video.empty()) {
      throw UsageError("--video: the run goes on; frames can be made when it has ended");
    }
    playback::LiveRun run(options.run);
    // Messages and findings that lie beside it are of an earlier run.
    return show(options, {run.history(), std::filesystem::path(options.run) / "live"}, &run);
  }
  const History history = History::read(log_of(options.run));
  return show(options, {history, folder_of(options.run)}, nullptr);
}

}  // namespace planttwin::view
