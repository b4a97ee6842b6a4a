#include "erp_bridge/live/live_bridge.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "erp_bridge/live/answer_message.h"
#include "sim/output_error.h"
#include "sim/random.h"

namespace planttwin::bridge {
namespace {

constexpr auto kLongestRest = std::chrono::milliseconds(500);
constexpr std::size_t kMostBacklogPoints = 20'000;

sim::Duration span(std::chrono::steady_clock::duration duration) {
  return sim::Duration::microseconds(
      std::chrono::duration_cast<std::chrono::microseconds>(duration).count());
}

DeliveryOptions for_mapping(DeliveryOptions options, const Mapping& mapping, std::size_t workers) {
  options.can_ask = mapping.ask.has_value();
  for (const MappingWrite& write : mapping.writes) {
    options.batch = std::max(options.batch, write.most);
  }
  options.window = std::max(options.window, options.batch * workers);
  return options;
}

}  // namespace

LiveBridge::LiveBridge(LiveBridgeOptions options, const Mapping& mapping, ClientFactory connect)
    : options_(std::move(options)),
      mapping_(mapping),
      connect_(std::move(connect)),
      consigner_(mapping),
      delivery_(
          for_mapping(options_.delivery, mapping, options_.workers),
          [this] {
            return sim::RandomSource(1).draw({sim::Purpose::kMessage, 3, 0, draws_++}).uniform();
          }),
      store_(options_.store, options_.durability),
      started_(Clock::now()) {
  kept_ = store_.source_position();
  std::vector<OutboxEntry> outbox = store_.outbox();
  for (const OutboxEntry& entry : outbox) base_ = std::max(base_, entry.entered);
  delivery_.restore(std::move(outbox));
  // Whoever goes on has mended what kept them out.
  for (const std::string& key : delivery_.dead()) delivery_.revive(base_, key);
  open_ = delivery_.open();
  if (options_.answered_by != nullptr) behind_.emplace(*options_.answered_by);
  for (const JournalEntry& entry : store_.journal()) {
    next_answer_ = entry.position + 1;
    const auto answer = answer_from_json(entry.payload);
    if (answer) early_answers_[answer->key] = answer->verdict;
  }
  bridge_ = std::thread([this] { run_bridge(); });
  for (std::size_t i = 0; i < options_.workers; ++i) {
    workers_.emplace_back([this] { run_worker(); });
  }
}

LiveBridge::~LiveBridge() { stop(); }

void LiveBridge::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  jobs_news_.notify_all();
  progress_.notify_all();
  for (std::thread& worker : workers_) worker.join();
  workers_.clear();
  {
    const std::scoped_lock lock(mutex_);
    finishing_ = true;
  }
  news_.notify_all();
  if (bridge_.joinable()) bridge_.join();
}

sim::Time LiveBridge::now() const { return base_ + span(Clock::now() - started_); }

void LiveBridge::report(const Message& message, sim::Time happened, std::chrono::microseconds lag) {
  const Clock::time_point due = Clock::now() - lag;
  Consigner::Result result = consigner_.take(message);
  if (result.taken == Consigner::Taken::kIgnored) return;
  std::unique_lock lock(mutex_);
  plant_now_ = happened;
  MessageJourney journey;
  journey.key = message.envelope.idempotency_key;
  journey.type = name_of(message.body);
  journey.partition = message.envelope.partition_key;
  journey.happened = happened;
  journey.collected =
      result.taken == Consigner::Taken::kWaits || (result.made && result.made->messages.size() > 1);
  Reported& reported = messages_[journey.key];
  reported = {journeys_.size(), due, "", result.taken == Consigner::Taken::kUnmapped};
  journeys_.push_back(std::move(journey));
  const std::string& key = message.envelope.idempotency_key;
  if (!options_.watches.empty()) reported.trace_parent = message.envelope.trace_parent.value_or("");
  tell(MessageNews::What::kReported, key, {}, {}, made_ < kept_);
  if (reported.unmapped) tell_end(key, "rejected", "unmapped", made_ < kept_);
  expect_answers(message);
  if (!result.made) return;
  for (const std::string& member : result.made->messages) {
    Reported& waiting = messages_.at(member);
    waiting.consignment = result.made->key;
    MessageJourney& waited = journeys_[waiting.journey];
    if (waited.collected) waited.complete = waited.happened + span(due - waiting.due);
  }
  members_[result.made->key] = result.made->messages;
  if (++made_ <= kept_) {
    const OutboxEntry* entry = delivery_.find(result.made->key);
    if (entry != nullptr && ended(entry->state)) {
      note_end(*entry);
      tell_entry_end(*entry, true);
    }
    return;
  }
  progress_.wait(lock, [&] { return open_ < options_.most_open || stopping_ || failure_; });
  ++open_;
  reported_.push_back(*std::move(result.made));
  tell_bridge();
}

