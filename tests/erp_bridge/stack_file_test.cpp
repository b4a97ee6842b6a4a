#include "erp_bridge/live/stack_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <stdexcept>

#include "tests/support/temporary_file.h"

namespace planttwin::bridge {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kMapping = R"json({
  "id": "m", "write": [{"takes": ["Shipped"], "steps": [{"send": "{}"}]}],
  "read": {"stock": {"steps": [{"send": "{}"}]}, "documents": {"steps": [{"send": "{}"}]}}})json";

struct Loaded {
  explicit Loaded(const std::string& json, const std::string& mapping = kMapping) {
    const testing::TemporaryFolder folder;
    std::ofstream(folder.file("mapping.json")) << mapping;
    const std::string path = folder.file("stack.json");
    std::ofstream(path) << json;
    sim::Diagnostics diagnostics;
    stack = load_stack(path, diagnostics);
    for (const sim::Diagnostic& fault : diagnostics.all()) {
      faults.push_back(std::to_string(fault.position.line) + ":" + fault.pointer + ": " +
                       fault.message);
    }
  }
  std::optional<Stack> stack;
  std::vector<std::string> faults;
};

TEST(StackFile, ReadsWhatAStackIs) {
  const Loaded loaded(R"json({
    "id": "s", "title": "the stack", "production": false,
    "parts": [{"id": "erp", "command": ["./erp", "${erp.port}", "${scenario}"], "port": 8080,
               "environment": {"DATA": "${erp.directory}/data"}, "ready_path": "/up",
               "ready_within": "30 s"}],
    "secrets": {"password": {"environment": "ERP_PASSWORD"},
                "key": {"file": "${erp.directory}/key"}},
    "connections": [{"id": "erp", "url": "http://127.0.0.1:${erp.port}", "user": "twin",
                     "password": "password", "headers": {"X-A": "1"}, "answer_within": "2 s"},
                    {"id": "drop", "url": "file://${stack}/drop"}],
    "record": {"connection": "erp", "mapping": "mapping.json", "settings": {"company": "A"}},
    "postings": {"connection": "drop", "address": "in"},
    "workers": 4, "quiet": "1 s"})json");
  EXPECT_THAT(loaded.faults, IsEmpty());
  ASSERT_TRUE(loaded.stack.has_value());
  const Stack& stack = *loaded.stack;
  EXPECT_FALSE(stack.production);
  EXPECT_EQ(stack.parts.front().environment.at("DATA"), "${erp.directory}/data");
  EXPECT_EQ(stack.parts.front().ready_within, sim::Duration::seconds(30));
  EXPECT_EQ(stack.connections.at("erp").password_secret, "password");
  EXPECT_EQ(stack.connections.at("erp").connection.answer_within, std::chrono::seconds(2));
  EXPECT_EQ(stack.secrets.at("key").file, "${erp.directory}/key");
  EXPECT_EQ(stack.record.settings, R"({"company":"A"})");
  EXPECT_EQ(stack.postings.settings, R"({"address":"in"})");
  EXPECT_EQ(stack.posting_mapping().id, "plain");
  EXPECT_EQ(stack.workers, 4u);
}

TEST(StackFile, IsOfProductionUnlessItSaysOtherwise) {
  const Loaded loaded(R"json({"id": "s", "connections": [{"id": "erp", "url": "http://a"}],
    "record": {"connection": "erp", "mapping": "mapping.json"}})json");
  EXPECT_THAT(loaded.faults, IsEmpty());
  EXPECT_TRUE(loaded.stack->production);
  EXPECT_EQ(loaded.stack->posting_mapping().id, "m");
}

class ShippedStacks : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(, ShippedStacks, ::testing::Values("reference-erp", "tryton"));

TEST_P(ShippedStacks, HaveNoFault) {
  sim::Diagnostics diagnostics;
  load_stack(PLANTTWIN_SOURCE_DIR "/data/stacks/" + std::string(GetParam()) + "/stack.json",
             diagnostics);
  EXPECT_EQ(diagnostics.text(), "");
}

