// Messages as B2MML: what is written is read back and obeys MESA's schemas, what is wrong is
// refused with its line, and nothing in a text makes the reader fetch or expand anything.

#include "erp_bridge/formats/b2mml_format.h"

#include <gtest/gtest.h>
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

#include <filesystem>
#include <memory>
#include <string>

#include "erp_bridge/formats/b2mml_slots.h"
#include "erp_bridge/formats/xml_document.h"
#include "tests/erp_bridge/random_messages.h"
#include "tests/support/shared_data.h"

namespace planttwin::bridge {
namespace {

using namespace std::string_literals;

bool travels(const Message& message) { return b2mml_kind(name_of(message.body)) != nullptr; }

Message issue() {
  Envelope envelope;
  envelope.id = envelope.idempotency_key = "R1/MaterialIssued/O-1/10/RESIN/1";
  envelope.source = "/planttwin/PUMPS";
  envelope.time = sim::parse_instant("2025-03-30T01:59:59.999999Z").value();
  envelope.run_id = "R1";
  envelope.sequence = 7;
  envelope.partition_key = "O-1";
  envelope.short_key = "Q9W1DFWF077YM";
  envelope.plant = "PUMPS";
  envelope.posting_date = "2025-03-30";
  MaterialIssued body{"O-1", "10", "RESIN", "L7", {125, 3}, "kg", "STORE", "O-1.1"};
  body.serials = {"000123", "000124"};
  return {envelope, body};
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), by);
}

std::string faults_of(const std::string& text) {
  sim::Diagnostics diagnostics;
  EXPECT_FALSE(from_b2mml(text, diagnostics).has_value()) << text;
  return diagnostics.text();
}

// MESA's schemas, compiled once.
class Schemas {
 public:
  explicit Schemas(const std::filesystem::path& path) {
    const std::unique_ptr<xmlSchemaParserCtxt, decltype(&xmlSchemaFreeParserCtxt)> parser(
        xmlSchemaNewParserCtxt(path.c_str()), xmlSchemaFreeParserCtxt);
    schema_.reset(xmlSchemaParse(parser.get()));
  }
  bool compiled() const { return schema_ != nullptr; }

  // What they say against a document; empty: nothing.
  std::string faults(const std::string& text) const {
    const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document(
        xmlReadMemory(text.data(), static_cast<int>(text.size()), "message", nullptr,
                      XML_PARSE_NONET),
        xmlFreeDoc);
    if (!document) return "not well formed";
    const std::unique_ptr<xmlSchemaValidCtxt, decltype(&xmlSchemaFreeValidCtxt)> validator(
        xmlSchemaNewValidCtxt(schema_.get()), xmlSchemaFreeValidCtxt);
    std::string found;
    xmlSchemaSetValidStructuredErrors(
        validator.get(),
        [](void* user, auto* error) {
          *static_cast<std::string*>(user) +=
              std::to_string(error->line) + ": " + std::string(error->message);
        },
        &found);
    xmlSchemaValidateDoc(validator.get(), document.get());
    return found;
  }

 private:
  std::unique_ptr<xmlSchema, decltype(&xmlSchemaFree)> schema_{nullptr, xmlSchemaFree};
};

TEST(B2mmlFormat, ReadsBackWhatItWrites) {
  int written = 0;
  for_random_messages(60, [&](const Message& message) {
    if (!travels(message)) return;
    const auto text = to_b2mml(message);
    ASSERT_TRUE(text.ok()) << text.error();
    sim::Diagnostics diagnostics;
    const std::optional<Message> read = from_b2mml(text.value(), diagnostics);
    ASSERT_TRUE(read.has_value()) << text.value() << "\n" << diagnostics.text();
    EXPECT_TRUE(read->body == message.body) << text.value();
    EXPECT_TRUE(read->envelope == message.envelope) << text.value();
    ++written;
  });
  EXPECT_EQ(written, 60 * static_cast<int>(b2mml_kinds().size()));
}

