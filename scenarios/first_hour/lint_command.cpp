#include "scenarios/first_hour/lint_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <utility>
#include <vector>

#include "scenarios/first_hour/described_interface.h"
#include "scenarios/json_build.h"
#include "sim/diagnostics.h"

namespace planttwin::scenario {
namespace {

using bridge::LintFinding;
using bridge::LintSeverity;

struct LintedSystem {
  DescribedInterface interface;
  std::vector<LintFinding> findings;
};

bridge::Stack stack_of(const std::string& file) {
  sim::Diagnostics diagnostics;
  std::optional<bridge::Stack> stack = bridge::load_stack(file, diagnostics);
  diagnostics.throw_if_any();
  return *std::move(stack);
}

std::size_t count(const std::vector<LintedSystem>& systems, LintSeverity severity) {
  std::size_t sum = 0;
  for (const LintedSystem& system : systems) {
    sum += static_cast<std::size_t>(
        std::count_if(system.findings.begin(), system.findings.end(),
                      [&](const LintFinding& one) { return one.severity == severity; }));
  }
  return sum;
}

std::string counted(std::size_t count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

void print_table(const std::vector<LintedSystem>& systems) {
  for (const LintedSystem& system : systems) {
    const DescribedInterface& interface = system.interface;
    fmt::print("{} ({}), compared with {}\n", interface.mapping->title, interface.what,
               interface.document.empty() ? "nothing: no OpenAPI document" : interface.document);
    std::size_t width = 0;
    for (const LintFinding& one : system.findings) width = std::max(width, one.subject.size());
    for (const LintFinding& one : system.findings) {
      fmt::print("  {:<8} {:<16} {:<{}}  {}\n", bridge::severity_name(one.severity),
                 bridge::check_name(one.check), one.subject, width, one.text);
    }
  }
  fmt::print("{}, {}, {}\n", counted(count(systems, LintSeverity::kError), "error"),
             counted(count(systems, LintSeverity::kWarning), "warning"),
             counted(count(systems, LintSeverity::kNote), "note"));
}

sim::JsonNode to_json(const std::vector<LintedSystem>& systems) {
  JsonArray list;
  for (const LintedSystem& system : systems) {
    JsonArray findings;
    for (const LintFinding& one : system.findings) {
      findings.add(JsonObject()
                       .add("severity", json_string(bridge::severity_name(one.severity)))
                       .add("check", json_string(bridge::check_name(one.check)))
                       .add("subject", json_string(one.subject))
                       .add("text", json_string(one.text))
                       .take());
    }
    const DescribedInterface& interface = system.interface;
    list.add(JsonObject()
                 .add("system", json_string(interface.what))
                 .add("mapping", json_string(interface.mapping->id))
                 .add("openapi",
                      interface.document.empty() ? json_null() : json_string(interface.document))
                 .add("findings", findings.take())
                 .take());
  }
  const auto number = [&](LintSeverity severity) {
    return json_integer(static_cast<std::int64_t>(count(systems, severity)));
  };
  return JsonObject()
      .add("errors", number(LintSeverity::kError))
      .add("warnings", number(LintSeverity::kWarning))
      .add("notes", number(LintSeverity::kNote))
      .add("systems", list.take())
      .take();
}

}  // namespace

ExitCode lint_command(const LintOptions& options) {
  const bridge::Stack stack = stack_of(options.stack);
  std::vector<LintedSystem> systems;
  for (DescribedInterface& one : described_interfaces(stack, options.openapi)) {
    const bridge::LintInput input{*one.mapping, one.api.get(),      one.base,   one.settings,
                                  one.secrets,  one.takes_messages, one.is_read};
    std::vector<LintFinding> findings = bridge::lint_mapping(input);
    systems.push_back({std::move(one), std::move(findings)});
  }
  if (options.json) {
    fmt::print("{}", sim::pretty_json(to_json(systems)));
  } else if (!options.quiet) {
    print_table(systems);
  }
  return count(systems, LintSeverity::kError) == 0 ? ExitCode::kDone : ExitCode::kNotMet;
}

}  // namespace planttwin::scenario
