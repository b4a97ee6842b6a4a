#include "scenarios/live_files.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "tests/scenarios/program.h"

namespace planttwin::testing {
namespace {

using scenario::TapSighting;

// A program that was killed leaves half a line; what the next one hears is not lost behind it.
TEST(LiveFiles, ReadWhatTapsHaveHeardInSeveralLives) {
  const TemporaryFolder folder;
  const std::string file = folder.file("taps.jsonl");
  EXPECT_TRUE(scenario::load_sightings(file).empty());
  {
    std::ofstream out = scenario::open_sightings(file);
    scenario::save_sighting(out, {bridge::Hop::kMiddlewareIn, R"({"a": "\u00fc"})"});
    out << R"({"hop": "middleware_out", "mess)";
  }
  {
    std::ofstream out = scenario::open_sightings(file);
    scenario::save_sighting(out, {bridge::Hop::kRecordIn, "second"});
    scenario::save_passage(out, bridge::Hop::kRecordIn, "POST /messages", 200);
  }
  const std::vector<TapSighting> sightings = scenario::load_sightings(file);
  ASSERT_EQ(sightings.size(), 2U);
  EXPECT_EQ(sightings[0].hop, bridge::Hop::kMiddlewareIn);
  EXPECT_EQ(sightings[0].message, R"({"a": "\u00fc"})");
  EXPECT_EQ(sightings[1].hop, bridge::Hop::kRecordIn);
  EXPECT_EQ(sightings[1].message, "second");
}

}  // namespace
}  // namespace planttwin::testing
