#include "scenarios/drive_command.h"

#include <fmt/format.h>

#include <atomic>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "erp_bridge/erp_opening.h"
#include "erp_bridge/formats/json_text.h"
#include "erp_bridge/live/answer_message.h"
#include "erp_bridge/live/listener.h"
#include "erp_bridge/live/live_driver.h"
#include "erp_bridge/live/live_record.h"
#include "erp_bridge/live/master_json.h"
#include "erp_bridge/live/order_intake.h"
#include "plant_models/run/plant_input.h"
#include "scenarios/audit_trail.h"
#include "scenarios/human_text.h"
#include "scenarios/interrupt.h"
#include "scenarios/live_faults.h"
#include "scenarios/live_files.h"
#include "scenarios/live_inputs.h"
#include "scenarios/live_outcome.h"
#include "scenarios/live_stack.h"
#include "scenarios/live_taps.h"
#include "scenarios/managed_parts.h"
#include "scenarios/playback/live_feed.h"
#include "scenarios/progress.h"
#include "scenarios/result.h"
#include "scenarios/run_reports.h"
#include "scenarios/summary.h"
#include "scenarios/timing.h"
#include "scenarios/version.h"

namespace planttwin::scenario {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kGlance = std::chrono::milliseconds(50);
constexpr auto kSettlingWord = std::chrono::seconds(15);  // from one word of progress to the next
constexpr std::size_t kMostInputs = 10'000;               // waiting for the plant

bridge::LivePace parse_pace(const std::string& text) {
  using Kind = bridge::LivePace::Kind;
  if (text == "max") return {Kind::kMax, 1};
  if (text == "lockstep") return {Kind::kLockstep, 1};
  double speed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), speed);
  if (error != std::errc() || end != text.data() + text.size() || !(speed > 0) ||
      !std::isfinite(speed)) {
    throw UsageError("--speed " + text +
                     ": expected how many seconds of the plant pass in one second, \"max\" or "
                     "\"lockstep\"");
  }
  return {Kind::kPaced, speed};
}

// Different for every run, so that the orders of two runs are not mixed up in one record.
std::string new_run_id(const Scenario& scenario, std::uint64_t seed) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now).count();
  return fmt::format("{}-{}-{:x}", scenario.id, seed, seconds);
}

bridge::FaultPlan read_plan(const std::string& path, const bridge::Stack& stack,
                            bool parts_are_started) {
  sim::Diagnostics diagnostics;
  bridge::FaultPlan plan = bridge::load_fault_plan(path, diagnostics);
  diagnostics.throw_if_any();
  check_faults(plan, stack, parts_are_started);
  return plan;
}

// For the thread that shows how far a run is.
class EventCount : public plant::EventSink {
 public:
  void on_event(const plant::PlantEvent&, const plant::RunState&) override { ++events_; }
  std::int64_t events() const { return events_; }

 private:
  std::atomic<std::int64_t> events_ = 0;
};

class Drive {
 public:
  Drive(const DriveOptions& options, const bridge::LivePace& pace, const LiveInputs& inputs,
        const bridge::FaultPlan* plan, LiveFiles& files, const std::string& folder,
        DriveMonitor& monitor, AuditTrail& trail)
      : options_(options),
        pace_(pace),
        scenario_(inputs.scenario),
        stack_(inputs.stack),
        plan_(plan),
        files_(files),
        folder_(folder),
        monitor_(monitor),
        trail_(trail),
        output_(folder),
        run_(scenario_.plant, scenario_.input, {.seed = files.setup().seed}),
        books_(
            scenario_.plant, scenario_.input, files.setup().run_id, {},
            [this](const bridge::Message& message) { report(message); }, habits_of(scenario_)),
        reported_(inputs.stack),
        queue_(clock_, kMostInputs),
        intake_(scenario_.plant, scenario_.input.start, queue_) {
    run_.add_sink(books_);
    run_.add_sink(event_count_);
  }

