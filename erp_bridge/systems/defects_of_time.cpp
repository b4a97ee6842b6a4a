#include "erp_bridge/systems/erp_defects.h"

// Defects that show with time: what comes too late, twice, or is gone after a restart.
namespace planttwin::bridge {
namespace {

constexpr sim::Duration kStall = sim::Duration::hours(3);

bool stall(Booking& booking, const BookHistory&) {
  booking.enters_after = kStall;
  return true;
}

bool leave_uncommitted(Booking& booking, const BookHistory&) {
  booking.uncommitted = true;
  return true;
}

bool book_as_it_is(Booking&, const BookHistory&) { return true; }

}  // namespace

std::vector<ErpDefect> defects_of_time() {
  return {
      {"stalls", "acknowledges at once and books three hours later", "late", Whom::kAnyPosting,
       stall},
      {"acknowledges_before_commit",
       "loses the postings of the ten minutes before a restart: at an outage of its host, else once "
       "a day",
       "missing", Whom::kAnyPosting, leave_uncommitted},
      {"doubles_on_retry", "books again when the same key comes again", "duplicate",
       Whom::kAnyPosting, book_as_it_is, ErpDefect::When::kRepeated},
  };
}

}  // namespace planttwin::bridge
