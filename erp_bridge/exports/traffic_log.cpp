#include "erp_bridge/exports/traffic_log.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <utility>

#include "erp_bridge/exports/text_encoding.h"
#include "erp_bridge/formats/json_format.h"
#include "erp_bridge/postings/posting.h"
#include "sim/json_document.h"

namespace planttwin::bridge {
namespace {

using State = MessageTrace::State;
using sim::JsonNode;

struct Answer {
  std::optional<State> state;
  std::string code;
};

std::string text_of(const JsonNode* node, std::string_view name) {
  const JsonNode* member = node == nullptr ? nullptr : node->member(name);
  return member != nullptr && member->kind == JsonNode::Kind::kString ? member->text : "";
}

int status_of(const JsonNode& node) {
  const JsonNode* status = node.member("status");
  int value = 0;
  if (status != nullptr && status->kind == JsonNode::Kind::kInteger) {
    std::from_chars(status->text.data(), status->text.data() + status->text.size(), value);
  }
  return value;
}

// What is neither taken nor refused, such as a 503, nobody knows.
Answer answer_of(int status, const JsonNode* body) {
  constexpr int kSuccess = 200, kRedirect = 300, kRefusal = 400, kTooMany = 429, kFailure = 500;
  if (status >= kSuccess && status < kRedirect) return {State::kAcknowledged, ""};
  if (status < kRefusal || status == kTooMany || status >= kFailure) return {};
  const std::string code = text_of(body, "code");
  return {State::kRejected, code.empty() ? "http_" + std::to_string(status) : code};
}

class TrafficReader {
 public:
  TrafficReader(const std::string& file, sim::Diagnostics& diagnostics)
      : file_(file), diagnostics_(diagnostics) {}

  RecordedTraffic read_json_lines(std::string_view text) {
    int line = 0;
    while (!text.empty()) {
      ++line;
      const std::string_view row = text.substr(0, text.find('\n'));
      text.remove_prefix(std::min(row.size() + 1, text.size()));
      if (row.find_first_not_of(" \t\r") == std::string_view::npos) continue;
      const auto document = parsed(row, {line, 1});
      if (!document) continue;
      const JsonNode* heard = document->root().member("message");
      if (heard == nullptr || heard->kind != JsonNode::Kind::kString) {
        take(document->root(), {}, {line, 1});
      } else if (const auto message = parsed(heard->text, {line, 1})) {
        take(message->root(), {}, {line, 1});
      }
    }
    return std::move(traffic_);
  }

  RecordedTraffic read_har(std::string_view text) {
    const auto document = sim::JsonDocument::parse(text, file_, diagnostics_);
    if (!document) return {};
    const JsonNode* log = document->root().member("log");
    const JsonNode* entries = log == nullptr ? nullptr : log->member("entries");
    if (entries == nullptr || !entries->is_array()) {
      diagnostics_.add({file_, document->root().position, "/log/entries", "no HTTP archive"});
      return {};
    }
    for (const JsonNode& entry : entries->elements) take_entry(entry);
    return std::move(traffic_);
  }

 private:
  std::optional<sim::JsonDocument> parsed(std::string_view text, sim::SourcePosition place) {
    sim::Diagnostics faults;
    auto document = sim::JsonDocument::parse(text, file_, faults);
    for (const sim::Diagnostic& fault : faults.all()) {
      diagnostics_.add({file_, place, fault.pointer, fault.message});
    }
    return document;
  }

  // A request without a body, or with one that is no JSON, is none of ours.
  void take_entry(const JsonNode& entry) {
    const JsonNode* request = entry.member("request");
    const JsonNode* data = request == nullptr ? nullptr : request->member("postData");
    const std::string text = text_of(data, "text");
    sim::Diagnostics no_json;
    const auto sent = sim::JsonDocument::parse(text, file_, no_json);
    if (!sent) {
      ++traffic_.others;
      return;
    }
    const JsonNode* response = entry.member("response");
    const int status = response == nullptr ? 0 : status_of(*response);
    const std::string said =
        text_of(response == nullptr ? nullptr : response->member("content"), "text");
    const auto body = sim::JsonDocument::parse(said, file_, no_json);
    const JsonNode* told = body ? &body->root() : nullptr;
    if (!sent->root().is_array()) {
      return take(sent->root(), answer_of(status, told), entry.position);
    }
    // A batch is answered as a whole, or element by element.
    const std::vector<JsonNode>& messages = sent->root().elements;
    const JsonNode* results = told == nullptr ? nullptr : told->member("results");
    const bool one_by_one = results != nullptr && results->elements.size() == messages.size();
    for (std::size_t i = 0; i < messages.size(); ++i) {
      const JsonNode* own = one_by_one ? &results->elements[i] : told;
      take(messages[i], answer_of(one_by_one ? status_of(*own) : status, own), entry.position);
    }
  }

  void take(const JsonNode& node, const Answer& answer, sim::SourcePosition place) {
    if (node.member("specversion") == nullptr) {
      ++traffic_.others;
      return;
    }
    sim::Diagnostics faults;
    std::optional<Message> message = from_json(node, faults);
    for (const sim::Diagnostic& fault : faults.all()) {
      diagnostics_.add({file_, place, fault.pointer, fault.message});
    }
    if (!message || !faults.empty()) return;
    ++traffic_.messages;
    if (!find_posting_type(name_of(message->body))) {
      ++traffic_.others;
      return;
    }
    traffic_.has_answers = traffic_.has_answers || answer.state;
    const auto [known, is_new] =
        by_key_.try_emplace(message->envelope.idempotency_key, traffic_.postings.size());
    if (is_new) {
      traffic_.postings.push_back({*std::move(message), answer.state, answer.code});
      return;
    }
    ++traffic_.repeated;
    LoggedMessage& first = traffic_.postings[known->second];
    if (first.message.body != message->body) ++traffic_.altered;
    const bool is_settled = first.answer == State::kAcknowledged;
    if (answer.state && !is_settled) {
      first.answer = answer.state;
      first.code = answer.code;
    }
  }

  const std::string& file_;
  sim::Diagnostics& diagnostics_;
  RecordedTraffic traffic_;
  std::unordered_map<std::string, std::size_t> by_key_;
};

}  // namespace

RecordedTraffic read_traffic(std::string_view bytes, TrafficFormat format, const std::string& file,
                             sim::Diagnostics& diagnostics) {
  if (bytes.empty()) {
    diagnostics.add({file, {}, "", "the file is empty"});
    return {};
  }
  const auto text = to_utf8(bytes, TextEncoding::kUtf8, file, diagnostics);
  if (!text) return {};
  TrafficReader reader(file, diagnostics);
  return format == TrafficFormat::kHar ? reader.read_har(*text) : reader.read_json_lines(*text);
}

}  // namespace planttwin::bridge
