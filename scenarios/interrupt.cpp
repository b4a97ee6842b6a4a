#include "scenarios/interrupt.h"

#include <csignal>

namespace planttwin::scenario {

namespace {

// The only thing that a signal handler may touch.
volatile std::sig_atomic_t interrupt_flag = 0;

extern "C" void on_interrupt(int signal) {
  interrupt_flag = 1;
  std::signal(signal, SIG_DFL);
}

}  // namespace

InterruptGuard::InterruptGuard() {
  interrupt_flag = 0;
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
}

InterruptGuard::~InterruptGuard() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

bool InterruptGuard::interrupted() const { return interrupt_flag != 0; }

}  // namespace planttwin::scenario
