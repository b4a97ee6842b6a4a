// The example stacks against stubs that hold them to their contracts.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>

#include "erp_bridge/formats/xml_document.h"
#include "erp_bridge/live/consignment.h"
#include "erp_bridge/live/stack_file.h"
#include "erp_bridge/mapping/mapped_system.h"
#include "erp_bridge/systems/record_json.h"
#include "sim/json_document.h"
#include "tests/erp_bridge/contract_schema.h"
#include "tests/erp_bridge/fake_sender.h"
#include "tests/support/erp_messages.h"

namespace planttwin::bridge {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

const std::string kExamples = PLANTTWIN_SOURCE_DIR "/data/stacks/examples/";

Receipt answered(int status, std::string body = "", std::vector<Header> headers = {}) {
  return FakeSender::answered(status, std::move(body), std::move(headers));
}

Message with_short_key(Message message, const std::string& partition) {
  message.envelope.short_key = "S-" + message.envelope.idempotency_key;
  message.envelope.partition_key = partition;
  return message;
}
Message issue(const std::string& key, const std::string& item = "SCREW",
              sim::Decimal quantity = {25, 1}) {
  return with_short_key(testing::message_of(key, MaterialIssued{"O1", "10", item, "L<1>", quantity,
                                                                "kg", "STORE", "O1.1"}),
                        "O1");
}
Message product(const std::string& key) {
  return with_short_key(
      testing::message_of(
          key, ProductCompleted{"O1", "PUMP", std::nullopt, {3, 0}, "pcs", "HALL", "O1.1"}),
      "O1");
}
Message closed(const std::string& key) {
  return with_short_key(testing::message_of(key, ProductionOrderClosed{"O1"}), "O1");
}

// An example stack whose systems a function stands for.
class Example {
 public:
  Example(const std::string& name, FakeSender::Answer answer, const std::string& secrets = "{}")
      : sender_(std::move(answer)) {
    sim::Diagnostics diagnostics;
    stack_ = load_stack(kExamples + name + "/stack.json", diagnostics);
    diagnostics.throw_if_any();
    system_.emplace(stack_->posting_mapping(), sender_, stack_->postings.settings, secrets);
  }

  // What becomes of messages: those that go together go in one call.
  std::vector<SystemVerdict> post(const std::vector<Message>& messages) {
    Consigner consigner(stack_->posting_mapping());
    std::vector<std::string> payloads;
    for (const Message& message : messages) {
      const Consigner::Result result = consigner.take(message);
      if (result.made) payloads.push_back(result.made->payload);
    }
    const auto& writes = stack_->posting_mapping().writes;
    return system_->post(writes.at(write_of_payload(payloads.at(0))), payloads);
  }
  SystemVerdict post_one(const Message& message) { return post({message}).front(); }

  // Numbers, keys and types of the record's documents, which must be such.
  std::vector<std::string> documents() {
    std::vector<std::string> found;
    for (const std::string& row : system_->documents("null")) {
      sim::Diagnostics diagnostics;
      const auto node = sim::JsonDocument::parse(row, "row", diagnostics);
      const auto document = document_from_json(node->root(), diagnostics);
      EXPECT_EQ(diagnostics.text(), "") << row;
      if (!document) continue;
      found.push_back(std::to_string(document->number) + " " + document->key + " " +
                      std::string(name_of(document->body)));
    }
    return found;
  }
  std::vector<std::string> stock() {
    std::vector<std::string> found;
    for (const std::string& row : system_->stock()) {
      sim::Diagnostics diagnostics;
      const auto node = sim::JsonDocument::parse(row, "row", diagnostics);
      const auto stock = stock_from_json(node->root(), diagnostics);
      EXPECT_EQ(diagnostics.text(), "") << row;
      if (stock) found.push_back(stock->item + "/" + stock->lot + " " + stock->quantity.text());
    }
    return found;
  }

