#include "erp_bridge/mapping/body_formats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/json_document.h"

namespace planttwin::bridge {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

// Without the declaration.
std::string xml(std::string_view json) {
  const std::string text = body_text(BodyFormat::kXml, json);
  return text.substr(text.find('\n') + 1);
}
std::string xml_value(std::string_view text) { return body_value(BodyFormat::kXml, text); }
std::string csv(std::string_view json) { return body_text(BodyFormat::kCsv, json); }
std::string rows(std::string_view text) { return body_value(BodyFormat::kCsv, text); }
std::string fixed(std::string_view json) { return body_text(BodyFormat::kFixedWidth, json); }
std::string form(std::string_view json) { return body_text(BodyFormat::kForm, json); }

template <class Make>
std::string fault(Make make) {
  try {
    make();
  } catch (const BodyError& error) {
    return error.what();
  }
  return "no error";
}
std::string fault_of_text(BodyFormat format, std::string_view json) {
  return fault([&] { body_text(format, json); });
}
std::string fault_of_value(BodyFormat format, std::string_view text) {
  return fault([&] { body_value(format, text); });
}

// JSON

TEST(JsonBody, IsReadWithoutWhatJqDoesNotKnow) {
  const std::string value =
      body_value(BodyFormat::kJson, "\xEF\xBB\xBF{\"b\": 1.50, /* said */ \"a\": [true]} // so");
  EXPECT_THAT(value, HasSubstr("\"b\": 1.50"));
  EXPECT_EQ(value.find("said"), std::string::npos);
  EXPECT_EQ(value.find('\xEF'), std::string::npos);
}

TEST(JsonBody, IsRefusedWithItsPlace) {
  EXPECT_THAT(fault_of_value(BodyFormat::kJson, "{\"a\":\n}"), HasSubstr("body:2:1"));
  EXPECT_THAT(fault_of_value(BodyFormat::kJson, "<html>"), HasSubstr("body:1:1"));
}

// XML

TEST(XmlBody, HasElementsInTheOrderOfTheMembers) {
  EXPECT_EQ(xml(R"({"order": {"z": 1, "a": "x", "m": {"n": true}}})"),
            "<order>\n  <z>1</z>\n  <a>x</a>\n  <m>\n    <n>true</n>\n  </m>\n</order>\n");
}

TEST(XmlBody, HasAttributesAndTheirText) {
  EXPECT_EQ(xml(R"({"a": {"@version": 1, "@x:lang": "de", "b": {"@unit": "kg", "#text": 2.5}}})"),
            "<a version=\"1\" x:lang=\"de\">\n  <b unit=\"kg\">2.5</b>\n</a>\n");
}

TEST(XmlBody, RepeatsWhatIsAnArray) {
  EXPECT_EQ(xml(R"({"a": {"b": ["1", {"c": "2"}, []], "d": []}})"),
            "<a>\n  <b>1</b>\n  <b>\n    <c>2</c>\n  </b>\n</a>\n");
}

TEST(XmlBody, HasEmptyElementsForNothing) {
  EXPECT_EQ(xml(R"({"a": {"b": null, "c": "", "d": {}}})"), "<a>\n  <b/>\n  <c/>\n  <d/>\n</a>\n");
}

TEST(XmlBody, KeepsEverySignOfATextAndOfAnAttribute) {
  EXPECT_EQ(xml(R"({"a": {"@b": "<\"&\n\t\r'>", "#text": "<\"&\n\t\r'> M\u00fcller"}})"),
            "<a b=\"&lt;&quot;&amp;&#10;&#9;&#13;'&gt;\">"
            "&lt;&quot;&amp;\n\t&#13;'&gt; M\u00fcller</a>\n");
}

TEST(XmlBody, ComesBackAsItWasWritten) {
  for (const char* json : {R"({"a":"1"})", R"({"a":{"b":["x","y"],"c":""}})",
                           R"({"a":{"b":{"c":"< & > \" ' ]]> \u00fc"}}})"}) {
    sim::Diagnostics diagnostics;
    const auto document = sim::JsonDocument::parse(json, "", diagnostics);
    const auto again =
        sim::JsonDocument::parse(xml_value(body_text(BodyFormat::kXml, json)), "", diagnostics);
    ASSERT_TRUE(document && again) << diagnostics.text();
    EXPECT_EQ(sim::canonical_json(document->root()), sim::canonical_json(again->root()));
  }
}

TEST(XmlBody, HasPlainDecimals) {
  EXPECT_EQ(xml(R"({"a": 1e-05})"), "<a>0.00001</a>\n");
  EXPECT_EQ(xml(R"({"a": 1E+17})"), "<a>100000000000000000</a>\n");
  EXPECT_EQ(xml(R"({"a": "1e-05"})"), "<a>1e-05</a>\n");
}

