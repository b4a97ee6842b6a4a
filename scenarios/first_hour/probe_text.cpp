#include "scenarios/first_hour/probe_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "erp_bridge/formats/json_format.h"
#include "scenarios/json_build.h"

namespace planttwin::scenario {
namespace {

using bridge::FieldFate;
using bridge::FieldMatrix;
using bridge::FieldResult;
using bridge::MessageFate;
using bridge::MessageResult;

constexpr std::size_t kMostShown = 240;  // bytes of a body in the text

sim::JsonNode parsed(const std::string& json) {
  sim::Diagnostics diagnostics;
  const auto document = sim::JsonDocument::parse(json, "JSON", diagnostics);
  return document ? document->root() : json_string(json);
}

// The beginning of a text, of which no character is cut in two.
std::string beginning(const std::string& text) {
  constexpr int kUtf8Mask = 0xC0;
  constexpr int kUtf8Continuation = 0x80;
  if (text.size() <= kMostShown) return text;
  std::size_t end = kMostShown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & kUtf8Mask) == kUtf8Continuation) --end;
  return text.substr(0, end) + "…";
}

std::string fate_text(const MessageResult& result) {
  std::string text;
  switch (result.fate) {
    case MessageFate::kRead:
      text = result.by_key ? "found by its key" : "found by what it says (derived)";
      break;
    case MessageFate::kRefused:
      text = "refused: " + result.code + (result.text.empty() ? "" : ", " + result.text);
      break;
    case MessageFate::kNotReadBack:
      return "accepted, and not read back";
    case MessageFate::kUnanswered:
      text = "unanswered: " + result.code + (result.text.empty() ? "" : ", " + result.text);
      break;
  }
  if (result.documents > 1) text += fmt::format(", booked {} times", result.documents);
  if (result.documents > 0 && result.fate == MessageFate::kRefused) text += ", and booked";
  return text;
}

std::string names_of(const MessageResult& result, FieldFate fate) {
  std::string names;
  for (const FieldResult& field : result.fields) {
    if (field.fate == fate) names += (names.empty() ? "" : ", ") + field.field;
  }
  return names;
}

void add_line(std::string& out, const char* what, const std::string& text) {
  if (!text.empty()) out += fmt::format("    {:<10} {}\n", what, text);
}

std::size_t count(const FieldMatrix& matrix, FieldFate fate) {
  std::size_t sum = 0;
  for (const MessageResult& one : matrix.messages) {
    sum += static_cast<std::size_t>(
        std::count_if(one.fields.begin(), one.fields.end(),
                      [&](const FieldResult& field) { return field.fate == fate; }));
  }
  return sum;
}

sim::JsonNode left_out_json(const std::vector<bridge::LeftOut>& left_out) {
  JsonArray list;
  for (const bridge::LeftOut& one : left_out) {
    list.add(
        JsonObject().add("type", json_string(one.type)).add("why", json_string(one.why)).take());
  }
  return list.take();
}

std::string left_out_text(const std::vector<bridge::LeftOut>& left_out) {
  std::string out;
  for (const bridge::LeftOut& one : left_out) {
    out += fmt::format("  {:<24} not tried: {}\n", one.type, one.why);
  }
  return out;
}

}  // namespace

std::string plan_text(const ProbePlan& plan) {
  std::string out = "Nothing is sent without --write. The messages:\n";
  for (const bridge::Message& message : plan.messages.messages) {
    out +=
        fmt::format("  {:<24} {} {}\n", bridge::name_of(message.body),
                    sim::format_instant(message.envelope.time), bridge::body_to_json(message.body));
  }
  out += left_out_text(plan.messages.left_out);
  out += "The calls that the mapping would make:\n";
  for (const ProbePlan::Calls& one : plan.calls) {
    out += fmt::format("  for {}\n", one.key);
    for (const bridge::DescribedCall& call : one.calls) {
      const bridge::Parcel& parcel = call.parcel;
      out += fmt::format("    {} {} {}\n", parcel.method, parcel.address, beginning(parcel.body));
    }
    if (!one.ends.empty()) out += fmt::format("    … {}\n", one.ends);
  }
  return out;
}

