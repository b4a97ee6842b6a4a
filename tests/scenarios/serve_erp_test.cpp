// `planttwin serve erp` as a process of its own: a plant posts to it over HTTP, and the audit reads
// its books over HTTP and compares them with what happened.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <memory>
#include <set>
#include <thread>

#include "erp_bridge/audit/reconciliation.h"
#include "erp_bridge/formats/json_format.h"
#include "erp_bridge/postings/reporter.h"
#include "erp_bridge/systems/http_record.h"
#include "plant_models/run/plant_run.h"
#include "scenarios/scenario.h"
#include "sim/json_document.h"
#include "tests/scenarios/program.h"

namespace planttwin::testing {
namespace {

using bridge::ErpClient;
using bridge::FindingClass;
using bridge::Message;
using bridge::Reconciliation;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kKey = "a key for tests only";

// Pumps of a lot-controlled housing, a seal with a shelf life, and resin by weight, of which one
// lot is in process at the start; a bad lot is held for a day.
constexpr const char* kPlant = R"({"id": "PUMPS", "unit": "pcs",
  "materials": [
    {"id": "PUMP", "control": "lot", "finished_goods": "GOODS", "standard_cost": "80 EUR"},
    {"id": "HOUSING", "control": "lot", "standard_cost": "20 EUR"},
    {"id": "SEAL", "control": "lot", "shelf_life": "4 d", "standard_cost": "0.35 EUR"},
    {"id": "RESIN", "unit": "kg", "standard_cost": "4 EUR"}],
  "locations": [{"id": "STORE"}, {"id": "GOODS"}],
  "suppliers": [{"id": "ACME", "lead_time": {"uniform": {"min": "2 h", "max": "6 h"}}}],
  "replenishments": [
    {"id": "BUY-SEALS", "kind": "reorder_point", "material": "SEAL", "location": "STORE",
     "supplier": "ACME", "reorder_point": "60 pcs", "order_quantity": "200 pcs"},
    {"id": "BUY-HOUSINGS", "kind": "reorder_point", "material": "HOUSING", "location": "STORE",
     "supplier": "ACME", "reorder_point": "40 pcs", "order_quantity": "30 pcs"}],
  "boms": [{"id": "PUMP", "material": "PUMP", "items": [
    {"component": "HOUSING", "quantity": "1 pcs", "operation": 10},
    {"component": "RESIN", "quantity": "0.125 kg", "operation": 20},
    {"component": "SEAL", "quantity": "2 pcs", "operation": 20}]}],
  "work_centers": [{"id": "MILL", "supply": "STORE"}, {"id": "BENCH", "supply": "STORE"}],
  "routings": [{"id": "PUMP", "material": "PUMP", "operations": [
    {"id": 10, "work_center": "MILL", "time": "9 min", "per": "lot", "yield": 0.95},
    {"id": 20, "work_center": "BENCH", "time": "7 min", "per": "lot"}]}]})";

constexpr const char* kScenario = R"({"scenario": "pumps", "plant": "plant.json",
  "start": "2025-03-28T06:00:00Z", "horizon": "3 d",
  "sources": [{"id": "DEMAND", "kind": "interarrival", "product": "PUMP", "quantity": "4 pcs",
               "interarrival": {"exponential": {"mean": "20 min"}}}],
  "orders": [{"id": "OPEN", "product": "PUMP", "quantity": "4 pcs", "release": "0 s"}],
  "disruptions": [{"id": "BAD", "kind": "hold_material", "material": "HOUSING", "at": "1 d",
                   "duration": "1 d"}],
  "initial_state": {
    "lots": [{"order": "OPEN", "operation": 20, "quantity": "4 pcs", "place": "queue"}],
    "stock": [
      {"material": "RESIN", "location": "STORE", "quantity": "500 kg"},
      {"material": "HOUSING", "location": "STORE", "lot": "H0000017", "quantity": "50 pcs"},
      {"material": "SEAL", "location": "STORE", "lot": "S-1", "quantity": "400 pcs",
       "expires": "12 h"}]}})";