void LiveBridge::answer(const std::string& key, const SystemVerdict& verdict) {
  const std::scoped_lock lock(mutex_);
  answers_.emplace_back(key, verdict);
  tell_bridge();
}

std::size_t LiveBridge::open() const {
  const std::scoped_lock lock(mutex_);
  return open_ + unanswered_.size();
}

std::string LiveBridge::last_trouble() const {
  const std::scoped_lock lock(mutex_);
  return last_trouble_;
}

bool LiveBridge::caught_up() const {
  const std::scoped_lock lock(mutex_);
  return made_ >= kept_;
}

bool LiveBridge::wait_until_drained(std::chrono::milliseconds within) {
  std::unique_lock lock(mutex_);
  progress_.wait_for(lock, within,
                     [&] { return (open_ == 0 && unanswered_.empty()) || stopping_ || failure_; });
  return open_ == 0 && unanswered_.empty();
}

bool LiveBridge::circuit_open() const {
  const std::scoped_lock lock(mutex_);
  return delivery_.breaker_open();
}

bool LiveBridge::has_failed() const {
  const std::scoped_lock lock(mutex_);
  return failure_ != nullptr;
}

void LiveBridge::throw_failure() const {
  const std::scoped_lock lock(mutex_);
  if (failure_) std::rethrow_exception(failure_);
}

void LiveBridge::on_failure(std::function<void()> notify) {
  const std::scoped_lock lock(mutex_);
  notify_ = std::move(notify);
}

// To be called while an exception is handled.
void LiveBridge::fail() {
  std::function<void()> notify;
  {
    const std::scoped_lock lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
    notify = notify_;
  }
  progress_.notify_all();
  if (notify) notify();
}

// With the lock.
void LiveBridge::tell_bridge() {
  has_news_ = true;
  news_.notify_one();
}

// The only thread that touches the store.
void LiveBridge::run_bridge() {
  std::unique_lock lock(mutex_);
  try {
    while (!finishing_) {
      has_news_ = false;
      enter_reported();
      take_done();
      DeliveryStep step;
      step.wake = sim::Time::never();
      // Sendings that no worker could make yet would only be smaller.
      if (idle_ > jobs_.size()) step = keep_step(lock);
      const bool sends = !step.actions.empty();
      give_jobs(std::move(step.actions));
      open_ = delivery_.open() + reported_.size();
      note_backlog();
      progress_.notify_all();
      if (sends) continue;
      std::chrono::microseconds rest = kLongestRest;
      if (!step.wake.is_never()) {
        const std::int64_t until = std::max<std::int64_t>(0, (step.wake - now()).count());
        rest = std::min(rest, std::chrono::microseconds(until + 1));
      }
      // What can't be taken now is no news: it would be looked at without an end, and no worker
      // could say that it has done its work.
      news_.wait_for(lock, rest, [&] { return finishing_ || has_news_; });
    }
    take_done();
    keep_step(lock);  // what it would send is sent by the next life
  } catch (...) {
    if (lock.owns_lock()) lock.unlock();
    fail();
  }
}

