#include "sim/json_reader.h"

#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "sim/id_table.h"

namespace planttwin::sim {
namespace {

enum class Rule { kFifo, kSpt };
constexpr std::array kRules = {NamedValue<Rule>{"fifo", Rule::kFifo},
                               NamedValue<Rule>{"spt", Rule::kSpt}};
const Unit kKilogram{.name = "kg", .decimals = 3};
const Unit kEuro{.name = "EUR", .decimals = 2};

// An index as the layers above define theirs.
class PlaceId {
 public:
  PlaceId() = default;
  explicit PlaceId(std::size_t index) : index_(static_cast<int>(index)) {}
  bool valid() const { return index_ >= 0; }
  std::size_t index() const { return static_cast<std::size_t>(index_); }

 private:
  int index_ = -1;
};

// A document with the reader of its root.
struct Input {
  explicit Input(const std::string& text)
      : document(JsonDocument::parse(text, "f", diagnostics).value_or(JsonDocument())),
        reader(document, diagnostics) {}

  Diagnostics diagnostics;
  JsonDocument document;
  JsonReader reader;
};

TEST(JsonReader, ReadsEveryKindOfMember) {
  Input in(R"({"id": 7, "name": "Pump", "on": true, "count": 3, "share": 0.25, "time": "1 h 30 min",
    "way": "1.2 m", "speed": "1.2 m/s", "mass": "2.5 kg", "stock": "2.5 kg", "cost": "60 EUR",
    "rate": "60 EUR/h", "start": "2025-01-06T06:00:00+01:00", "day": "2025-01-06", "from": "06:00",
    "zone": "Europe/Berlin", "rule": "spt", "tags": ["a", "b"]})");
  JsonReader& r = in.reader;
  EXPECT_EQ(r.id(), "7");
  EXPECT_EQ(r.required_string("name"), "Pump");
  EXPECT_TRUE(r.boolean("on"));
  EXPECT_EQ(r.integer("count", {1, 5}), 3);
  EXPECT_EQ(r.fraction("share"), Decimal(25, 2));
  EXPECT_EQ(r.duration("time"), Duration::minutes(90));
  EXPECT_EQ(r.length("way").count(), 1'200'000);
  EXPECT_EQ(r.speed("speed").time_to_cover(Length::metres(12)), Duration::seconds(10));
  EXPECT_EQ(r.mass("mass").count(), 2'500'000);
  EXPECT_EQ(r.quantity("stock", kKilogram), Quantity::steps(2500));
  EXPECT_EQ(r.money("cost", kEuro), Money::steps(6000));
  EXPECT_EQ(r.money_rate("rate", kEuro).over(Duration::minutes(1)), Money::steps(100));
  EXPECT_EQ(format_instant(r.instant("start")), "2025-01-06T05:00:00.000000Z");
  EXPECT_EQ(r.date("day"), (CivilDate{2025, 1, 6}));
  EXPECT_EQ(r.time_of_day("from"), Duration::hours(6));
  EXPECT_EQ(r.time_zone("zone").name(), "Europe/Berlin");
  EXPECT_EQ(r.enumeration("rule", kRules), Rule::kSpt);
  EXPECT_EQ(r.strings("tags"), (std::vector<std::string>{"a", "b"}));
  r.finish();
  EXPECT_TRUE(in.diagnostics.empty()) << in.diagnostics.text();
}

TEST(JsonReader, ReturnsFallbacksForAbsentMembersWithoutAnError) {
  Input in("{}");
  JsonReader& r = in.reader;
  EXPECT_EQ(r.optional_string("a", "x"), "x");
  EXPECT_TRUE(r.boolean("b", true));
  EXPECT_EQ(r.integer("c", {1, 9}, 4), 4);
  EXPECT_EQ(r.duration("d", Duration::seconds(5)), Duration::seconds(5));
  EXPECT_EQ(r.enumeration("e", kRules, Rule::kSpt), Rule::kSpt);
  EXPECT_TRUE(r.objects("f").empty());
  EXPECT_FALSE(r.optional_object("g"));
  EXPECT_FALSE(r.has("h"));
  EXPECT_TRUE(in.diagnostics.empty()) << in.diagnostics.text();
}

struct BadMember {
  std::string value;
  void (*read)(JsonReader&);
  std::string error;
};

class WrongMember : public testing::TestWithParam<BadMember> {};

TEST_P(WrongMember, IsReportedAtItsPlaceWithWhatWasFoundAndExpected) {
  Input in("{\"x\": " + GetParam().value + "}");
  GetParam().read(in.reader);
  in.reader.finish();
  EXPECT_EQ(in.diagnostics.text(), "f:1:7: /x: " + GetParam().error + "\n");
}

void read_count(JsonReader& in) { in.integer("x", {1, 5}); }
void read_time(JsonReader& in) { in.duration("x"); }
void read_share(JsonReader& in) { in.fraction("x"); }
void read_rule(JsonReader& in) { in.enumeration("x", kRules); }
void read_text(JsonReader& in) { in.required_string("x"); }
void read_objects(JsonReader& in) { in.objects("x"); }

INSTANTIATE_TEST_SUITE_P(
    Kinds, WrongMember,
    testing::Values(
        BadMember{"6", read_count, "found the number 6; expected an integer from 1 to 5"},
        BadMember{"1.0", read_count, "found the number 1.0; expected an integer from 1 to 5"},
        BadMember{"\"1\"", read_count, "found the string \"1\"; expected an integer from 1 to 5"},
        BadMember{"12", read_time,
                  "found the number 12; a unit is needed: expected a duration such as \"12 min\""},
        BadMember{"\"12\"", read_time, "a unit is needed: write \"12 min\" if that is meant"},
        BadMember{"\"-5 s\"", read_time, "found -5 s; expected a duration that is not negative"},
        BadMember{"null", read_time, "found null; expected a duration such as \"12 min\""},
        BadMember{"1.01", read_share, "found the number 1.01; expected a number from 0 to 1"},
        BadMember{"-0.01", read_share, "found the number -0.01; expected a number from 0 to 1"},
        BadMember{"\"SPT\"", read_rule,
                  "found \"SPT\"; expected one of fifo, spt; nearest: \"spt\""},
        BadMember{"\"\"", read_text, "found the string \"\"; expected a string that is not empty"},
        BadMember{"[]", read_text, "found an empty array; expected a string"},
        BadMember{"{}", read_objects, "found an empty object; expected an array"}));

TEST(JsonReader, ReportsAllErrorsInOnePass) {
  Input in(R"({"count": "two",
    "tiem": "1 h",
    "inner": 5})");
  in.reader.required_string("name");
  in.reader.integer("count", {1, 9});
  in.reader.duration("time");
  JsonReader inner = in.reader.object("inner");
  EXPECT_EQ(inner.duration("delay"), Duration());  // muted: reports nothing more
  inner.finish();
  in.reader.finish();
  EXPECT_EQ(in.diagnostics.text(),
            "f:1:1: the member \"name\" is missing\n"
            "f:1:1: the member \"time\" is missing\n"
            "f:1:11: /count: found the string \"two\"; expected an integer from 1 to 9\n"
            "f:2:5: /tiem: unknown member \"tiem\"; nearest: \"time\"\n"
            "f:3:14: /inner: found the number 5; expected an object\n");
}

