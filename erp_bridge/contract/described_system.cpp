#include "erp_bridge/contract/described_system.h"

#include "erp_bridge/contract/schema_sample.h"

namespace planttwin::bridge {
namespace {

constexpr int kOk = 200;
constexpr int kRedirected = 300;
constexpr int kNotFound = 404;
constexpr int kFullAnswers = 2;  // to one call in a sequence

}  // namespace

std::string path_of_address(const std::string& address) {
  return address.substr(0, address.find('?'));
}

std::string query_of_address(const std::string& address) {
  const std::size_t at = address.find('?');
  return at == std::string::npos ? "" : address.substr(at + 1);
}

void DescribedSystem::begin(std::size_t elements) {
  elements_ = elements;
  calls_.clear();
  times_.clear();
  said_.clear();
}

void DescribedSystem::say(const ApiOperation& operation, int status, std::string body) {
  said_[&operation] = {Receipt::Kind::kArrived, "", status, {}, std::move(body)};
}

Receipt DescribedSystem::answer(const ApiOperation& operation) {
  const auto said = said_.find(&operation);
  if (said != said_.end()) return said->second;
  const std::size_t elements = ++times_[&operation] > kFullAnswers ? 0 : elements_;
  Receipt receipt{Receipt::Kind::kArrived, "", kOk, {}, ""};
  for (const ApiAnswer& answer : api_->answers(operation)) {
    if (answer.status < kOk || answer.status >= kRedirected) continue;
    receipt.status = answer.status;
    if (answer.schema == nullptr) continue;
    receipt.body = SchemaSample(*api_, elements).of(answer.schema);
    break;
  }
  return receipt;
}

std::vector<Receipt> DescribedSystem::send(const std::vector<Parcel>& parcels) {
  std::vector<Receipt> receipts;
  for (const Parcel& parcel : parcels) {
    const ApiOperation* operation = nullptr;
    if (api_ != nullptr) {
      operation = api_->find(parcel.method, base_ + path_of_address(parcel.address));
    }
    calls_.push_back({parcel, operation});
    if (operation != nullptr) {
      receipts.push_back(answer(*operation));
    } else {
      receipts.push_back({Receipt::Kind::kArrived, "", api_ == nullptr ? kOk : kNotFound, {}, ""});
    }
  }
  return receipts;
}

}  // namespace planttwin::bridge
