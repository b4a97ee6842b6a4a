#pragma once

#include <deque>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "erp_bridge/transports/transport.h"

namespace planttwin::bridge {

// Answers in process what a mapping sends, and keeps it.
class FakeSender final : public Sender {
 public:
  using Answer = std::function<Receipt(const Parcel&)>;

  explicit FakeSender(Answer answer = {}) : answer_(std::move(answer)) {}

  std::vector<Receipt> send(const std::vector<Parcel>& parcels) override {
    std::vector<Receipt> receipts;
    for (const Parcel& parcel : parcels) {
      sent.push_back(parcel);
      if (!next.empty()) {
        receipts.push_back(std::move(next.front()));
        next.pop_front();
      } else {
        receipts.push_back(answer_ ? answer_(parcel) : answered(200));
      }
    }
    return receipts;
  }

  static Receipt answered(int status, std::string body = "", std::vector<Header> headers = {}) {
    return {.kind = Receipt::Kind::kArrived,
            .reason = "",
            .status = status,
            .headers = std::move(headers),
            .body = std::move(body)};
  }

  std::vector<Parcel> sent;
  std::deque<Receipt> next;  // come before what the function answers

 private:
  Answer answer_;
};

// The value of a header; empty where there is none.
inline std::string header_of(const Parcel& parcel, const std::string& name) {
  for (const Header& header : parcel.headers) {
    if (header.first == name) return header.second;
  }
  return "";
}

}  // namespace planttwin::bridge