// What happened in a plant, and the messages that report it.
class FloorHistory {
 public:
  explicit FloorHistory(const std::string& file)
      : scenario_(scenario::load_scenario_or_throw(file)),
        reporter_(scenario_.plant, names_, "R", scenario_.input.start,
                  [this](const Message& message) { messages_.push_back(message); }),
        floor_("R", names_),
        run_(scenario_.plant, scenario_.input, {.seed = 3}) {
    floor_.add_sink(truth_);
    floor_.add_sink(reporter_);
    run_.add_sink(floor_);
    run_.run();
  }

  const std::vector<Message>& messages() const { return messages_; }
  Reconciliation audit(ErpClient& client, const bridge::MessageTraces& traces) {
    const bridge::HttpRecord record(client);
    const auto closing = bridge::counted_stock(run_.state(), floor_, names_);
    return bridge::reconcile({scenario_.plant, names_, truth_, closing, record, traces});
  }

 private:
  const scenario::Scenario scenario_;
  bridge::NameTable names_;
  bridge::TruthLedger truth_;
  std::vector<Message> messages_;
  bridge::Reporter reporter_;
  bridge::FloorPostings floor_;
  plant::PlantRun run_;
};

std::string batch_of(const std::vector<Message>& messages, std::size_t from, std::size_t count) {
  std::string text = "[";
  for (std::size_t i = from; i < messages.size() && i < from + count; ++i) {
    text += (i > from ? "," : "") + to_json(messages[i]);
  }
  return text + "]";
}

// A server in a process of its own.
class ServedErp {
 public:
  ServedErp(const TemporaryFolder& folder, const std::vector<std::string>& options,
            const std::string& output = "output") {
    std::string command = std::string("PLANTTWIN_ERP_KEY='") + kKey + "' exec '" + program_path() +
                          "' serve erp --port 0";
    const bool of_plant = std::find(options.begin(), options.end(), "--plant") != options.end();
    if (!of_plant) command += " --scenario scenario.json";
    for (const std::string& option : options) command += " '" + option + "'";
    command += " > " + output;
    process_ = std::make_unique<Program>("/bin/sh", std::vector<std::string>{"-c", command},
                                         folder.path());
    url_ = awaited_url(folder.path() / output);
  }
  ~ServedErp() {
    if (process_) end(SIGKILL);
  }
  ServedErp(const ServedErp&) = delete;
  ServedErp& operator=(const ServedErp&) = delete;

  const std::string& url() const { return url_; }
  ErpClient& client() {
    if (!client_) client_ = std::make_unique<ErpClient>(url_, kKey);
    return *client_;
  }
  ProgramOutcome end(int signal) {
    kill(process_->process(), signal);
    return std::exchange(process_, nullptr)->finish();
  }
  void kill_now() { kill(process_->process(), SIGKILL); }

