#include <algorithm>
#include <span>
#include <utility>

#include "erp_bridge/formats/b2mml_format.h"
#include "erp_bridge/formats/b2mml_path.h"
#include "erp_bridge/formats/b2mml_slots.h"
#include "erp_bridge/formats/envelope_fields.h"
#include "erp_bridge/formats/id_list.h"
#include "erp_bridge/formats/message_fields.h"
#include "erp_bridge/formats/xml_document.h"
#include "erp_bridge/formats/xml_writer.h"

namespace planttwin::bridge {
namespace {

// Writes what lies below one element, slot by slot, and opens and closes what lies between.
class SlotWriter {
 public:
  SlotWriter(XmlWriter& out, const B2mmlKind& kind, const MessageFields& fields)
      : out_(out), kind_(kind), fields_(fields) {}

  void write(std::span<const B2mmlSlot> slots) {
    for (const B2mmlSlot& slot : slots) write(slot);
    go_to({});
  }

 private:
  void write(const B2mmlSlot& slot) {
    if (slot.member == kB2mmlProperties) return write_properties(slot.path);
    const auto found = fields_.find(slot.member);
    if (!slot.constant.empty()) {
      const bool goes = slot.member.empty() || found != fields_.end();
      if (const std::string_view text = constant(slot.constant); goes && !text.empty()) {
        write_constant(slot.path, text);
      }
    } else if (found != fields_.end()) {
      for (const std::string& text : found->second.texts) put(slot.path, text);
    } else if (slot.may_be_empty) {
      put(slot.path, "");
    }
  }

  std::string_view constant(std::string_view text) const {
    if (text == "$state") return kind_.state;
    if (text == "$use") return kind_.use;
    return text == "$unit" ? fields_.at("unit").texts.front() : text;
  }
  void write_constant(std::string_view path, std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return put(path, text);
    put(path, text.substr(0, colon), "OtherValue=\"" + std::string(text.substr(colon + 1)) + "\"");
  }

  void put(std::string_view path, std::string_view text, std::string_view attributes = "") {
    std::vector<B2mmlStep> steps = b2mml_steps(path);
    const B2mmlStep leaf = steps.back();
    steps.pop_back();
    const bool repeated = !steps.empty() && steps.back().repeated;
    if (repeated) go_to({steps.begin(), steps.end() - 1});
    go_to(steps);
    out_.leaf(leaf.name, text, attributes);
  }

  // What has no place of its own.
  void write_properties(std::string_view path) {
    std::vector<B2mmlStep> steps = b2mml_steps(path);
    const B2mmlStep property = steps.back();
    steps.pop_back();
    for (const auto& [name, field] : fields_) {
      if (b2mml_has_place(kind_.noun, name)) continue;
      go_to(steps);
      out_.open(property.name);
      out_.leaf("ID", b2mml_property_id(name));
      for (const std::string& text : field.texts) {
        out_.open("Value");
        out_.leaf("ValueString", text);
        out_.close();
      }
      out_.close();
    }
  }

  void go_to(const std::vector<B2mmlStep>& steps) {
    const auto [left, common] =
        std::mismatch(open_.begin(), open_.end(), steps.begin(), steps.end());
    for (auto n = open_.end() - left; n > 0; --n) out_.close();
    open_.assign(steps.begin(), common);
    for (auto step = common; step != steps.end(); ++step) {
      out_.open(step->name);
      if (!step->id.empty()) out_.leaf("ID", step->id);
      open_.push_back(*step);
    }
  }

  XmlWriter& out_;
  const B2mmlKind& kind_;
  const MessageFields& fields_;
  std::vector<B2mmlStep> open_;
};

MessageFields fields_of(const Message& message) {
  MessageFields fields;
  FieldCollector envelope(fields, "@");
  describe_envelope(message.envelope, envelope);
  envelope("type", message_type(name_of(message.body)));
  envelope("sequence", std::to_string(message.envelope.sequence));
  if (!message.envelope.depends_on.empty()) {
    envelope("dependson", id_list_text(message.envelope.depends_on));
  }
  FieldCollector body(fields);
  std::visit([&](const auto& kind) { kind.describe(kind, body); }, message.body);
  return fields;
}

}  // namespace

sim::Parsed<std::string> to_b2mml(const Message& message) {
  using Result = sim::Parsed<std::string>;
  const std::string_view name = name_of(message.body);
  const B2mmlKind* kind = b2mml_kind(name);
  if (kind == nullptr) return Result::failure(std::string(name) + " does not travel as B2MML");
  const MessageFields fields = fields_of(message);
  for (const auto& [member, field] : fields) {
    for (const std::string& text : field.texts) {
      if (const auto wrong = not_in_xml(text)) {
        return Result::failure(member + ": XML can't hold " + *wrong);
      }
    }
  }
  XmlWriter out;
  out.open(std::string(kind->verb).append(kind->noun),
           "xmlns=\"" + std::string(kB2mmlNamespace) + "\" releaseID=\"V0701\"");
  out.open("ApplicationArea");
  SlotWriter(out, *kind, fields).write(b2mml_application_area());
  out.close();
  out.open("DataArea");
  out.leaf(kind->verb, "");
  out.open(kind->noun);
  SlotWriter(out, *kind, fields).write(b2mml_slots(kind->noun));
  out.close();
  out.close();
  out.close();
  return std::move(out).text();
}

}  // namespace planttwin::bridge
