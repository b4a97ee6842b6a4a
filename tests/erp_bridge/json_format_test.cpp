// Messages as JSON: what is written is read back, what is wrong is refused with its place, and what
// a later version adds is passed over.

#include "erp_bridge/formats/json_format.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "erp_bridge/messages/keys.h"
#include "tests/erp_bridge/random_messages.h"

namespace planttwin::bridge {
namespace {

MaterialIssued issue() {
  return {"O-1", "10", "RESIN", std::nullopt, {125, 3}, "kg", "STORE", "O-1.1"};
}

Message message_of(Body body) {
  Envelope envelope;
  envelope.id = envelope.idempotency_key = "R1/MaterialIssued/O-1%2F2/1";
  envelope.source = "/planttwin/PUMPS";
  envelope.time = sim::parse_instant("2025-03-30T01:59:59.999999Z").value();
  envelope.run_id = "R1";
  envelope.sequence = 9'007'199'254'740'993;
  envelope.partition_key = "O-1";
  envelope.short_key = short_key(envelope.id);
  envelope.plant = "PUMPS";
  envelope.posting_date = "2025-03-30";
  return {envelope, std::move(body)};
}

std::string faults_of(const std::string& text) {
  sim::Diagnostics diagnostics;
  EXPECT_FALSE(from_json(text, diagnostics).has_value()) << text;
  return diagnostics.text();
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), by);
}

TEST(JsonFormat, ReadsBackWhatItWrites) {
  for_random_messages(60, [](const Message& message) {
    const std::string text = to_json(message);
    sim::Diagnostics diagnostics;
    const std::optional<Message> read = from_json(text, diagnostics);
    ASSERT_TRUE(read.has_value()) << text << "\n" << diagnostics.text();
    EXPECT_TRUE(read->body == message.body) << text;
    EXPECT_TRUE(read->envelope == message.envelope) << text;
    EXPECT_EQ(to_json(*read), text);
  });
}

TEST(JsonFormat, IsACloudEvent) {
  const auto event = nlohmann::json::parse(to_json(message_of(issue())));
  EXPECT_EQ(event.at("specversion"), "1.0");
  EXPECT_EQ(event.at("type"), "planttwin.MaterialIssued.v1");
  EXPECT_EQ(event.at("sequence"), "9007199254740993");
  EXPECT_EQ(event.at("data").at("quantity"), 0.125);
}

TEST(JsonFormat, PassesOverWhatALaterVersionAdds) {
  const std::string text = to_json(message_of(issue()));
  sim::Diagnostics diagnostics;
  const std::string later = replaced(text, "\"data\":{", R"("colour":"red","data":{"weight":[1],)");
  EXPECT_TRUE(from_json(later, diagnostics).has_value()) << diagnostics.text();
}

TEST(JsonFormat, RefusesWhatIsNoMessageAndSaysWhere) {
  const std::string text = to_json(message_of(issue()));
  EXPECT_NE(faults_of("[]").find("expected an object"), std::string::npos);
  EXPECT_NE(faults_of("").size(), 0U);
  EXPECT_NE(faults_of(text.substr(0, text.size() - 1)).size(), 0U);
  EXPECT_NE(
      faults_of(replaced(text, "MaterialIssued.v1", "MaterialLost.v1")).find("no known message"),
      std::string::npos);
  EXPECT_NE(faults_of(replaced(text, "\"1.0\"", "\"0.3\"")).find("/specversion"),
            std::string::npos);
  EXPECT_NE(
      faults_of(replaced(text, "0.125", "-0.125")).find("/data/quantity: the number is negative"),
      std::string::npos);
  EXPECT_NE(
      faults_of(replaced(text, "0.125", "\"0.125\"")).find("/data/quantity: expected a number"),
      std::string::npos);
  EXPECT_NE(
      faults_of(replaced(text, "\"location\":\"STORE\",", "")).find("\"location\" is missing"),
      std::string::npos);
  EXPECT_NE(
      faults_of(replaced(text, "\"STORE\"", "\"\"")).find("/data/location: the text is empty"),
      std::string::npos);
  EXPECT_NE(faults_of(replaced(text, "999999Z", "999999")).find("/time"), std::string::npos);
  EXPECT_NE(faults_of(replaced(text, "\"9007199254740993\"", "\"-1\"")).find("/sequence"),
            std::string::npos);
}

TEST(Keys, AreShortUniqueAndNumberedByWhatIsAlike) {
  KeyRing ring("R1");
  const std::string business = business_key({"ORDER/1", "20", "100%"});
  EXPECT_EQ(business, "ORDER%2F1/20/100%25");
  const MessageKey first = ring.next("MaterialIssued", business);
  const MessageKey second = ring.next("MaterialIssued", business);
  EXPECT_EQ(first.long_form, "R1/MaterialIssued/ORDER%2F1/20/100%25/1");
  EXPECT_EQ(second.long_form, "R1/MaterialIssued/ORDER%2F1/20/100%25/2");
  EXPECT_EQ(first.short_form.size(), 13U);
  EXPECT_NE(first.short_form, second.short_form);
  EXPECT_EQ(first.short_form.find_first_of("ILOUilou"), std::string::npos);
  // SHA-256("abc") is ba7816bf 8f01cfea 41... (FIPS 180-2, example B.1): its bits in fives.
  EXPECT_EQ(short_key("abc"), "Q9W1DFWF077YM");
}

}  // namespace
}  // namespace planttwin::bridge
