// The books of an ERP that goes wrong in every way it can, read over HTTP: they say what the books
// in memory say, and so does their audit.

#include "erp_bridge/systems/http_record.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "erp_bridge/audit/audited_run.h"
#include "erp_bridge/erp_opening.h"
#include "erp_bridge/formats/json_format.h"
#include "erp_bridge/systems/erp_server.h"
#include "erp_bridge/systems/record_json.h"
#include "sim/json_document.h"
#include "tests/support/audited_plant.h"
#include "tests/support/erp_messages.h"
#include "tests/support/temporary_file.h"

namespace planttwin::bridge {

static bool operator==(const RecordPart& a, const RecordPart& b) {
  return a.key == b.key && a.body == b.body;
}

static bool operator==(const RecordDocument& a, const RecordDocument& b) {
  const auto members = [](const RecordDocument& document) {
    return std::tie(document.number, document.key, document.body, document.time, document.company,
                    document.plant, document.posting_date, document.period, document.user,
                    document.value, document.activity_cost, document.reverses, document.keys,
                    document.part, document.parts, document.taken_back);
  };
  return members(a) == members(b);
}

namespace {

using testing::TemporaryFile;

constexpr const char* kKey = "an operator's key";
constexpr double kShare = 0.01;  // of the postings that a defect can strike

std::vector<InjectedDefect> every_defect() {
  std::vector<InjectedDefect> defects;
  for (const ErpDefect& defect : erp_defects()) defects.push_back({&defect, kShare});
  return defects;
}

ReportingHabits habits() {
  ReportingHabits habits;
  habits.errors = {{ReportingError::kDoubleScan, 0.03, sim::Duration::hours(3)}};
  habits.over_issues = 0.1;
  return habits;
}

AccessKeys keys() {
  AccessKeys keys;
  keys.add(kKey, AccessRole::kOperator);
  return keys;
}

std::vector<RecordDocument> documents_of(const SystemOfRecord& record) {
  std::vector<RecordDocument> documents;
  record.read_documents([&](const RecordDocument& document) { documents.push_back(document); });
  return documents;
}

// Sends in batches, as arrived.
void post(ErpClient& client, const std::vector<Message>& messages) {
  constexpr std::size_t kBatch = 500;
  for (std::size_t from = 0; from < messages.size(); from += kBatch) {
    std::string batch = "[";
    for (std::size_t i = from; i < std::min(messages.size(), from + kBatch); ++i) {
      batch += (i > from ? "," : "") + to_json(messages[i]);
    }
    ASSERT_EQ(client.post("/messages/batch", batch + "]").status, 200);
  }
}

std::vector<std::string> lines_of(const Reconciliation& result) {
  std::vector<std::string> lines;
  for (const Finding& finding : result.findings) {
    lines.push_back(std::string(finding_name(finding.finding)) + " " + finding.key + " " +
                    std::to_string(finding.document) + " " + std::to_string(finding.times) + ": " +
                    finding.detail);
  }
  return lines;
}

// A plant whose messages are booked at once, and kept.
class KeptMessages {
 public:
  explicit KeptMessages(const PostingPolicies& policies)
      : run_(testing::audited_plant().start(3)),
        books_(
            testing::audited_plant().plant(), testing::audited_plant().input(), "R1",
            every_defect(), [this](const Message& message) { take(message); }, habits(), policies) {
    run_.add_sink(books_);
    run_.run();
  }

  const ReferenceErp& erp() const { return books_.erp(); }
  const std::vector<Message>& messages() const { return messages_; }
  Reconciliation audit() { return books_.audit(run_.state(), traces_); }
  Reconciliation audit(const SystemOfRecord& record) {
    return books_.audit(run_.state(), traces_, record);
  }

 private:
  void take(const Message& message) {
    const Answer answer = books_.erp().post(message);
    const bool taken = answer.kind == Answer::Kind::kAcknowledged;
    traces_[message.envelope.idempotency_key] = {
        taken ? MessageTrace::State::kAcknowledged : MessageTrace::State::kRejected, answer.code};
    messages_.push_back(message);
  }