struct Refused {
  const char* body;
  const char* why;
};
class RefusedXml : public ::testing::TestWithParam<Refused> {};
INSTANTIATE_TEST_SUITE_P(
    , RefusedXml,
    ::testing::Values(Refused{R"("text")", "one root"}, Refused{R"({})", "one root"},
                      Refused{R"({"a": 1, "b": 2})", "one root"},
                      Refused{R"({"a": [1]})", "one root"},
                      Refused{R"({"a b": 1})", "no name of an XML element: \"a b\""},
                      Refused{R"({"a": {"@": 1}})", "no name of an XML element: \"\""},
                      Refused{R"({"a": {"1": 1}})", "no name of an XML element: \"1\""},
                      Refused{R"({"a": {"b><c": 1}})", "no name of an XML element"},
                      Refused{R"({"a": {"#text": "x", "b": 1}})", "both children and a text"},
                      Refused{R"({"a": {"@b": {"c": 1}}})", "expected a text or a number"},
                      Refused{R"({"a": "\u0001"})", "the character U+0001"}));

TEST_P(RefusedXml, IsNeverWritten) {
  EXPECT_THAT(fault_of_text(BodyFormat::kXml, GetParam().body), HasSubstr(GetParam().why));
}

TEST(XmlBody, IsReadWithoutPrefixesAndAttributes) {
  EXPECT_EQ(xml_value("<s:a xmlns:s='urn:s' x='1'><s:b>1</s:b><c> 2 </c><s:b/>t</s:a>"),
            R"({"a":{"b":["1",""],"c":" 2 "}})");
}

TEST(XmlBody, MayHaveVeryManyKindsOfElements) {
  std::string text = "<a>";
  for (int i = 0; i < 200'000; ++i) text += "<e" + std::to_string(i) + "/>";
  EXPECT_THAT(xml_value(text + "</a>"), EndsWith("\"e199999\":\"\"}}"));
}

class UnreadableXml : public ::testing::TestWithParam<Refused> {};
INSTANTIATE_TEST_SUITE_P(
    , UnreadableXml,
    ::testing::Values(Refused{"", "answer"}, Refused{"{}", "answer:1:1"},
                      Refused{"<a>\n<b></a>", "answer:2"}, Refused{"<a/><b/>", "answer:1"},
                      Refused{"<a>&unknown;</a>", "unknown"},
                      Refused{"<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>",
                              "a document type is not allowed"},
                      Refused{"<a>\xFC</a>", "answer"}));

TEST_P(UnreadableXml, IsRefusedWithItsPlace) {
  EXPECT_THAT(fault_of_value(BodyFormat::kXml, GetParam().body), HasSubstr(GetParam().why));
}

// CSV

TEST(CsvBody, QuotesWhatMustBeQuoted) {
  EXPECT_EQ(csv(R"([["a", 1, null, true], ["b,c", "d\"e", "f\r\ng", " h "]])"),
            "a,1,,true\r\n\"b,c\",\"d\"\"e\",\"f\r\ng\", h \r\n");
  EXPECT_EQ(csv(R"({"separator": ";", "rows": [["a,b", "c;d"]]})"), "a,b;\"c;d\"\r\n");
  EXPECT_EQ(csv(R"({"separator": "\t", "rows": [["a", 1e-06]]})"), "a\t0.000001\r\n");
}

// Whoever opens the file in a spreadsheet must not run what a lot is called.
TEST(CsvBody, LetsNoTextBeAFormula) {
  EXPECT_EQ(csv(R"([["=1+1", "+A1", "-A1", "@A1", "\tA", "a=1"]])"),
            "'=1+1,'+A1,'-A1,'@A1,'\tA,a=1\r\n");
  EXPECT_EQ(csv(R"([["\r=1", "=A1&\"x\""]])"), "\"'\r=1\",\"'=A1&\"\"x\"\"\"\r\n");
  EXPECT_EQ(csv(R"([[-1, "-1", "-0.5", 1e-06]])"), "-1,-1,-0.5,0.000001\r\n");
  EXPECT_EQ(csv(R"({"as_is": true, "rows": [["=1+1", "-A1"]]})"), "=1+1,-A1\r\n");
}

TEST(CsvBody, IsReadInRowsOfTexts) {
  EXPECT_EQ(rows("a,1\r\nb,\r\n"), R"([["a","1"],["b",""]])");
  EXPECT_EQ(rows("a;1,5\nb;\"2;5\""), R"([["a","1,5"],["b","2;5"]])");
  EXPECT_EQ(rows("a\tb,c\n"), R"([["a","b,c"]])");
  EXPECT_EQ(rows("\"a\"\"b\",\"c\r\nd\"\n"), R"([["a\"b","c\u000d\nd"]])");
  EXPECT_EQ(rows("one\n\ntwo"), R"([["one"],[""],["two"]])");
  EXPECT_EQ(rows(""), "[]");
}

TEST(CsvBody, IsReadWithItsByteOrderMarkAndQuotedNames) {
  EXPECT_EQ(rows("\xEF\xBB\xBF\"Item\";Qty\n"), R"([["Item","Qty"]])");
  EXPECT_EQ(rows("\"Item, new\";\"Qty\"\n"), R"([["Item, new","Qty"]])");
}