  MappedSystem& system() { return *system_; }
  const FakeSender& sender() const { return sender_; }

 private:
  FakeSender sender_;
  std::optional<Stack> stack_;
  std::optional<MappedSystem> system_;
};

// Documents in XML

class XmlDocuments : public ::testing::Test {
 protected:
  Receipt answer(const Parcel& parcel) {
    if (parcel.address == "/stock") {
      return answered(200,
                      "<STOCK><ROW><MATNR>SCREW</MATNR><CHARG/><LGORT>STORE</LGORT>"
                      "<LABST>97.5</LABST></ROW></STOCK>");
    }
    if (parcel.address == "/movements?after=0") {
      return answered(200,
                      "<MOVEMENTS><MOVEMENT><MBLNR>0004900000001</MBLNR><BKTXT>K1</BKTXT>"
                      "<BWART>261</BWART><BUDAT>20250505</BUDAT><USNAM>planttwin</USNAM>"
                      "<AUFNR>O1</AUFNR><MATNR>SCREW</MATNR><CHARG/><ERFMG>2.500</ERFMG>"
                      "<ERFME>kg</ERFME><LGORT>STORE</LGORT></MOVEMENT></MOVEMENTS>");
    }
    if (parcel.method == "GET") return answered(200, "<MOVEMENTS/>");
    if (const std::string fault = schema_.fault_of(parcel.body); !fault.empty()) {
      return answered(400, fault);
    }
    sim::Diagnostics diagnostics;
    const XmlNode root = parse_xml(parcel.body, "body", diagnostics).value();
    std::string text = "<DOCUMENTS>";
    for (const XmlNode& document : root.children) {
      const std::string key = document.children[0].child("ARCKEY")->text;
      const std::string item = document.children[2].child("MATERIAL")->text;
      text += "<STATUS><ARCKEY>" + key + "</ARCKEY>";
      text += item == "GONE"   ? "<STATUS>51</STATUS><CODE>M3_305</CODE><TEXT>no item GONE</TEXT>"
              : item == "BUSY" ? "<STATUS>64</STATUS>"
                               : "<STATUS>53</STATUS>";
      text += "</STATUS>";
    }
    text += "</DOCUMENTS>";
    EXPECT_EQ(schema_.fault_of(text), "");
    return answered(200, text);
  }

