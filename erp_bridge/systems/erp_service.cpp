#include "erp_bridge/systems/erp_service.h"

#include <utility>

#include "erp_bridge/formats/json_format.h"

namespace planttwin::bridge {
namespace {

bool same(const Answer& a, const Answer& b) {
  return a.kind == b.kind && a.code == b.code && a.document == b.document;
}

}  // namespace

ErpService::ErpService(ErpMasterData data, const std::filesystem::path& file, Clock clock)
    : data_(std::move(data)), file_(file), clock_(std::move(clock)), store_(file, data_) {
  rebuild();
}

void ErpService::rebuild() {
  erp_.reset();
  ReferenceErp erp = new_erp(data_);
  store_.replay([&](const ReceivedMessage& received) {
    sim::Diagnostics diagnostics;
    const std::optional<Message> message = from_json(received.text, diagnostics);
    if (!message || !same(erp.post(*message), received.answer)) {
      throw StoreMismatch("message " + std::to_string(received.position) + " (" + received.key +
                          ") is booked otherwise now than when it came: the file belongs to "
                          "another version of planttwin");
    }
  });
  erp_ = std::move(erp);
}

// Forgets what the present transaction has done, in the file and in memory.
void ErpService::undo() {
  erp_.reset();
  store_.rollback();
  try {
    rebuild();
  } catch (const std::exception&) {
    erp_.reset();  // every later call says so
  }
}

std::vector<Posted> ErpService::post(const std::vector<Arrival>& arrivals) {
  const std::scoped_lock lock(mutex_);
  return post_locked(arrivals);
}

std::vector<Posted> ErpService::post_locked(const std::vector<Arrival>& arrivals) {
  if (!erp_) throw ServiceUnavailable("the books can't be kept at the moment");
  try {
    return post_together(arrivals);
  } catch (const std::overflow_error& error) {
    undo();
    if (arrivals.size() == 1) {
      return {{{Answer::Kind::kRejected, "out_of_range", error.what(), -1}, false}};
    }
  } catch (const std::exception& error) {
    undo();
    throw ServiceUnavailable(error.what());
  }
  // One of them can't be counted; the others can.
  std::vector<Posted> posted;
  for (const Arrival& arrival : arrivals) posted.push_back(post_locked({arrival}).front());
  return posted;
}

std::vector<Posted> ErpService::post_together(const std::vector<Arrival>& arrivals) {
  std::vector<Posted> posted;
  store_.begin();
  for (const Arrival& arrival : arrivals) {
    const Envelope& envelope = arrival.message.envelope;
    const std::int64_t position =
        store_.receive(envelope.idempotency_key, envelope.id, clock_(), arrival.text);
    Posted result;
    result.again = erp_->knows(envelope.idempotency_key);
    result.answer = erp_->post(arrival.message);
    store_.answer(position, result.answer);
    posted.push_back(std::move(result));
  }
  store_.commit();
  return posted;
}

void ErpService::read(const std::function<void(const ReferenceErp&)>& use) {
  const std::scoped_lock lock(mutex_);
  if (!erp_) throw ServiceUnavailable("the books can't be kept at the moment");
  use(*erp_);
}

std::int64_t ErpService::file_bytes() const {
  std::int64_t bytes = 0;
  for (const char* end : {"", "-wal"}) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(file_.string() + end, error);
    if (!error) bytes += static_cast<std::int64_t>(size);
  }
  return bytes;
}

std::vector<ReceivedMessage> ErpService::received(const std::string& key) {
  const std::scoped_lock lock(mutex_);
  return store_.received(key);
}

std::vector<ReceivedMessage> ErpService::received_after(std::int64_t position, std::int64_t limit) {
  const std::scoped_lock lock(mutex_);
  return store_.received_after(position, limit);
}

std::int64_t ErpService::received_count() {
  const std::scoped_lock lock(mutex_);
  return store_.highest();
}

}  // namespace planttwin::bridge
