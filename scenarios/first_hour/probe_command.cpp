#include "scenarios/first_hour/probe_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>

#include "erp_bridge/erp_opening.h"
#include "erp_bridge/formats/json_text.h"
#include "erp_bridge/live/consignment.h"
#include "erp_bridge/live/live_record.h"
#include "erp_bridge/live/master_json.h"
#include "scenarios/first_hour/described_interface.h"
#include "scenarios/first_hour/probe_text.h"
#include "scenarios/live_inputs.h"
#include "scenarios/live_stack.h"
#include "scenarios/managed_parts.h"

namespace planttwin::scenario {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kMostAttempts = 5;
constexpr auto kBetween = std::chrono::milliseconds(300);

// Different for every probe: the seconds of 1970 in letters and digits.
std::string new_tag() {
  constexpr std::string_view kDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now).count();
  std::string tag;
  for (; seconds > 0; seconds /= static_cast<std::int64_t>(kDigits.size())) {
    tag.insert(tag.begin(), kDigits[static_cast<std::size_t>(seconds) % kDigits.size()]);
  }
  return tag;
}

// A folder for the parts, of this user alone, that ends with the probe.
class PartsFolder {
 public:
  PartsFolder() {
    std::string path = (fs::temp_directory_path() / "planttwin-probe-XXXXXX").string();
    if (mkdtemp(path.data()) == nullptr) throw OutputError("cannot make a folder like " + path);
    path_ = path;
  }
  ~PartsFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  PartsFolder(const PartsFolder&) = delete;
  PartsFolder& operator=(const PartsFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::vector<bridge::Consignment> consignments_of(const bridge::Mapping& mapping,
                                                 const std::vector<bridge::Message>& messages) {
  bridge::Consigner consigner(mapping);
  std::vector<bridge::Consignment> made;
  for (const bridge::Message& message : messages) {
    bridge::Consigner::Result result = consigner.take(message);
    if (result.made) made.push_back(*std::move(result.made));
  }
  return made;
}

const bridge::MappingWrite& write_of(const bridge::Mapping& mapping,
                                     const bridge::Consignment& consignment) {
  return mapping.writes[bridge::write_of_payload(consignment.payload)];
}

// Why not all calls of a mapping are known, if they are not.
std::string end_of(const bridge::SystemVerdict& verdict, bool is_described) {
  if (verdict.is == bridge::AnswerMeaning::kAccepted && is_described) return "";
  if (!is_described) return "further calls depend on what is answered; nothing describes it";
  return "further calls depend on an answer, of which a sample says: " + verdict.code +
         (verdict.text.empty() ? "" : ", " + verdict.text);
}

class Probe {
 public:
  Probe(const ProbeOptions& options, const LiveInputs& inputs)
      : options_(options),
        scenario_(inputs.scenario),
        stack_(inputs.stack),
        tag_(new_tag()),
        run_id_("probe-" + tag_) {
    try {
      messages_ = bridge::boundary_messages(
          scenario_.plant, scenario_.input, stack_.posting_mapping(), *stack_.record.mapping,
          {run_id_, tag_, static_cast<std::size_t>(options.longest)});
    } catch (const std::invalid_argument& error) {
      throw UsageError(options.scenario + ": " + error.what());
    }
  }

  // Without calling anybody.
  ExitCode plan() {
    ProbePlan plan{messages_, {}};
    std::vector<DescribedInterface> interfaces = described_interfaces(stack_, std::nullopt);
    const DescribedInterface& described = interfaces.back();
    // Where the answers to a log-in are not known, the calls behind it are shown all the same.
    bridge::Mapping mapping = stack_.posting_mapping();
    if (described.api == nullptr) mapping.login.steps.clear();
    bridge::DescribedSystem system(described.api.get(), described.base);
    std::string settings = described.settings;
    settings.pop_back();
    settings += (settings.size() > 1 ? "," : "") + ("\"run\":" + run_object()) + "}";
    bridge::JsonFields secrets;
    for (const std::string& name : described.secrets) secrets.text(name, "secret");
    bridge::MappedSystem mapped(mapping, system, settings, secrets.take());
    std::string trouble;
    try {
      mapped.log_in();
    } catch (const bridge::SystemError& error) {
      trouble = std::string("the log-in can't be followed by samples: ") + error.what();
    }
    for (const bridge::Consignment& one : consignments_of(mapping, messages_.messages)) {
      if (!trouble.empty()) {
        plan.calls.push_back({one.key, {}, trouble});
        continue;
      }
      system.begin();
      const bridge::SystemVerdict verdict =
          mapped.post(write_of(mapping, one), {one.payload}).front();
      plan.calls.push_back({one.key, system.calls(), end_of(verdict, described.api != nullptr)});
    }
    if (options_.json) {
      fmt::print("{}", sim::pretty_json(plan_json(plan)));
    } else if (!options_.quiet) {
      fmt::print("{}", plan_text(plan));
    }
    return ExitCode::kDone;
  }

  ExitCode write() {
    std::optional<PartsFolder> folder;
    ManagedParts parts;
    bridge::StackValues values{{"stack", stack_.directory.string()},
                               {"scenario", fs::absolute(options_.scenario).string()},
                               {"planttwin", fs::read_symlink("/proc/self/exe").string()}};
    if (options_.manage) {
      parts.start(stack_, folder.emplace().path(), values, options_.quiet);
    } else {
      use_running_parts(stack_, values);
    }
    const LiveStack live(stack_, values, run_object(), options_.allow_write);
    const bridge::SystemClient record = live.record();
    record.system->log_in();
    align(*record.system);
    bridge::LiveRecord books;
    books.open(*record.system);
    post(live);
    const bridge::FieldMatrix matrix = read_back(*record.system, books);
    print(matrix);
    return matrix.survived() ? ExitCode::kDone : ExitCode::kNotMet;
  }

 private:
  std::string run_object() const {
    return bridge::JsonFields()
        .text("id", run_id_)
        .text("start", sim::format_instant(scenario_.input.start))
        .take();
  }

  // As a drive would do it.
  void align(bridge::MappedSystem& system) const {
    if (stack_.record.mapping->align.steps.empty()) return;
    const bridge::ErpMasterData data = bridge::erp_master_data(scenario_.plant, scenario_.input);
    std::string master = bridge::master_json(scenario_.plant, sim::Time());
    master.pop_back();
    master += std::string(",\"push\":") + (stack_.plant_is_master ? "true" : "false") + "}";
    system.align(master, bridge::stock_json(data.stock));
  }

  static bool is_open(const bridge::SystemVerdict& verdict) {
    return verdict.is == bridge::AnswerMeaning::kRetry ||
           verdict.is == bridge::AnswerMeaning::kUnknown;
  }

  // One after the other. What is not answered is asked for, and sent again under its key.
  bridge::SystemVerdict posted(bridge::MappedSystem& system,
                               const bridge::Consignment& consignment) const {
    const bridge::MappingWrite& write = write_of(stack_.posting_mapping(), consignment);
    bridge::SystemVerdict verdict;
    for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
      if (attempt > 0) std::this_thread::sleep_for(kBetween);
      if (attempt > 0 && verdict.is == bridge::AnswerMeaning::kUnknown) {
        const auto known = system.has({consignment.key});
        if (known && known->front()) return {};
      }
      verdict = system.post(write, {consignment.payload}).front();
      if (!is_open(verdict)) break;
    }
    return verdict;
  }

  void post(const LiveStack& live) {
    const bridge::SystemClient client = live.postings();
    for (const bridge::Consignment& one :
         consignments_of(stack_.posting_mapping(), messages_.messages)) {
      const bridge::SystemVerdict verdict = posted(*client.system, one);
      for (const std::string& key : one.messages) verdicts_[key] = verdict;
    }
    for (const bridge::Message& message : messages_.messages) {
      verdicts_.try_emplace(
          message.envelope.idempotency_key,
          bridge::SystemVerdict{bridge::AnswerMeaning::kRejected, "not_sent",
                                "it waits for others of its order", std::nullopt});
    }
  }

  bridge::FieldMatrix matrix_of(const bridge::LiveRecord& books) const {
    std::vector<bridge::RecordDocument> documents;
    books.read_documents(
        [&](const bridge::RecordDocument& document) { documents.push_back(document); });
    const bridge::Mapping& mapping = *stack_.record.mapping;
    const std::string user = mapping.user.empty() ? bridge::kOwnUser : mapping.user;
    return bridge::field_matrix(messages_.messages, verdicts_, documents, mapping.resolution, user);
  }

  // Behind a middleware it may take a while until what was taken is booked.
  bridge::FieldMatrix read_back(bridge::MappedSystem& system, bridge::LiveRecord& books) const {
    const bool later = stack_.answers.has_value() || stack_.acknowledged_by.has_value();
    const auto until = Clock::now() + std::chrono::microseconds(stack_.settle_within.count());
    for (;;) {
      books.close(system, stack_.quiet);
      bridge::FieldMatrix matrix = matrix_of(books);
      const bool all_read = std::none_of(matrix.messages.begin(), matrix.messages.end(),
                                         [](const bridge::MessageResult& one) {
                                           return one.fate == bridge::MessageFate::kNotReadBack;
                                         });
      if (all_read || !later || Clock::now() >= until) return matrix;
      std::this_thread::sleep_for(kBetween);
    }
  }

  void print(const bridge::FieldMatrix& matrix) const {
    if (options_.json) {
      fmt::print("{}", sim::pretty_json(matrix_json(matrix, messages_.left_out)));
    } else if (!options_.quiet) {
      fmt::print("{}, read back:\n{}", stack_.title, matrix_text(matrix, messages_.left_out));
      if (!options_.manage) fmt::print("What was booked stays there, under {}.\n", run_id_);
    }
  }

  const ProbeOptions& options_;
  const Scenario& scenario_;
  const bridge::Stack& stack_;
  std::string tag_;
  std::string run_id_;
  bridge::BoundaryMessages messages_;
  std::map<std::string, bridge::SystemVerdict> verdicts_;  // by key
};

}  // namespace

ExitCode probe_command(const ProbeOptions& options) {
  const std::unique_ptr<LiveInputs> inputs = load_live_inputs(options.scenario, options.stack, {});
  if (!options.write) return Probe(options, *inputs).plan();
  if (inputs->stack.production) {
    throw UsageError(options.stack +
                     ": a probe writes only to a stack that says \"production\": false");
  }
  check_before_drive(inputs->stack, options.allow_write, options.manage);
  return Probe(options, *inputs).write();
}

}  // namespace planttwin::scenario
