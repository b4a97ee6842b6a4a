#include "erp_bridge/faults/rewritten_body.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "sim/diagnostics.h"
#include "sim/json_document.h"

namespace planttwin::bridge {
namespace {

const std::string kMessage =
    R"({"events":[{"time":"2026-03-02T23:30:00.25+01:00","data":{"quantity":2.5,"revision":"B"}}]})";

std::optional<std::string> made(const std::string& program, const std::string& body = kMessage) {
  PlannedFault fault;
  fault.kind = FaultKind::kRewrite;
  fault.body = program;
  return rewritten_body(fault, {"run/1"}, body);
}

// Members in any order.
std::string sorted(const std::optional<std::string>& body) {
  sim::Diagnostics diagnostics;
  const auto document = sim::JsonDocument::parse(body.value_or(""), "body", diagnostics);
  return document ? sim::canonical_json(document->root()) : "no JSON: " + body.value_or("nothing");
}

TEST(RewrittenBody, HasAMemberLessOrOfAnotherNameOrType) {
  EXPECT_EQ(sorted(made(drift_program("data", Drift::kMissing, ""))),
            sorted(R"({"events":[{"time":"2026-03-02T23:30:00.25+01:00"}]})"));
  EXPECT_EQ(sorted(made(drift_program("quantity", Drift::kText, ""))),
            sorted(R"({"events":[{"time":"2026-03-02T23:30:00.25+01:00","data":{"quantity":"2.5",)"
                   R"("revision":"B"}}]})"));
  EXPECT_EQ(sorted(made(drift_program("quantity", Drift::kRenamed, "qty"))),
            sorted(R"({"events":[{"time":"2026-03-02T23:30:00.25+01:00","data":{"qty":2.5,)"
                   R"("revision":"B"}}]})"));
}

TEST(RewrittenBody, HasAnotherQuantity) {
  const std::string program = factor_program("q", sim::Decimal(1000, 0));
  EXPECT_EQ(sorted(made(program, R"({"q":0.25,"lines":[{"q":"-1.5"},{"q":"many"},{"q":null}]})")),
            sorted(R"({"q":250,"lines":[{"q":"-1500"},{"q":"many"},{"q":null}]})"));
}

TEST(RewrittenBody, HasAnotherValueWhereThereIsOne) {
  const std::string program = value_program("revision", R"(\(.keys) A)");
  EXPECT_EQ(sorted(made(program, R"({"revision":null,"of":{"revision":"B"}})")),
            sorted(R"({"revision":null,"of":{"revision":"\\(.keys) A"}})"));
}

TEST(RewrittenBody, HasAnInstantThatIsLaterOrEarlier) {
  EXPECT_EQ(sorted(made(shift_program("time", sim::Duration::hours(1)), kMessage)),
            sorted(R"({"events":[{"time":"2026-03-03T00:30:00.25+01:00","data":{"quantity":2.5,)"
                   R"("revision":"B"}}]})"));
  EXPECT_EQ(
      sorted(made(shift_program("date", -sim::Duration::hours(24)), R"({"date":"2026-03-01"})")),
      sorted(R"({"date":"2026-02-28"})"));
}

TEST(RewrittenBody, IsNoneWhereThereIsNothingToAlter) {
  EXPECT_EQ(made(drift_program("lot", Drift::kMissing, "")), std::nullopt);
  EXPECT_EQ(made(".body", R"({"a":1.0})"), std::nullopt);
  EXPECT_EQ(made(".body.a.b += 1", R"({"a":[]})"), std::nullopt);  // it fails
  EXPECT_EQ(made(".body", "<a/>"), std::nullopt);
}

TEST(RewrittenBody, KnowsTheKeysAndMayBeAText) {
  EXPECT_EQ(made("\"<a key='\\(.keys[0])'/>\""), "<a key='run/1'/>");
  EXPECT_EQ(made("null"), "null");
}

}  // namespace
}  // namespace planttwin::bridge
