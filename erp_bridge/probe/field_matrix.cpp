#include "erp_bridge/probe/field_matrix.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "erp_bridge/formats/json_format.h"
#include "sim/json_document.h"

namespace planttwin::bridge {
namespace {

struct FieldMember {
  std::string_view field;
  PostingMember member;
};
constexpr FieldMember kMembers[] = {
    {"operation", PostingMember::kOperation},
    {"work_center", PostingMember::kWorkCenter},
    {"into_lot", PostingMember::kLotInProcess},
    {"from_lot", PostingMember::kLotInProcess},
    {"reason", PostingMember::kReason},
    {"purchase_order", PostingMember::kReference},
    {"delivery", PostingMember::kReference},
    {"customer", PostingMember::kPartner},
    {"supplier", PostingMember::kPartner},
    {"status", PostingMember::kStatus},
    {"from", PostingMember::kStatus},
    {"to", PostingMember::kStatus},
    {"machine_time_s", PostingMember::kMachineTime},
};

// By which a document without a key is known.
constexpr std::string_view kIdentities[] = {"order",    "lot",          "purchase_order",
                                            "delivery", "original_key", "quantity"};

using Values = std::map<std::string, std::string>;

Values values_of(const Body& body) {
  sim::Diagnostics none;
  Values values;
  const auto document = sim::JsonDocument::parse(body_to_json(body), "body", none);
  if (!document) return values;
  for (const sim::JsonMember& member : document->root().members) {
    if (member.value.kind == sim::JsonNode::Kind::kString && member.value.text.empty()) continue;
    values[member.name] = sim::canonical_json(member.value);
  }
  return values;
}

class Comparison {
 public:
  Comparison(const Message& message, const RecordDocument& document,
             const RecordResolution& resolution)
      : message_(message),
        document_(document),
        resolution_(resolution),
        type_(find_posting_type(name_of(message.body))) {}

  std::vector<FieldResult> fields() {
    frame();
    const Values sent = values_of(message_.body);
    const Values read = values_of(document_.body);
    if (name_of(document_.body) != name_of(message_.body)) {
      add("type", FieldFate::kChanged, sim::json_string(name_of(message_.body)),
          sim::json_string(name_of(document_.body)));
    }
    for (const auto& [field, value] : sent) {
      const auto found = read.find(field);
      if (found == read.end()) {
        add(field, excepted(field) ? FieldFate::kNotKept : FieldFate::kLost, value, "");
      } else if (found->second == value) {
        add(field, FieldFate::kKept, value, value);
      } else {
        add(field, excepted(field) ? FieldFate::kNotKept : FieldFate::kChanged, value,
            found->second);
      }
    }
    return std::move(fields_);
  }

 private:
  void add(const std::string& field, FieldFate fate, std::string sent, std::string read) {
    fields_.push_back({field, fate, std::move(sent), std::move(read)});
  }
  bool keeps(PostingMember member) const { return !type_ || resolution_.keeps(*type_, member); }

  // Whether the mapping says that the record does not keep it.
  bool excepted(const std::string& field) const {
    for (const FieldMember& row : kMembers) {
      if (row.field == field) return !keeps(row.member);
    }
    const bool in_process = std::holds_alternative<OperationCompleted>(message_.body) ||
                            (std::holds_alternative<Scrapped>(message_.body) &&
                             !std::get<Scrapped>(message_.body).location);
    if (field == "lot" && in_process) return !keeps(PostingMember::kLotInProcess);
    if (field == "quantity" || field == "scrapped") {
      return type_ == PostingType::kOperationCompleted && !keeps(PostingMember::kQuantity);
    }
    return false;
  }

  void shown(const char* field, const std::string& sent, const std::string& read) {
    const FieldFate fate = read.empty()   ? FieldFate::kNotShown
                           : read == sent ? FieldFate::kKept
                                          : FieldFate::kChanged;
    add(field, fate, sim::json_string(sent), read.empty() ? "" : sim::json_string(read));
  }

  void frame() {
    const Envelope& envelope = message_.envelope;
    const auto& keys = document_.keys;
    const bool kept = document_.key == envelope.idempotency_key ||
                      std::find(keys.begin(), keys.end(), envelope.idempotency_key) != keys.end();
    const FieldFate fate = kept                          ? FieldFate::kKept
                           : !keeps(PostingMember::kKey) ? FieldFate::kNotKept
                           : document_.key.empty()       ? FieldFate::kLost
                                                         : FieldFate::kChanged;
    add("key", fate, sim::json_string(envelope.idempotency_key),
        document_.key.empty() ? "" : sim::json_string(document_.key));
    time();
    shown("postingdate", envelope.posting_date, document_.posting_date);
    shown("plant", envelope.plant, document_.plant);
    if (envelope.company) shown("company", *envelope.company, document_.company);
  }

  void time() {
    const std::string sent = sim::format_instant(message_.envelope.time);
    const std::string read = sim::format_instant(document_.time);
    const FieldFate fate = sent == read                   ? FieldFate::kKept
                           : !keeps(PostingMember::kTime) ? FieldFate::kNotKept
                                                          : FieldFate::kChanged;
    add("time", fate, sim::json_string(sent), sim::json_string(read));
  }

