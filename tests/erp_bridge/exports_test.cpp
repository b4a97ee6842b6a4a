#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "erp_bridge/exports/cell_value.h"
#include "erp_bridge/exports/csv_reader.h"
#include "erp_bridge/exports/export_table.h"
#include "erp_bridge/exports/text_encoding.h"

// Files that somebody has exported from an ERP.
namespace planttwin::bridge {
namespace {

using ::testing::HasSubstr;
using Rows = std::vector<std::vector<std::string>>;

struct Table {
  Rows rows;
  std::string faults;
};

Table read(const std::string& text, char separator = ';') {
  Table table;
  sim::Diagnostics diagnostics;
  CsvReader reader(text, "f.csv", separator, diagnostics);
  for (std::vector<CsvCell> row; reader.next(row);) {
    auto& cells = table.rows.emplace_back();
    for (const CsvCell& cell : row) cells.push_back(cell.text);
  }
  table.faults = diagnostics.text();
  return table;
}

TEST(Csv, HasQuotesSeparatorsAndLineEndsInQuotes) {
  const Table table = read("a;b\r\n\"x;\"\"y\"\"\";\"two\r\nlines\"\r\n;\r\n");
  EXPECT_EQ(table.faults, "");
  EXPECT_EQ(table.rows, (Rows{{"a", "b"}, {"x;\"y\"", "two\r\nlines"}, {"", ""}}));
}

TEST(Csv, NeedsNoLastLineEndAndPassesOverEmptyLinesAtTheEnd) {
  EXPECT_EQ(read("a;b\n1;2").rows, (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(read("a;b\n1;2\n\n\r\n").rows, (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(read("a\tb\n", '\t').rows, (Rows{{"a", "b"}}));
}

struct BadCsv {
  std::string text;
  std::string fault;
};
class MalformedCsv : public ::testing::TestWithParam<BadCsv> {};

TEST_P(MalformedCsv, IsRefusedWithItsPlace) {
  EXPECT_THAT(read(GetParam().text).faults, HasSubstr(GetParam().fault));
}

INSTANTIATE_TEST_SUITE_P(
    Each, MalformedCsv,
    ::testing::Values(BadCsv{"a;b\n1;\"x\n2;y\n", "f.csv:2:3: the quote is never closed"},
                      BadCsv{"a;b\n1\n", "f.csv:2:1: 1 columns, but the first line has 2"},
                      BadCsv{"a;b\n1;2;3\n", "f.csv:2:1: 3 columns, but the first line has 2"},
                      BadCsv{"a;b\n\n1;2\n", "f.csv:2:1: 1 columns"},
                      BadCsv{"a;b\n1;x\"y\n", "f.csv:2:4: a quote in a cell"},
                      BadCsv{"a;b\n1;\"x\"y\n", "f.csv:2:6: text behind the closing quote"},
                      BadCsv{"\xC3\xBC;b\n\xC3\xBC;\"x\"y\n", "f.csv:2:6: text behind"},
                      BadCsv{"a;b\r1;2\n", "f.csv:1:5: a carriage return without a line feed"},
                      BadCsv{"a;b\n1;" + std::string(70'000, 'x') + "\n", "f.csv:2:3: the cell is"},
                      BadCsv{"a;b\n1;\"" + std::string(70'000, 'x'), "f.csv:2:3: the cell is"}));

std::string text_of(const std::string& bytes, TextEncoding encoding) {
  sim::Diagnostics diagnostics;
  const auto text = to_utf8(bytes, encoding, "f.csv", diagnostics);
  return text ? *text : diagnostics.text();
}

TEST(Encoding, OfManyKindsBecomesUtf8) {
  EXPECT_EQ(text_of("\xEF\xBB\xBFM\xC3\xBCller", TextEncoding::kUtf8), "M\xC3\xBCller");
  EXPECT_EQ(text_of("M\xFCller \x80", TextEncoding::kWindows1252), "M\xC3\xBCller \xE2\x82\xAC");
  EXPECT_EQ(text_of("M\xFCller", TextEncoding::kLatin1), "M\xC3\xBCller");
}

TEST(Encoding, IsRefusedWhereItIsAnother) {
  EXPECT_THAT(text_of("a\nM\xFCller", TextEncoding::kUtf8), HasSubstr("f.csv:2:2: the byte 0xFC"));
  EXPECT_THAT(text_of("a\x81", TextEncoding::kWindows1252), HasSubstr("0x81"));
  EXPECT_THAT(text_of(std::string("a\nb\0c", 5), TextEncoding::kUtf8), HasSubstr(":2:2: a NUL"));
  EXPECT_THAT(text_of("\xFF\xFE"
                      "a",
                      TextEncoding::kLatin1),
              HasSubstr("UTF-16"));
}

ExportMapping german() {
  ExportMapping mapping;
  mapping.decimal = ',';
  mapping.grouping = ".";
  mapping.zone = sim::TimeZone::find("Europe/Berlin").value();
  return mapping;
}

ExportColumn column_of(const std::string& id, CellKind kind = CellKind::kText) {
  ExportColumn column;
  column.id = id;
  column.headers = {id};
  column.kind = kind;
  return column;
}

std::string value(const std::string& text, const ExportColumn& column,
                  const ExportMapping& mapping = german()) {
  const auto read = cell_value(text, column, mapping);
  return read.ok() ? read.value() : "FAULT " + read.error();
}

TEST(Cell, IsANumberAsItIsWrittenThere) {
  const ExportColumn column = column_of("n", CellKind::kNumber);
  EXPECT_EQ(value("1.234,50", column), "1234.50");
  EXPECT_EQ(value("1.234.567", column), "1234567");
  EXPECT_EQ(value("0012", column), "12");
  EXPECT_EQ(value("0,25", column), "0.25");
  EXPECT_EQ(value("3,5-", column), "-3.5");
  EXPECT_EQ(value("-3", column), "-3");
  EXPECT_EQ(value("  ", column), "null");
  for (const char* bad : {"12.34", "1.23,4", "1,2,3", "1e3", "1,", ",5", "--1", "1 234", "x", "-",
                          "1234567890123456", ".123"}) {
    EXPECT_THAT(value(bad, column), HasSubstr("FAULT")) << bad;
  }
}

TEST(Cell, IsAnInstantOfTheClocksThere) {
  ExportColumn column = column_of("t", CellKind::kInstant);
  column.formats = {DateFormat::parse("dd.MM.yyyy HH:mm").value(),
                    DateFormat::parse("yyyy-MM-ddTHH:mm:sszzz").value()};
  EXPECT_EQ(value("05.05.2025 06:00", column), "\"2025-05-05T04:00:00.000000Z\"");
  EXPECT_EQ(value("2025-05-05T06:00:00+05:30", column), "\"2025-05-05T00:30:00.000000Z\"");
  // Shown twice: the first.
  EXPECT_EQ(value("26.10.2025 02:30", column), "\"2025-10-26T00:30:00.000000Z\"");
  EXPECT_THAT(value("30.03.2025 02:30", column), HasSubstr("never show"));
  for (const char* bad : {"31.04.2025 06:00", "5.5.2025 06:00", "05.05.2025", "05.05.2025 24:00",
                          "05.05.25 06:00", "05.05.2025 06:00:00", "05/05/2025 06:00"}) {
    EXPECT_THAT(value(bad, column), HasSubstr("FAULT expected a time")) << bad;
  }
}

TEST(DateFormat, IsRefusedWhereItIsNoDate) {
  for (const char* bad : {"", "dd.MM", "dd.MM.yy", "dd.MM.yyyy hh:mm", "dd.dd.MM.yyyy"}) {
    EXPECT_FALSE(DateFormat::parse(bad).ok()) << bad;
  }
}

TEST(JsonLines, PassMembersThatNoColumnNames) {
  ExportTable table;
  table.columns = {column_of("type")};
  table.columns[0].headers = {"BWA"};
  table.columns[0].codes = {{"261", "MaterialIssued"}};
  table.program = "{type, quantity}";
  sim::Diagnostics diagnostics;
  const auto rows = read_export("{\"BWA\": 261, \"quantity\": 2.5}\n\n{\"BWA\": 262}\n{\n", true,
                                "f.jsonl", ExportMapping(), table, diagnostics);
  ASSERT_EQ(rows.rows.size(), 1U);
  EXPECT_EQ(rows.rows[0].json, "{\"type\":\"MaterialIssued\",\"quantity\":2.5}");
  EXPECT_THAT(diagnostics.text(), HasSubstr("f.jsonl:3:1: /type: no code \"262\""));
  EXPECT_THAT(diagnostics.text(), HasSubstr("f.jsonl:4:"));
}

TEST(ExportTable, SaysWhichColumnIsNotThere) {
  ExportTable table;
  table.columns = {column_of("Menge"), column_of("Charge")};
  sim::Diagnostics diagnostics;
  read_export("Mange,Charge,Charge\n", false, "f.csv", ExportMapping(), table, diagnostics);
  EXPECT_THAT(diagnostics.text(), HasSubstr("f.csv:1:1: no column \"Menge\"; nearest: \"Mange\""));
  EXPECT_THAT(diagnostics.text(), HasSubstr("f.csv:1:14: another column \"Charge\""));
}

}  // namespace
}  // namespace planttwin::bridge