  ExitCode run() {
    const Clock::time_point begin = Clock::now();
    values_["stack"] = stack_.directory.string();
    values_["scenario"] = files_.setup().scenario;
    values_["planttwin"] = fs::read_symlink("/proc/self/exe").string();
    if (options_.manage) {
      if (files_.resumed()) require_parts();
      parts_.start(stack_, files_.file("parts"), values_, options_.quiet);
    } else {
      use_running_parts(stack_, values_);
    }
    live_.emplace(stack_, values_, run_object(), options_.allow_write);
    record_client_ = live_->record();
    record_client_.system->log_in();
    trail_.connected(stack_, *live_);
    open_record();
    RunLog log(options_.trace, output_, scenario_, run_);
    start_bridge();
    let_views_look();
    const plant::RunEnd end = run_plant();
    if (feed_) feed_->floor().finish(run_.now(), std::string(name_of(end.reason)));
    settle();
    if (faults_) faults_->finish();
    log.finish(run_.now(), end);
    record_.close(*record_client_.system, stack_.quiet, stack_.delivery.answer_within);
    if (faults_) faults_->finish();  // parts that a reading has struck
    taps_->finish();
    record_.save(files_.file("record.jsonl"));
    LiveTraffic traffic{bridge_->journeys(), bridge_->backlog(), bridge_->traces(),
                        std::string(name_of(end.reason))};
    add_orders(traffic);
    save_traffic(files_.file("traffic.jsonl"), traffic);
    const auto sightings = load_sightings(files_.file("taps.jsonl"));
    const FaultStrikes strikes = load_strikes(files_.file("faults.jsonl"));
    const sim::JsonNode result =
        write_live_results(output_, scenario_, run_, end, books_,
                           {stack_, record_, traffic, sightings, reported_, strikes});
    const std::chrono::duration<double> wall = Clock::now() - begin;
    trail_.add("stopped", bridge::JsonFields()
                              .text("reason", traffic.end)
                              .number("messages", std::ssize(traffic.journeys))
                              .json("passed", passed(result) ? "true" : "false"));
    write_text_file(
        output_.file("timing.json"),
        sim::pretty_json(
            Timing{wall.count(), run_.state().statistics.events, trail_.head()}.to_json()));
    write_reports(output_.folder());
    output_.publish();
    print(result, wall.count());
    return passed(result) ? ExitCode::kDone : ExitCode::kNotMet;
  }

 private:
  std::string run_object() const {
    return bridge::JsonFields()
        .text("id", files_.setup().run_id)
        .text("start", sim::format_instant(scenario_.input.start))
        .take();
  }

  // A run goes on with the books that it has begun: new ones know nothing of what was booked.
  void require_parts() const {
    for (const bridge::StackPart& part : stack_.parts) {
      if (fs::exists(files_.file("parts") / part.id)) continue;
      throw UsageError(fmt::format(
          "{0}: what the part {1} has written was removed, so the run can't go on: begin it anew "
          "after `planttwin stack reset {0}`, or with another --out",
          folder_, part.id));
    }
  }

  // What the record has before the run, once: a restart goes by it.
  void open_record() {
    const fs::path file = files_.file("opening.jsonl");
    if (fs::exists(file)) {
      record_ = bridge::LiveRecord::load(file);
      return;
    }
    say("aligning {} with the plant", stack_.record.mapping->title);
    const bridge::ErpMasterData data = bridge::erp_master_data(scenario_.plant, scenario_.input);
    if (!stack_.record.mapping->align.steps.empty()) {
      record_client_.system->align(master(), bridge::stock_json(data.stock));
    }
    record_.open(*record_client_.system);
    const fs::path aside = files_.file("opening.jsonl.new");
    record_.save(aside);
    fs::rename(aside, file);
  }

  // Beside what the plant is, whether the record may be told.
  std::string master() const {
    std::string text = bridge::master_json(scenario_.plant, sim::Time());
    text.pop_back();
    return text + ",\"push\":" + (stack_.plant_is_master ? "true" : "false") + "}";
  }

