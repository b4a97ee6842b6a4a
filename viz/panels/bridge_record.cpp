#include "viz/panels/bridge_record.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <exception>
#include <unordered_map>

#include "sim/database.h"
#include "sim/diagnostics.h"
#include "sim/json_document.h"
#include "viz/render/moment.h"

namespace planttwin::view {
namespace {

using playback::History;

using OrderNumbers = std::unordered_map<std::string, std::int32_t>;

OrderNumbers numbers_of(const History& history) {
  OrderNumbers numbers;
  for (std::size_t i = 0; i < history.order_count(); ++i) {
    const auto number = static_cast<std::int32_t>(i);
    if (!history.order(number).name.empty()) numbers.emplace(history.order(number).name, number);
  }
  return numbers;
}

std::int32_t number_of(const OrderNumbers& numbers, const std::string& name) {
  const auto found = numbers.find(name);
  return found == numbers.end() ? -1 : found->second;
}

// A key names the order among other parts: "run-1/OperationCompleted/RUN-01/10/...".
std::string order_in(const std::string& key, const OrderNumbers& numbers) {
  for (std::size_t begin = 0; begin <= key.size();) {
    const std::size_t end = std::min(key.find('/', begin), key.size());
    const std::string part = key.substr(begin, end - begin);
    if (numbers.contains(part)) return part;
    begin = end + 1;
  }
  return "";
}

std::string text_at(const sim::JsonNode& node, std::string_view name) {
  const sim::JsonNode* member = node.member(name);
  return member != nullptr && member->kind == sim::JsonNode::Kind::kString ? member->text : "";
}

BridgeRecord::Finding finding_of(const sim::JsonNode& node, const OrderNumbers& numbers) {
  BridgeRecord::Finding finding;
  finding.kind = text_at(node, "class");
  finding.hop = text_at(node, "first_wrong");
  finding.detail = text_at(node, "detail");
  finding.order = order_in(text_at(node, "key"), numbers);
  finding.order_number = number_of(numbers, finding.order);
  const sim::JsonNode* at = node.member("at_s");
  if (at != nullptr && at->is_number()) {
    finding.time = std::llround(std::strtod(at->text.c_str(), nullptr) * 1e6);
    finding.when = span_text(finding.time);
  }
  return finding;
}

void read_findings(const std::filesystem::path& file, const OrderNumbers& numbers,
                   BridgeRecord& record) {
  sim::Diagnostics diagnostics;
  const auto document = sim::JsonDocument::load(file.string(), diagnostics);
  if (!document) {
    record.problems.push_back(file.string() + " cannot be read");
    return;
  }
  record.has_audit = true;
  const sim::JsonNode* list = document->root().member("list");
  if (list == nullptr || !list->is_array()) return;
  for (const sim::JsonNode& node : list->elements) {
    record.findings.push_back(finding_of(node, numbers));
  }
}

void read_messages(const std::filesystem::path& file, const OrderNumbers& numbers,
                   BridgeRecord& record) {
  sim::Database database(file, sim::Database::Mode::kReadOnly);
  sim::Statement row(database,
                     "SELECT short_key, type, partition, state, happened, ended, "
                     "direction = 'to_plant' FROM message ORDER BY happened, key");
  while (row.step()) {
    BridgeRecord::Message message{row.text(0), row.text(1), row.text(2), row.text(3)};
    message.happened = row.integer(4);
    message.ended = row.is_null(5) ? -1 : row.integer(5);
    message.order_number = number_of(numbers, message.order);
    message.to_plant = row.integer(6) != 0;
    record.messages.push_back(std::move(message));
  }
  sim::Statement level(database, "SELECT at, to_erp, to_plant FROM backlog ORDER BY at");
  while (level.step()) {
    record.backlog.push_back({level.integer(0), level.integer(1), level.integer(2)});
  }
  record.has_messages = true;
}

}  // namespace

std::vector<std::size_t> BridgeRecord::under_way(std::int64_t now) const {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < messages.size() && messages[i].happened <= now; ++i) {
    if (messages[i].ended < 0 || messages[i].ended > now) found.push_back(i);
  }
  return found;
}

BridgeRecord::Backlog BridgeRecord::backlog_at(std::int64_t now) const {
  const auto after =
      std::upper_bound(backlog.begin(), backlog.end(), now,
                       [](std::int64_t time, const Backlog& level) { return time < level.at; });
  return after == backlog.begin() ? Backlog{} : *(after - 1);
}

BridgeRecord read_bridge_record(const std::filesystem::path& folder, const History& history) {
  BridgeRecord record;
  const OrderNumbers numbers = numbers_of(history);
  const std::filesystem::path audit = folder / "reconciliation.json";
  const std::filesystem::path messages = folder / "messages.sqlite";
  std::error_code error;
  if (std::filesystem::exists(audit, error)) read_findings(audit, numbers, record);
  try {
    if (std::filesystem::exists(messages, error)) read_messages(messages, numbers, record);
  } catch (const std::exception& unreadable) {
    record.problems.emplace_back(unreadable.what());
  }
  return record;
}

}  // namespace planttwin::view
