// Texts that are no message are refused, each with what is wrong and where.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "erp_bridge/formats/json_format.h"

namespace planttwin::bridge {
namespace {

// A purchase order with two lines: what is wrong may lie deep.
std::string order() {
  Message message;
  Envelope& envelope = message.envelope;
  envelope.id = envelope.idempotency_key = "R1/PurchaseOrder/P-1/1";
  envelope.source = "/planttwin/PUMPS";
  envelope.time = sim::parse_instant("2025-03-30T01:59:59.999999Z").value();
  envelope.run_id = "R1";
  envelope.sequence = 7;
  envelope.partition_key = "P-1";
  envelope.short_key = "Q9W1DFWF077YM";
  envelope.plant = "PUMPS";
  envelope.posting_date = "2025-03-30";
  envelope.depends_on = {"R1/MaterialMaster/SEAL/1"};
  PurchaseOrder body;
  body.purchase_order = "P-1";
  body.supplier = "ACME";
  body.lines = {{"10", "SEAL", {200, 0}, "pcs", envelope.time}, {"20", "RESIN", {125, 3}, "kg"}};
  message.body = body;
  return to_json(message);
}

// A serial number and a choice to be wrong about.
std::string completion() {
  std::string text = order();
  const std::size_t data = text.find("\"data\":");
  text = text.substr(0, data) +
         R"("data":{"order":"O-1","operation":"10","work_center":"MILL","item":"PUMP","lot":"L1",)"
         R"("quantity":2,"scrapped":0,"unit":"pcs","machine_time_s":1.5,"completion":"final",)"
         R"("serials":["S-1","S-2"]}})";
  const std::string type = "PurchaseOrder.v1";
  return text.replace(text.find(type), type.size(), "OperationCompleted.v1");
}

struct Wrong {
  const char* what;
  const char* from;
  const char* to;
  const char* said;
};

std::string faults_of(std::string text, const Wrong& wrong) {
  const std::string from = wrong.from;
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), wrong.to);
  sim::Diagnostics diagnostics;
  EXPECT_FALSE(from_json(text, diagnostics).has_value()) << text;
  return diagnostics.text();
}

void PrintTo(const Wrong& wrong, std::ostream* out) { *out << wrong.what; }

