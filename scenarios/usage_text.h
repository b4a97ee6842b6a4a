#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace planttwin::scenario {

// The command that was typed as far as it was understood: "planttwin", "planttwin import jobshop".
const CLI::App& innermost(const CLI::App& app);

// What is wrong with a command line, in a sentence: an unknown command or option with the nearest
// that there is, what is missing, or what the parser said. Two lines, the second names the help.
std::string usage_text(const CLI::App& app, const CLI::ParseError& error);

}  // namespace planttwin::scenario
