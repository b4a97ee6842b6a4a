#include "sim/landscape/coupled_driver.h"

namespace planttwin::sim {

// Before anything is sent both clocks agree; what arrives on the way there has come before it.
void CoupledDriver::tell_news(Time now) {
  while (const std::optional<LandscapeReport> report = landscape_.advance(now)) {
    correspondent_.on_report(landscape_, *report);
  }
  correspondent_.send_news(landscape_);
}

void CoupledDriver::settle(Time plant_now, Time until) {
  if (correspondent_.has_news()) tell_news(plant_now);
  for (;;) {
    const Time wake = correspondent_.wake();
    if (landscape_.idle() && wake > until) return;
    const Time next = std::min(until, wake);
    if (const std::optional<LandscapeReport> report = landscape_.advance(next)) {
      correspondent_.on_report(landscape_, *report);
    } else if (wake <= landscape_.now()) {
      correspondent_.on_wake(landscape_);
    } else {
      return;
    }
    while (correspondent_.take_input()) {
    }
  }
}

}  // namespace planttwin::sim