std::string test_name(const ::testing::TestParamInfo<Wrong>& wrong) {
  std::string name = wrong.param.what;
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

class MalformedOrder : public ::testing::TestWithParam<Wrong> {};

TEST_P(MalformedOrder, IsRefusedWithItsPlace) {
  const std::string said = faults_of(order(), GetParam());
  EXPECT_NE(said.find(GetParam().said), std::string::npos) << said;
}

INSTANTIATE_TEST_SUITE_P(
    Texts, MalformedOrder,
    ::testing::Values(
        Wrong{"text instead of a number", "0.125", "\"0.125\"",
              "/data/lines/1/quantity: expected a number, found the string \"0.125\""},
        Wrong{"number instead of a text", "\"SEAL\"", "4711",
              "/data/lines/0/item: expected a string, found the number 4711"},
        Wrong{"null", "\"SEAL\"", "null", "/data/lines/0/item: expected a string, found null"},
        Wrong{"a line that is none", "{\"order_line\":\"20\"", "7,{\"order_line\":\"20\"",
              "/data/lines/1: expected an object, found the number 7"},
        Wrong{"lines that are none", "\"lines\":[", "\"lines\":\"none\",\"more\":[",
              "/data/lines: expected a list, found the string \"none\""},
        Wrong{"no lines", "\"lines\":[", "\"more\":[", "/data: the member \"lines\" is missing"},
        Wrong{"no item in a line", "\"item\":\"SEAL\",", "",
              "/data/lines/0: the member \"item\" is missing"},
        Wrong{"a misspelt member", "\"supplier\"", "\"supplyer\"",
              "/data: the member \"supplier\" is missing"},
        Wrong{"a negative quantity", "0.125", "-0.125",
              "/data/lines/1/quantity: the number is negative"},
        Wrong{"too many digits", "0.125", "99999999999999999999.5", "/data/lines/1/quantity: "},
        Wrong{"too many decimals", "0.125", "0.1234567890123456789", "/data/lines/1/quantity: "},
        Wrong{"a number beyond all bounds", "0.125", "1e999", "message:1:"},
        Wrong{"an integer beyond 64 bits", ":200,", ":18446744073709551616,", "message:1:"},
        Wrong{"no number at all", "0.125", "0.1.25", "message:1:"},
        Wrong{"an instant without a zone", "999999Z\",\"runid", "999999\",\"runid", "/time: "},
        Wrong{"an instant that never was", "\"promised\":\"2025-03-30", "\"promised\":\"2025-02-30",
              "/data/lines/0/promised: "},
        Wrong{"an empty text", "\"ACME\"", "\"\"", "/data/supplier: the text is empty"},
        Wrong{"a member twice",
              "\"supplier\":", "\"supplier\":\"X\",\"supplier\":", "\"supplier\""},
        Wrong{"half a character", "SEAL\",\"quantity", "SE\xC3\",\"quantity", "UTF-8"},
        Wrong{"an overlong character", "ACME", "A\xC0\xAF", "UTF-8"},
        Wrong{"text after the end", "}]}}", "}]}} x", "message:1:"},
        Wrong{"text that breaks off", "}]}}", "}]", "message:1:"},
        Wrong{"an id that is empty", "\"R1/MaterialMaster/SEAL/1\"", "\"a  b\"",
              "/dependson: an id in the list is empty"},
        Wrong{"an escape that is none", "\"R1/MaterialMaster/SEAL/1\"", "\"a%2Fb\"",
              "/dependson: a percent sign that begins neither %20 nor %25"},
        Wrong{"a sequence below one", "\"7\"", "\"0\"", "/sequence: no positive whole number"},
        Wrong{"a body that is none", "\"data\":{", "\"data\":[],\"was\":{",
              "/data: expected an object"}),
    test_name);

class MalformedCompletion : public ::testing::TestWithParam<Wrong> {};

TEST_P(MalformedCompletion, IsRefusedWithItsPlace) {
  const std::string said = faults_of(completion(), GetParam());
  EXPECT_NE(said.find(GetParam().said), std::string::npos) << said;
}

INSTANTIATE_TEST_SUITE_P(
    Texts, MalformedCompletion,
    ::testing::Values(Wrong{"a choice that is none", "\"final\"", "\"finally\"",
                            "/data/completion: expected one of partial final"},
                      Wrong{"an empty serial", "\"S-2\"", "\"\"",
                            "/data/serials/1: the text is empty"},
                      Wrong{"a serial that is a number", "\"S-2\"", "2",
                            "/data/serials/1: expected a string, found the number 2"},
                      Wrong{"a part of a microsecond", "1.5,", "0.0000001,",
                            "/data/machine_time_s: no whole number of microseconds in 64 bits"}),
    test_name);

TEST(MalformedJson, IsRefusedWhenItNestsTooDeep) {
  sim::Diagnostics diagnostics;
  EXPECT_FALSE(from_json(std::string(100'000, '['), diagnostics).has_value());
  EXPECT_NE(diagnostics.text().find("message:1:"), std::string::npos) << diagnostics.text();
}

TEST(MalformedJson, IsToldOfAllItsFaultsAtOnce) {
  sim::Diagnostics diagnostics;
  std::string text = order();
  for (const char* name : {"\"plant\"", "\"runid\"", "\"supplier\""}) {
    text.replace(text.find(name), std::string(name).size(), "\"x" + std::string(name + 1));
  }
  EXPECT_FALSE(from_json(text, diagnostics).has_value());
  EXPECT_EQ(diagnostics.count(), 3U) << diagnostics.text();
}

}  // namespace
}  // namespace planttwin::bridge