  ContractSchema schema_{kExamples + "idoc-xml/goods_movement.xsd"};
  Example erp_{"idoc-xml", [this](const Parcel& parcel) { return answer(parcel); }};
};

TEST_F(XmlDocuments, AreTakenTogetherAndAnsweredOneByOne) {
  const std::vector<SystemVerdict> verdicts =
      erp_.post({issue("K1"), issue("K2", "GONE"), product("K3"), issue("K4", "BUSY")});
  ASSERT_THAT(verdicts, SizeIs(4));
  EXPECT_THAT(erp_.sender().sent, SizeIs(1));
  EXPECT_EQ(verdicts[0].is, AnswerMeaning::kAccepted) << verdicts[0].text;
  EXPECT_EQ(verdicts[1].is, AnswerMeaning::kRejected);
  EXPECT_EQ(verdicts[1].code, "M3_305");
  EXPECT_EQ(verdicts[1].text, "no item GONE");
  EXPECT_EQ(verdicts[2].is, AnswerMeaning::kAccepted);
  EXPECT_EQ(verdicts[3].is, AnswerMeaning::kRetry);
}

TEST_F(XmlDocuments, AreRefusedAgainstTheContract) {
  const SystemVerdict verdict = erp_.post_one(issue("K1", "SCREW", {12345, 4}));
  EXPECT_EQ(verdict.is, AnswerMeaning::kRejected);
  EXPECT_EQ(verdict.code, "http_400");
  EXPECT_THAT(verdict.text, HasSubstr("ENTRY_QNT"));
}

TEST_F(XmlDocuments, AreReadBack) {
  EXPECT_THAT(erp_.documents(), ElementsAre("4900000001 K1 MaterialIssued"));
  EXPECT_THAT(erp_.stock(), ElementsAre("SCREW/ 97.5"));
}

// OData

// The properties of the entity in an EDMX file.
struct Property {
  std::string type;
  bool required = false;
  std::size_t longest = 1000;
};
std::map<std::string, Property> properties_of(const std::string& path) {
  const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document(
      xmlReadFile(path.c_str(), nullptr, 0), xmlFreeDoc);
  std::map<std::string, Property> properties;
  const auto attribute = [](xmlNodePtr node, const char* name) {
    xmlChar* value = xmlGetProp(node, reinterpret_cast<const xmlChar*>(name));
    std::string text = value == nullptr ? "" : reinterpret_cast<const char*>(value);
    xmlFree(value);
    return text;
  };
  const auto visit = [&](const auto& self, xmlNodePtr node) -> void {
    for (xmlNodePtr child = xmlFirstElementChild(node); child != nullptr;
         child = xmlNextElementSibling(child)) {
      if (std::string_view(reinterpret_cast<const char*>(child->name)) == "Property") {
        Property& property = properties[attribute(child, "Name")];
        property.type = attribute(child, "Type");
        property.required = attribute(child, "Nullable") == "false";
        const std::string longest = attribute(child, "MaxLength");
        if (!longest.empty()) property.longest = std::stoul(longest);
      }
      self(self, child);
    }
  };
  visit(visit, xmlDocGetRootElement(document.get()));
  return properties;
}

class ODataService : public ::testing::Test {
 protected:
  static Receipt refused(int status, const std::string& code, const std::string& text) {
    return answered(
        status,
        json{{"error", {{"code", code}, {"message", {{"lang", "en"}, {"value", text}}}}}}.dump());
  }

  std::string fault_of(const json& body) const {
    for (const auto& [name, property] : properties_) {
      if (property.required && !body.contains(name)) return "the property " + name + " is missing";
    }
    for (const auto& [name, value] : body.items()) {
      const auto found = properties_.find(name);
      if (found == properties_.end()) return "no property " + name;
      const std::string& type = found->second.type;
      if (type != "Edm.Int32" && !value.is_string()) return name + " is no text";
      const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
      const std::regex form(type == "Edm.Decimal"    ? R"(-?\d+(\.\d{1,3})?)"
                            : type == "Edm.DateTime" ? R"(/Date\(-?\d+\)/)"
                                                     : R"([^]*)");
      if (!std::regex_match(text, form)) return name + " is no " + type;
      if (text.size() > found->second.longest) return name + " is too long";
    }
    return "";
  }

  Receipt answer(const Parcel& parcel) {
    if (header_of(parcel, "Authorization") != "Basic dHdpbjpzM2NyZXQ=")
      return answered(401, "who?");
    if (header_of(parcel, "X-CSRF-Token") == "Fetch") {
      ++fetched_;
      return answered(200, "{\"d\":{}}",
                      {{"x-csrf-token", "T" + std::to_string(token_)},
                       {"Set-Cookie", "session=" + std::to_string(token_) + "; path=/; HttpOnly"},
                       {"Set-Cookie", "route=a"}});
    }
    if (parcel.method == "GET") return read(parcel.address);
    const std::string number = std::to_string(token_);
    if (header_of(parcel, "X-CSRF-Token") != "T" + number ||
        header_of(parcel, "Cookie") != "session=" + number + "; route=a") {
      return answered(403, "token", {{"X-CSRF-Token", "Required"}});
    }
    const json body = json::parse(parcel.body);
    if (const std::string fault = fault_of(body); !fault.empty())
      return refused(400, "FORM", fault);
    if (body["Item"] == "GONE") return refused(400, "UNKNOWN_ITEM", "no item GONE");
    json row = body;
    row["Number"] = rows_.size() + 1;
    row["CreatedBy"] = "planttwin";
    rows_.push_back(row);
    return answered(201, json{{"d", row}}.dump());
  }