TEST(B2mmlFormat, ObeysTheSchemasOfMesa) {
  const std::string path = "schemas/b2mml/Schema/AllSchemas.xsd";
  if (!std::filesystem::exists(testing::shared_data(path))) {
    GTEST_SKIP() << testing::missing_data_text(path);
  }
  const Schemas schemas(testing::shared_data(path));
  ASSERT_TRUE(schemas.compiled());
  for_random_messages(20, [&](const Message& message) {
    if (!travels(message)) return;
    const std::string text = to_b2mml(message).value();
    ASSERT_EQ(schemas.faults(text), "") << text;
  });
  // They would notice: the order of elements is strict.
  const std::string text = to_b2mml(issue()).value();
  EXPECT_NE(schemas.faults(replaced(text, "<UnitOfMeasure>kg</UnitOfMeasure>",
                                    "<QuantityString>1</QuantityString>")),
            "");
}

TEST(B2mmlFormat, HasStandardElementsForWhatTheStandardKnows) {
  const std::string text = to_b2mml(issue()).value();
  for (const char* element :
       {"<SyncOperationsPerformance xmlns=\"http://www.mesa.org/xml/B2MML\"",
        "<BODID>R1/MaterialIssued/O-1/10/RESIN/1</BODID>",
        "<CreationDateTime>2025-03-30T01:59:59.999999Z</CreationDateTime>",
        "<OperationsRequestID>O-1</OperationsRequestID>",
        "<MaterialDefinitionID>RESIN</MaterialDefinitionID>", "<MaterialLotID>L7</MaterialLotID>",
        "<MaterialUse>Consumed</MaterialUse>", "<MaterialSubLotID>000124</MaterialSubLotID>",
        "<Location>STORE</Location>", "<QuantityString>0.125</QuantityString>"}) {
    EXPECT_NE(text.find(element), std::string::npos) << element << "\n" << text;
  }
}

TEST(B2mmlFormat, PassesOverWhatItDoesNotKnow) {
  const std::string text = to_b2mml(issue()).value();
  const std::string more =
      replaced(text, "<MaterialUse>",
               "<Description>a note</Description><x:lot xmlns:x=\"urn:x\">L8</x:lot><MaterialUse>");
  sim::Diagnostics diagnostics;
  const std::optional<Message> read = from_b2mml(more, diagnostics);
  ASSERT_TRUE(read.has_value()) << diagnostics.text();
  EXPECT_TRUE(read->body == issue().body);
}

TEST(B2mmlFormat, WritesNothingThatItCouldNotReadBack) {
  EXPECT_EQ(to_b2mml({issue().envelope, Telemetry{"PRESS", "temperature", {}}}).error(),
            "Telemetry does not travel as B2MML");
  Message message = issue();
  std::get<MaterialIssued>(message.body).unit = "k\x01g";
  EXPECT_EQ(to_b2mml(message).error(), "unit: XML can't hold the character U+0001");
  std::get<MaterialIssued>(message.body).unit = "k\xFFg";
  EXPECT_EQ(to_b2mml(message).error(), "unit: XML can't hold text that is not UTF-8");
}

struct Wrong {
  const char* what;
  const char* from;
  const char* to;
  const char* said;
};

class MalformedB2mml : public ::testing::TestWithParam<Wrong> {};

TEST_P(MalformedB2mml, IsRefusedWithItsPlace) {
  const std::string text = to_b2mml(issue()).value();
  const std::string said = faults_of(replaced(text, GetParam().from, GetParam().to));
  EXPECT_NE(said.find(GetParam().said), std::string::npos) << said;
}