TEST(StackFile, SaysThatThereIsNoFile) {
  sim::Diagnostics diagnostics;
  EXPECT_EQ(load_stack("no/such/stack.json", diagnostics), std::nullopt);
  EXPECT_THAT(diagnostics.text(), HasSubstr("no/such/stack.json"));
}

struct Bad {
  const char* members;  // on the fourth line of the file
  const char* place;
  const char* message;
};
class BadStack : public ::testing::TestWithParam<Bad> {};
INSTANTIATE_TEST_SUITE_P(
    , BadStack,
    ::testing::Values(
        Bad{R"json("wrokers": 2)json", "4:/wrokers: ", "nearest: \"workers\""},
        Bad{R"json("workers": 0)json", "4:/workers: ", "1"},
        Bad{R"json("master": "plan")json", "4:/master: ", "nearest: \"plant\""},
        Bad{R"json("postings": {"connection": "epr", "address": "/"})json",
            "4:/postings/connection: ", "no connection \"epr\"; nearest: \"erp\""},
        Bad{R"json("answers": {"connection": "er", "address": "/"})json",
            "4:/answers/connection: ", "no connection \"er\"; nearest: \"erp\""},
        Bad{R"json("taps": [{"hop": "record", "connection": "erp", "address": "t"}])json",
            "4:/taps/0/hop: ", "nearest: \"record_in\""},
        Bad{R"json("taps": [{"hop": "record_in", "connection": "erp", "address": "/",
    "forward_to": "epr"}])json",
            "5:/taps/0/forward_to: ", "no connection \"epr\"; nearest: \"erp\""},
        Bad{R"json("taps": [{"hop": "record_in", "connection": "erp", "address": "/",
    "forward_to": "erp"}])json",
            "5:/taps/0/forward_to: ", "forward to itself"},
        Bad{R"json("answers": {"connection": "erp", "address": "${stak}/in"})json",
            "4:/answers/address: ", "nothing is called \"${stak}\"; nearest: \"stack\""},
        Bad{R"json("answers": {"connection": "erp", "address": "${stack"})json",
            "4:/answers/address: ", "without \"}\": \"${stack\""},
        Bad{R"json("parts": [{"id": "mq", "command": ["run", "${mq.prt}"]}])json",
            "4:/parts/mq/command: ", "nearest: \"mq.port\""},
        Bad{R"json("parts": [{"id": "mq", "command": []}])json",
            "4:/parts/mq/command: ", "expected a program"},
        Bad{R"json("secrets": {"key": {"environment": "A", "file": "b"}})json",
            "4:/secrets/key: ", "an \"environment\" variable or in a \"file\""},
        Bad{R"json("secrets": {"key": {}})json",
            "4:/secrets/key: ", "an \"environment\" variable or in a \"file\""},
        Bad{R"json("postings": {"connection": "erp"})json",
            "4:/postings: ", "postings need a \"mapping\", or the \"address\""},
        Bad{R"json("orders": {"from": "erp"})json", "4:/orders: ", "how to ask for orders"},
        Bad{R"json("master": "plant")json", "4:/master: ", "how it is aligned"}));

TEST_P(BadStack, IsRefusedWithPlaceAndReason) {
  const std::string text = std::string(R"json({"id": "s",
    "connections": [{"id": "erp", "url": "http://a"}],
    "record": {"connection": "erp", "mapping": "mapping.json"},
)json") + GetParam().members +
                           "}";
  EXPECT_THAT(Loaded(text).faults,
              ElementsAre(AllOf(HasSubstr(GetParam().place), HasSubstr(GetParam().message))));
}

TEST(StackFile, NamesTheSecretThatMayBeMeant) {
  EXPECT_THAT(Loaded(R"json({"id": "s", "secrets": {"password": {"environment": "P"}},
    "connections": [{"id": "erp", "url": "http://a", "password": "pasword"}],
    "record": {"connection": "erp", "mapping": "mapping.json"}})json")
                  .faults,
              ElementsAre("2:/connections/erp/password: no secret \"pasword\"; "
                          "nearest: \"password\""));
}