  // Of its own accord in pages of two, or as it is told.
  Receipt read(const std::string& address) const {
    const auto number_of = [&](const char* option, std::size_t otherwise) {
      std::smatch match;
      const std::regex form("\\$" + std::string(option) + "=(\\d+)");
      return std::regex_search(address, match, form) ? std::stoul(match[1]) : otherwise;
    };
    const std::size_t skip = number_of("skip", 0);
    const std::size_t top = has_pages_ ? 2 : number_of("top", 1000);
    std::smatch match;
    const bool by_key =
        std::regex_search(address, match, std::regex("ExternalKey%20eq%20'([^']*)'"));
    std::vector<json> found;
    for (const json& row : rows_) {
      if (!by_key || row["ExternalKey"] == match[1].str()) found.push_back(row);
    }
    json d{{"results", json::array()}};
    for (std::size_t i = skip; i < std::min(skip + top, found.size()); ++i) {
      d["results"].push_back(found[i]);
    }
    if (has_pages_ && skip + top < found.size()) {
      d["__next"] =
          "https://erp.example/odata/POSTINGS/Postings?$skip=" + std::to_string(skip + top);
    }
    return answered(200, json{{"d", d}}.dump());
  }

  std::map<std::string, Property> properties_ = properties_of(kExamples + "odata-v2/postings.edmx");
  bool has_pages_ = true;
  int token_ = 1;
  int fetched_ = 0;
  std::vector<json> rows_;
  Example erp_{"odata-v2", [this](const Parcel& parcel) { return answer(parcel); },
               R"({"password": "s3cret"})"};
};

TEST_F(ODataService, TakesPostingsWithItsToken) {
  ASSERT_THAT(properties_, SizeIs(11));
  const SystemVerdict verdict = erp_.post_one(issue("K1"));
  EXPECT_EQ(verdict.is, AnswerMeaning::kAccepted) << verdict.text;
  EXPECT_EQ(erp_.post_one(product("K2")).is, AnswerMeaning::kAccepted);
  EXPECT_EQ(fetched_, 1);
  EXPECT_EQ(rows_[0]["PostingDate"], "/Date(1746403200000)/");
}

TEST_F(ODataService, GivesANewTokenForAnOldOne) {
  erp_.post_one(issue("K1"));
  ++token_;
  const SystemVerdict verdict = erp_.post_one(issue("K2"));
  EXPECT_EQ(verdict.is, AnswerMeaning::kAccepted) << verdict.text;
  EXPECT_EQ(fetched_, 2);
  EXPECT_THAT(rows_, SizeIs(2));
}

TEST_F(ODataService, RefusesWithCodeAndText) {
  const SystemVerdict gone = erp_.post_one(issue("K1", "GONE"));
  EXPECT_EQ(gone.is, AnswerMeaning::kRejected);
  EXPECT_EQ(gone.code, "UNKNOWN_ITEM");
  EXPECT_EQ(gone.text, "post: no item GONE");
  const SystemVerdict form = erp_.post_one(issue("K2", std::string(41, 'x')));
  EXPECT_EQ(form.code, "FORM");
  EXPECT_EQ(form.text, "post: Item is too long");
}

TEST_F(ODataService, RefusesAWrongPasswordOnce) {
  Example other("odata-v2", [this](const Parcel& parcel) { return answer(parcel); });
  EXPECT_THROW(other.post_one(issue("K1")), SystemError);
  EXPECT_THAT(other.sender().sent, SizeIs(1));
}

TEST_F(ODataService, IsAskedByKeyAndReadPageByPage) {
  erp_.post_one(issue("K1"));
  erp_.post_one(product("K2"));
  erp_.post_one(issue("K3"));
  EXPECT_EQ(erp_.system().has({"K2"}), std::vector<bool>{true});
  EXPECT_EQ(erp_.system().has({"K9"}), std::vector<bool>{false});
  EXPECT_THAT(erp_.documents(),
              ElementsAre("1 K1 MaterialIssued", "2 K2 ProductCompleted", "3 K3 MaterialIssued"));
}

TEST_F(ODataService, IsReadToItsEndWithoutPagesOfItsOwn) {
  erp_.post_one(issue("K"));
  while (rows_.size() < 230) {
    rows_.push_back(rows_.back());
    rows_.back()["Number"] = rows_.size();
  }
  has_pages_ = false;
  const std::vector<std::string> documents = erp_.documents();
  ASSERT_THAT(documents, SizeIs(230));
  EXPECT_EQ(documents.back(), "230 K MaterialIssued");
  EXPECT_THAT(erp_.sender().sent, SizeIs(2 + 3));
}

// SOAP

class SoapService : public ::testing::Test {
 protected:
  static std::string envelope(const std::string& body) {
    return "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body>" + body +
           "</e:Body></e:Envelope>";
  }
  static Receipt fault(const std::string& who, const std::string& text, const std::string& code) {
    return answered(500, envelope("<e:Fault><faultcode>e:" + who + "</faultcode><faultstring>" +
                                  text + "</faultstring><detail><Refusal><Code>" + code +
                                  "</Code></Refusal></detail></e:Fault>"));
  }

