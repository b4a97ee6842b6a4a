#include "erp_bridge/formats/json_format.h"

#include <utility>

#include "erp_bridge/formats/envelope_fields.h"
#include "erp_bridge/formats/id_list.h"
#include "erp_bridge/formats/json_fields.h"
#include "sim/json_document.h"

namespace planttwin::bridge {
namespace {

void read_dependencies(const sim::JsonNode& root, JsonFieldReader& members, Envelope& envelope) {
  std::optional<std::string> list;
  members("dependson", list);
  if (!list || list->empty()) return;
  const sim::Parsed<std::vector<std::string>> ids = parse_id_list(*list);
  if (ids.ok()) {
    envelope.depends_on = ids.value();
  } else {
    members.fault(*root.member("dependson"), "/dependson", ids.error());
  }
}

std::optional<Body> read_body(std::string_view name, const sim::JsonNode& data,
                              sim::Diagnostics& diagnostics, ReadAs read_as) {
  sim::Diagnostics found;
  JsonFieldReader fields(data, "/data", found, read_as);
  std::optional<Body> body = empty_body(name);
  if (!body) {
    fields.fault(data, "/type", "no known message: " + sim::in_quotes(name));
  } else if (!data.is_object()) {
    fields.fault(data, "/data", "expected an object");
  } else {
    std::visit([&](auto& kind) { kind.describe(kind, fields); }, *body);
  }
  for (sim::Diagnostic& diagnostic : found.all()) diagnostics.add(std::move(diagnostic));
  return found.empty() ? body : std::nullopt;
}

}  // namespace

std::string to_json(const Message& message) {
  std::string out = R"({"specversion":"1.0",)";
  JsonFieldWriter envelope(out);
  envelope.literal("type", sim::json_string(message_type(name_of(message.body))));
  envelope.literal("datacontenttype", R"("application/json")");
  describe_envelope(message.envelope, envelope);
  envelope.literal("sequence", '"' + std::to_string(message.envelope.sequence) + '"');
  if (!message.envelope.depends_on.empty()) {
    envelope("dependson", id_list_text(message.envelope.depends_on));
  }
  return out + ",\"data\":" + body_to_json(message.body) + "}";
}

std::string body_to_json(const Body& body) {
  std::string out = "{";
  JsonFieldWriter data(out);
  std::visit([&](const auto& kind) { kind.describe(kind, data); }, body);
  return out + "}";
}

std::optional<Body> body_from_json(std::string_view name, const sim::JsonNode& data,
                                   sim::Diagnostics& diagnostics) {
  return read_body(name, data, diagnostics, ReadAs::kMessage);
}

std::optional<Body> kept_body_from_json(std::string_view name, const sim::JsonNode& data,
                                        sim::Diagnostics& diagnostics) {
  return read_body(name, data, diagnostics, ReadAs::kKept);
}

std::optional<Message> from_json(std::string_view text, sim::Diagnostics& diagnostics) {
  sim::Diagnostics found;
  const std::optional<sim::JsonDocument> document =
      sim::JsonDocument::parse(text, "message", found);
  if (document && found.empty()) return from_json(document->root(), diagnostics);
  for (sim::Diagnostic& diagnostic : found.all()) diagnostics.add(std::move(diagnostic));
  return std::nullopt;
}

std::optional<Message> from_json(const sim::JsonNode& root, sim::Diagnostics& diagnostics) {
  sim::Diagnostics found;
  const auto refuse = [&] {
    for (sim::Diagnostic& diagnostic : found.all()) diagnostics.add(std::move(diagnostic));
    return std::optional<Message>();
  };
  JsonFieldReader members(root, "", found);
  if (!root.is_object()) {
    members.fault(root, "", "expected an object");
    return refuse();
  }
  std::string specification;
  std::string type;
  Message message;
  members("specversion", specification);
  members("type", type);
  describe_envelope(message.envelope, members);
  members("sequence", message.envelope.sequence);
  read_dependencies(root, members, message.envelope);
  if (!specification.empty() && specification != "1.0") {
    members.fault(root, "/specversion", "expected \"1.0\"");
  }
  const std::optional<std::string_view> name = name_in_type(type);
  if (!name || !empty_body(*name)) {
    members.fault(root, "/type", "no known message: " + sim::in_quotes(type));
    return refuse();
  }
  const sim::JsonNode* data = root.member("data");
  if (data == nullptr) {
    members.fault(root, "/data", "expected an object");
    return refuse();
  }
  std::optional<Body> body = body_from_json(*name, *data, found);
  if (!found.empty()) return refuse();
  message.body = std::move(*body);
  return message;
}

}  // namespace planttwin::bridge
