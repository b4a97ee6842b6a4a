// The interface of the reference ERP without HTTP: who may do what, what is answered to which
// request, and that its description names all of it.

#include "erp_bridge/systems/erp_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "erp_bridge/systems/record_json.h"
#include "sim/json_document.h"
#include "tests/support/erp_messages.h"
#include "tests/support/temporary_file.h"

namespace planttwin::testing {
namespace {

using bridge::AccessKeys;
using bridge::AccessRole;
using bridge::ApiAnswer;
using bridge::ErpApi;
using json = nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kOperator = "an operator's key";
constexpr const char* kViewer = "a viewer's key";

AccessKeys keys() {
  AccessKeys keys;
  keys.add(kOperator, AccessRole::kOperator);
  keys.add(kViewer, AccessRole::kViewer);
  return keys;
}

class ErpInterface : public ::testing::Test {
 protected:
  ApiAnswer ask(const std::string& method, const std::string& path,
                std::multimap<std::string, std::string> query = {}, std::string body = "",
                std::string key = kOperator) {
    return api_.answer({method, path, std::move(query), std::move(key), std::move(body)});
  }
  json get(const std::string& path, std::multimap<std::string, std::string> query = {}) {
    const ApiAnswer answer = ask("GET", path, std::move(query), "", kViewer);
    EXPECT_EQ(answer.status, 200) << answer.json;
    return json::parse(answer.json);
  }
  ApiAnswer post(const bridge::Message& message) {
    return ask("POST", "/messages", {}, to_json(message));
  }
  std::string code(const ApiAnswer& answer) { return json::parse(answer.json).at("code"); }

