// docs/messages.md says of every message what the code does. PLANTTWIN_WRITE_DOCS=1 writes its
// tables anew.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "erp_bridge/formats/b2mml_path.h"
#include "erp_bridge/formats/b2mml_slots.h"
#include "erp_bridge/formats/envelope_fields.h"
#include "erp_bridge/formats/json_members.h"
#include "erp_bridge/messages/catalog.h"

namespace planttwin::bridge {
namespace {

constexpr const char* kDocument = PLANTTWIN_SOURCE_DIR "/docs/messages.md";

std::string code(std::string_view text) { return "`" + std::string(text) + "`"; }

// The members that must be there.
class RequiredMembers {
 public:
  template <class T>
  void operator()(std::string_view field, const T&) {
    if constexpr (!kMayBeAbsent<T>) {
      text_ += (text_.empty() ? "" : ", ") + code(member_name<T>(field));
    }
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

std::string kinds_table() {
  std::string table =
      "| message | from | to | members | pattern | formats |\n| --- | --- | --- | --- | --- | --- "
      "|\n";
  auto use = message_uses().begin();
  any_kind([&](const auto& kind) {
    RequiredMembers members;
    kind.describe(kind, members);
    const B2mmlKind* b2mml = b2mml_kind(kind.kName);
    table += "| " + code(kind.kName) + " | " + std::string(use->senders) + " | " +
             std::string(use->receivers) + " | " + members.text() + " | " +
             std::string(use->pattern) + " | JSON" +
             (b2mml == nullptr ? "" : ", B2MML " + code(std::string(b2mml->verb) += b2mml->noun)) +
             " |\n";
    ++use;
    return false;
  });
  return table;
}

// Where each attribute of the envelope is in both formats.
class EnvelopeTable {
 public:
  template <class T>
  void operator()(std::string_view field, const T&) {
    const std::string name = "@" + std::string(field);
    text_ += "| " + code(field) + " | " + (kMayBeAbsent<T> ? "no" : "yes") + " | " + place(name) +
             " |\n";
  }
  const std::string& text() const { return text_; }

 private:
  static std::string place(const std::string& name) {
    if (b2mml_has_place("", name)) return code(b2mml_place("", name));
    std::string text = "property " + code(b2mml_property_id(name));
    if (b2mml_has_place("OperationsSchedule", name)) {
      text = code("ID") + " of the document; of a material lot the " + text;
    }
    return text;
  }
  std::string text_ = "| CloudEvents | required | B2MML |\n| --- | --- | --- |\n";
};

std::string envelope_table() {
  EnvelopeTable table;
  const Envelope envelope;
  table("type", envelope.id);
  describe_envelope(envelope, table);
  table("sequence", envelope.sequence);
  table("dependson", envelope.depends_on);
  return table.text();
}

std::string constant_text(std::string_view constant) {
  if (constant == "$state") return "the state that the kind says";
  if (constant == "$use") return "the use that the kind says";
  if (constant == "$unit") return code("unit") + ", once more";
  const std::size_t colon = constant.find(':');
  if (colon == std::string_view::npos) return "always " + code(constant);
  return "always " + code(constant.substr(0, colon)) + ", " +
         code("OtherValue=\"" + std::string(constant.substr(colon + 1)) + "\"");
}

std::string members_table() {
  std::string table = "| document | element | text |\n| --- | --- | --- |\n";
  for (const char* noun :
       {"OperationsSchedule", "OperationsPerformance", "MaterialLot", "WorkAlert"}) {
    for (const B2mmlSlot& slot : b2mml_slots(noun)) {
      std::string what = slot.constant.empty() ? code(slot.member) : constant_text(slot.constant);
      if (slot.member == kB2mmlProperties) what = "properties";
      if (slot.member.starts_with('@')) what = code(slot.member.substr(1)) + " of the envelope";
      table += "| " + std::string(noun) + " | " + code(slot.path) + " | " + what + " |\n";
    }
  }
  return table;
}

void put(std::string& document, const std::string& marker, const std::string& table) {
  const std::string begin = "<!-- " + marker + " -->\n";
  const std::size_t from = document.find(begin);
  ASSERT_NE(from, std::string::npos) << marker;
  const std::size_t to = document.find("<!-- end -->", from);
  ASSERT_NE(to, std::string::npos) << marker;
  document.replace(from + begin.size(), to - from - begin.size(), table);
}

TEST(MessageDocument, SaysWhatTheCodeDoes) {
  std::ifstream in(kDocument);
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  std::string made = text;
  put(made, "kinds", kinds_table());
  put(made, "envelope", envelope_table());
  put(made, "members", members_table());
  if (std::getenv("PLANTTWIN_WRITE_DOCS") != nullptr) {
    std::ofstream(kDocument) << made;
  } else {
    EXPECT_EQ(made, text);
  }
}

TEST(MessageDocument, HasAUseForEveryKindAndItsBodyInTheSameOrder) {
  const std::vector<std::string> names = message_names();
  ASSERT_EQ(message_uses().size(), names.size());
  for (std::size_t i = 0; i < names.size(); ++i) EXPECT_EQ(message_uses()[i].name, names[i]);
}

}  // namespace
}  // namespace planttwin::bridge