  Receipt answer(const Parcel& parcel) {
    if (parcel.method == "GET") {
      return answered(200,
                      "Number;Key;Kind;PostingDate;User;Order;Item;Lot;Quantity;Unit;Location\n"
                      "1;K1;MaterialIssued;2025-05-05;planttwin;O1;SCREW;L1;2.5;kg;STORE\n");
    }
    EXPECT_THAT(parcel.content_type, StartsWith("text/xml"));
    if (const std::string wrong = schema_.fault_of(parcel.body, 2); !wrong.empty()) {
      return fault("Client", wrong, "SCHEMA");
    }
    sim::Diagnostics diagnostics;
    const XmlNode root = parse_xml(parcel.body, "body", diagnostics).value();
    const XmlNode& call = root.children[0].children[0];
    EXPECT_EQ(header_of(parcel, "SOAPAction"),
              "\"urn:planttwin:example:postings/" + call.name + "\"");
    const std::string key = call.child("Key")->text;
    std::string content;
    if (call.name == "Find") {
      content = key == "K1" ? "<Document>1</Document>" : "";
    } else {
      const std::string item = call.child("Item")->text;
      if (item == "GONE") return fault("Client", "no item GONE", "UNKNOWN_ITEM");
      if (item == "BUSY") return fault("Server", "the database is away", "");
      content = "<Document>7</Document>";
    }
    const std::string text =
        envelope("<" + call.name + "Response xmlns='urn:planttwin:example:postings'>" + content +
                 "</" + call.name + "Response>");
    EXPECT_EQ(schema_.fault_of(text, 2), "");
    return answered(200, text);
  }

