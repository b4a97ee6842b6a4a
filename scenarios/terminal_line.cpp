#include "scenarios/terminal_line.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace planttwin::scenario {
namespace {

constexpr auto kInterval = std::chrono::milliseconds(200);
constexpr const char* kWipeLine = "\r\x1b[K";

}  // namespace

TerminalLine::TerminalLine(bool wanted)
    : active_(wanted && isatty(STDERR_FILENO) == 1), last_shown_(Clock::now()) {}

TerminalLine::~TerminalLine() {
  if (shown_) fmt::print(stderr, "{}", kWipeLine);
}

bool TerminalLine::due() const { return active_ && Clock::now() - last_shown_ >= kInterval; }

void TerminalLine::show(const std::string& text) {
  last_shown_ = Clock::now();
  shown_ = true;
  fmt::print(stderr, "{}{}", kWipeLine, text);
  std::fflush(stderr);
}

}  // namespace planttwin::scenario