// What has changed is kept before anything is sent.
DeliveryStep LiveBridge::keep_step(std::unique_lock<std::mutex>& lock) {
  DeliveryChanges changes;
  take_answers(changes);
  DeliveryStep step = delivery_.step(now());
  for (const OutboxEntry& entry : step.changed) {
    if (ended(entry.state)) tell_entry_end(entry, false);
  }
  changes.outbox = std::move(step.changed);
  changes.source_position = std::max(made_ - static_cast<std::int64_t>(reported_.size()), kept_);
  if (changes.outbox.empty() && changes.journal.empty()) return step;
  lock.unlock();
  store_.keep(changes);
  lock.lock();
  return step;
}

void LiveBridge::give_jobs(std::vector<DeliveryAction> actions) {
  for (DeliveryAction& action : actions) {
    Job job;
    job.asks = action.kind == DeliveryAction::Kind::kAsk;
    job.members = std::move(action.members);
    if (job.members.empty()) job.members = {{action.key, std::move(action.payload)}};
    if (!job.asks) note_sent(job);
    jobs_.push_back(std::move(job));
  }
  if (!actions.empty()) jobs_news_.notify_all();
}

// Kept coarse once there are many points: every other one goes.
void LiveBridge::note_backlog() {
  const auto open = static_cast<std::int64_t>(open_);
  if (!backlog_.empty() && backlog_.back().to_erp == open) return;
  backlog_.push_back({plant_now_, open, 0});
  if (backlog_.size() < kMostBacklogPoints) return;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < backlog_.size(); i += 2) backlog_[kept++] = backlog_[i];
  backlog_.resize(kept);
}

void LiveBridge::enter_reported() {
  while (!reported_.empty()) {
    Consignment& one = reported_.front();
    const auto entered =
        delivery_.enter(now(), one.key, one.partition, one.payload, one.depends_on);
    if (entered == Delivery::Entered::kFull) return;
    if (entered == Delivery::Entered::kConflict) {
      throw std::logic_error("the key " + one.key + " came with two contents");
    }
    reported_.pop_front();
  }
}

void LiveBridge::take_done() {
  while (!done_.empty()) {
    const Done done = std::move(done_.front());
    done_.pop_front();
    take_verdicts(done);
  }
}

// Those whose consignments are booked as a whole are answered when the last of them has come.
void LiveBridge::expect_answers(const Message& message) {
  if (!behind_) return;
  const Consigner::Result result = behind_->take(message);
  if (!result.made) return;
  for (const std::string& key : result.made->messages) {
    const auto early = early_answers_.find(key);
    if (early == early_answers_.end()) {
      unanswered_.insert(key);
    } else {
      take_answer(key, early->second);
    }
  }
}

// Answers are kept with what else has changed: a later life does not hear them again.
void LiveBridge::take_answers(DeliveryChanges& changes) {
  while (!answers_.empty()) {
    const auto& [key, verdict] = answers_.front();
    changes.journal.push_back(
        {next_answer_++, now(), "answers", to_json(AnswerMessage{key, verdict})});
    early_answers_[key] = verdict;
    take_answer(key, verdict);
    answers_.pop_front();
  }
}

void LiveBridge::take_answer(const std::string& key, const SystemVerdict& verdict) {
  unanswered_.erase(key);
  const auto message = messages_.find(key);
  if (message == messages_.end()) return;
  message->second.answer = verdict;
  MessageJourney& journey = journeys_[message->second.journey];
  journey.ended = journey.happened + span(Clock::now() - message->second.due);
  journey.taken = verdict.is == AnswerMeaning::kAccepted;
  journey.refusal = journey.taken ? "" : verdict.code;
  journey.first_taken = journey.taken ? journey.ended : sim::Time::never();
  tell_end(key, journey.taken ? "acknowledged" : "rejected", journey.refusal, made_ < kept_);
}

