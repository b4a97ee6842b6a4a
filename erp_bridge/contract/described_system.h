#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "erp_bridge/contract/openapi.h"
#include "erp_bridge/transports/transport.h"

namespace planttwin::bridge {

// A call that was made, and what it is by the document; null: nothing that is described.
struct DescribedCall {
  Parcel parcel;
  const ApiOperation* operation = nullptr;
};

// Stands for a system of which only the description is there: keeps the calls that are made and
// answers with samples, so that a mapping can be followed without calling anybody. A call that is
// made again and again is answered with empty lists, as the last of several pages is.
class DescribedSystem final : public Sender {
 public:
  // The document outlives it; null: there is none, and every answer is empty. `base` is the path
  // of the URL that the addresses of calls follow.
  DescribedSystem(const OpenApi* api, std::string base) : api_(api), base_(std::move(base)) {}

  // Forgets what was called and what was to be said. `elements` in the lists of answers.
  void begin(std::size_t elements = 1);
  // What is said to a call from now on.
  void say(const ApiOperation& operation, int status, std::string body);

  std::vector<Receipt> send(const std::vector<Parcel>& parcels) override;
  const std::vector<DescribedCall>& calls() const { return calls_; }

 private:
  Receipt answer(const ApiOperation& operation);

  const OpenApi* api_;
  std::string base_;
  std::size_t elements_ = 1;
  std::vector<DescribedCall> calls_;
  std::map<const ApiOperation*, int> times_;
  std::map<const ApiOperation*, Receipt> said_;
};

// "/orders" and "limit=1&after=7" of "/orders?limit=1&after=7".
std::string path_of_address(const std::string& address);
std::string query_of_address(const std::string& address);

}  // namespace planttwin::bridge