 private:
  static std::string awaited_url(const std::filesystem::path& output) {
    constexpr std::string_view kBefore = "listening on ";
    for (int i = 0; i < 1000; ++i) {
      if (std::filesystem::exists(output)) {
        const std::string text = read_text(output);
        const std::size_t end = text.find('\n');
        if (text.starts_with(kBefore) && end != std::string::npos) {
          return text.substr(kBefore.size(), end - kBefore.size());
        }
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return "http://127.0.0.1:1";
  }

  std::unique_ptr<Program> process_;
  std::string url_;
  std::unique_ptr<ErpClient> client_;
};

// Posts messages in batches and notes what was said of each. Returns how many were booked now.
std::size_t post_all(ErpClient& client, const std::vector<Message>& messages,
                     bridge::MessageTraces& traces) {
  constexpr std::size_t kBatch = 50;
  std::size_t created = 0;
  for (std::size_t from = 0; from < messages.size(); from += kBatch) {
    const ErpClient::Reply reply = client.post("/messages/batch", batch_of(messages, from, kBatch));
    sim::Diagnostics diagnostics;
    const auto answer = sim::JsonDocument::parse(reply.body, "answer", diagnostics);
    if (!answer || reply.status != 200) {
      ADD_FAILURE() << reply.status << " " << reply.body;
      return created;
    }
    std::size_t at = from;
    for (const sim::JsonNode& result : answer->root().member("results")->elements) {
      const sim::JsonNode* code = result.member("code");
      const auto state = code == nullptr ? bridge::MessageTrace::State::kAcknowledged
                                         : bridge::MessageTrace::State::kRejected;
      traces[messages[at++].envelope.idempotency_key] = {state, code ? code->text : ""};
      if (result.member("status")->text == "201") ++created;
    }
  }
  return created;
}

class ServeErp : public ::testing::Test {
 protected:
  ServeErp() {
    folder_.write("plant.json", kPlant);
    folder_.write("scenario.json", kScenario);
  }
  ProgramOutcome planttwin(const std::vector<std::string>& arguments) const {
    return run_program(arguments, folder_.path());
  }

  TemporaryFolder folder_;
};

TEST_F(ServeErp, BooksAPlantThatPostsOverHttpAndTheAuditFindsNothing) {
  FloorHistory history(folder_.file("scenario.json"));
  ServedErp erp(folder_, {});
  bridge::MessageTraces traces;
  EXPECT_EQ(post_all(erp.client(), history.messages(), traces), history.messages().size());
  const Reconciliation result = history.audit(erp.client(), traces);
  EXPECT_GT(result.postings, 1000);
  EXPECT_EQ(result.matched, result.postings);
  EXPECT_EQ(result.documents, result.postings);
  EXPECT_EQ(result.findings.size(), 0U);
  EXPECT_EQ(result.residual, 0);
  EXPECT_TRUE(result.cost.residual.is_zero());
  EXPECT_EQ(result.unattributed, 0);
}

TEST_F(ServeErp, IsFoundOutWhenItLosesPostings) {
  FloorHistory history(folder_.file("scenario.json"));
  ServedErp erp(folder_, {"--defect", "loses_posting=0.05"});
  bridge::MessageTraces traces;
  post_all(erp.client(), history.messages(), traces);
  const Reconciliation result = history.audit(erp.client(), traces);
  std::set<std::string> lost;
  for (const Message& message : history.messages()) {
    if (strikes({&bridge::erp_defect("loses_posting"), 0.05}, message)) {
      lost.insert(message.envelope.idempotency_key);
    }
  }
  std::set<std::string> missing;
  for (const bridge::Finding& finding : result.findings) {
    if (finding.finding == FindingClass::kMissing) {
      missing.insert(finding.key);
    } else {
      // What takes stock that never came into the books is refused.
      EXPECT_EQ(finding.finding, FindingClass::kRejected) << finding.detail;
    }
  }
  EXPECT_GT(lost.size(), 20U);
  EXPECT_EQ(missing, lost);
  EXPECT_EQ(result.residual, 0);
  EXPECT_TRUE(result.cost.residual.is_zero());
  EXPECT_EQ(result.unattributed, 0);
}

TEST_F(ServeErp, LosesAndDoublesNothingWhenItIsKilled) {
  FloorHistory history(folder_.file("scenario.json"));
  const std::vector<Message>& messages = history.messages();
  constexpr std::size_t kKilledAfter = 300;
  std::atomic<std::size_t> before = 0;
  std::atomic<bool> over = false;
  {
    ServedErp erp(folder_, {}, "first");
    std::thread killer([&] {
      while (before < kKilledAfter && !over) std::this_thread::yield();
      erp.kill_now();
    });
    for (const Message& message : messages) {
      const int status = erp.client().post("/messages", to_json(message)).status;
      if (status == 0) break;
      EXPECT_EQ(status, 201);
      ++before;
    }
    over = true;
    killer.join();
  }
  ASSERT_LT(before, messages.size());
  ServedErp erp(folder_, {}, "second");
  bridge::MessageTraces traces;
  const std::size_t created = post_all(erp.client(), messages, traces);
  // The one that was under way may have been booked without an answer.
  EXPECT_GE(before + created, messages.size() - 1);
  EXPECT_LE(before + created, messages.size());
  const Reconciliation result = history.audit(erp.client(), traces);
  EXPECT_EQ(result.findings.size(), 0U);
  EXPECT_EQ(result.documents, static_cast<std::int64_t>(messages.size()));
  EXPECT_EQ(result.residual, 0);
  EXPECT_TRUE(result.cost.residual.is_zero());
}

TEST_F(ServeErp, BeginsWithoutStockWhenItKnowsAPlantAlone) {
  ServedErp erp(folder_, {"--plant", "plant.json"});
  EXPECT_EQ(erp.client().get("/opening-stock").body, "{\"stock\":[]}\n");
  EXPECT_EQ(erp.client().get("/orders").body, "{\"orders\":[]}\n");
}

TEST_F(ServeErp, EndsCleanlyOnSignals) {
  for (const int signal : {SIGINT, SIGTERM}) {
    ServedErp erp(folder_, {}, "output" + std::to_string(signal));
    EXPECT_EQ(erp.client().get("/health").status, 200);
    const ProgramOutcome outcome = erp.end(signal);
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_THAT(outcome.standard_error, IsEmpty());
  }
}

TEST_F(ServeErp, NeverShowsAKeyThatItWasGiven) {
  folder_.write("keys.json", R"([{"key": "a viewer's secret key", "role": "viewer"}])");
  {
    ServedErp erp(folder_, {"--keys", "keys.json"});
    EXPECT_EQ(erp.client().get("/stock").status, 200);
    ErpClient viewer(erp.url(), "a viewer's secret key");
    EXPECT_EQ(viewer.get("/stock").status, 200);
    EXPECT_EQ(viewer.post("/messages", "{}").status, 403);
    erp.end(SIGTERM);
  }
  for (const char* file : {"output", "erp.sqlite"}) {
    const std::string text = read_text(folder_.path() / file);
    EXPECT_EQ(text.find("secret"), std::string::npos) << file;
    EXPECT_EQ(text.find(kKey), std::string::npos) << file;
  }
}

TEST_F(ServeErp, SaysThatThePortIsInUse) {
  ServedErp erp(folder_, {});
  const std::string port = erp.url().substr(erp.url().rfind(':') + 1);
  const ProgramOutcome outcome = planttwin(
      {"serve", "erp", "--scenario", "scenario.json", "--db", "other.sqlite", "--port", port});
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.standard_error,
              HasSubstr("can't listen on 127.0.0.1:" + port + ": Address already in use"));
}

TEST_F(ServeErp, RefusesBooksOfAnotherPlantAndBooksThatAreOpen) {
  ServedErp erp(folder_, {});
  const std::vector<std::string> serve = {"serve", "erp",        "--port",
                                          "0",     "--scenario", "scenario.json"};
  const ProgramOutcome open = planttwin(serve);
  EXPECT_EQ(open.exit_code, 2);
  EXPECT_THAT(open.standard_error, HasSubstr("erp.sqlite: another program has it open"));
  erp.end(SIGTERM);
  std::string other = kPlant;
  other.replace(other.find("80 EUR"), 6, "81 EUR");
  folder_.write("plant.json", other);
  const ProgramOutcome mismatch = planttwin(serve);
  EXPECT_EQ(mismatch.exit_code, 2);
  EXPECT_THAT(mismatch.standard_error, HasSubstr("these books were begun with other items"));
}

TEST_F(ServeErp, SaysWhatIsWrongWithItsOptions) {
  const auto error = [&](std::vector<std::string> options) {
    std::vector<std::string> words = {"serve", "erp", "--port", "0"};
    words.insert(words.end(), options.begin(), options.end());
    const ProgramOutcome outcome = planttwin(words);
    EXPECT_EQ(outcome.exit_code, 2);
    return outcome.standard_error;
  };
  EXPECT_THAT(error({}), HasSubstr("by --scenario or by --plant"));
  EXPECT_THAT(error({"--plant", "none.json"}), HasSubstr("no such file"));
  EXPECT_THAT(error({"--plant", "plant.json", "--defect", "loses_postings"}),
              HasSubstr("nearest: \"loses_posting\""));
  EXPECT_THAT(error({"--plant", "plant.json", "--defect", "loses_posting=5"}),
              HasSubstr("expected a share from 0 to 1"));
  folder_.write("keys.json", R"([{"key": "short", "role": "boss"}])");
  EXPECT_THAT(error({"--plant", "plant.json", "--keys", "keys.json"}),
              AllOf(HasSubstr("at least 16 characters"), HasSubstr("\"boss\"")));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "erp.sqlite"));
}

}  // namespace
}  // namespace planttwin::testing
