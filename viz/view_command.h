#pragma once

#include <string>
#include <vector>

#include "scenarios/exit_code.h"
#include "viz/scene/plant_scene.h"

namespace planttwin::view {

struct ViewOptions {
  std::string run;  // the folder of a run, or its events.sqlite
  std::string at;   // "": the end
  std::string view = "overview";
  std::string screenshot;  // a PNG file
  std::string video;       // a folder for frames
  std::string from;        // of the video; "": the start
  int frames = 240;
  int benchmark = 0;  // frames to measure; 0: none
  int width = 1280;
  int height = 720;
  HeatMap heat = HeatMap::kNone;
  bool labels = true;
  bool flows = false;
  bool list_views = false;
  std::string select;      // the name of what is selected; "": nothing
  std::string panels;      // that are open: "orders,gantt"
  std::string script_log;  // of a window: a file that says what it shows
  bool quiet = false;
};

// Opens a window when neither a picture, a video nor a list is asked for. Throws UsageError,
// sim::InputError, sim::OutputError, RenderError.
scenario::ExitCode view_run(const ViewOptions& options);

// The program: parses the command line, reports errors.
int run_view_program(int argument_count, char** arguments);

}  // namespace planttwin::view