  TemporaryFile file_;
  bridge::ErpService service_{small_erp(), file_.path(), [] { return sim::UtcInstant(); }};
  ErpApi api_{service_, keys()};
};

TEST_F(ErpInterface, TellsNewMessagesFromKnownOnesAndFromConflicts) {
  const ApiAnswer first = post(receipt("k", 5));
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(json::parse(first.json), json({{"key", "k"}, {"document", 1}}));
  EXPECT_EQ(post(receipt("k", 5)).status, 200);
  const ApiAnswer conflict = post(receipt("k", 6));
  EXPECT_EQ(conflict.status, 409);
  EXPECT_EQ(code(conflict), "conflict");
  const ApiAnswer refused = post(issue("out", 1000));
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(code(refused), "deficit");
}

TEST_F(ErpInterface, SaysWhereAMessageCannotBeRead) {
  const ApiAnswer broken = ask("POST", "/messages", {}, "{\n  \"id\": 1,\n}");
  EXPECT_EQ(broken.status, 400);
  EXPECT_EQ(json::parse(broken.json)["faults"][0]["line"], 3);
  json message = json::parse(to_json(receipt("k")));
  message["data"]["quantity"] = "five";
  const ApiAnswer wrong = ask("POST", "/messages", {}, message.dump());
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(json::parse(wrong.json)["faults"][0]["pointer"], "/data/quantity");
  EXPECT_EQ(ask("POST", "/messages", {}, std::string(200, '[')).status, 400);
}

TEST_F(ErpInterface, AnswersEachMessageOfABatch) {
  const std::string batch = "[" + to_json(receipt("a", 5)) + ", 7, " + to_json(issue("b", 1000)) +
                            "," + to_json(issue("c", 105)) + "," + to_json(receipt("a", 5)) + "]";
  const ApiAnswer answer = ask("POST", "/messages/batch", {}, batch);
  EXPECT_EQ(answer.status, 200);
  std::vector<int> statuses;
  const json results = json::parse(answer.json)["results"];
  for (const json& result : results) statuses.push_back(result["status"]);
  EXPECT_THAT(statuses, ElementsAre(201, 400, 422, 201, 200));
  EXPECT_EQ(get("/stock")["stock"], json::array());
  EXPECT_EQ(ask("POST", "/messages/batch", {}, "{}").status, 400);
  EXPECT_EQ(json::parse(ask("POST", "/messages/batch", {}, "[]").json)["results"], json::array());
}

TEST_F(ErpInterface, RefusesWhatIsTooLarge) {
  const std::string spaces(ErpApi::kMostBytes + 1, ' ');
  EXPECT_EQ(ask("POST", "/messages", {}, spaces).status, 413);
  EXPECT_EQ(ask("POST", "/messages/batch", {}, spaces).status, 413);
  std::string many = "[0";
  for (std::size_t i = 0; i < ErpApi::kMostMessages; ++i) many += ",0";
  EXPECT_EQ(ask("POST", "/messages/batch", {}, many + "]").status, 413);
}

TEST_F(ErpInterface, AsksForAKeyAndKnowsItsRole) {
  const std::string body = to_json(receipt("k"));
  EXPECT_EQ(ask("GET", "/stock", {}, "", "").status, 401);
  EXPECT_EQ(ask("GET", "/stock", {}, "", "a viewer's keY").status, 401);
  EXPECT_EQ(ask("POST", "/messages", {}, body, "").status, 401);
  EXPECT_EQ(ask("POST", "/messages", {}, body, kViewer).status, 403);
  EXPECT_EQ(ask("POST", "/messages/batch", {}, "[" + body + "]", kViewer).status, 403);
  EXPECT_EQ(ask("GET", "/stock", {}, "", kViewer).status, 200);
  EXPECT_EQ(ask("GET", "/health", {}, "", "").status, 200);
  EXPECT_EQ(get("/received")["highest"], 0);
}

TEST_F(ErpInterface, NamesWhatIsServedWhenSomethingElseIsAskedFor) {
  EXPECT_EQ(ask("GET", "/nothing").status, 404);
  const ApiAnswer wrong = ask("DELETE", "/stock");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_THAT(wrong.headers, ElementsAre(::testing::Pair("Allow", "GET")));
}

TEST_F(ErpInterface, LimitsTheRate) {
  ErpApi slow(service_, keys(), 3);
  std::vector<int> statuses;
  ApiAnswer last;
  for (int i = 0; i < 4; ++i) {
    last = slow.answer({"GET", "/stock", {}, kViewer, ""});
    statuses.push_back(last.status);
  }
  EXPECT_THAT(statuses, ElementsAre(200, 200, 200, 429));
  EXPECT_EQ(last.headers.front().first, "Retry-After");
  EXPECT_EQ(slow.answer({"GET", "/health", {}, "", ""}).status, 200);
}

TEST_F(ErpInterface, ShowsDocumentsPageByPage) {
  for (int i = 1; i <= 5; ++i) post(receipt(std::to_string(i), i));
  const json page = get("/documents", {{"after", "2"}, {"limit", "2"}});
  EXPECT_EQ(page["highest"], 5);
  ASSERT_EQ(page["documents"].size(), 2U);
  EXPECT_EQ(page["documents"][0]["number"], 3);
  EXPECT_EQ(page["documents"][0]["key"], "3");
  EXPECT_EQ(page["documents"][0]["type"], "GoodsReceived");
  EXPECT_EQ(page["documents"][0]["data"]["quantity"], 3);
  EXPECT_EQ(get("/documents", {{"after", "5"}})["documents"].size(), 0U);
  EXPECT_EQ(ask("GET", "/documents", {{"after", "-1"}}).status, 400);
  EXPECT_EQ(ask("GET", "/documents", {{"limit", "1001"}}).status, 400);
  EXPECT_EQ(ask("GET", "/documents", {{"from", "1"}}).status, 400);
  EXPECT_EQ(ask("GET", "/documents", {{"after", "1"}, {"after", "2"}}).status, 400);
}

TEST_F(ErpInterface, ShowsStockWithTheDocumentsBeforeIt) {
  for (int i = 1; i <= 3; ++i) post(receipt(std::to_string(i)));
  const json both = get("/stock", {{"after", "1"}});
  EXPECT_EQ(both["highest"], 3);
  EXPECT_EQ(both["stock"][0]["quantity"], 103);
  ASSERT_EQ(both["documents"].size(), 2U);
  EXPECT_EQ(both["documents"][1]["number"], 3);
  EXPECT_FALSE(get("/stock").contains("documents"));
}

TEST_F(ErpInterface, ShowsStockOrdersAndBooks) {
  post(issue("out", 30));  // 30 x 0.25 EUR
  EXPECT_EQ(get("/stock")["stock"][0]["quantity"], 70);
  EXPECT_EQ(get("/stock")["stock"][0]["lot"], nullptr);
  EXPECT_EQ(get("/opening-stock")["stock"][0]["quantity"], 100);
  EXPECT_EQ(get("/orders")["orders"], json::parse(R"([{"order": "O1", "item": "SCREW"}])"));
  EXPECT_EQ(get("/ledger", {{"after", "1"}})["lines"],
            json::parse(R"([{"line": 2, "document": 1, "account": "work in process",
                             "amount": 7.5}])"));
  EXPECT_EQ(get("/trial-balance"),
            json::parse(R"({"accounts": [{"account": "inventory", "balance": -7.5},
                                         {"account": "work in process", "balance": 7.5}],
                            "total": 0, "currency": "EUR"})"));
}

TEST_F(ErpInterface, ShowsWhatArrivedAsItCame) {
  const std::string body = "/* by hand */ " + to_json(receipt("k"));
  ask("POST", "/messages", {}, body);
  post(issue("refused", 1000));
  const json arrived = get("/received", {{"key", "k"}})["received"];
  ASSERT_EQ(arrived.size(), 1U);
  EXPECT_EQ(arrived[0]["body"], body);
  EXPECT_EQ(arrived[0]["state"], "acknowledged");
  EXPECT_EQ(get("/received", {{"after", "1"}})["received"][0]["code"], "deficit");
  EXPECT_EQ(ask("GET", "/received", {{"key", "k"}, {"after", "1"}}).status, 400);
}