  const Message& message_;
  const RecordDocument& document_;
  const RecordResolution& resolution_;
  std::optional<PostingType> type_;
  std::vector<FieldResult> fields_;
};

bool has_key(const RecordDocument& document, const std::string& key) {
  return document.key == key ||
         std::find(document.keys.begin(), document.keys.end(), key) != document.keys.end();
}

// How much of a document is what a message says, by which it may be known.
int likeness(const Message& message, const RecordDocument& document) {
  if (name_of(message.body) != name_of(document.body)) return 0;
  const Values sent = values_of(message.body);
  const Values read = values_of(document.body);
  int same = 0;
  for (const std::string_view field : kIdentities) {
    const auto a = sent.find(std::string(field));
    const auto b = read.find(std::string(field));
    if (a != sent.end() && b != read.end() && a->second == b->second) ++same;
  }
  return same;
}

class Matcher {
 public:
  Matcher(const std::vector<RecordDocument>& documents, const std::string& user)
      : documents_(documents), user_(user), used_(documents.size()) {}

  // Of a key that is there, of all documents the first.
  void by_key(const Message& message, MessageResult& result, const RecordDocument*& document) {
    for (std::size_t i = 0; i < documents_.size(); ++i) {
      if (!has_key(documents_[i], message.envelope.idempotency_key)) continue;
      if (document == nullptr) document = &documents_[i];
      used_[i] = true;
      ++result.documents;
      result.by_key = true;
    }
  }
  void by_likeness(const Message& message, MessageResult& result, const RecordDocument*& document) {
    int best = 0;
    std::size_t at = 0;
    for (std::size_t i = 0; i < documents_.size(); ++i) {
      if (used_[i] || is_foreign(documents_[i])) continue;
      const int same = likeness(message, documents_[i]);
      if (same <= best) continue;
      best = same;
      at = i;
    }
    if (best == 0) return;
    used_[at] = true;
    document = &documents_[at];
    result.documents = 1;
  }
  std::size_t unused() const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < documents_.size(); ++i) {
      count += used_[i] || is_foreign(documents_[i]) ? 0 : 1;
    }
    return count;
  }

 private:
  bool is_foreign(const RecordDocument& document) const {
    return !document.user.empty() && document.user != user_;
  }

  const std::vector<RecordDocument>& documents_;
  const std::string& user_;
  std::vector<bool> used_;
};

}  // namespace

std::string_view fate_name(FieldFate fate) {
  constexpr std::string_view kNames[] = {"kept", "changed", "lost", "not_kept", "not_shown"};
  return kNames[static_cast<std::size_t>(fate)];
}

std::string_view fate_name(MessageFate fate) {
  constexpr std::string_view kNames[] = {"read", "refused", "not_read_back", "unanswered"};
  return kNames[static_cast<std::size_t>(fate)];
}

bool MessageResult::survived() const {
  return fate == MessageFate::kRead && documents == 1 &&
         std::none_of(fields.begin(), fields.end(), [](const FieldResult& field) {
           return field.fate == FieldFate::kChanged || field.fate == FieldFate::kLost;
         });
}

bool FieldMatrix::survived() const {
  return unexpected == 0 && std::all_of(messages.begin(), messages.end(),
                                        [](const MessageResult& one) { return one.survived(); });
}

FieldMatrix field_matrix(const std::vector<Message>& messages,
                         const std::map<std::string, SystemVerdict>& verdicts,
                         const std::vector<RecordDocument>& documents,
                         const RecordResolution& resolution, const std::string& user) {
  FieldMatrix matrix;
  Matcher matcher(documents, user);
  std::vector<const RecordDocument*> found(messages.size());
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const std::string& key = messages[i].envelope.idempotency_key;
    MessageResult result{std::string(name_of(messages[i].body)), key};
    const SystemVerdict& verdict = verdicts.at(key);
    result.code = verdict.code;
    result.text = verdict.text;
    if (verdict.is == AnswerMeaning::kRejected) result.fate = MessageFate::kRefused;
    if (verdict.is == AnswerMeaning::kUnknown || verdict.is == AnswerMeaning::kRetry) {
      result.fate = MessageFate::kUnanswered;
    }
    matcher.by_key(messages[i], result, found[i]);
    matrix.messages.push_back(std::move(result));
  }
  for (std::size_t i = 0; i < messages.size(); ++i) {
    MessageResult& result = matrix.messages[i];
    if (found[i] == nullptr && result.fate != MessageFate::kRefused) {
      matcher.by_likeness(messages[i], result, found[i]);
    }
    if (found[i] == nullptr) continue;
    if (result.fate != MessageFate::kRefused) result.fate = MessageFate::kRead;
    result.fields = Comparison(messages[i], *found[i], resolution).fields();
  }
  matrix.unexpected = matcher.unused();
  return matrix;
}

}  // namespace planttwin::bridge
