#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "erp_bridge/audit/reconciliation.h"
#include "erp_bridge/stack/message_journey.h"
#include "scenarios/scenario_documents.h"

namespace planttwin::scenario {

// What a live run was begun with: a restart and a replay go by it.
struct LiveSetup {
  std::string scenario;  // absolute path
  std::vector<InputEdit> edits;
  std::uint64_t seed = 1;
  std::string run_id;  // in the keys of its messages
  std::string input_sha256;
  std::string stack;        // absolute path
  std::string faults = {};  // absolute path; empty: none
};

// The files of a live run beside its results, in the folder "live":
//
//   setup.json      what it was begun with
//   input.journal   what has come from outside (sim/input_journal.h)
//   bridge.sqlite   messages on their way (erp_bridge/delivery/delivery_store.h)
//   opening.jsonl   the record before the run, record.jsonl: and after it
//   traffic.jsonl   what became of every message
//   taps.jsonl      what taps have seen
//   faults.jsonl    what a fault plan has struck (fault_strikes.h)
//   parts/          folders of parts that were started
//   view.sqlite     the plant, and view.sock: what views look at while it goes on
//
// The folder is readable by its owner alone, for messages are a company's own.
class LiveFiles {
 public:
  // Of a run that is there. Throws UsageError when the folder holds none.
  static LiveFiles open(const std::filesystem::path& run);
  // The same, and nobody can drive it meanwhile. Throws UsageError when somebody does.
  static LiveFiles hold(const std::filesystem::path& run);
  // Of a run that begins, or goes on. Throws UsageError when another program drives it, or when it
  // was begun with something else; it begins when the record has been opened.
  static LiveFiles begin_or_resume(const std::filesystem::path& run, LiveSetup setup);
  ~LiveFiles();
  LiveFiles(LiveFiles&& other) noexcept;
  LiveFiles& operator=(LiveFiles&&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path file(const char* name) const { return folder_ / name; }
  const LiveSetup& setup() const { return setup_; }
  bool resumed() const { return resumed_; }
  // Removes all but the setup and the audit log: the run begins anew. Where that is cut short it
  // goes on instead, with the same messages under the same keys. Throws OutputError.
  void forget_traffic() const;

 private:
  explicit LiveFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}
  void lock();

  std::filesystem::path folder_;
  LiveSetup setup_;
  bool resumed_ = false;
  int lock_ = -1;
};

// A message that a tap has seen.
struct TapSighting {
  bridge::Hop hop = bridge::Hop::kMiddlewareIn;
  std::string message;  // JSON
};

// What a live run knows of its messages at the end.
struct LiveTraffic {
  std::vector<bridge::MessageJourney> journeys;
  std::vector<bridge::BacklogPoint> backlog;
  bridge::MessageTraces traces;
  std::string end;  // reason
};
// Throw OutputError, and sim::InputError for what was not written so.
void save_traffic(const std::filesystem::path& file, const LiveTraffic& traffic);
LiveTraffic load_traffic(const std::filesystem::path& file);
// Goes on with a file, or begins it.
std::ofstream open_sightings(const std::filesystem::path& file);
void save_sighting(std::ostream& out, const TapSighting& sighting);
// A request that has passed a tap, such as "POST /messages", and what it was answered with. It is
// for people, and no sighting.
void save_passage(std::ostream& out, bridge::Hop hop, const std::string& request, int status);
std::vector<TapSighting> load_sightings(const std::filesystem::path& file);

}  // namespace planttwin::scenario
