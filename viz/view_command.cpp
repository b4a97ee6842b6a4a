#include "viz/view_command.h"

#include <cstdio>
#include <filesystem>
#include <optional>

#include "scenarios/playback/history.h"
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

std::filesystem::path folder_of(const std::string& run) { return log_of(run).parent_path(); }

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

void take_screenshot(const ViewOptions& options, const History& history, const FloorLayout& layout,
                     const Viewpoint& from) {
  OffscreenContext context(options.width, options.height);
  Stage stage(history, layout, options.width, options.height);
  Stage::Shot shot{.now = instant_of("--at", options.at, history, history.end()),
                   .from = from,
                   .heat = options.heat,
                   .labels = options.labels,
                   .selection = selection_of(options, history)};
  Desk desk{
      .clock = PlayClock(shot.now, history.end()), .selection = shot.selection, .heat = shot.heat};
  Panels panels({history, folder_of(options.run)});
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
    stage.draw({.now = now, .from = from, .heat = options.heat, .labels = options.labels});
    char name[32];
    std::snprintf(name, sizeof name, "frame_%05d.png", i);
    write_png(context.read(), (std::filesystem::path(options.video) / name).string());
  }
  if (!options.quiet) std::printf("%s: %d frames\n", options.video.c_str(), options.frames);
}

void open_window(const ViewOptions& options, const History& history, const FloorLayout& layout,
                 const Viewpoint& from) {
  PlantWindow window({history, folder_of(options.run)}, layout,
                     {.now = instant_of("--at", options.at, history, history.end()),
                      .from = from,
                      .heat = options.heat,
                      .labels = options.labels,
                      .width = options.width,
                      .height = options.height,
                      .selection = selection_of(options, history),
                      .panels = options.panels,
                      .script_log = options.script_log});
  window.run();
}

}  // namespace

scenario::ExitCode view_run(const ViewOptions& options) {
  const History history = History::read(log_of(options.run));
  const FloorLayout layout = lay_out(history.plan());
  check_panels(options);
  if (options.list_views) {
    for (const std::string& name : view_names(history.plan())) std::printf("%s\n", name.c_str());
    return scenario::ExitCode::kDone;
  }
  const double aspect = static_cast<double>(options.width) / options.height;
  std::optional<Viewpoint> from;
  try {
    from = viewpoint_of(options.view, history.plan(), layout, aspect);
  } catch (const std::invalid_argument& error) {
    throw UsageError(std::string("--view: ") + error.what());
  }
  if (!options.screenshot.empty()) take_screenshot(options, history, layout, *from);
  if (!options.video.empty()) take_video(options, history, layout, *from);
  if (options.screenshot.empty() && options.video.empty()) {
    open_window(options, history, layout, *from);
  }
  return scenario::ExitCode::kDone;
}

}  // namespace planttwin::view
