#include "scenarios/report/event_log.h"

#include <utility>

#include "plant_models/run/names.h"
#include "plant_models/run/stock.h"
#include "scenarios/report/event_log_tables.h"

namespace planttwin::scenario {
bool EventLog::Seen::first_time(std::int64_t number) {
  const auto index = static_cast<std::size_t>(number);
  if (index < seen_.size() && seen_[index]) return false;
  if (index >= seen_.size()) seen_.resize(index + 1 + index / 2);
  seen_[index] = true;
  return true;
}

EventLog::EventLog(const std::filesystem::path& file, const LogTitle& title,
                   const plant::RunState& run)
    : database_(
          [&]() -> const std::filesystem::path& {
            empty_log_file(file);
            return file;
          }(),
          sim::Database::Mode::kCreate),
      insert_events_((create_log_tables(database_), incoming_.attach(database_), database_),
                     "INSERT INTO event SELECT NULL, * FROM incoming"),
      insert_order_(database_, "INSERT OR IGNORE INTO orders VALUES(?,?,?,?,?,?)"),
      insert_lot_(database_, "INSERT OR IGNORE INTO lots VALUES(?,?,?,?,?)"),
      insert_stock_(database_, "INSERT OR IGNORE INTO stock VALUES(?,?,?)"),
      insert_keyframe_(database_, "INSERT OR REPLACE INTO keyframe VALUES(?,?)") {
  write_log_dictionaries(database_, title, run);
  batch_.events.reserve(kBatch);
  writer_ = std::thread([this] { write_batches(); });
}

EventLog::~EventLog() { stop_writer(); }

void EventLog::on_event(const plant::PlantEvent& event, const plant::RunState& run) {
  if (event.order >= 0 && orders_.first_time(event.order)) {
    batch_.orders.push_back(logged_order(event.order, run));
  }
  if (event.lot >= 0 && lots_.first_time(event.lot)) name_lot(event.lot, run);
  if (event.other_lot >= 0 && lots_.first_time(event.other_lot)) name_lot(event.other_lot, run);
  if (event.stock >= 0 && stock_.first_time(event.stock)) name_stock(event, run);
  batch_.events.push_back(event);
  if (batch_.events.size() >= kBatch) hand_over();
}

void EventLog::name_lot(std::int64_t number, const plant::RunState& run) {
  if (auto lot = logged_lot(number, run)) batch_.lots.push_back(*std::move(lot));
}

void EventLog::name_stock(const plant::PlantEvent& event, const plant::RunState& run) {
  const plant::StockRun* stock =
      plant::find_stock(run, event.material, event.location, event.stock);
  if (stock == nullptr) return;
  batch_.stock.push_back({stock->number, stock->material.number(), plant::stock_name(run, *stock)});
}

void EventLog::add_keyframe(sim::Time time, std::string state) {
  batch_.keyframes.push_back({time, std::move(state)});
}

// Gives the batch to the writer, and waits while too many are there already.
void EventLog::hand_over() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return queue_.size() < kQueue || failure_ != nullptr; });
  rethrow_failure();
  queue_.push_back(std::move(batch_));
  batch_ = Batch();
  if (!spare_.empty()) {
    batch_ = std::move(spare_.back());
    spare_.pop_back();
  }
  batch_.events.reserve(kBatch);
  lock.unlock();
  changed_.notify_all();
}

void EventLog::rethrow_failure() {
  if (failure_ != nullptr) std::rethrow_exception(failure_);
}

void EventLog::finish(sim::Time end, const std::string& reason) {
  hand_over();
  stop_writer();
  rethrow_failure();
  sim::Statement meta(database_, "INSERT OR REPLACE INTO meta VALUES(?,?)");
  meta.bind(1, "end_us").bind(2, std::to_string(end.count())).run();
  meta.bind(1, "end_reason").bind(2, reason).run();
  database_.execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE");
}

void EventLog::stop_writer() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_all();
  if (writer_.joinable()) writer_.join();
}

void EventLog::write_batches() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return closing_ || !queue_.empty(); });
    if (queue_.empty()) return;
    Batch batch = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    changed_.notify_all();
    std::exception_ptr failure;
    try {
      write(batch);
    } catch (...) {
      failure = std::current_exception();
    }
    batch.events.clear();
    batch.orders.clear();
    batch.lots.clear();
    batch.stock.clear();
    batch.keyframes.clear();
    lock.lock();
    spare_.push_back(std::move(batch));
    if (failure == nullptr) continue;
    failure_ = failure;
    queue_.clear();
    changed_.notify_all();
    return;
  }
}

void EventLog::write(const Batch& batch) {
  database_.execute("BEGIN");
  write_names(batch);
  incoming_.show(batch.events.data(), batch.events.size());
  insert_events_.run();
  for (const Keyframe& keyframe : batch.keyframes) {
    insert_keyframe_.bind(1, keyframe.time.count()).bind_blob(2, keyframe.state).run();
  }
  database_.execute("COMMIT");
}

void EventLog::write_names(const Batch& batch) {
  for (const LoggedOrder& order : batch.orders) {
    insert_order_.bind(1, order.number).bind(2, order.name);
    insert_order_.bind(3, std::int64_t{order.material}).bind(4, order.quantity);
    if (order.due) {
      insert_order_.bind(5, *order.due);
    } else {
      insert_order_.bind_null(5);
    }
    insert_order_.bind(6, std::int64_t{order.priority}).run();
  }
  for (const LoggedLot& lot : batch.lots) {
    insert_lot_.bind(1, lot.number).bind(2, lot.name).bind(3, lot.order);
    insert_lot_.bind(4, std::int64_t{lot.material}).bind(5, std::int64_t{lot.routing}).run();
  }
  for (const StockName& stock : batch.stock) {
    insert_stock_.bind(1, stock.number).bind(2, stock.name);
    insert_stock_.bind(3, std::int64_t{stock.material}).run();
  }
}

}  // namespace planttwin::scenario