  void start_bridge() {
    const std::string journal = files_.file("input.journal").string();
    const bool goes_on = fs::exists(journal);
    std::vector<sim::JournalRecord> records;
    if (goes_on) records = sim::read_journal(journal).records;
    std::erase_if(records, [](const sim::JournalRecord& record) {
      return record.kind == sim::JournalRecord::Kind::kStop;
    });
    for (const sim::JournalRecord& record : records) {
      intake_.know(plant::plant_input(record.input.payload).message);
    }
    journal_.emplace(goes_on ? sim::FileJournal::resume(journal)
                             : sim::FileJournal::create(journal));
    if (files_.resumed()) say("going on with the run of {}", folder_);
    taps_.emplace(stack_, *live_, files_.file("taps.jsonl"));
    if (plan_ != nullptr) {
      const FaultStrikes earlier = load_strikes(files_.file("faults.jsonl"));
      for (const KeptStrike& strike : earlier.strikes) monitor_.note_strike(strike.kind);
      faults_.emplace(*plan_, stack_, *live_, parts_, files_.setup().run_id,
                      files_.file("faults.jsonl"), [this](const bridge::FaultStrike& strike) {
                        trail_.struck(strike);
                        monitor_.note_strike(name_of(strike.fault->kind));
                      });
      record_client_ = live_->record();  // by a proxy, where the plan has faults of readings
    }
    bridge::LiveBridgeOptions bridge_options;
    bridge_options.delivery = stack_.delivery;
    bridge_options.store = files_.file("bridge.sqlite");
    bridge_options.workers = stack_.workers;
    bridge_options.watches = monitor_.watches();
    bridge_options.most_open = stack_.most_open;
    if (stack_.answers) bridge_options.answered_by = &*stack_.record.mapping;
    bridge_.emplace(bridge_options, stack_.posting_mapping(), [this] { return live_->postings(); });
    bridge_->on_failure([this] { queue_.request_stop(); });
    if (stack_.answers) {
      answers_ = std::make_unique<bridge::Listener>(
          live_->receiver(*stack_.answers, "answers"),
          [this](const bridge::Parcel& parcel) { hear(parcel.body); });
    }
    const bool polls = stack_.orders_from_erp;
    std::function<void()> poll;
    if (polls && pace_.kind != bridge::LivePace::Kind::kPaced) {
      poll = [this] { ask_for_orders(*record_client_.system); };
    }
    driver_.emplace(
        bridge::LiveDriver::Parts{queue_, *journal_, clock_, *bridge_, poll, stack_.poll_every},
        pace_, std::move(records));
    view_.emplace(monitor_, [this] { return standing(); });
  }

  bridge::DriveStanding standing() const {
    bridge::DriveStanding now;
    now.plant_seconds = static_cast<double>(driver_->plant_now().count()) / 1e6;
    now.events = event_count_.events();
    now.open = static_cast<std::int64_t>(bridge_->open());
    now.circuit_open = bridge_->circuit_open();
    now.failed = bridge_->has_failed();
    return now;
  }

  void hear(const std::string& text) {
    const auto answer = bridge::answer_from_json(text);
    if (answer) bridge_->answer(answer->key, answer->verdict);
  }

  void report(const bridge::Message& message) {
    reported_.add(message);
    const sim::Time happened = sim::Time::from_start(message.envelope.time - scenario_.input.start);
    const std::chrono::microseconds lag = driver_->lag(happened);
    monitor_.note_lag(lag);
    bridge_->report(message, happened, lag);
  }

  // A run that can't be looked at goes on all the same.
  void let_views_look() {
    try {
      const LogTitle title{scenario_.id, std::string(program_version())};
      feed_.emplace(files_.folder(), title, run_);
    } catch (const sim::OutputError& error) {
      fmt::print(stderr, "planttwin: views can't look at this run: {}\n", error.what());
    }
  }

  plant::RunEnd run_plant() {
    std::atomic<bool> over = false;
    std::thread watcher([&] { watch(over); });
    std::thread poller;
    const bool polls = stack_.orders_from_erp && pace_.kind == bridge::LivePace::Kind::kPaced;
    if (polls) poller = std::thread([&] { poll_orders(over); });
    plant::RunEnd end;
    std::exception_ptr failed;
    try {
      end = run_.run_with(*driver_, sim::Time::never());
    } catch (...) {
      failed = std::current_exception();
    }
    over = true;
    watcher.join();
    if (poller.joinable()) poller.join();
    if (failed) std::rethrow_exception(failed);
    bridge_->throw_failure();
    return end;
  }