  ContractSchema schema_{kExamples + "soap/postings.xsd"};
  Example erp_{"soap", [this](const Parcel& parcel) { return answer(parcel); }};
};

TEST_F(SoapService, TakesPostings) {
  EXPECT_EQ(erp_.post_one(issue("K1")).text, "");
  EXPECT_EQ(erp_.post_one(issue("K2", "SCREW", {1, 5})).is, AnswerMeaning::kAccepted);
  EXPECT_EQ(erp_.post_one(product("K&3")).is, AnswerMeaning::kAccepted);
}

TEST_F(SoapService, RefusesWithAFault) {
  const SystemVerdict gone = erp_.post_one(issue("K1", "GONE"));
  EXPECT_EQ(gone.is, AnswerMeaning::kRejected);
  EXPECT_EQ(gone.code, "UNKNOWN_ITEM");
  EXPECT_EQ(gone.text, "post: no item GONE");
  const SystemVerdict form = erp_.post_one(issue("K2", std::string(81, 'x')));
  EXPECT_EQ(form.is, AnswerMeaning::kRejected);
  EXPECT_EQ(form.code, "SCHEMA");
  EXPECT_THAT(form.text, HasSubstr("Item"));
}

TEST_F(SoapService, MayBeAskedLaterWhenItIsAtFaultItself) {
  const SystemVerdict busy = erp_.post_one(issue("K1", "BUSY"));
  EXPECT_EQ(busy.is, AnswerMeaning::kRetry);
  EXPECT_EQ(busy.text, "post: the database is away");
}

TEST_F(SoapService, IsAskedByKeyAndReadAsATable) {
  EXPECT_EQ(erp_.system().has({"K1"}), std::vector<bool>{true});
  EXPECT_EQ(erp_.system().has({"K9"}), std::vector<bool>{false});
  EXPECT_THAT(erp_.documents(), ElementsAre("1 K1 MaterialIssued"));
}

// Files

class FilesOfTables : public ::testing::Test {
 protected:
  // What a file has against its contract.
  std::string fault_of(const std::string& text) const {
    std::ifstream file(kExamples + "csv-drop/postings.columns.json");
    const json contract = json::parse(file);
    const json rows = json::parse(body_value(BodyFormat::kCsv, text));
    const json& columns = contract["columns"];
    const auto separator = contract["separator"].get<std::string>();
    if (text.substr(0, text.find('\n')).find(separator) == std::string::npos) return "separator";
    for (std::size_t row = 0; row < rows.size(); ++row) {
      if (rows[row].size() != columns.size()) return "columns of line " + std::to_string(row + 1);
      for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto name = columns[i]["name"].get<std::string>();
        const auto field = rows[row][i].get<std::string>();
        const std::regex form(columns[i]["pattern"].get<std::string>());
        if (row == 0 ? field != name : !std::regex_match(field, form)) {
          return name + " in line " + std::to_string(row + 1);
        }
      }
    }
    return rows.size() < 2 ? "no line" : "";
  }
  std::string dropped() const { return erp_.sender().sent.back().body; }

  Example erp_{"csv-drop", [](const Parcel& parcel) {
                 if (parcel.method != "GET") return answered(0);
                 return answered(200, "Item,Lot,Location,Quantity\nSCREW,,STORE,97.5\n");
               }};
};

TEST_F(FilesOfTables, HaveALineForEachPostingOfAnOrder) {
  const std::vector<SystemVerdict> verdicts =
      erp_.post({issue("K1"), issue("K2", "RESIN; new", {1, 5}), product("K3"), closed("K4")});
  ASSERT_THAT(verdicts, SizeIs(1));
  EXPECT_EQ(verdicts[0].is, AnswerMeaning::kAccepted) << verdicts[0].text;
  ASSERT_THAT(erp_.sender().sent, SizeIs(1));
  EXPECT_EQ(erp_.sender().sent[0].key, "O1");
  EXPECT_EQ(fault_of(dropped()), "");
  EXPECT_THAT(dropped(),
              HasSubstr("K2;MaterialIssued;2025-05-05;O1;\"RESIN; new\";L<1>;0.00001;kg"));
}

TEST_F(FilesOfTables, WouldShowAFaultAgainstTheContract) {
  erp_.post({with_short_key(testing::receipt("K1"), "SCREW")});
  EXPECT_EQ(fault_of(dropped()), "");
  erp_.post({issue("K1", "SCREW", {1, 7}), closed("K2")});
  EXPECT_EQ(fault_of(dropped()), "Quantity in line 2");
}

TEST_F(FilesOfTables, AreReadBack) { EXPECT_THAT(erp_.stock(), ElementsAre("SCREW/ 97.5")); }

}  // namespace
}  // namespace planttwin::bridge
