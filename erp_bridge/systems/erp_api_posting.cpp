// What the ERP's interface does with messages that are posted.

#include <fmt/format.h>

#include <optional>

#include "erp_bridge/formats/json_format.h"
#include "erp_bridge/formats/json_text.h"
#include "erp_bridge/systems/erp_api.h"
#include "sim/json_document.h"

namespace planttwin::bridge {
namespace {

constexpr int kOk = 200;
constexpr int kCreated = 201;
constexpr int kBadRequest = 400;
constexpr int kConflict = 409;
constexpr int kTooLarge = 413;
constexpr int kNotBookable = 422;

// An answer to one message: alone, or as an element of the answer to a batch.
struct Outcome {
  int status = kOk;
  JsonFields fields;
};

Outcome unreadable(const sim::Diagnostics& diagnostics) {
  std::vector<std::string> faults;
  for (const sim::Diagnostic& fault : diagnostics.all()) {
    faults.push_back(JsonFields()
                         .number("line", fault.position.line)
                         .number("column", fault.position.column)
                         .text("pointer", fault.pointer)
                         .text("text", fault.message)
                         .take());
  }
  Outcome outcome{kBadRequest, {}};
  outcome.fields.text("code", "unreadable")
      .text("text", "this is no message")
      .json("faults", json_array(faults));
  return outcome;
}

Outcome outcome_of(const Message& message, const Posted& posted) {
  const Answer& answer = posted.answer;
  Outcome outcome;
  outcome.fields.text("key", message.envelope.idempotency_key);
  if (answer.kind == Answer::Kind::kAcknowledged) {
    outcome.status = posted.again ? kOk : kCreated;
    outcome.fields.json("document", answer.document < 0 ? "null" : std::to_string(answer.document));
  } else {
    outcome.status = answer.code == "conflict" ? kConflict : kNotBookable;
    outcome.fields.text("code", answer.code).text("text", answer.text);
  }
  return outcome;
}

BookingNews news_of(const Message& message, const Posted& posted) {
  const Envelope& envelope = message.envelope;
  BookingNews news;
  news.key = envelope.idempotency_key;
  news.type = name_of(message.body);
  if (envelope.trace_parent) news.trace_parent = *envelope.trace_parent;
  if (posted.answer.kind == Answer::Kind::kAcknowledged) {
    news.result = posted.again ? "known" : "booked";
  } else {
    news.result = posted.answer.code == "conflict" ? "conflict" : "refused";
    news.code = posted.answer.code;
  }
  return news;
}

const BookingNews kUnreadable = {{}, {}, {}, "unreadable", "unreadable"};

}  // namespace

ApiAnswer ErpApi::post_message(const ApiRequest& request) {
  if (request.body.size() > kMostBytes) return too_large();
  sim::Diagnostics diagnostics;
  std::optional<Message> message = from_json(request.body, diagnostics);
  if (!message) {
    tell(kUnreadable);
    const Outcome outcome = unreadable(diagnostics);
    return {outcome.status, outcome.fields.take(), {}};
  }
  const std::vector<Arrival> arrivals = {{std::move(*message), request.body}};
  const std::vector<Posted> posted = service_.post(arrivals);
  tell(news_of(arrivals.front().message, posted.front()));
  const Outcome outcome = outcome_of(arrivals.front().message, posted.front());
  return {outcome.status, outcome.fields.take(), {}};
}

ApiAnswer ErpApi::post_batch(const ApiRequest& request) {
  if (request.body.size() > kMostBytes) return too_large();
  sim::Diagnostics diagnostics;
  const std::optional<sim::JsonDocument> batch =
      sim::JsonDocument::parse(request.body, "batch", diagnostics);
  if (batch && !batch->root().is_array()) {
    diagnostics.add({"batch", batch->root().position, "", "expected an array of messages"});
  }
  if (!diagnostics.empty()) {
    const Outcome outcome = unreadable(diagnostics);
    return {outcome.status, outcome.fields.take(), {}};
  }
  const std::vector<sim::JsonNode>& elements = batch->root().elements;
  if (elements.size() > kMostMessages) {
    return problem(kTooLarge, "too_large",
                   fmt::format("a batch has at most {} messages", kMostMessages));
  }
  std::vector<std::optional<Outcome>> outcomes(elements.size());
  std::vector<Arrival> arrivals;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    sim::Diagnostics faults;
    if (std::optional<Message> message = from_json(elements[i], faults)) {
      arrivals.push_back({std::move(*message), sim::canonical_json(elements[i])});
    } else {
      outcomes[i] = unreadable(faults);
      tell(kUnreadable);
    }
  }
  const std::vector<Posted> posted = service_.post(arrivals);
  std::vector<std::string> results;
  std::size_t next = 0;
  for (std::optional<Outcome>& outcome : outcomes) {
    if (!outcome) {
      tell(news_of(arrivals[next].message, posted[next]));
      outcome = outcome_of(arrivals[next].message, posted[next]);
      ++next;
    }
    results.push_back(outcome->fields.number("status", outcome->status).take());
  }
  return {kOk, JsonFields().json("results", json_array(results)).take(), {}};
}

ApiAnswer ErpApi::too_large() {
  return problem(kTooLarge, "too_large", fmt::format("a request has at most {} bytes", kMostBytes));
}

}  // namespace planttwin::bridge
