#include "scenarios/report/base64.h"

#include <gtest/gtest.h>

namespace planttwin::scenario {
namespace {

struct Case {
  std::string bytes;
  const char* text;
};
class Base64 : public ::testing::TestWithParam<Case> {};
// RFC 4648, section 10; the last one by coreutils: printf '\377\376\0\375' | base64.
INSTANTIATE_TEST_SUITE_P(, Base64,
                         ::testing::Values(Case{"", ""}, Case{"f", "Zg=="}, Case{"fo", "Zm8="},
                                           Case{"foo", "Zm9v"}, Case{"foob", "Zm9vYg=="},
                                           Case{"fooba", "Zm9vYmE="}, Case{"foobar", "Zm9vYmFy"},
                                           Case{std::string("\xFF\xFE\0\xFD", 4), "//4A/Q=="}));

TEST_P(Base64, IsThatOfTheStandard) { EXPECT_EQ(base64(GetParam().bytes), GetParam().text); }

}  // namespace
}  // namespace planttwin::scenario