  MessageTraces traces_;
  std::vector<Message> messages_;
  plant::PlantRun run_;
  AuditedRun books_;
};

void expect_same_books(const PostingPolicies& policies) {
  KeptMessages kept(policies);
  ErpMasterData data =
      erp_master_data(testing::audited_plant().plant(), testing::audited_plant().input());
  data.defects = every_defect();
  data.policies = policies;
  const TemporaryFile file;
  ErpService service(data, file.path(), [] { return sim::UtcInstant(); });
  ErpApi api(service, keys());
  ErpServer server(api);
  ErpClient client("http://127.0.0.1:" + std::to_string(server.start("127.0.0.1", 0)), kKey);
  post(client, kept.messages());
  const HttpRecord record(client);

  const std::vector<RecordDocument> shown = documents_of(record);
  const std::vector<RecordDocument>& booked = kept.erp().documents();
  ASSERT_EQ(shown.size(), booked.size());
  for (std::size_t i = 0; i < shown.size(); ++i) {
    EXPECT_TRUE(shown[i] == booked[i]) << to_json(shown[i]) << "\n" << to_json(booked[i]);
  }
  const Reconciliation result = kept.audit();
  std::set<FindingClass> classes;
  for (const Finding& finding : result.findings) classes.insert(finding.finding);
  EXPECT_GT(classes.size(), 15U);
  EXPECT_EQ(lines_of(kept.audit(record)), lines_of(result));
}

TEST(HttpRecord, ShowsTheSameBooksAndLeadsToTheSameFindingsAsInProcess) { expect_same_books({}); }

TEST(HttpRecord, ShowsWhatPoliciesHaveMadeOfPostings) {
  PostingPolicies policies;
  policies.set(PostingType::kMaterialIssued, PostingPolicy::kNetted);
  policies.set(PostingType::kMaterialReturned, PostingPolicy::kNetted);
  policies.set(PostingType::kByProduct, PostingPolicy::kBackflush);
  policies.set(PostingType::kGoodsReceived, PostingPolicy::kSplit, 25);
  expect_same_books(policies);
}

std::optional<RecordDocument> read_document(const std::string& text) {
  sim::Diagnostics diagnostics;
  const auto document = sim::JsonDocument::parse(text, "record", diagnostics);
  if (!document || !diagnostics.empty()) return std::nullopt;
  return document_from_json(document->root(), diagnostics);
}

constexpr const char* kData =
    R"("data": {"item": "SEAL", "quantity": -2, "unit": "", "location": "STORE"})";

TEST(RecordDocument, MayShowNoMoreThanItsNumberItsTimeAndItsBody) {
  const auto document = read_document(
      std::string(R"({"number": 7, "time": "2025-03-30T05:00:00Z", "type": "GoodsReceived", )") +
      kData + "}");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->number, 7);
  EXPECT_EQ(document->company, "");
  EXPECT_EQ(document->value, std::nullopt);
  EXPECT_EQ(document->reverses, 0);
  const auto& received = std::get<GoodsReceived>(document->body);
  EXPECT_EQ(received.unit, "");
  EXPECT_EQ(received.quantity, sim::Decimal(-2, 0));
}

TEST(RecordDocument, IsRefusedWithMembersThatAreSomethingElse) {
  for (const char* wrong :
       {R"("value": "12.5")", R"("value": 12.345)", R"("value": 1e300)", R"("reverses": "3")",
        R"("reverses": -3)", R"("reverses": 99999999999999999999)", R"("company": 7)",
        R"("posting_date": [])", R"("keys": "a")", R"("keys": [1])", R"("part": 2)",
        R"("part": {"number": 3, "of": 2})", R"("taken_back": {"key": "a", "type": "Shipped"})"}) {
    EXPECT_FALSE(read_document(
        std::string(R"({"number": 7, "time": "2025-03-30T05:00:00Z", "type": "GoodsReceived", )") +
        wrong + ", " + kData + "}"))
        << wrong;
  }
}

TEST(RecordItem, IsReadBackTheSame) {
  const RecordItem item{"SEAL", 3, {{"pack", 10}, {"box", 144}}};
  sim::Diagnostics diagnostics;
  const auto document = sim::JsonDocument::parse(to_json(item), "record", diagnostics);
  const auto read = item_from_json(document->root(), diagnostics);
  ASSERT_TRUE(read) << diagnostics.text();
  EXPECT_EQ(to_json(*read), to_json(item));
  EXPECT_EQ(read->other_units.at(1).factor, 144);
  for (const char* wrong : {R"({"item": "SEAL", "decimals": -1, "other_units": []})",
                            R"({"item": "SEAL", "decimals": 0, "other_units": [{"name": "box"}]})",
                            R"({"item": "SEAL", "decimals": 0})"}) {
    const auto other = sim::JsonDocument::parse(wrong, "record", diagnostics);
    EXPECT_FALSE(item_from_json(other->root(), diagnostics)) << wrong;
  }
}

}  // namespace
}  // namespace planttwin::bridge
