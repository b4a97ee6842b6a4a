#include "scenarios/progress.h"

#include <fmt/format.h>

#include "scenarios/human_text.h"

namespace planttwin::scenario {

std::string progress_text(sim::Duration done, sim::Duration all, std::int64_t events,
                          double wall_s) {
  std::string text;
  const bool bounded = all != sim::Duration::max();
  const double share = bounded && all.count() > 0 ? done.in_seconds() / all.in_seconds() : 0;
  if (bounded) text += fmt::format("{:.0f} % | ", 100 * share);
  text += human_duration(done.in_seconds());
  if (bounded) text += " of " + human_duration(all.in_seconds());
  if (wall_s > 0) {
    text += " | " + human_count(static_cast<double>(events) / wall_s) + " events/s";
  }
  if (bounded && share > 0 && share < 1) {
    text += " | " + human_duration(wall_s * (1 - share) / share) + " left";
  }
  return text;
}

Progress::Progress(bool wanted, sim::Time begin, sim::Time end, std::int64_t events)
    : line_(wanted), begin_(begin), end_(end), first_event_(events), started_(Clock::now()) {}

void Progress::show(sim::Time now, std::int64_t events) {
  if (!line_.due()) return;
  const sim::Duration all = end_.is_never() ? sim::Duration::max() : end_ - begin_;
  const double wall_s = std::chrono::duration<double>(Clock::now() - started_).count();
  line_.show(progress_text(now - begin_, all, events - first_event_, wall_s));
}

}  // namespace planttwin::scenario