  void watch(const std::atomic<bool>& over) {
    const sim::Time end = scenario_.input.until_done()
                              ? sim::Time::never()
                              : sim::Time::from_start(scenario_.input.horizon);
    Progress progress(!options_.quiet, sim::Time(), end, 0);
    while (!over) {
      if (interrupt_.interrupted()) queue_.request_stop();
      progress.show(driver_->plant_now(), event_count_.events());
      if (feed_) feed_->floor().set_time(driver_->plant_now());
      std::this_thread::sleep_for(kGlance);
    }
  }

  // An ERP that is down gives no orders; it is asked again.
  void ask_for_orders(bridge::MappedSystem& system) {
    try {
      intake_.poll(system);
    } catch (const bridge::SystemError& error) {
      say("planttwin: {}", error.what());
    }
  }

  // In a thread of its own.
  void poll_orders(const std::atomic<bool>& over) {
    try {
      const bridge::SystemClient client = live_->record();
      Clock::time_point next = Clock::now();
      while (!over) {
        if (Clock::now() >= next && driver_->live()) {
          next = Clock::now() + std::chrono::microseconds(stack_.poll_every.count());
          ask_for_orders(*client.system);
        }
        std::this_thread::sleep_for(kGlance);
      }
    } catch (const std::exception& error) {
      fmt::print(stderr, "planttwin: {}\n", error.what());
      queue_.request_stop();
    }
  }

  // Waits for what is still under way; a second Ctrl-C ends the program.
  void settle() {
    const auto until = Clock::now() + std::chrono::microseconds(stack_.settle_within.count());
    if (const std::size_t open = bridge_->open(); open > 0) {
      say("waiting up to {} for {} postings that are under way",
          sim::format_duration(stack_.settle_within), open);
    }
    Clock::time_point next_word = Clock::now() + kSettlingWord;
    while (!bridge_->wait_until_drained(kGlance) && Clock::now() < until) {
      bridge_->throw_failure();
      if (Clock::now() < next_word) continue;
      next_word += kSettlingWord;
      say("still {} under way{}", bridge_->open(), last_said());
    }
    if (const std::size_t open = bridge_->open(); open > 0) {
      fmt::print(
          stderr,
          "planttwin: {} postings have not been acknowledged within {} and are in flight{}\n", open,
          sim::format_duration(stack_.settle_within), last_said());
    }
    answers_.reset();
    bridge_->stop();
    bridge_->throw_failure();
    say_what_was_refused();
  }

  std::string last_said() const {
    const std::string trouble = bridge_->last_trouble();
    return trouble.empty() ? "" : "; the last that was said: " + trouble;
  }

  void say_what_was_refused() const {
    const bridge::MessageTraces traces = bridge_->traces();
    std::size_t refused = 0;
    std::string reason;
    for (const bridge::MessageJourney& journey : bridge_->journeys()) {
      const bridge::MessageTrace& trace = traces.at(journey.key);
      if (trace.state != bridge::MessageTrace::State::kRejected) continue;
      if (refused++ == 0) reason = trace.code;
    }
    if (refused == 0) return;
    fmt::print(stderr, "planttwin: {} postings were refused, the first of them with {}\n", refused,
               reason);
  }

  // Orders that the plant has got, or could not take.
  void add_orders(LiveTraffic& traffic) const {
    const auto add = [&](const std::string& key, const std::string& refusal) {
      bridge::MessageJourney journey;
      journey.direction = bridge::Direction::kToPlant;
      journey.key = key;
      journey.type = "ProductionOrderReleased";
      journey.sent = journey.arrived = 1;
      journey.taken = refusal.empty();
      journey.refusal = refusal;
      journey.first_sent = journey.first_arrived = journey.ended = journey.happened;
      if (journey.taken) journey.first_taken = journey.happened;
      traffic.journeys.push_back(std::move(journey));
    };
    for (const std::string& key : intake_.given()) add(key, "");
    for (const bridge::RefusedOrder& order : intake_.refused()) {
      fmt::print(stderr, "planttwin: an order was not taken: {}: {}\n", order.code, order.text);
      add(order.key, order.code);
    }
  }

