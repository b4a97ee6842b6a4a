#include "erp_bridge/live/consignment.h"

#include <charconv>
#include <set>
#include <string_view>
#include <utility>

#include "erp_bridge/formats/json_format.h"
#include "erp_bridge/formats/json_text.h"

namespace planttwin::bridge {
namespace {

constexpr std::string_view kWrite = R"({"write":)";  // stands first in every payload

}  // namespace

Consigner::Consigner(const Mapping& mapping) : mapping_(mapping) {
  for (std::size_t i = 0; i < mapping.writes.size(); ++i) {
    for (const std::string& name : mapping.writes[i].takes) write_of_.emplace(name, i);
  }
  ignored_.insert(mapping.ignores.begin(), mapping.ignores.end());
}

Consigner::Result Consigner::take(const Message& message) {
  const std::string name(name_of(message.body));
  const auto found = write_of_.find(name);
  if (found == write_of_.end()) {
    return {ignored_.contains(name) ? Taken::kIgnored : Taken::kUnmapped};
  }
  const Envelope& envelope = message.envelope;
  const MappingWrite& write = mapping_.writes[found->second];
  Waiting one{{envelope.idempotency_key}, {to_json(message)}, envelope.depends_on};
  if (write.collected_until.empty()) {
    return {Taken::kMade, make(found->second, envelope.partition_key, std::move(one))};
  }
  Waiting& all = waiting_[envelope.partition_key];
  all.keys.push_back(std::move(one.keys.front()));
  all.texts.push_back(std::move(one.texts.front()));
  all.depends_on.insert(all.depends_on.end(), one.depends_on.begin(), one.depends_on.end());
  if (name != write.collected_until) return {Taken::kWaits};
  Consignment made = make(found->second, envelope.partition_key, std::move(all));
  waiting_.erase(envelope.partition_key);
  return {Taken::kMade, std::move(made)};
}

// It depends on what has become a consignment already: what waits itself can't be waited for, lest
// two wait for each other.
Consignment Consigner::make(std::size_t write, const std::string& partition, Waiting messages) {
  Consignment made;
  made.key = messages.keys.back();
  made.partition = partition;
  std::set<std::string> depends_on;
  for (const std::string& key : messages.depends_on) {
    const auto found = consignment_of_.find(key);
    if (found != consignment_of_.end()) depends_on.insert(found->second);
  }
  made.depends_on.assign(depends_on.begin(), depends_on.end());
  for (const std::string& key : messages.keys) consignment_of_.emplace(key, made.key);
  made.payload = std::string(kWrite) + std::to_string(write) +
                 ",\"key\":" + sim::json_string(made.key) +
                 ",\"partition\":" + sim::json_string(partition) +
                 ",\"messages\":" + json_array(messages.texts) + "}";
  made.messages = std::move(messages.keys);
  return made;
}

std::size_t write_of_payload(const std::string& payload) {
  std::size_t write = 0;
  if (payload.starts_with(kWrite)) {
    std::from_chars(payload.data() + kWrite.size(), payload.data() + payload.size(), write);
  }
  return write;
}

}  // namespace planttwin::bridge
