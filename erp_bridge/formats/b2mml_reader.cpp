#include <span>
#include <utility>

#include "erp_bridge/formats/b2mml_format.h"
#include "erp_bridge/formats/b2mml_path.h"
#include "erp_bridge/formats/b2mml_slots.h"
#include "erp_bridge/formats/envelope_fields.h"
#include "erp_bridge/formats/id_list.h"
#include "erp_bridge/formats/message_fields.h"
#include "erp_bridge/formats/xml_document.h"

namespace planttwin::bridge {
namespace {

using Nodes = std::vector<const XmlNode*>;

std::string times(std::size_t count) { return "occurs " + std::to_string(count) + " times"; }

class DocumentReader {
 public:
  DocumentReader(const XmlNode& root, sim::Diagnostics& diagnostics)
      : root_(root), diagnostics_(diagnostics) {}

  std::optional<Message> read() {
    if (root_.space != kB2mmlNamespace) {
      fault(root_.position, "",
            "expected the namespace " + std::string(kB2mmlNamespace) + ", found " +
                sim::in_quotes(root_.space));
      return std::nullopt;
    }
    const XmlNode* area = only_child(root_, "ApplicationArea");
    if (area == nullptr) return std::nullopt;
    collect(*area, "/ApplicationArea", b2mml_application_area());
    if (!find_kind(*area)) return std::nullopt;
    const XmlNode* data = only_child(root_, "DataArea");
    const XmlNode* noun = data == nullptr ? nullptr : only_child(*data, kind_->noun);
    if (noun == nullptr) return std::nullopt;
    collect(*noun, "/DataArea/" + std::string(kind_->noun), b2mml_slots(kind_->noun));
    return filled(*noun);
  }

 private:
  void fault(sim::SourcePosition position, const std::string& place, const std::string& what) {
    diagnostics_.add({"message", position, "/" + root_.name + place, what});
  }

  const XmlNode* only_child(const XmlNode& node, std::string_view name) {
    const Nodes found = step({&node}, {name, {}, false});
    if (found.size() == 1) return found.front();
    fault(node.position, "",
          "the element " + std::string(name) + (found.empty() ? " is missing" : " occurs twice"));
    return nullptr;
  }

  bool find_kind(const XmlNode& area) {
    const auto type = fields_.find("@type");
    const sim::SourcePosition position =
        type == fields_.end() ? area.position : type->second.position;
    const std::string place = "/" + b2mml_place("", "@type");
    if (type == fields_.end() || type->second.texts.size() != 1) {
      fault(position, place, "the type of the message is missing");
      return false;
    }
    const std::string& text = type->second.texts.front();
    const std::optional<std::string_view> name = name_in_type(text);
    kind_ = name ? b2mml_kind(*name) : nullptr;
    if (kind_ == nullptr) {
      fault(position, place, "no message that travels as B2MML: " + sim::in_quotes(text));
      return false;
    }
    const std::string document = std::string(kind_->verb).append(kind_->noun);
    if (root_.name == document) return true;
    fault(root_.position, "", std::string(*name) + " travels as " + document);
    return false;
  }

  static Nodes step(const Nodes& from, const B2mmlStep& wanted) {
    Nodes found;
    for (const XmlNode* node : from) {
      for (const XmlNode& child : node->children) {
        if (child.name != wanted.name || child.space != kB2mmlNamespace) continue;
        const XmlNode* id = wanted.id.empty() ? nullptr : child.child("ID");
        if (wanted.id.empty() || (id != nullptr && id->text == wanted.id)) found.push_back(&child);
      }
    }
    return found;
  }

  // All elements at a path. Of those on the way there must be one, unless they stand for a list.
  Nodes at(const XmlNode& base, const std::string& place, std::string_view path) {
    Nodes nodes = {&base};
    const std::vector<B2mmlStep> steps = b2mml_steps(path);
    for (const B2mmlStep& wanted : steps) {
      nodes = step(nodes, wanted);
      if (nodes.size() > 1 && !wanted.repeated && &wanted != &steps.back()) {
        fault(nodes[1]->position, place + "/" + std::string(path),
              std::string(wanted.name) + " " + times(nodes.size()));
        return {};
      }
    }
    return nodes;
  }

  void collect(const XmlNode& base, const std::string& place, std::span<const B2mmlSlot> slots) {
    for (const B2mmlSlot& slot : slots) {
      if (!slot.constant.empty()) continue;
      const Nodes nodes = at(base, place, slot.path);
      if (slot.member == kB2mmlProperties) {
        for (const XmlNode* node : nodes) collect_property(*node, place);
        continue;
      }
      for (const XmlNode* node : nodes) {
        if (slot.may_be_empty && node->text.empty()) continue;
        add(std::string(slot.member), *node);
      }
    }
  }

  void collect_property(const XmlNode& node, const std::string& place) {
    const XmlNode* id = node.child("ID");
    if (id == nullptr) return fault(node.position, place + "/" + node.name, "has no ID");
    const std::string name = b2mml_property_field(id->text);
    if (b2mml_has_place(kind_->noun, name)) return;
    if (fields_.contains(name)) {
      return fault(id->position, place + "/" + node.name + "[" + id->text + "]", "occurs twice");
    }
    fields_[name].position = id->position;
    for (const XmlNode* value : step(step({&node}, {"Value"}), {"ValueString"})) add(name, *value);
  }

  void add(const std::string& name, const XmlNode& node) {
    FieldTexts& field = fields_[name];
    if (field.texts.empty()) field.position = node.position;
    field.texts.push_back(node.text);
  }

  std::optional<Message> filled(const XmlNode& noun) {
    const auto fault_of = [&](const std::string& name, sim::SourcePosition position,
                              const std::string& what) {
      fault(position.line == 0 ? noun.position : position, "/" + b2mml_place(kind_->noun, name),
            what);
    };
    Message message;
    FieldFiller envelope(fields_, "@", fault_of);
    describe_envelope(message.envelope, envelope);
    envelope("sequence", message.envelope.sequence);
    std::optional<std::string> list;
    envelope("dependson", list);
    if (list && !list->empty()) {
      const auto ids = parse_id_list(*list);
      if (ids.ok()) {
        message.envelope.depends_on = ids.value();
      } else {
        fault_of("@dependson", fields_.at("@dependson").position, ids.error());
      }
    }
    message.body = empty_body(kind_->name).value();
    FieldFiller body(fields_, "", fault_of);
    std::visit([&](auto& kind) { kind.describe(kind, body); }, message.body);
    return message;
  }

  const XmlNode& root_;
  sim::Diagnostics& diagnostics_;
  const B2mmlKind* kind_ = nullptr;
  MessageFields fields_;
};

}  // namespace

std::optional<Message> from_b2mml(std::string_view text, sim::Diagnostics& diagnostics) {
  sim::Diagnostics found;
  std::optional<Message> message;
  if (const std::optional<XmlNode> root = parse_xml(text, "message", found)) {
    message = DocumentReader(*root, found).read();
  }
  for (sim::Diagnostic& fault : found.all()) diagnostics.add(std::move(fault));
  if (!found.empty()) message.reset();
  return message;
}

}  // namespace planttwin::bridge
