#include "scenarios/live_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <charconv>
#include <fstream>
#include <functional>
#include <ostream>

#include "erp_bridge/formats/json_text.h"
#include "scenarios/exit_code.h"
#include "scenarios/json_build.h"
#include "scenarios/output_files.h"
#include "sim/diagnostics.h"
#include "sim/json_document.h"

namespace planttwin::scenario {

namespace fs = std::filesystem;
using bridge::JsonFields;

namespace {

constexpr const char* kSetup = "setup.json";
constexpr const char* kOpening = "opening.jsonl";

std::string setup_text(const LiveSetup& setup) {
  std::vector<std::string> edits;
  for (const InputEdit& edit : setup.edits) {
    edits.push_back(JsonFields().text("pointer", edit.pointer).text("json", edit.json).take());
  }
  return JsonFields()
             .text("scenario", setup.scenario)
             .json("edits", bridge::json_array(edits))
             .text("seed", std::to_string(setup.seed))
             .text("run_id", setup.run_id)
             .text("input_sha256", setup.input_sha256)
             .text("stack", setup.stack)
             .text("faults", setup.faults)
             .take() +
         "\n";
}

std::string text_of(const sim::JsonNode& node, std::string_view name) {
  const sim::JsonNode* member = node.member(name);
  return member == nullptr ? "" : member->text;
}

std::int64_t number_of(const sim::JsonNode& node, std::string_view name) {
  const std::string text = text_of(node, name);
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

bool truth_of(const sim::JsonNode& node, std::string_view name) {
  const sim::JsonNode* member = node.member(name);
  return member != nullptr && member->boolean;
}

std::optional<LiveSetup> load_setup(const fs::path& file) {
  std::error_code error;
  if (!fs::exists(file, error)) {
    if (error) throw UsageError(file.string() + ": " + error.message());
    return std::nullopt;
  }
  sim::Diagnostics diagnostics;
  const auto document = sim::JsonDocument::load(file.string(), diagnostics);
  diagnostics.throw_if_any();
  const sim::JsonNode& root = document->root();
  LiveSetup setup;
  setup.scenario = text_of(root, "scenario");
  if (const sim::JsonNode* edits = root.member("edits")) {
    for (const sim::JsonNode& edit : edits->elements) {
      setup.edits.push_back({text_of(edit, "pointer"), text_of(edit, "json")});
    }
  }
  const std::string seed = text_of(root, "seed");
  std::from_chars(seed.data(), seed.data() + seed.size(), setup.seed);
  setup.run_id = text_of(root, "run_id");
  setup.input_sha256 = text_of(root, "input_sha256");
  setup.stack = text_of(root, "stack");
  setup.faults = text_of(root, "faults");
  return setup;
}

// Each line is a JSON object.
void read_lines(const fs::path& file, const std::function<void(const sim::JsonNode&)>& use) {
  sim::Diagnostics diagnostics;
  std::ifstream in(file, std::ios::binary);
  if (!in) diagnostics.add({file.string(), {}, "", "cannot be read"});
  for (std::string line; std::getline(in, line);) {
    const auto document = sim::JsonDocument::parse(line, file.string(), diagnostics);
    if (!document) break;
    use(document->root());
  }
  diagnostics.throw_if_any();
}

std::string time_text(sim::Time time) {
  return time.is_never() ? "null" : std::to_string(time.count());
}

sim::Time time_of(const sim::JsonNode& node, std::string_view name) {
  const sim::JsonNode* member = node.member(name);
  if (member == nullptr || !member->is_number()) return sim::Time::never();
  return sim::Time::from_start(sim::Duration::microseconds(number_of(node, name)));
}

std::string journey_line(const bridge::MessageJourney& journey) {
  return JsonFields()
      .text("kind", "message")
      .text("key", journey.key)
      .text("direction", journey.direction == bridge::Direction::kToErp ? "to_erp" : "to_plant")
      .text("type", journey.type)
      .text("partition", journey.partition)
      .json("happened", time_text(journey.happened))
      .json("first_sent", time_text(journey.first_sent))
      .json("first_arrived", time_text(journey.first_arrived))
      .json("first_taken", time_text(journey.first_taken))
      .json("ended", time_text(journey.ended))
      .number("sent", journey.sent)
      .number("arrived", journey.arrived)
      .json("taken", journey.taken ? "true" : "false")
      .text("refusal", journey.refusal)
      .json("collected", journey.collected ? "true" : "false")
      .json("complete", time_text(journey.complete))
      .take();
}

bridge::MessageJourney journey_of(const sim::JsonNode& node) {
  bridge::MessageJourney journey;
  journey.key = text_of(node, "key");
  journey.direction = text_of(node, "direction") == "to_erp" ? bridge::Direction::kToErp
                                                             : bridge::Direction::kToPlant;
  journey.type = text_of(node, "type");
  journey.partition = text_of(node, "partition");
  journey.happened = time_of(node, "happened");
  journey.first_sent = time_of(node, "first_sent");
  journey.first_arrived = time_of(node, "first_arrived");
  journey.first_taken = time_of(node, "first_taken");
  journey.ended = time_of(node, "ended");
  journey.sent = static_cast<std::int32_t>(number_of(node, "sent"));
  journey.arrived = static_cast<std::int32_t>(number_of(node, "arrived"));
  journey.taken = truth_of(node, "taken");
  journey.refusal = text_of(node, "refusal");
  journey.collected = truth_of(node, "collected");
  journey.complete = time_of(node, "complete");
  return journey;
}

std::string trace_line(const std::string& key, const bridge::MessageTrace& trace) {
  return JsonFields()
      .text("kind", "trace")
      .text("key", key)
      .number("state", static_cast<std::int64_t>(trace.state))
      .text("code", trace.code)
      .json("acknowledged", time_text(trace.acknowledged))
      .json("taken_by_record", trace.taken_by_record ? "true" : "false")
      .take();
}

}  // namespace

LiveFiles LiveFiles::open(const fs::path& run) {
  LiveFiles files(run / "live");
  std::optional<LiveSetup> setup = load_setup(files.file(kSetup));
  if (!setup) {
    throw UsageError(run.string() + " holds no live run: it has no live/" + kSetup);
  }
  files.setup_ = *std::move(setup);
  files.resumed_ = true;
  return files;
}

LiveFiles LiveFiles::hold(const fs::path& run) {
  LiveFiles files = open(fs::absolute(run));
  files.lock();
  return files;
}

void LiveFiles::forget_traffic() const {
  for (const char* name :
       {"input.journal", "bridge.sqlite", "bridge.sqlite-wal", "bridge.sqlite-shm", "record.jsonl",
        "traffic.jsonl", "taps.jsonl", "faults.jsonl", "view.sqlite", "view.sqlite-wal",
        "view.sqlite-shm", "view.sock", kOpening}) {  // the last one makes it a run that has begun
    std::error_code error;
    fs::remove(file(name), error);
    if (error) throw OutputError("can't remove " + file(name).string() + ": " + error.message());
  }
}

LiveFiles LiveFiles::begin_or_resume(const fs::path& run, LiveSetup setup) {
  LiveFiles files(fs::absolute(run) / "live");
  std::error_code error;
  // Orders, lots and messages of a company are its own.
  const bool is_new = fs::create_directories(fs::absolute(run), error);
  if (!error && is_new) fs::permissions(run, fs::perms::owner_all, error);
  if (!error) fs::create_directories(files.folder_, error);
  if (!error) fs::permissions(files.folder_, fs::perms::owner_all, error);
  if (error) throw UsageError("cannot write to " + files.folder_.string() + ": " + error.message());
  files.lock();
  std::optional<LiveSetup> earlier;
  if (fs::exists(files.file(kOpening))) earlier = load_setup(files.file(kSetup));
  files.resumed_ = earlier.has_value();
  if (earlier) {
    const bool same = earlier->input_sha256 == setup.input_sha256 && earlier->seed == setup.seed &&
                      earlier->stack == setup.stack && earlier->faults == setup.faults;
    if (!same) {
      throw UsageError(
          fmt::format("{} holds a live run that was begun with another scenario, seed, stack or "
                      "fault plan ({}, "
                      "seed {}, {}, {}): give another --out, or remove it",
                      run.string(), earlier->scenario, earlier->seed, earlier->stack,
                      earlier->faults.empty() ? "no faults" : earlier->faults));
    }
    files.setup_ = *earlier;
    return files;
  }
  files.setup_ = std::move(setup);
  const fs::path aside = files.folder_ / "setup.json.new";
  write_text_file(aside, setup_text(files.setup_));
  fs::rename(aside, files.file(kSetup));
  return files;
}

// Held until the program ends, however it does.
void LiveFiles::lock() {
  lock_ = ::open(file("lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0 || flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    throw UsageError(folder_.string() + ": another program is driving this run");
  }
}

LiveFiles::LiveFiles(LiveFiles&& other) noexcept
    : folder_(std::move(other.folder_)),
      setup_(std::move(other.setup_)),
      resumed_(other.resumed_),
      lock_(std::exchange(other.lock_, -1)) {}

LiveFiles::~LiveFiles() {
  if (lock_ >= 0) close(lock_);
}

void save_traffic(const fs::path& file, const LiveTraffic& traffic) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << JsonFields().text("kind", "end").text("reason", traffic.end).take() << '\n';
  for (const auto& journey : traffic.journeys) out << journey_line(journey) << '\n';
  for (const auto& point : traffic.backlog) {
    out << JsonFields()
               .text("kind", "backlog")
               .json("at", time_text(point.at))
               .number("to_erp", point.to_erp)
               .number("to_plant", point.to_plant)
               .take()
        << '\n';
  }
  for (const auto& [key, trace] : traffic.traces) out << trace_line(key, trace) << '\n';
  out.close();
  if (!out) throw OutputError("cannot write " + file.string());
}

LiveTraffic load_traffic(const fs::path& file) {
  LiveTraffic traffic;
  read_lines(file, [&](const sim::JsonNode& row) {
    const std::string kind = text_of(row, "kind");
    if (kind == "end") {
      traffic.end = text_of(row, "reason");
    } else if (kind == "message") {
      traffic.journeys.push_back(journey_of(row));
    } else if (kind == "backlog") {
      traffic.backlog.push_back(
          {time_of(row, "at"), number_of(row, "to_erp"), number_of(row, "to_plant")});
    } else if (kind == "trace") {
      bridge::MessageTrace trace;
      trace.state = static_cast<bridge::MessageTrace::State>(number_of(row, "state"));
      trace.code = text_of(row, "code");
      trace.acknowledged = time_of(row, "acknowledged");
      trace.taken_by_record = truth_of(row, "taken_by_record");
      traffic.traces.emplace(text_of(row, "key"), std::move(trace));
    }
  });
  return traffic;
}

std::ofstream open_sightings(const fs::path& file) {
  std::ofstream out(file, std::ios::binary | std::ios::app);
  // Behind what a killed program may have left of a line.
  if (out.tellp() > 0) out << '\n';
  return out;
}

void save_sighting(std::ostream& out, const TapSighting& sighting) {
  out << JsonFields().text("hop", hop_name(sighting.hop)).text("message", sighting.message).take()
      << '\n';
  out.flush();
}

void save_passage(std::ostream& out, bridge::Hop hop, const std::string& request, int status) {
  out << JsonFields()
             .text("hop", hop_name(hop))
             .text("passed", request)
             .number("status", status)
             .take()
      << '\n';
  out.flush();
}

std::vector<TapSighting> load_sightings(const fs::path& file) {
  std::vector<TapSighting> sightings;
  std::error_code error;
  if (!fs::exists(file, error)) return sightings;
  std::ifstream in(file, std::ios::binary);
  for (std::string line; std::getline(in, line);) {
    sim::Diagnostics unfinished;  // a line of a program that was killed; others may follow
    const auto document = sim::JsonDocument::parse(line, file.string(), unfinished);
    if (!document || document->root().member("message") == nullptr) continue;
    const sim::JsonNode& row = document->root();
    for (int i = 0; i < bridge::kHops; ++i) {
      const auto hop = static_cast<bridge::Hop>(i);
      if (hop_name(hop) == text_of(row, "hop")) {
        sightings.push_back({hop, text_of(row, "message")});
      }
    }
  }
  return sightings;
}

}  // namespace planttwin::scenario
