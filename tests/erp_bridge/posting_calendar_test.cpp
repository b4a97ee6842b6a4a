// The day under which something is booked is the one on the wall clocks of its site.

#include "erp_bridge/postings/posting_calendar.h"

#include <gtest/gtest.h>

#include <string>

#include "erp_bridge/embedded_bridge.h"
#include "tests/support/simulation.h"

namespace planttwin::testing {
namespace {

struct Expected {
  std::string name;
  std::string zone;
  std::string instant;
  std::string date;
};

class PostingDate : public ::testing::TestWithParam<Expected> {};

TEST_P(PostingDate, IsTheDayOfTheSite) {
  plant::Plant plant;
  plant.sites.push_back({.id = "HERE", .name = "", .time_zone = GetParam().zone});
  bridge::NameTable names;
  bridge::PostingCalendar calendar(names);
  // Days before leave something in the cache.
  const sim::UtcInstant at = sim::parse_instant(GetParam().instant).value();
  for (int days = 3; days > 0; --days) {
    calendar.day(plant, plant::SiteId(0), at - sim::Duration::days(days));
  }
  const bridge::PostingDay day = calendar.day(plant, plant::SiteId(0), at);
  EXPECT_EQ(names.text(day.date), GetParam().date);
  EXPECT_EQ(names.text(day.period), GetParam().date.substr(0, 7));
}

// Berlin puts its clocks forward on the 30th of March 2025 at 01:00 UTC and back on the 26th of
// October; its days begin at 23:00 and, in summer, at 22:00 UTC (tz database).
INSTANTIATE_TEST_SUITE_P(
    Of, PostingDate,
    ::testing::Values(
        Expected{"utc", "UTC", "2025-03-30T23:59:59Z", "2025-03-30"},
        Expected{"before_midnight_in_winter", "Europe/Berlin", "2025-03-29T22:59:59Z",
                 "2025-03-29"},
        Expected{"short_day_begins", "Europe/Berlin", "2025-03-29T23:00:00Z", "2025-03-30"},
        Expected{"short_day_ends", "Europe/Berlin", "2025-03-30T21:59:59Z", "2025-03-30"},
        Expected{"after_the_short_day", "Europe/Berlin", "2025-03-30T22:00:00Z", "2025-03-31"},
        Expected{"last_hour_of_the_month", "Europe/Berlin", "2025-03-31T21:59:59Z", "2025-03-31"},
        Expected{"next_month", "Europe/Berlin", "2025-03-31T22:00:00Z", "2025-04-01"},
        Expected{"long_day_begins", "Europe/Berlin", "2025-10-25T22:00:00Z", "2025-10-26"},
        Expected{"doubled_hour", "Europe/Berlin", "2025-10-26T01:30:00Z", "2025-10-26"},
        Expected{"long_day_ends", "Europe/Berlin", "2025-10-26T22:59:59Z", "2025-10-26"},
        Expected{"after_the_long_day", "Europe/Berlin", "2025-10-26T23:00:00Z", "2025-10-27"},
        Expected{"new_year_in_chicago", "America/Chicago", "2025-01-01T05:59:59Z", "2024-12-31"},
        Expected{"half_hours", "Asia/Kolkata", "2025-06-30T18:30:00Z", "2025-07-01"}),
    [](const ::testing::TestParamInfo<Expected>& expected) { return expected.param.name; });

// A truck every half hour through the night in which Berlin's March ends: receipts in Berlin are of
// April from 22:00 UTC on, those in Chicago, seven hours behind, still of March.
TEST(PostingDates, AreThoseOfTheSiteOfTheStock) {
  const Simulation simulation(
      R"({"id": "R", "unit": "kg", "materials": [{"id": "RESIN"}, {"id": "PART", "unit": "pcs"}],
          "sites": [{"id": "BERLIN", "time_zone": "Europe/Berlin"},
                    {"id": "CHICAGO", "time_zone": "America/Chicago"}],
          "locations": [{"id": "B", "site": "BERLIN"}, {"id": "C", "site": "CHICAGO"}],
          "work_centers": [{"id": "A", "site": "BERLIN"}],
          "routings": [{"id": "PART", "material": "PART", "operations": [
            {"id": 10, "work_center": "A", "time": "1 min", "per": "lot"}]}]})",
      R"({"start": "2025-03-31T20:00:00Z", "horizon": "4 h", "sources": [
            {"id": "TRUCK-B", "kind": "interarrival", "product": "RESIN", "quantity": "7 kg",
             "first": "1 s", "interarrival": "30 min", "location": "B"},
            {"id": "TRUCK-C", "kind": "interarrival", "product": "RESIN", "quantity": "7 kg",
             "first": "1 s", "interarrival": "30 min", "location": "C"}]})");
  plant::PlantRun run = simulation.start();
  bridge::EmbeddedBridge books(simulation.plant(), simulation.input(), "R");
  run.add_sink(books);
  run.run();
  int in_april = 0;
  int documents = 0;
  books.erp().read_documents([&](const bridge::RecordDocument& document) {
    ++documents;
    EXPECT_EQ(document.company, "R");
    const bool april =
        document.plant == "BERLIN" && sim::format_instant(document.time) >= "2025-03-31T22";
    EXPECT_EQ(document.posting_date, april ? "2025-04-01" : "2025-03-31") << document.key;
    EXPECT_EQ(document.period, april ? "2025-04" : "2025-03");
    if (april) ++in_april;
  });
  EXPECT_EQ(documents, 16);
  EXPECT_EQ(in_april, 4);
  EXPECT_EQ(books.audit(run.state()).findings.size(), 0U);
}

}  // namespace
}  // namespace planttwin::testing