sim::JsonNode plan_json(const ProbePlan& plan) {
  JsonArray messages;
  for (const bridge::Message& message : plan.messages.messages) {
    messages.add(parsed(bridge::to_json(message)));
  }
  JsonArray consignments;
  for (const ProbePlan::Calls& one : plan.calls) {
    JsonArray calls;
    for (const bridge::DescribedCall& call : one.calls) {
      calls.add(JsonObject()
                    .add("method", json_string(call.parcel.method))
                    .add("address", json_string(call.parcel.address))
                    .add("body", json_string(call.parcel.body))
                    .take());
    }
    consignments.add(JsonObject()
                         .add("key", json_string(one.key))
                         .add("calls", calls.take())
                         .add("ends", one.ends.empty() ? json_null() : json_string(one.ends))
                         .take());
  }
  return JsonObject()
      .add("written", json_boolean(false))
      .add("messages", messages.take())
      .add("not_tried", left_out_json(plan.messages.left_out))
      .add("consignments", consignments.take())
      .take();
}

std::string matrix_text(const FieldMatrix& matrix, const std::vector<bridge::LeftOut>& left_out) {
  std::string out;
  for (const MessageResult& one : matrix.messages) {
    out += fmt::format("  {:<24} {}\n", one.type, fate_text(one));
    add_line(out, "kept", names_of(one, FieldFate::kKept));
    for (const FieldResult& field : one.fields) {
      if (field.fate == FieldFate::kChanged) {
        add_line(out, "changed",
                 fmt::format("{}: {} became {}", field.field, field.sent, field.read));
      } else if (field.fate == FieldFate::kLost) {
        add_line(out, "lost", fmt::format("{}: {}", field.field, field.sent));
      }
    }
    add_line(out, "not kept", names_of(one, FieldFate::kNotKept));
    add_line(out, "not shown", names_of(one, FieldFate::kNotShown));
  }
  out += left_out_text(left_out);
  const auto refused =
      std::count_if(matrix.messages.begin(), matrix.messages.end(),
                    [](const MessageResult& one) { return one.fate != MessageFate::kRead; });
  out += fmt::format(
      "{} messages, {} of them not in the record; fields: {} kept, {} changed, {} lost, {} that "
      "the "
      "mapping says are not kept, {} not shown\n",
      matrix.messages.size(), refused, count(matrix, FieldFate::kKept),
      count(matrix, FieldFate::kChanged), count(matrix, FieldFate::kLost),
      count(matrix, FieldFate::kNotKept), count(matrix, FieldFate::kNotShown));
  if (matrix.unexpected > 0) {
    out += fmt::format("{} documents that no message is behind\n", matrix.unexpected);
  }
  return out;
}

sim::JsonNode matrix_json(const FieldMatrix& matrix, const std::vector<bridge::LeftOut>& left_out) {
  JsonArray messages;
  for (const MessageResult& one : matrix.messages) {
    JsonArray fields;
    for (const FieldResult& field : one.fields) {
      fields.add(JsonObject()
                     .add("field", json_string(field.field))
                     .add("fate", json_string(bridge::fate_name(field.fate)))
                     .add("sent", parsed(field.sent))
                     .add("read", field.read.empty() ? json_null() : parsed(field.read))
                     .take());
    }
    const bool found = one.documents > 0;
    messages.add(JsonObject()
                     .add("type", json_string(one.type))
                     .add("key", json_string(one.key))
                     .add("fate", json_string(bridge::fate_name(one.fate)))
                     .add("confidence", !found       ? json_null()
                                        : one.by_key ? json_string("key")
                                                     : json_string("derived"))
                     .add("documents", json_integer(static_cast<std::int64_t>(one.documents)))
                     .add("code", one.code.empty() ? json_null() : json_string(one.code))
                     .add("text", one.text.empty() ? json_null() : json_string(one.text))
                     .add("fields", fields.take())
                     .take());
  }
  return JsonObject()
      .add("written", json_boolean(true))
      .add("survived", json_boolean(matrix.survived()))
      .add("messages", messages.take())
      .add("not_tried", left_out_json(left_out))
      .add("unexpected_documents", json_integer(static_cast<std::int64_t>(matrix.unexpected)))
      .take();
}

}  // namespace planttwin::scenario
