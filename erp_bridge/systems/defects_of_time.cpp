#include <variant>

#include "erp_bridge/systems/erp_defects.h"

// Defects that show with time: what comes too late, twice, or is gone after a restart.
namespace planttwin::bridge {
namespace {

constexpr const char* kStaleRevision = "0";
constexpr sim::Duration kStall = sim::Duration::hours(3);

bool stall(Booking& booking, const BookHistory&) {
  booking.enters_after = kStall;
  return true;
}

bool leave_uncommitted(Booking& booking, const BookHistory&) {
  booking.uncommitted = true;
  return true;
}

bool take_stale_revision(Booking& booking, const BookHistory&) {
  auto& released = std::get<ProductionOrderReleased>(booking.body());
  if (released.revision == kStaleRevision) return false;
  released.revision = kStaleRevision;
  return true;
}

bool book_as_it_is(Booking&, const BookHistory&) { return true; }

}  // namespace

std::vector<ErpDefect> defects_of_time() {
  return {
      {"stalls", "acknowledges at once and books three hours later", "late", Whom::kAnyPosting,
       stall},
      {"acknowledges_before_commit",
       "loses the postings of the ten minutes before a restart: at an outage of its host, else "
       "once "
       "a day",
       "missing", Whom::kAnyPosting, leave_uncommitted},
      {"stale_revision", "releases an order by the revision `0` of its bill of material",
       "wrong_revision", Whom::kRevision, take_stale_revision},
      {"releases_late", "gives orders to plant and suppliers four hours after their release",
       "late", Whom::kGivenOrder, book_as_it_is, ErpDefect::When::kGiven},
      {"doubles_on_retry", "books again when the same key comes again", "duplicate",
       Whom::kAnyPosting, book_as_it_is, ErpDefect::When::kRepeated},
  };
}

}  // namespace planttwin::bridge