TEST(JsonReader, NamesElementsByIdAndReportsASecondUse) {
  Input in(R"({"lines": [{"id": "L1", "x": 1}, {"id": 20, "x": "a"},
    {"id": "L1", "x": 3}, {"x": 4}, 5]})");
  std::vector<std::string> ids;
  for (JsonReader& line : in.reader.objects("lines")) {
    ids.push_back(line.id());
    line.integer("x", {});
    line.finish();
  }
  EXPECT_EQ(ids, (std::vector<std::string>{"L1", "20"}));
  EXPECT_EQ(in.diagnostics.text(),
            "f:1:50: /lines/20/x: found the string \"a\"; expected an integer\n"
            "f:2:12: /lines/L1/id: the id \"L1\" is used twice; first at 1:19\n"
            "f:2:27: /lines/3: the member \"id\" is missing\n"
            "f:2:37: /lines/4: found the number 5; expected an object\n");
}

TEST(JsonReader, BlamesTheCommandLineForAValueThatWasSetThere) {
  Input in(R"({"machines": 1})");
  in.document.set("/machines", "-1", in.diagnostics);
  in.document.set("/machnes", "2", in.diagnostics);
  JsonReader reader(in.document, in.diagnostics);
  reader.integer("machines", IntegerRange::at_least(1));
  reader.finish();
  EXPECT_EQ(in.diagnostics.text(),
            "--set:1:1: /machines: found the number -1; expected an integer at least 1\n"
            "--set:1:1: /machnes: unknown member \"machnes\"; nearest: \"machines\"\n");
}

TEST(IdTable, GivesDenseIndicesInOrderOfDefinition) {
  IdTable<PlaceId> table("place");
  EXPECT_EQ(table.add("B").index(), 0u);
  EXPECT_EQ(table.add("A").index(), 1u);
  EXPECT_EQ(table.add("B").index(), 0u);
  EXPECT_EQ(table.size(), 2u);
  EXPECT_EQ(table.name(PlaceId(1)), "A");
  EXPECT_FALSE(table.find("C").valid());
}

TEST(IdTable, ReportsAnUnknownReferenceWithTheNearestNames) {
  IdTable<PlaceId> table("work center");
  table.add("WC-LATHE-1");
  table.add("WC-LATHE-2");
  Input in(R"({"a": "WC-LATHE-9", "b": "WC-LATHE-2", "list": ["WC-LATHE-1", "SAW"]})");
  EXPECT_FALSE(table.resolve(in.reader, "a").valid());
  EXPECT_EQ(table.resolve(in.reader, "b").index(), 1u);
  EXPECT_FALSE(table.resolve_optional(in.reader, "c").valid());
  EXPECT_EQ(table.resolve_all(in.reader, "list").size(), 1u);
  EXPECT_EQ(in.diagnostics.text(),
            "f:1:7: /a: no work center \"WC-LATHE-9\"; nearest: \"WC-LATHE-1\", \"WC-LATHE-2\"\n"
            "f:1:63: /list/1: no work center \"SAW\"\n");
}

}  // namespace
}  // namespace planttwin::sim
