#include "sim/landscape/simgrid_landscape.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <vector>

#include "tests/support/own_process.h"

namespace planttwin::sim {
namespace {

constexpr Duration kMilliseconds20 = Duration::microseconds(20'000);

Landscape two_hosts() {
  return {{{"edge", 1, {}}, {"erp", 2, {}}}, {{"wan", 0, 1, kMilliseconds20, 1e6, {}}}};
}

Time at_seconds(double seconds) {
  return Time::from_start(Duration::microseconds(std::llround(seconds * 1e6)));
}

struct Told {
  LandscapeReport::Kind kind;
  std::uint64_t ticket;
  double at_s;
};

std::vector<Told> all_reports(LandscapeRun& run, Time until) {
  std::vector<Told> told;
  while (const auto report = run.advance(until)) {
    told.push_back({report->kind, report->ticket, run.now().in_seconds()});
  }
  return told;
}

// Latency and bytes / bandwidth: 0.02 s + 100,000 B / 1,000,000 B/s.
TEST(SimGridLandscape, CarriesAMessageInLatencyAndBytesByBandwidth) {
  in_own_process([] {
    with_simgrid(two_hosts(), [](LandscapeRun& run) {
      run.send(0, 1, 100'000, 7);
      EXPECT_FALSE(run.idle());
      const std::vector<Told> told = all_reports(run, at_seconds(10));
      ASSERT_EQ(told.size(), 1U);
      EXPECT_EQ(told[0].ticket, 7U);
      EXPECT_NEAR(told[0].at_s, 0.12, 1e-5);
      EXPECT_TRUE(run.idle());
      EXPECT_EQ(run.now(), at_seconds(10));
    });
  });
}

// Two messages at once have half of the bandwidth each: both need 0.02 + 2 * 0.1 s.
TEST(SimGridLandscape, SharesALinkBetweenMessages) {
  in_own_process([] {
    with_simgrid(two_hosts(), [](LandscapeRun& run) {
      run.send(0, 1, 100'000, 1);
      run.send(0, 1, 100'000, 2);
      const std::vector<Told> told = all_reports(run, at_seconds(10));
      ASSERT_EQ(told.size(), 2U);
      EXPECT_NEAR(told[1].at_s, 0.22, 1e-3);
    });
  });
}

// Two cores, three jobs of a second: the third begins when the first is done.
TEST(SimGridLandscape, ServesFirstComeFirstServedWithTheCoresOfAHost) {
  in_own_process([] {
    with_simgrid(two_hosts(), [](LandscapeRun& run) {
      for (std::uint64_t i = 1; i <= 3; ++i) run.work(1, Duration::seconds(1), i);
      const std::vector<Told> told = all_reports(run, at_seconds(10));
      ASSERT_EQ(told.size(), 3U);
      EXPECT_NEAR(told[0].at_s, 1, 1e-5);
      EXPECT_NEAR(told[1].at_s, 1, 1e-5);
      EXPECT_EQ(told[2].ticket, 3U);
      EXPECT_NEAR(told[2].at_s, 2, 1e-5);
    });
  });
}

TEST(SimGridLandscape, LosesWhatIsUnderWayWhenALinkFailsAndCarriesWhatComesAfterwards) {
  in_own_process([] {
    Landscape landscape = two_hosts();
    landscape.links[0].outages = {{at_seconds(1), at_seconds(2)}};
    with_simgrid(landscape, [](LandscapeRun& run) {
      EXPECT_FALSE(run.advance(at_seconds(0.95)));
      run.send(0, 1, 100'000, 1);  // would arrive at 1.07 s
      EXPECT_FALSE(run.advance(at_seconds(1.5)));
      run.send(0, 1, 100'000, 2);  // in the outage
      EXPECT_FALSE(run.advance(at_seconds(2.5)));
      EXPECT_TRUE(run.idle());
      run.send(0, 1, 100'000, 3);
      const std::vector<Told> told = all_reports(run, at_seconds(10));
      ASSERT_EQ(told.size(), 1U);
      EXPECT_EQ(told[0].ticket, 3U);
      EXPECT_NEAR(told[0].at_s, 2.62, 1e-5);
    });
  });
}

TEST(SimGridLandscape, LosesTheWorkOfAHostThatGoesDown) {
  in_own_process([] {
    Landscape landscape = two_hosts();
    landscape.hosts[1].outages = {{at_seconds(1), at_seconds(2)}};
    with_simgrid(landscape, [](LandscapeRun& run) {
      run.work(1, Duration::seconds(5), 1);
      run.send(0, 1, 1'200'000, 2);  // would arrive at 1.22 s, while the host is out
      EXPECT_FALSE(run.advance(at_seconds(3)));
      run.work(1, Duration::seconds(1), 3);
      const std::vector<Told> told = all_reports(run, at_seconds(10));
      ASSERT_EQ(told.size(), 1U);
      EXPECT_EQ(told[0].ticket, 3U);
      EXPECT_NEAR(told[0].at_s, 4, 1e-5);
    });
  });
}

TEST(SimGridLandscape, ThrowsWhatItsUserThrowsAndRunsOnceInAProcess) {
  in_own_process([] {
    EXPECT_THROW(with_simgrid(two_hosts(), [](LandscapeRun&) { throw std::range_error("mine"); }),
                 std::range_error);
    EXPECT_THROW(with_simgrid(two_hosts(), [](LandscapeRun&) {}), EngineUsed);
  });
}

}  // namespace
}  // namespace planttwin::sim