  template <class... Arguments>
  void say(fmt::format_string<Arguments...> text, Arguments&&... arguments) const {
    if (!options_.quiet) {
      fmt::print(stderr, "{}\n", fmt::format(text, std::forward<Arguments>(arguments)...));
    }
  }

  void print(const sim::JsonNode& result, double wall_s) const {
    if (options_.json) {
      fmt::print("{}", sim::pretty_json(result));
    } else if (!options_.quiet) {
      fmt::print(
          "{}\n  {} against {}\n  results: {}\n  report:  {}\n  again:   planttwin replay {}\n",
          summary_text(result), human_duration(wall_s), stack_.title, folder_,
          (fs::path(folder_) / "report.html").string(), folder_);
    }
  }

  const DriveOptions& options_;
  const bridge::LivePace& pace_;
  const Scenario& scenario_;
  const bridge::Stack& stack_;
  const bridge::FaultPlan* plan_;  // null: none
  LiveFiles& files_;
  const std::string& folder_;
  DriveMonitor& monitor_;
  AuditTrail& trail_;
  OutputDirectory output_;
  InterruptGuard interrupt_;
  ManagedParts parts_;
  bridge::StackValues values_;
  std::optional<LiveStack> live_;
  bridge::SystemClient record_client_;
  bridge::LiveRecord record_;
  plant::PlantRun run_;
  bridge::AuditedRun books_;
  EventCount event_count_;
  std::optional<playback::LiveFeed> feed_;
  ReportedMessages reported_;
  sim::SteadyWallClock clock_;
  sim::OutsideInputQueue queue_;
  std::optional<sim::FileJournal> journal_;
  bridge::OrderIntake intake_;
  std::optional<LiveTaps> taps_;  // from before the first message on
  std::optional<LiveFaults> faults_;
  std::optional<bridge::LiveBridge> bridge_;
  std::unique_ptr<bridge::Listener> answers_;
  std::optional<bridge::LiveDriver> driver_;
  std::optional<MonitorView> view_;
};

}  // namespace

ExitCode drive_command(const DriveOptions& options) {
  const bridge::LivePace pace = parse_pace(options.speed);
  const std::vector<InputEdit> edits = parse_edits(options.edits);
  const std::unique_ptr<LiveInputs> inputs =
      load_live_inputs(options.scenario, options.stack, edits);
  check_before_drive(inputs->stack, options.allow_write, options.manage);
  std::optional<bridge::FaultPlan> plan;
  if (options.faults) plan = read_plan(*options.faults, inputs->stack, options.manage);
  DriveMonitor monitor(options.monitor, inputs->stack.postings.connection);
  const std::uint64_t seed =
      options.seed ? static_cast<std::uint64_t>(*options.seed) : inputs->scenario.seed;
  const std::string folder = options.out.value_or(
      fmt::format("runs/{}/{}-{}", inputs->scenario.id, inputs->stack.id, seed));
  LiveFiles files = LiveFiles::begin_or_resume(
      folder, {fs::absolute(options.scenario).lexically_normal().string(), edits, seed,
               new_run_id(inputs->scenario, seed), inputs->scenario.input_sha256,
               fs::absolute(options.stack).lexically_normal().string(),
               options.faults ? fs::absolute(*options.faults).lexically_normal().string() : ""});
  if (const std::string url = monitor.serve(); !url.empty() && !options.quiet) {
    fmt::print(stderr, "figures and health: {0}/metrics, {0}/healthz\n", url);
  }
  AuditTrail trail(
      files, inputs->stack,
      {options.audit_key, options.allow_write, options.manage, options.speed, options.faults});
  return trail.around([&] {
    return Drive(options, pace, *inputs, plan ? &*plan : nullptr, files, folder, monitor, trail)
        .run();
  });
}

}  // namespace planttwin::scenario
