#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>
#include <regex>

#include "scenarios/usage_text.h"
#include "scenarios/version.h"
#include "sim/diagnostics.h"
#include "viz/panels/panels.h"
#include "viz/render/offscreen.h"
#include "viz/view_command.h"

namespace planttwin::view {
namespace {

using scenario::ExitCode;

constexpr const char* kExamples =
    "\nWithout --screenshot, --video and --list-views a window opens. In it: space plays and\n"
    "pauses, + and - change the speed, a click on the time line goes to an instant, the arrow\n"
    "keys step by a minute (with shift an hour, with control a day), L goes to the next late\n"
    "order, M to the next mark of the time line; 1 shows all, 2 the plan, 3 to 9 a site; the\n"
    "mouse turns, with the right button moves, with the wheel zooms; a click selects, F follows.\n"
    "\nExamples:\n"
    "  planttwin-view runs/04_three_plants/1\n"
    "  planttwin-view runs/04_three_plants/1 --screenshot plants.png --at '3 d 10 h'\n"
    "  planttwin-view runs/04_three_plants/1 --list-views\n"
    "  planttwin-view runs/04_three_plants/1 --screenshot hall.png --view site:ROCKFORD\n"
    "  planttwin-view runs/05_batch_plant/1 --screenshot heat.png --heat utilization --view plan\n"
    "  planttwin-view runs/04_three_plants/1 --screenshot saw.png --select SAW --panels gantt\n"
    "  planttwin-view runs/04_three_plants/1 --video frames --from '1 d' --at '2 d'\n"
    "\nExit codes: 0 done; 2 bad input, nothing was written; 3 there is no OpenGL to draw with;\n"
    "4 an internal error, or the picture could not be written.\n";

void read_size(const std::string& text, ViewOptions& options) {
  std::smatch match;
  if (std::regex_match(text, match, std::regex("(\\d{1,5})[xX](\\d{1,5})"))) {
    options.width = std::stoi(match[1]);
    options.height = std::stoi(match[2]);
    if (options.width >= 64 && options.height >= 64 && options.width <= 8192 &&
        options.height <= 8192) {
      return;
    }
  }
  throw scenario::UsageError("--size " + text +
                             ": expected width and height in pixels, 64 to 8192, such as 1280x720");
}

std::string panel_list() {
  std::string list;
  for (const std::string& name : panel_names()) list += (list.empty() ? "" : ", ") + name;
  return list;
}

int say(const std::exception& error, ExitCode code) {
  std::fprintf(stderr, "planttwin-view: %s\n", error.what());
  return static_cast<int>(code);
}

}  // namespace

int run_view_program(int argument_count, char** arguments) {
  CLI::App app("Shows a run of planttwin: work in process and schedule adherence in the plant.",
               "planttwin-view");
  app.set_version_flag("--version", "planttwin-view " + std::string(scenario::program_version()));
  app.footer(kExamples);
  ViewOptions options;
  std::string size = "1280x720", heat = "none";
  app.add_option(
         "RUN", options.run,
         "Folder of a run, with its events.sqlite; of planttwin drive also while it goes on")
      ->required();
  app.add_option("--screenshot", options.screenshot, "Write a picture to this PNG file");
  app.add_option("--video", options.video, "Write frames of a video into this folder");
  app.add_option("--at", options.at,
                 "The instant: '3 d 10 h' after the start, or a time in UTC "
                 "[the end]; of a video: its last");
  app.add_option("--from", options.from, "The first instant of a video [the start]");
  app.add_option("--frames", options.frames, "Frames of a video [240]")
      ->check(CLI::Range(1, 100'000));
  app.add_option("--benchmark", options.benchmark,
                 "Measure so many frames of a camera on its way around the plant")
      ->check(CLI::Range(1, 100'000));
  app.add_option("--view", options.view, "From where: overview, plan, site:ID, work_center:ID");
  app.add_flag("--list-views", options.list_views, "List the views of the plant");
  app.add_option("--size", size, "Pixels of a picture [1280x720]");
  app.add_option("--heat", heat, "Colour the floor by: none, utilization, queue, lateness")
      ->check(CLI::IsMember({"none", "utilization", "queue", "lateness"}));
  app.add_flag("--flows", options.flows, "Arrows where lots went, wider where more of them did");
  app.add_flag_callback(
      "--no-labels", [&] { options.labels = false; }, "Leave out the names in the scene");
  app.add_option("--panels", options.panels, "Panels that are open, with commas: " + panel_list());
  app.add_option("--select", options.select,
                 "Select a lot, order, work center, machine or carrier by its name");
  app.add_option("--script-log", options.script_log)->group("");
  app.add_flag("--quiet", options.quiet, "Print nothing but errors");
  try {
    app.parse(argument_count, arguments);
    static const std::map<std::string, HeatMap> kHeats = {{"none", HeatMap::kNone},
                                                          {"utilization", HeatMap::kUtilization},
                                                          {"queue", HeatMap::kQueue},
                                                          {"lateness", HeatMap::kLateness}};
    options.heat = kHeats.at(heat);
    read_size(size, options);
    return static_cast<int>(view_run(options));
  } catch (const CLI::Success& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    std::fputs(scenario::usage_text(app, error).c_str(), stderr);
    return static_cast<int>(ExitCode::kBadInput);
  } catch (const scenario::UsageError& error) {
    return say(error, ExitCode::kBadInput);
  } catch (const sim::InputError& error) {
    return say(error, ExitCode::kBadInput);
  } catch (const RenderError& error) {
    return say(error, ExitCode::kNoConnection);
  } catch (const std::exception& error) {
    return say(error, ExitCode::kInternalError);
  }
}

}  // namespace planttwin::view
