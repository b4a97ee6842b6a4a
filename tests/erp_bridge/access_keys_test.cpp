// API keys: known by their digests, read from a file, and made at random.

#include "erp_bridge/systems/access_keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "erp_bridge/systems/rate_limit.h"
#include "tests/support/temporary_file.h"

namespace planttwin::testing {
namespace {

using bridge::AccessKeys;
using bridge::AccessRole;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class KeyFile : public ::testing::Test {
 protected:
  AccessKeys load(const std::string& text) {
    std::ofstream(file_.path()) << text;
    return bridge::load_access_keys(file_.path().string(), diagnostics_);
  }

  TemporaryFile file_;
  sim::Diagnostics diagnostics_;
};

// The digest is that of "abc" (FIPS 180-2, appendix B.1).
TEST_F(KeyFile, HoldsKeysAndDigestsOfKeys) {
  const AccessKeys keys = load(R"([
    {"key": "a viewer's own key", "role": "viewer"},
    {"key_sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
     "role": "operator"}])");
  EXPECT_TRUE(diagnostics_.empty()) << diagnostics_.text();
  EXPECT_EQ(keys.role("a viewer's own key"), AccessRole::kViewer);
  EXPECT_EQ(keys.role("abc"), AccessRole::kOperator);
  EXPECT_EQ(keys.role("abd"), std::nullopt);
  EXPECT_EQ(keys.role(""), std::nullopt);
}

TEST_F(KeyFile, IsRefusedWithAllThatIsWrongAndWithoutShowingKeys) {
  load(R"([{"key": "secret", "role": "viewer"}, {"key_sha256": "SECRET", "role": "operator"},
           {"role": "viewer"}, {"key": "another secret key", "role": "viewer", "rule": 1}])");
  EXPECT_EQ(diagnostics_.count(), 4U);
  EXPECT_THAT(diagnostics_.text(),
              AllOf(HasSubstr("at least 16 characters"), HasSubstr("64 hexadecimal digits"),
                    HasSubstr("either \"key\" or \"key_sha256\""), HasSubstr("\"rule\""),
                    Not(HasSubstr("secret")), Not(HasSubstr("SECRET"))));
}

TEST_F(KeyFile, IsRefusedWithoutKeys) {
  EXPECT_TRUE(load("[]").empty());
  EXPECT_EQ(diagnostics_.count(), 1U);
}

TEST(RandomKey, IsAnotherOneEachTime) {
  const std::string key = bridge::random_access_key();
  EXPECT_EQ(key.size(), 43U);
  EXPECT_NE(key, bridge::random_access_key());
}

TEST(RateLimit, LetsSoManyThroughInASecond) {
  bridge::RateLimit limit(10);
  int taken = 0;
  for (std::int64_t now_us = 0; now_us < 10'000'000; now_us += 1000) taken += limit.take(now_us);
  EXPECT_GE(taken, 100);  // ten a second
  EXPECT_LE(taken, 110);  // and ten at once at the start
  bridge::RateLimit none(0);
  EXPECT_TRUE(none.take(0) && none.take(0));
}

}  // namespace
}  // namespace planttwin::testing