TEST(StackFile, ForwardsOverHttpAlone) {
  const std::string stack = R"json({"id": "s",
    "connections": [{"id": "erp", "url": "http://a"}, {"id": "door", "url": "http://b"},
                    {"id": "broker", "url": "mqtt://c"}],
    "record": {"connection": "erp", "mapping": "mapping.json"},
    "taps": [{"hop": "middleware_out", "connection": "DOOR", "address": "/", "forward_to": "erp"}]})json";
  const auto with = [&stack](const std::string& door) {
    return Loaded(std::string(stack).replace(stack.find("DOOR"), 4, door));
  };
  const Loaded good = with("door");
  EXPECT_THAT(good.faults, IsEmpty());
  EXPECT_EQ(good.stack->taps.front().forward_to, "erp");
  EXPECT_THAT(with("broker").faults,
              ElementsAre(HasSubstr("/taps/0/forward_to: only what comes over HTTP is forwarded")));
}

TEST(StackFile, KnowsASystemByItsFingerprint) {
  const std::string pin(64, 'a');
  const auto stack = [&](const std::string& url, const std::string& print) {
    return R"json({"id": "s", "connections": [{"id": "erp", "url": ")json" + url +
           R"json("}],
    "record": {"connection": "erp", "mapping": "mapping.json", "fingerprint": )json" +
           print + "}}";
  };
  constexpr const char* kReads = R"json({"id": "m", "read": {
    "stock": {"steps": [{"send": "{}"}]}, "documents": {"steps": [{"send": "{}"}]}}})json";
  const std::string whole = R"({"system": "PRD", "company": "1000", "tls_pin": ")" + pin + "\"}";
  EXPECT_THAT(Loaded(stack("https://a", whole), kReads).faults, ::testing::IsEmpty());
  EXPECT_THAT(Loaded(stack("http://a", whole), kReads).faults,
              ElementsAre(HasSubstr("/record/fingerprint/tls_pin: only connections over https")));
  EXPECT_THAT(Loaded(stack("https://a", R"({"tls_pin": "AB"})"), kReads).faults,
              ElementsAre(HasSubstr("expected 64 hexadecimal digits in lower case")));
  EXPECT_THAT(Loaded(stack("https://a", "{}"), kReads).faults,
              ElementsAre(HasSubstr("expected \"system\", \"company\" or \"tls_pin\"")));
}

TEST(StackFile, NeedsARecordThatCanBeRead) {
  EXPECT_THAT(Loaded(R"json({"id": "s", "connections": [{"id": "erp", "url": "http://a"}],
    "record": {"connection": "erp", "mapping": "mapping.json"}})json",
                     R"json({"id": "m"})json")
                  .faults,
              ElementsAre(HasSubstr("2:/record: the mapping doesn't say how documents and stock")));
}

TEST(StackFile, ReportsTheFaultsOfItsMappingsToo) {
  EXPECT_THAT(Loaded(R"json({"id": "s", "connections": [{"id": "erp", "url": "http://a"}],
    "record": {"connection": "epr", "mapping": "mapping.json"}})json",
                     R"json({"id": "m", "headers": "nothing",
    "read": {"stock": {"steps": [{"send": "{}"}]}, "documents": {"steps": [{"send": "{}"}]}}})json")
                  .faults,
              ElementsAre(HasSubstr("1:/headers: jq: nothing/0 is not defined"),
                          HasSubstr("2:/record/connection: no connection \"epr\"")));
}

TEST(StackValues, StandForTheirNames) {
  const StackValues values{{"a.port", "80"}, {"stack", "/s"}};
  EXPECT_EQ(with_values("http://h:${a.port}/${stack}${stack}$", values), "http://h:80//s/s$");
  EXPECT_EQ(with_values("", values), "");
  EXPECT_THROW(with_values("${b.port}", values), std::invalid_argument);
  EXPECT_THROW(with_values("${a.port", values), std::invalid_argument);
}

}  // namespace
}  // namespace planttwin::bridge