void LiveBridge::take_verdicts(const Done& done) {
  for (const SystemVerdict& verdict : done.verdicts) {
    if (verdict.is != AnswerMeaning::kAccepted) last_trouble_ = verdict.code + ": " + verdict.text;
  }
  const sim::Time at = now();
  const std::vector<BatchMember>& members = done.job.members;
  if (done.job.asks) {
    if (done.known) delivery_.on_told(at, members.front().key, done.known->front());
    const OutboxEntry* entry = delivery_.find(members.front().key);
    if (entry != nullptr && ended(entry->state)) note_end(*entry);
    return;
  }
  const SystemVerdict& first = done.verdicts.front();
  const auto is_like_first = [&](const SystemVerdict& one) {
    return one.is == first.is && one.code == first.code && one.text == first.text;
  };
  const bool refused = first.is != AnswerMeaning::kAccepted && first.is != AnswerMeaning::kUnknown;
  if (refused && members.size() > 1 &&
      std::all_of(done.verdicts.begin(), done.verdicts.end(), is_like_first)) {
    std::vector<std::string> keys;
    for (const BatchMember& member : members) {
      keys.push_back(member.key);
      for (const std::string& message : members_[member.key]) {
        tell(MessageNews::What::kAnswered, message, name_of(first.is), first.code);
      }
    }
    return delivery_.on_batch_refused(at, keys, refusal_for(first), first.code + ": " + first.text,
                                      first.retry_after);
  }
  // What is not known takes all with it that is under way beside it: what is known comes first.
  for (const bool unknown : {false, true}) {
    for (std::size_t i = 0; i < members.size(); ++i) {
      const SystemVerdict& verdict = done.verdicts[i];
      if ((verdict.is == AnswerMeaning::kUnknown) == unknown) {
        take_verdict(members[i].key, verdict);
      }
    }
  }
}

Refusal LiveBridge::refusal_for(const SystemVerdict& verdict) const {
  const auto row = mapping_.codes.find(verdict.code);
  if (row != mapping_.codes.end()) return row->second;
  // The session was over again though the log-in went well: nothing is wrong with the message.
  const bool goes_again =
      verdict.is == AnswerMeaning::kRetry || verdict.is == AnswerMeaning::kLogin;
  return goes_again ? Refusal::kRetryLater : Refusal::kManual;
}

void LiveBridge::take_verdict(const std::string& key, const SystemVerdict& verdict) {
  const sim::Time at = now();
  for (const std::string& message : members_[key]) {
    tell(MessageNews::What::kAnswered, message, name_of(verdict.is), verdict.code);
  }
  switch (verdict.is) {
    case AnswerMeaning::kAccepted:
      delivery_.on_acknowledged(at, key);
      break;
    case AnswerMeaning::kRejected:
    case AnswerMeaning::kRetry:
    case AnswerMeaning::kLogin:
      delivery_.on_refused(at, key, refusal_for(verdict), verdict.code + ": " + verdict.text,
                           verdict.retry_after);
      break;
    case AnswerMeaning::kUnknown:
      delivery_.on_unanswered(at, key);
      break;
  }
  const OutboxEntry* entry = delivery_.find(key);
  if (entry == nullptr) return;
  for (const std::string& message : members_[key]) {
    MessageJourney& journey = journeys_[messages_.at(message).journey];
    if (!verdict.code.empty()) journey.refusal = verdict.code;
  }
  if (ended(entry->state)) note_end(*entry);
}

void LiveBridge::note_sent(const Job& job) {
  for (const BatchMember& member : job.members) {
    for (const std::string& key : members_[member.key]) {
      const Reported& reported = messages_.at(key);
      MessageJourney& journey = journeys_[reported.journey];
      if (journey.first_sent.is_never()) {
        journey.first_sent = journey.happened + span(Clock::now() - reported.due);
      }
      ++journey.sent;
      tell(MessageNews::What::kSent, key);
    }
  }
}

