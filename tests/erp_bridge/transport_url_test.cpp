#include "erp_bridge/transports/transport_url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace planttwin::bridge {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Read {
  const char* url;
  const char* scheme;
  const char* places;
  const char* path;
};

class ReadUrls : public ::testing::TestWithParam<Read> {};
INSTANTIATE_TEST_SUITE_P(
    , ReadUrls,
    ::testing::Values(Read{"http://127.0.0.1:8080", "http", "127.0.0.1:8080", ""},
                      Read{"HTTPS://erp.example/api/v1", "https", "erp.example:443", "/api/v1"},
                      Read{"mqtt://broker", "mqtt", "broker:1883", ""},
                      Read{"mqtts://[::1]:8884/", "mqtts", "[::1]:8884", "/"},
                      Read{"amqp://rabbit/plant%2F7", "amqp", "rabbit:5672", "/plant%2F7"},
                      Read{"amqps://rabbit", "amqps", "rabbit:5671", ""},
                      Read{"kafka://one:9093,two,[::1]", "kafka", "one:9093 two:9092 [::1]:9092",
                           ""},
                      Read{"file:///var/drop/in", "file", "", "/var/drop/in"}));

TEST_P(ReadUrls, GiveTheirParts) {
  const TransportUrl url = parse_transport_url(GetParam().url);
  std::string places;
  for (const auto& place : url.places) places += (places.empty() ? "" : " ") + place.text();
  EXPECT_EQ(url.scheme, GetParam().scheme);
  EXPECT_EQ(places, GetParam().places);
  EXPECT_EQ(url.path, GetParam().path);
}

class RefusedUrls : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(, RefusedUrls,
                         ::testing::Values("", "127.0.0.1:80", "ftp://host", "http://",
                                           "http://:80", "http://a:0", "http://a:65536",
                                           "http://a:8o", "http://a:", "http://a,b", "http://a b",
                                           "http://a/?x=1", "http://a/#x", "mqtt://[::1",
                                           "mqtt://[::1]x", "kafka://a,,b", "kafka://a,",
                                           "file://folder", "file://", "http://a/\r\nb",
                                           "http://plant:s3cret@a", "amqp://s3cret@a"));

TEST_P(RefusedUrls, NeverRepeatASecret) {
  try {
    parse_transport_url(GetParam());
    ADD_FAILURE() << "no error";
  } catch (const std::invalid_argument& error) {
    EXPECT_THAT(error.what(), Not(HasSubstr("s3cret")));
  }
}

TEST(PercentEncoding, GoesThereAndBack) {
  const std::string text("M\u00fcller/7 %\0", 12);
  EXPECT_EQ(percent_encoded("a/b c", "/"), "a/b%20c");
  EXPECT_EQ(percent_decoded(percent_encoded(text, "")), text);
  for (const char* broken : {"%", "%2", "%zz", "a%2"}) {
    EXPECT_THROW(percent_decoded(broken), std::invalid_argument);
  }
}

}  // namespace
}  // namespace planttwin::bridge