TEST_F(ErpInterface, ShowsFiguresToViewersOrToAllOfThisMachine) {
  post(receipt("k"));
  post(receipt("k"));
  post(receipt("k", 2));
  post(issue("too much", 1000));
  ask("POST", "/messages", {}, "{}");
  ask("GET", "/no/such/path");
  EXPECT_EQ(ask("GET", "/metrics", {}, "", "").status, 401);
  EXPECT_EQ(ask("GET", "/healthz", {}, "", "").status, 401);
  const ApiAnswer page = ask("GET", "/metrics", {}, "", kViewer);
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.content_type, HasSubstr("text/plain; version=0.0.4"));
  for (const char* line :
       {"planttwin_erp_messages_total{result=\"booked\"} 1\n",
        "planttwin_erp_messages_total{result=\"known\"} 1\n",
        "planttwin_erp_messages_total{result=\"conflict\"} 1\n",
        "planttwin_erp_messages_total{result=\"refused\"} 1\n",
        "planttwin_erp_messages_total{result=\"unreadable\"} 1\n", "planttwin_erp_documents 1\n"}) {
    EXPECT_THAT(page.json, HasSubstr(line));
  }
  EXPECT_THAT(page.json, HasSubstr("path=\"other\""));
  EXPECT_THAT(page.json, Not(HasSubstr("/no/such/path")));
  EXPECT_EQ(get("/healthz")["status"], "ok");

  api_.let_all_watch();
  const auto without_key = [&](const std::string& host) {
    return api_.answer({"GET", "/metrics", {}, "", "", host}).status;
  };
  EXPECT_EQ(without_key("127.0.0.1:8080"), 200);
  EXPECT_EQ(without_key("evil.example"), 401);
}

std::set<std::string> methods_and_paths(const json& openapi) {
  std::set<std::string> named;
  for (const auto& [path, methods] : openapi.at("paths").items()) {
    for (const auto& [method, operation] : methods.items()) named.insert(method + " " + path);
  }
  return named;
}

TEST_F(ErpInterface, IsDescribedAsItIsServed) {
  const json openapi = json::parse(ask("GET", "/openapi.json", {}, "", "").json);
  std::set<std::string> served;
  for (const auto& [method, path] : ErpApi::served()) {
    served.insert((method == "GET" ? "get " : "post ") + path);
    const int status = ask(method, path).status;
    EXPECT_EQ(status, method == "GET" ? 200 : 400) << path;
  }
  EXPECT_EQ(methods_and_paths(openapi), served);
}

void check_references(const json& node, const json& root) {
  if (node.is_object() && node.contains("$ref")) {
    const std::string target = node["$ref"].get<std::string>().substr(1);
    EXPECT_TRUE(root.contains(json::json_pointer(target))) << target;
  }
  if (!node.is_structured()) return;
  for (const json& child : node) check_references(child, root);
}

TEST_F(ErpInterface, IsDescribedWithoutDanglingReferences) {
  const json openapi = json::parse(ask("GET", "/openapi.json").json);
  check_references(openapi, openapi);
  for (const char* status :
       {"200", "201", "400", "401", "403", "409", "413", "422", "429", "503"}) {
    EXPECT_TRUE(openapi["paths"]["/messages"]["post"]["responses"].contains(status)) << status;
  }
}

TEST(RecordJson, IsReadBackAsItWasWritten) {
  const bridge::RecordDocument document{7, "", receipt("k", 3).body,
                                        sim::parse_instant("2025-05-05T06:00:00.000001Z").value()};
  const bridge::RecordStock stock{"RESIN", "L7", "STORE", "held", {1250, 3}};
  sim::Diagnostics diagnostics;
  const auto document_json = sim::JsonDocument::parse(to_json(document), "", diagnostics);
  const auto stock_json = sim::JsonDocument::parse(to_json(stock), "", diagnostics);
  const auto read = bridge::document_from_json(document_json->root(), diagnostics);
  const auto read_stock = bridge::stock_from_json(stock_json->root(), diagnostics);
  ASSERT_TRUE(read && read_stock) << diagnostics.text();
  EXPECT_EQ(read->number, 7);
  EXPECT_EQ(read->key, "");
  EXPECT_EQ(read->body, document.body);
  EXPECT_EQ(read->time, document.time);
  EXPECT_EQ(read_stock->lot, "L7");
  EXPECT_EQ(read_stock->quantity, stock.quantity);
  EXPECT_FALSE(bridge::document_from_json(stock_json->root(), diagnostics));
  EXPECT_THAT(diagnostics.text(), HasSubstr("/number: the member is missing"));
}

}  // namespace
}  // namespace planttwin::testing