TEST(CsvBody, ComesBackAsItWasWritten) {
  const std::string json = R"([["a","b,c","d;e"],["\"","","f\ng"]])";
  EXPECT_EQ(rows(csv(json)), json);
}

class RefusedCsv : public ::testing::TestWithParam<Refused> {};
INSTANTIATE_TEST_SUITE_P(
    , RefusedCsv,
    ::testing::Values(Refused{"{}", "\"rows\" is missing"}, Refused{"7", "expected rows"},
                      Refused{"[1]", "expected a row of fields"},
                      Refused{"[[[1]]]", "expected a text or a number"},
                      Refused{R"({"separator": "", "rows": []})", "separator"},
                      Refused{R"({"separator": "ab", "rows": []})", "separator"},
                      Refused{R"({"separator": "\"", "rows": []})", "separator"},
                      Refused{R"({"separator": "\n", "rows": []})", "separator"},
                      Refused{R"({"separator": 1, "rows": []})", "separator"}));

TEST_P(RefusedCsv, IsNeverWritten) {
  EXPECT_THAT(fault_of_text(BodyFormat::kCsv, GetParam().body), HasSubstr(GetParam().why));
}

TEST(CsvBody, IsRefusedWithTheByteAtFault) {
  EXPECT_EQ(fault_of_value(BodyFormat::kCsv, "a,\"b\n"),
            "CSV: the quotes at byte 3 are never closed");
  EXPECT_EQ(fault_of_value(BodyFormat::kCsv, "\"a\"b,c\n"),
            "CSV: a text goes on behind its quotes at byte 4");
  EXPECT_EQ(fault_of_value(BodyFormat::kCsv, "a,M\xFCller\n"), "the text is not UTF-8: see byte 4");
}

// Fixed width

TEST(FixedWidthBody, FillsFieldsByCharacters) {
  EXPECT_EQ(fixed(R"([[{"text": "ab", "width": 4}, {"text": 12, "width": 6, "align": "right",
                        "fill": "0"}], [{"text": "M\u00fcller", "width": 7}, {"text": null,
                        "width": 2, "fill": "*"}]])"),
            "ab  000012\r\nM\u00fcller **\r\n");
  EXPECT_EQ(fixed(R"([[{"text": "\u00c4\u00d6\u00dc", "width": 3}]])"), "\u00c4\u00d6\u00dc\r\n");
}

class RefusedFixedWidth : public ::testing::TestWithParam<Refused> {};
INSTANTIATE_TEST_SUITE_P(
    , RefusedFixedWidth,
    ::testing::Values(Refused{R"([[{"text": "\u00e4bcd", "width": 3}]])",
                              "a field of 3 characters has no room for \"\u00e4bcd\""},
                      Refused{R"([[{"text": "a\nb", "width": 9}]])", "no line breaks"},
                      Refused{R"([[{"text": "a"}]])", "has \"text\" and \"width\""},
                      Refused{R"([["a"]])", "has \"text\" and \"width\""},
                      Refused{R"([[{"text": "a", "width": "wide"}]])", "\"width\""},
                      Refused{R"([[{"text": "", "width": -1}]])", "\"width\""},
                      Refused{R"([[{"text": "", "width": 2.5}]])", "\"width\""},
                      Refused{R"([[{"text": "", "width": 1000000000000}]])", "\"width\""},
                      Refused{R"([[{"text": "a", "width": 2, "fill": "00"}]])", "\"fill\""},
                      Refused{R"([[{"text": "a", "width": 2, "align": "rigth"}]])", "\"align\""}));

TEST_P(RefusedFixedWidth, IsNeverWritten) {
  EXPECT_THAT(fault_of_text(BodyFormat::kFixedWidth, GetParam().body), HasSubstr(GetParam().why));
}

// Forms and texts

TEST(FormBody, EscapesNamesAndValues) {
  EXPECT_EQ(
      form(R"({"grant_type": "client_credentials", "a b": "c&d=e+\u00fc", "n": 5, "z": null})"),
      "grant_type=client_credentials&a+b=c%26d%3De%2B%C3%BC&n=5&z=");
  EXPECT_EQ(form("{}"), "");
  EXPECT_THAT(fault_of_text(BodyFormat::kForm, "[1]"), HasSubstr("names and values"));
  EXPECT_THAT(fault_of_text(BodyFormat::kForm, R"({"a": [1]})"),
              HasSubstr("expected a text or a number"));
}

TEST(TextBody, IsAString) {
  EXPECT_EQ(body_text(BodyFormat::kText, R"("a\nb")"), "a\nb");
  EXPECT_EQ(body_value(BodyFormat::kText, "a\nb"), R"("a\nb")");
  EXPECT_THAT(fault_of_text(BodyFormat::kText, "[]"), HasSubstr("expected a text"));
  EXPECT_THAT(fault_of_value(BodyFormat::kText, "\xFF"), HasSubstr("not UTF-8"));
}

}  // namespace
}  // namespace planttwin::bridge