void LiveBridge::note_end(const OutboxEntry& entry) {
  const bool taken = entry.state == DeliveryState::kAcknowledged;
  for (const std::string& key : members_[entry.key]) {
    const Reported& reported = messages_.at(key);
    MessageJourney& journey = journeys_[reported.journey];
    if (!journey.ended.is_never()) continue;
    if (behind_) {  // it has only been handed over
      journey.first_arrived = journey.happened + span(Clock::now() - reported.due);
      journey.arrived = 1;
      continue;
    }
    journey.ended = journey.happened + span(Clock::now() - reported.due);
    journey.taken = taken;
    if (taken) {
      journey.first_arrived = journey.first_taken = journey.ended;
      journey.arrived = 1;
      journey.refusal.clear();
    }
  }
}

void LiveBridge::run_worker() {
  SystemClient client;
  try {
    client = connect_();
    std::unique_lock lock(mutex_);
    ++idle_;
    tell_bridge();
    while (!stopping_) {
      jobs_news_.wait(lock, [&] { return stopping_ || !jobs_.empty(); });
      if (stopping_) break;
      Job job = std::move(jobs_.front());
      jobs_.pop_front();
      --idle_;
      lock.unlock();
      Done done = post(*client.system, std::move(job));
      lock.lock();
      ++idle_;
      done_.push_back(std::move(done));
      tell_bridge();
    }
  } catch (...) {
    fail();
  }
  const std::scoped_lock lock(mutex_);
  idle_ = 0;
}

LiveBridge::Done LiveBridge::post(MappedSystem& system, Job job) const {
  Done done;
  done.job = std::move(job);
  if (done.job.asks) {
    done.known = system.has({done.job.members.front().key});
    return done;
  }
  std::map<std::size_t, std::vector<std::size_t>> by_write;
  const std::vector<BatchMember>& members = done.job.members;
  for (std::size_t i = 0; i < members.size(); ++i) {
    by_write[write_of_payload(members[i].payload)].push_back(i);
  }
  done.verdicts.resize(members.size());
  for (const auto& [number, all] : by_write) {
    const MappingWrite& write = mapping_.writes.at(number);
    for (std::size_t from = 0; from < all.size(); from += write.most) {
      const std::size_t until = std::min(all.size(), from + write.most);
      std::vector<std::string> payloads;
      for (std::size_t i = from; i < until; ++i) payloads.push_back(members[all[i]].payload);
      std::vector<SystemVerdict> verdicts = system.post(write, payloads);
      for (std::size_t i = from; i < until; ++i) {
        done.verdicts[all[i]] = std::move(verdicts[i - from]);
      }
    }
  }
  return done;
}

MessageTraces LiveBridge::traces() const {
  const std::scoped_lock lock(mutex_);
  MessageTraces traces;
  for (const auto& [key, reported] : messages_) {
    MessageTrace& trace = traces[key];
    const MessageJourney& journey = journeys_[reported.journey];
    if (reported.unmapped) {
      trace = {MessageTrace::State::kRejected, "unmapped"};
      continue;
    }
    if (unanswered_.contains(key)) continue;
    if (reported.answer && reported.answer->is != AnswerMeaning::kAccepted) {
      trace = {MessageTrace::State::kRejected, reported.answer->code};
      continue;
    }
    const OutboxEntry* entry =
        reported.consignment.empty() ? nullptr : delivery_.find(reported.consignment);
    if (entry == nullptr || !ended(entry->state)) continue;
    if (entry->state == DeliveryState::kAcknowledged) {
      trace.state = MessageTrace::State::kAcknowledged;
      trace.taken_by_record = true;
      trace.acknowledged = journey.ended;
    } else {
      trace.state = MessageTrace::State::kRejected;
      trace.code = entry->reason;
    }
  }
  return traces;
}

}  // namespace planttwin::bridge
