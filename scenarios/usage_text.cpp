#include "scenarios/usage_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "sim/diagnostics.h"

namespace planttwin::scenario {

namespace {

std::string full_name(const CLI::App& command) {
  const CLI::App* parent = command.get_parent();
  return parent == nullptr ? command.get_name() : full_name(*parent) + " " + command.get_name();
}

std::vector<std::string> command_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(sub->get_name());
  }
  return names;
}

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::string about_extra(const CLI::App& command, const std::string& extra) {
  if (extra.starts_with('-')) {
    const std::string name = extra.substr(0, extra.find('='));
    return "no option " + sim::in_quotes(name) + sim::nearest_clause(name, option_names(command));
  }
  const std::vector<std::string> commands = command_names(command);
  if (commands.empty()) return "unexpected argument " + sim::in_quotes(extra);
  return fmt::format("no command {}; expected one of {}{}", sim::in_quotes(extra),
                     fmt::join(commands, ", "), sim::nearest_clause(extra, commands));
}

std::string fault(const CLI::App& app, const CLI::App& command, const CLI::ParseError& error) {
  std::vector<std::string> extras = app.remaining(true);
  std::stable_partition(extras.begin(), extras.end(),
                        [](const std::string& extra) { return extra.starts_with('-'); });
  const bool unknown = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr;
  const bool missing = dynamic_cast<const CLI::RequiredError*>(&error) != nullptr;
  const std::vector<std::string> commands = command_names(command);
  if (!extras.empty() && (unknown || (missing && !commands.empty()))) {
    return about_extra(command, extras.front());
  }
  if (missing && !commands.empty()) {
    return fmt::format("a command is missing: one of {}", fmt::join(commands, ", "));
  }
  return error.what();
}

}  // namespace

const CLI::App& innermost(const CLI::App& app) {
  for (const CLI::App* command : app.get_subcommands(nullptr)) {
    if (command->parsed()) return innermost(*command);
  }
  return app;
}

std::string usage_text(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& command = innermost(app);
  const std::string name = full_name(command);
  return fmt::format("{}: {}\n{} --help says more\n", name, fault(app, command, error), name);
}

}  // namespace planttwin::scenario
