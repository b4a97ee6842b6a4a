#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "tests/plant_models/loading.h"

namespace planttwin::plant {
namespace {

// Broken files: texts that are no plant at all and single values that are wrong. Every error is
// expected with line, column, JSON pointer and message, and no other error.
struct BadFile {
  std::string name;
  std::string text;
  std::vector<std::string> errors;
};

std::ostream& operator<<(std::ostream& out, const BadFile& bad) { return out << bad.name; }

const std::vector<BadFile> kCases = {
    {"Truncated",
     R"({"id": "P", "materials": [{"id": "A")",
     {"1:37: /materials/A: syntax error while parsing object - unexpected end of input; expected "
      "'}'"}},
    {"Empty", "", {"1:1: the file is empty"}},
    {"NoObject", "[1, 2]", {"1:1: found an array; expected an object"}},
    {"NotUtf8",
     std::string("{\"id\": \"P\xe4"
                 "\"}",
                 12),
     {"1:10: not UTF-8: the file needs another encoding"}},
    {"Utf16",
     std::string("\xff"
                 "\xfe"
                 "{\x00"
                 "}\x00",
                 6),
     {"1:1: the file is in UTF-16; expected UTF-8"}},
    {"TrailingComma",
     R"({"id": "P",})",
     {"1:12: syntax error while parsing object key - unexpected '}'; expected string literal"}},
    {"DuplicateName",
     R"({"id": "P", "id": "Q"})",
     {R"(1:1: the member "materials" is missing)", R"(1:1: the member "routings" is missing)",
      R"(1:1: the member "work_centers" is missing)",
      R"(1:13: /id: the name "id" is used twice; first at 1:2)"}},
    {"NothingInIt",
     "{}",
     {R"(1:1: the member "id" is missing)", R"(1:1: the member "materials" is missing)",
      R"(1:1: the member "routings" is missing)", R"(1:1: the member "work_centers" is missing)"}},
    {"EmptyCollections",
     R"({"id": "P", "materials": [], "work_centers": [], "routings": []})",
     {"1:26: /materials: found an empty array; a plant needs at least one",
      "1:46: /work_centers: found an empty array; a plant needs at least one",
      "1:62: /routings: found an empty array; a plant needs at least one"}},
    {"UnknownKey",
     PlantText{.others = R"("material": [],)"}.text(),
     {R"(2:1: /material: unknown member "material"; nearest: "materials")"}},
    {"WrongTypeOfCollection",
     PlantText{.materials = R"("materials": {"A": {"unit": "pcs"}},)"}.text(),
     {"3:14: /materials: found an object; expected an array"}},
    {"WrongTypeOfElement",
     PlantText{.work_centers = R"("work_centers": [{"id": "M1"}, "M2"],)"}.text(),
     {R"(4:32: /work_centers/1: found the string "M2"; expected an object)"}},
    {"MissingId",
     PlantText{.work_centers = R"("work_centers": [{"id": "M1"}, {"name": "Second"}],)"}.text(),
     {R"(4:32: /work_centers/1: the member "id" is missing)"}},
    {"DuplicateId",
     PlantText{.work_centers = R"("work_centers": [{"id": "M1"}, {"id": "M1"}],)"}.text(),
     {R"(4:39: /work_centers/M1/id: the id "M1" is used twice; first at 4:25)"}},
    {"NoUnitStated",
     PlantText{.materials = R"("materials": [{"id": "A"}],)"}.text(),
     {R"(3:15: /materials/A: the member "unit" is missing)"}},
    {"UnknownUnit",
     PlantText{.materials = R"("materials": [{"id": "A", "unit": "psc"}],)"}.text(),
     {R"(3:35: /materials/A/unit: no unit "psc"; nearest: "pcs")"}},
    {"BuiltInUnitDefinedAgain",
     PlantText{.others = R"("units": [{"id": "kg", "decimals": 3}],)"}.text(),
     {R"(2:18: /units/kg/id: the unit "kg" is built in)"}},
    {"TooManyDecimals",
     PlantText{.others = R"("units": [{"id": "drop", "decimals": 7}],)"}.text(),
     {"2:38: /units/drop/decimals: found the number 7; expected an integer from 0 to 6"}},
    {"DurationWithoutUnit",
     PlantText{.operations = R"({"id": 10, "work_center": "M1", "time": 12, "per": "lot"})"}.text(),
     {R"(6:41: /routings/A/operations/10/time: found the number 12; a unit is needed: expected a duration such as "12 min")"}},
    {"DurationWithUnknownUnit",
     PlantText{.operations = R"({"id": 10, "work_center": "M1", "time": "12 mim", "per": "lot"})"}
         .text(),
     {R"(6:41: /routings/A/operations/10/time: no unit "mim"; expected one of w, d, h, min, s, ms, us)"}},
    {"NegativeTime",
     PlantText{.operations = R"({"id": 10, "work_center": "M1", "time": "-1 min", "per": "lot"})"}
         .text(),
     {R"(6:41: /routings/A/operations/10/time: values below 0 are possible here but make no sense; keep the distribution above 0, for instance by "truncated" with a min of 0)"}},
    {"DistributionThatMayBeNegative",
     PlantText{
         .operations =
             R"({"id": 10, "work_center": "M1", "time": {"normal": {"mean": "1 min", "sd": "1 min", "truncate": false}}, "per": "lot"})"}
         .text(),
     {R"(6:41: /routings/A/operations/10/time: values below 0 are possible here but make no sense; keep the distribution above 0, for instance by "truncated" with a min of 0)"}},
    {"UnknownDistribution",
     PlantText{
         .operations =
             R"({"id": 10, "work_center": "M1", "time": {"exponental": {"mean": "1 min"}}, "per": "lot"})"}
         .text(),
     {R"(6:42: /routings/A/operations/10/time: unknown distribution "exponental"; nearest: "exponential")"}},
    {"MissingPer",
     PlantText{.operations = R"({"id": 10, "work_center": "M1", "time": "1 min"})"}.text(),
     {R"(6:1: /routings/A/operations/10: the member "per" is missing)"}},
    {"CostInAnotherCurrency",
     PlantText{.work_centers = R"("work_centers": [{"id": "M1", "cost": "5 USD/h"}],)"}.text(),
     {R"(4:39: /work_centers/M1/cost: found the unit "USD"; expected "EUR")"}},
    {"SerialControlInFractions",
     PlantText{.materials = R"("materials": [{"id": "A", "unit": "kg", "control": "serial"}],)"}
         .text(),
     {"3:52: /materials/A/control: serial numbers need whole pieces, but amounts in kg have 3 "
      "decimals"}},
    {"UnknownOption",
     PlantText{.others = R"("options": {"blocking": "after_servce", "blockin": "x"},)"}.text(),
     {R"(2:25: /options/blocking: found "after_servce"; expected one of after_service, before_service; nearest: "after_service")",
      R"(2:41: /options/blockin: unknown member "blockin"; nearest: "blocking")"}},
    {"UnknownTimeZone",
     PlantText{.others = R"("sites": [{"id": "S", "time_zone": "Europe/Berlni"}],)"}.text(),
     {R"(2:36: /sites/S/time_zone: no time zone "Europe/Berlni"; nearest: "Europe/Berlin", "Europe/Dublin", "Europe/Jersey")"}},
};

class BadFileFiles : public testing::TestWithParam<BadFile> {};

TEST_P(BadFileFiles, YieldEveryErrorInItsPlace) {
  std::string expected;
  for (const std::string& error : GetParam().errors) expected += "plant.json:" + error + "\n";
  EXPECT_EQ(load_plant_text(GetParam().text).errors, expected);
}

INSTANTIATE_TEST_SUITE_P(Loader, BadFileFiles, testing::ValuesIn(kCases),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace planttwin::plant