INSTANTIATE_TEST_SUITE_P(
    Texts, MalformedB2mml,
    ::testing::Values(
        Wrong{"a tag that does not end", "</Sender>", "", "message:12:21: Opening and ending tag"},
        Wrong{"an unknown entity", "STORE", "&store;", "Entity 'store' not defined"},
        Wrong{"half a character", "STORE", "STO\xC3", "not proper UTF-8"},
        Wrong{"another namespace", "http://www.mesa.org/xml/B2MML", "urn:other",
              "expected the namespace http://www.mesa.org/xml/B2MML, found \"urn:other\""},
        Wrong{"no namespace", "xmlns=\"http://www.mesa.org/xml/B2MML\" ", "",
              "expected the namespace"},
        Wrong{"a type that nobody knows", "MaterialIssued.v1", "MaterialLost.v1",
              "Sender/TaskID: no message that travels as B2MML: \"planttwin.MaterialLost.v1\""},
        Wrong{"the document of another type", "MaterialIssued.v1", "LotHeld.v1",
              "LotHeld travels as SyncMaterialLot"},
        Wrong{"no item", "<MaterialDefinitionID>RESIN</MaterialDefinitionID>", "",
              "MaterialActual[item]/MaterialDefinitionID: is missing"},
        Wrong{"no time", "<CreationDateTime>2025-03-30T01:59:59.999999Z</CreationDateTime>", "",
              "ApplicationArea/CreationDateTime: is missing"},
        Wrong{"two items", "<MaterialLotID>",
              "<MaterialDefinitionID>NUT</MaterialDefinitionID><MaterialLotID>",
              "MaterialDefinitionID: occurs 2 times"},
        Wrong{"a negative quantity", "0.125", "-0.125", "QuantityString: the number is negative"},
        Wrong{"a quantity in words", "0.125", "some", "QuantityString: "},
        Wrong{"a huge quantity", "0.125", "99999999999999999999", "QuantityString: "},
        Wrong{"an empty location", "STORE", "", "StorageLocation/Location: the text is empty"},
        Wrong{"no local time", "999999Z", "999999", "CreationDateTime: "},
        Wrong{"no sequence", "planttwin.sequence", "planttwin.colour",
              "SegmentData[planttwin.sequence]/Value/ValueString: is missing"},
        Wrong{"a property twice", "planttwin.sequence", "planttwin.runid", "occurs twice"}),
    [](const ::testing::TestParamInfo<Wrong>& wrong) {
      std::string name = wrong.param.what;
      std::replace_if(
          name.begin(), name.end(), [](char c) { return c == ' '; }, '_');
      return name;
    });

TEST(B2mmlFormat, RefusesDocumentTypesBeforeAnyEntityIsExpanded) {
  const std::string text = to_b2mml(issue()).value();
  const std::string bomb = R"(<!DOCTYPE b [<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<SyncOp)";
  for (const std::string& type :
       {bomb, "<!DOCTYPE x [<!ENTITY % e SYSTEM \"file:///etc/passwd\"> %e;]>\n<SyncOp"s,
        "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">\n<SyncOp"s,
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"http://127.0.0.1:9/\">]>\n<SyncOp"s}) {
    const std::string said = faults_of(replaced(text, "<SyncOp", type));
    EXPECT_EQ(said, "message:2:1: a document type is not allowed\n");
    // So it is where the text is ill formed before.
    EXPECT_EQ(faults_of("<?xml &&&&?>\n" + type), said);
  }
}

TEST(B2mmlFormat, IsReadAsUtf8WhateverItSaysOfItself) {
  const std::string text = to_b2mml(issue()).value();
  sim::Diagnostics diagnostics;
  EXPECT_TRUE(from_b2mml("\xEF\xBB\xBF" + text, diagnostics).has_value()) << diagnostics.text();
  std::string wide = "\xFF\xFE";
  for (const char c : text) wide += {c, '\0'};
  EXPECT_NE(faults_of(wide), "");
  const std::string latin = replaced(text, "UTF-8", "ISO-8859-1");
  EXPECT_TRUE(from_b2mml(latin, diagnostics).has_value()) << diagnostics.text();
  EXPECT_NE(faults_of(replaced(latin, "STORE",
                               "Gr\xF6\xDF"
                               "e"))
                .find("not proper UTF-8"),
            std::string::npos);
}

TEST(B2mmlFormat, RefusesTextsThatAreTooDeepTooLargeOrEmpty) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  EXPECT_NE(faults_of(deep).find("nest too deep"), std::string::npos);
  EXPECT_NE(faults_of("<a>" + std::string(kMaxXmlBytes, 'x')).find("more than 8388608 bytes"),
            std::string::npos);
  EXPECT_NE(faults_of("").find("message: "), std::string::npos);
  EXPECT_NE(faults_of("{}").find("message:1:1: Start tag expected"), std::string::npos);
  const std::string text = to_b2mml(issue()).value();
  for (const std::size_t length : {text.size() - 2, text.size() / 2, std::size_t{40}}) {
    EXPECT_NE(faults_of(text.substr(0, length)), "");
  }
}

}  // namespace
}  // namespace planttwin::bridge
