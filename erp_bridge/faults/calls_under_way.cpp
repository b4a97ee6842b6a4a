#include "erp_bridge/faults/calls_under_way.h"

#include <charconv>
#include <utility>

namespace planttwin::bridge {
namespace {

// Ends with what it was begun for, also by an exception.
class Call {
 public:
  Call(CallsUnderWay& calls, const std::vector<CarriedMessage>& messages)
      : calls_(calls), number_(calls.begin(messages)) {}
  ~Call() { calls_.end(number_); }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  std::int64_t number() const { return number_; }

 private:
  CallsUnderWay& calls_;
  std::int64_t number_;
};

class NotingSender final : public Sender {
 public:
  NotingSender(std::unique_ptr<Sender> sender, CallsUnderWay& calls, bool over_http)
      : sender_(std::move(sender)), calls_(calls), over_http_(over_http) {}

  std::vector<Receipt> send(const std::vector<Parcel>& parcels) override {
    std::vector<CarriedMessage> messages;
    for (const Parcel& parcel : parcels) {
      messages.insert(messages.end(), parcel.carries.begin(), parcel.carries.end());
    }
    if (messages.empty()) return sender_->send(parcels);
    const Call call(calls_, messages);
    if (!over_http_) return sender_->send(parcels);
    std::vector<Parcel> noted = parcels;
    for (Parcel& parcel : noted) {
      if (parcel.carries.empty()) continue;
      parcel.headers.emplace_back(CallsUnderWay::kHeader, std::to_string(call.number()));
    }
    return sender_->send(noted);
  }

 private:
  std::unique_ptr<Sender> sender_;
  CallsUnderWay& calls_;
  bool over_http_;
};

}  // namespace

std::int64_t CallsUnderWay::begin(const std::vector<CarriedMessage>& messages) {
  const std::scoped_lock lock(mutex_);
  calls_.emplace(++last_, messages);
  return last_;
}

void CallsUnderWay::end(std::int64_t call) {
  const std::scoped_lock lock(mutex_);
  calls_.erase(call);
}

std::vector<CarriedMessage> CallsUnderWay::of(const std::string& header) const {
  std::int64_t number = 0;
  std::from_chars(header.data(), header.data() + header.size(), number);
  const std::scoped_lock lock(mutex_);
  const auto found = calls_.find(number);
  return found == calls_.end() ? std::vector<CarriedMessage>() : found->second;
}

std::vector<CarriedMessage> CallsUnderWay::behind(std::int64_t& call) const {
  const std::scoped_lock lock(mutex_);
  std::vector<CarriedMessage> messages;
  for (auto it = calls_.upper_bound(call); it != calls_.end(); ++it) {
    messages.insert(messages.end(), it->second.begin(), it->second.end());
    call = it->first;
  }
  return messages;
}

std::unique_ptr<Sender> make_noting_sender(std::unique_ptr<Sender> sender, CallsUnderWay& calls,
                                           bool over_http) {
  return std::make_unique<NotingSender>(std::move(sender), calls, over_http);
}

}  // namespace planttwin::bridge
