#include "scenarios/report/html_report.h"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string_view>

#include "embedded/report_charts.h"
#include "embedded/report_css.h"
#include "embedded/report_findings.h"
#include "embedded/report_format.h"
#include "embedded/report_gantt.h"
#include "embedded/report_html.h"
#include "embedded/report_integration.h"
#include "embedded/report_page.h"
#include "embedded/report_recall.h"
#include "embedded/report_services.h"
#include "embedded/report_tables.h"
#include "embedded/report_value.h"
#include "embedded/report_verdict.h"
#include "scenarios/expectation.h"
#include "scenarios/json_build.h"
#include "scenarios/output_files.h"
#include "scenarios/report/base64.h"
#include "scenarios/report/flow_figures.h"
#include "scenarios/report/gantt_figure.h"
#include "scenarios/report/html_page.h"
#include "scenarios/report/integration_figures.h"
#include "scenarios/report/level_figures.h"
#include "scenarios/report/order_figures.h"
#include "sim/json_document.h"

namespace planttwin::scenario {
namespace {

sim::JsonNode picture_source(std::string_view png) {
  return png.empty() ? json_null() : json_string("data:image/png;base64," + base64(png));
}

// Empty where there is no such file.
std::string read_bytes(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// What the page shows of a result; single machines would be most of it and are left out.
sim::JsonNode shown_result(const sim::JsonNode& result) {
  JsonObject shown;
  for (const sim::JsonMember& member : result.members) {
    if (member.name != "machines") shown.add(member.name, member.value);
  }
  return shown.take();
}

std::int64_t microseconds(const sim::JsonNode& result, const std::string& pointer) {
  std::string why_not;
  const sim::JsonNode* found = find_in_result(result, pointer, why_not);
  if (found == nullptr || !found->is_number()) return 0;
  return std::llround(std::strtod(found->text.c_str(), nullptr) * 1e6);
}

sim::JsonNode load_result(const std::filesystem::path& file) {
  sim::Diagnostics diagnostics;
  const auto document = sim::JsonDocument::load(file.string(), diagnostics);
  diagnostics.throw_if_any();
  return document->root();
}

}  // namespace

sim::JsonNode report_figures(const std::filesystem::path& file, const sim::JsonNode& result) {
  sim::Database log(file, sim::Database::Mode::kReadOnly);
  const Window window{microseconds(result, "/window/from_s"), microseconds(result, "/window/to_s")};
  LotQuantities lots;
  WipFigure wip(log, window.to);
  QueueFigure queues(log, window.to);
  CycleTimeFigure cycle_times(log, window);
  MaterialFlowFigure flow(log);
  LatenessFigure lateness(log, window);
  DowntimeFigure downtime(log, window);
  GanttFigure gantt(log, window.to);
  for_each_event(log, [&](const LoggedEvent& event) {
    const LotQuantities::Outcome outcome = lots.follow(event);
    wip.on_event(event, outcome);
    queues.on_event(event);
    cycle_times.on_event(event);
    flow.on_event(event, lots);
    lateness.on_event(event);
    downtime.on_event(event);
    gantt.on_event(event);
  });
  return JsonObject()
      .add("wip", wip.take())
      .add("queues", queues.take())
      .add("cycle_times", cycle_times.take())
      .add("flow", flow.take(lots))
      .add("lateness", lateness.take())
      .add("downtime", downtime.take())
      .add("gantt", gantt.take())
      .take();
}

std::string html_report(const sim::JsonNode& result, const sim::JsonNode& figures,
                        const sim::JsonNode& integration, std::string_view picture) {
  const sim::JsonNode data = JsonObject()
                                 .add("result", shown_result(result))
                                 .add("figures", figures)
                                 .add("integration", integration)
                                 .add("picture", picture_source(picture))
                                 .take();
  const sim::JsonNode* title = result.member("title");
  return html_page(
      {embedded::report_html(),
       embedded::report_css(),
       {embedded::report_format(), embedded::report_tables(), embedded::report_charts(),
        embedded::report_gantt(), embedded::report_verdict(), embedded::report_services(),
        embedded::report_findings(), embedded::report_value(), embedded::report_recall(),
        embedded::report_integration(), embedded::report_page()}},
      title == nullptr ? "planttwin" : title->text, data);
}

void write_html_report(const std::filesystem::path& folder) {
  const sim::JsonNode result = load_result(folder / "result.json");
  const std::filesystem::path log = folder / "events.sqlite";
  const bool logged = std::filesystem::exists(log);
  const sim::JsonNode figures = logged ? report_figures(log, result) : json_null();
  const double simulated_s = static_cast<double>(microseconds(result, "/simulated_s")) / 1e6;
  write_text_file(folder / "report.html",
                  html_report(result, figures, integration_figures(folder, simulated_s),
                              read_bytes(folder / "plant.png")));
}

}  // namespace planttwin::scenario
