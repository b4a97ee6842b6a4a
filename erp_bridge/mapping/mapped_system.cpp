#include "erp_bridge/mapping/mapped_system.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <iterator>
#include <set>
#include <unordered_map>
#include <utility>

#include "erp_bridge/formats/json_text.h"
#include "sim/json_document.h"
#include "sim/json_scanner.h"

namespace planttwin::bridge {
namespace {

constexpr int kMostPages = 100'000;
constexpr std::size_t kMostShown = 300;  // characters of an answer in a text for people

sim::JsonDocument parsed(const std::string& json, const std::string& what) {
  sim::Diagnostics diagnostics;
  auto document = sim::JsonDocument::parse(json, what, diagnostics);
  if (!document || !diagnostics.empty()) throw SystemError(diagnostics.text());
  return *std::move(document);
}

std::string text_of(const sim::JsonNode& object, std::string_view name) {
  const sim::JsonNode* member = object.member(name);
  if (member == nullptr || member->kind == sim::JsonNode::Kind::kNull) return "";
  return member->text;
}

SystemVerdict verdict_of(const sim::JsonNode& object) {
  const std::string is = text_of(object, "is");
  SystemVerdict verdict{is.empty() ? AnswerMeaning::kAccepted : answer_meaning(is),
                        text_of(object, "code"), text_of(object, "text"), std::nullopt};
  const std::string seconds = text_of(object, "retry_after_s");
  double value = 0;
  const auto [end, error] = std::from_chars(seconds.data(), seconds.data() + seconds.size(), value);
  if (error == std::errc() && end != seconds.data() && value >= 0 && value < 1e6) {
    verdict.retry_after = sim::Duration::microseconds(static_cast<std::int64_t>(value * 1e6));
  }
  return verdict;
}

[[noreturn]] void throw_trouble(const SystemVerdict& verdict, const std::string& text) {
  if (verdict.is == AnswerMeaning::kRetry || verdict.is == AnswerMeaning::kUnknown) {
    throw SystemAway(text);
  }
  throw SystemError(text);
}

// The beginning of a text, of which no character is cut in two and nothing is no UTF-8.
std::string shown(const std::string& text) {
  const bool is_short = text.size() <= kMostShown;
  std::string_view part = std::string_view(text).substr(0, kMostShown);
  part = part.substr(0, sim::find_invalid_utf8(part));
  return std::string(part) + (is_short && part.size() == text.size() ? "" : "…");
}

// "a=1; b=2", as the header Cookie is to say it, of a header Set-Cookie and those before it.
void add_cookie(std::string& cookies, std::string_view set_cookie) {
  const std::string_view pair = set_cookie.substr(0, set_cookie.find(';'));
  if (!cookies.empty()) cookies += "; ";
  cookies += pair;
}

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// Where the mapping has no rules: what HTTP says, and that of a broker.
SystemVerdict meaning_of_status(const Receipt& receipt) {
  constexpr int kOk = 200;
  constexpr int kRedirected = 300;
  constexpr int kUnauthorized = 401;
  constexpr int kTooMany = 429;
  constexpr int kServerFault = 500;
  const int status = receipt.status;
  const std::string code = "http_" + std::to_string(status);
  if (status == 0 || (status >= kOk && status < kRedirected)) return {};
  if (status == kUnauthorized) return {AnswerMeaning::kLogin, code, shown(receipt.body)};
  if (status == kTooMany || status >= kServerFault) {
    return {AnswerMeaning::kRetry, code, shown(receipt.body)};
  }
  return {AnswerMeaning::kRejected, code, shown(receipt.body)};
}

// "planttwin.MaterialIssued.v1" of CloudEvents, without what stands around the name.
std::string message_name(const std::string& type) {
  const std::size_t from = type.find('.') + 1;
  return type.substr(from, type.rfind('.') - from);
}

// Of consignments.
std::vector<CarriedMessage> messages_of(const std::string& batch) {
  std::vector<CarriedMessage> messages;
  const sim::JsonDocument document = parsed(batch, "batch");
  for (const sim::JsonNode& consignment : document.root().elements) {
    const sim::JsonNode* inside = consignment.member("messages");
    if (inside == nullptr) continue;
    for (const sim::JsonNode& message : inside->elements) {
      messages.push_back(
          {text_of(message, "idempotencykey"), message_name(text_of(message, "type"))});
    }
  }
  return messages;
}

// What the programs see of an answer.
std::string seen_of(const Receipt& receipt, BodyFormat expect) {
  JsonFields headers;
  std::set<std::string> names;
  std::string cookies;
  for (const auto& [name, value] : receipt.headers) {
    const std::string lower = lower_case(name);
    if (lower == "set-cookie") add_cookie(cookies, value);
    if (names.insert(lower).second) headers.text(lower, value);
  }
  JsonFields seen;
  seen.number("status", receipt.status).json("headers", headers.take());
  seen.text("cookies", cookies);
  seen.text("text", receipt.body);
  try {
    seen.json("body", receipt.body.empty() ? "null" : body_value(expect, receipt.body));
  } catch (const BodyError& error) {
    seen.json("body", "null").text("fault", error.what());
  }
  return seen.take();
}

}  // namespace

MappedSystem::MappedSystem(const Mapping& mapping, Sender& sender, const std::string& settings,
                           std::string secrets)
    : mapping_(mapping),
      sender_(sender),
      programs_(mapping.definitions),
      secrets_(std::move(secrets)) {
  for (const std::string& program : mapping.programs) programs_.add(program);
  merge_ = programs_.add(".[0] + .[1]");
  body_ = programs_.add(".body");
  rest_ = programs_.add("del(.body)");
  settings_ = merged(mapping.settings, settings.empty() ? "{}" : settings);
}

std::string MappedSystem::merged(const std::string& first, const std::string& second) {
  return programs_.first(merge_, "[" + first + "," + (second == "null" ? "{}" : second) + "]");
}

// `more` are members of an object, without its braces.
std::string MappedSystem::context(const std::string& more) const {
  std::string text =
      R"({"settings":)" + settings_ + R"(,"session":)" + (session_.empty() ? "null" : session_);
  if (!more.empty()) text += "," + more;
  return text + "}";
}

void MappedSystem::log_in() {
  const SystemVerdict verdict = try_log_in();
  if (verdict.is != AnswerMeaning::kAccepted) {
    throw_trouble(verdict, mapping_.title + " does not answer: " + verdict.text);
  }
}

// What refuses a log-in will refuse the next one, too, and may lock the account; who does not
// answer may do so later.
SystemVerdict MappedSystem::try_log_in() {
  if (mapping_.login.steps.empty()) {
    check_identity("{}");
    session_ = "{}";
    return {};
  }
  session_.clear();
  logging_in_ = true;
  std::string session = "{}";
  SystemVerdict verdict;
  try {
    verdict = run(mapping_.login, context(R"("secret":)" + (secrets_.empty() ? "{}" : secrets_)),
                  &session);
  } catch (...) {
    logging_in_ = false;
    throw;
  }
  logging_in_ = false;
  if (verdict.is == AnswerMeaning::kAccepted) {
    check_identity(session);
    session_ = std::move(session);
  }
  if (verdict.is == AnswerMeaning::kRejected || verdict.is == AnswerMeaning::kLogin) {
    throw SystemError(mapping_.title + " refuses the log-in: " + verdict.text);
  }
  return verdict;
}

// Values of the session are not shown: they may be secrets.
void MappedSystem::check_identity(const std::string& session) const {
  if (expected_.system.empty() && expected_.company.empty()) return;
  const sim::JsonDocument said = parsed(session, "the session");
  const auto check = [&](const char* name, const std::string& expected) {
    if (expected.empty() || text_of(said.root(), name) == expected) return;
    throw SystemError(mapping_.title +
                      " is not the system that was meant: its log-in does not say " +
                      std::string(name) + " " + sim::in_quotes(expected) +
                      ", as the fingerprint does; nothing more is written");
  };
  check("system", expected_.system);
  check("company", expected_.company);
}

Parcel MappedSystem::parcel(const MappingStep& step, const std::string& context) {
  const std::string sent = programs_.first(step.send, context);
  const sim::JsonDocument rest = parsed(programs_.first(rest_, sent), "\"send\"");
  const std::string body = programs_.first(body_, sent);
  Parcel parcel;
  parcel.address = text_of(rest.root(), "address");
  parcel.key = text_of(rest.root(), "key");
  const std::string method = text_of(rest.root(), "method");
  if (!method.empty()) parcel.method = method;
  if (body != "null") parcel.body = body_text(step.format, body);
  const auto row = std::find_if(std::begin(kBodyFormats), std::end(kBodyFormats),
                                [&](const auto& format) { return format.value == step.format; });
  parcel.content_type = row->content_type;
  const auto add_headers = [&](const sim::JsonNode* headers) {
    if (headers == nullptr) return;
    for (const sim::JsonMember& header : headers->members) {
      if (header.value.kind == sim::JsonNode::Kind::kNull) continue;
      if (lower_case(header.name) == "content-type") {
        parcel.content_type = header.value.text;
      } else {
        parcel.headers.emplace_back(header.name, header.value.text);
      }
    }
  };
  if (mapping_.headers != kNoProgram && !logging_in_) {
    const sim::JsonDocument common =
        parsed(programs_.first(mapping_.headers, context), "\"headers\"");
    add_headers(&common.root());
  }
  add_headers(rest.root().member("headers"));
  if (!logging_in_) parcel.carries = carried_;
  return parcel;
}

SystemVerdict MappedSystem::meaning(const Receipt& receipt, const std::string& seen) {
  switch (receipt.kind) {
    case Receipt::Kind::kNotSent:
      return {AnswerMeaning::kRetry, "not_sent", receipt.reason, std::nullopt};
    case Receipt::Kind::kUnknown:
      return {AnswerMeaning::kUnknown, "no_answer", receipt.reason, std::nullopt};
    case Receipt::Kind::kArrived:
      break;
  }
  if (mapping_.answer == kNoProgram) return meaning_of_status(receipt);
  const sim::JsonDocument said = parsed(programs_.first(mapping_.answer, seen), "\"answer\"");
  return verdict_of(said.root());
}

SystemVerdict MappedSystem::call(const MappingStep& step, const std::string& context,
                                 std::string& seen) {
  const std::vector<Receipt> receipts = sender_.send({parcel(step, context)});
  seen = seen_of(receipts.front(), step.expect);
  SystemVerdict verdict = meaning(receipts.front(), seen);
  verdict.text.resize(verdict.text.find_last_not_of(" \t\r\n") + 1);
  const bool arrived = receipts.front().kind == Receipt::Kind::kArrived;
  if (arrived && verdict.is != AnswerMeaning::kAccepted && verdict.text.empty()) {
    verdict.text = "status " + std::to_string(receipts.front().status) + ", without a reason";
  }
  return verdict;
}

SystemVerdict MappedSystem::run_step(const MappingStep& step, std::string& context,
                                     std::vector<std::string>* rows) {
  for (int page = 0; page < kMostPages; ++page) {
    std::string seen;
    SystemVerdict verdict = call(step, context, seen);
    if (verdict.is == AnswerMeaning::kLogin && !logging_in_) {
      verdict = try_log_in();
      if (verdict.is != AnswerMeaning::kAccepted) return verdict;
      context = merged(context, R"({"session":)" + session_ + "}");
      verdict = call(step, context, seen);
    }
    if (verdict.is != AnswerMeaning::kAccepted) {
      if (!step.name.empty()) verdict.text = step.name + ": " + verdict.text;
      return verdict;
    }
    std::string with_answer = merged(context, R"({"answer":)" + seen + "}");
    if (step.keep != kNoProgram) {
      const std::string kept = programs_.first(step.keep, with_answer);
      context = merged(context, kept);
      with_answer = merged(with_answer, kept);
    }
    if (step.emit != kNoProgram && rows != nullptr) {
      for (std::string& row : programs_.run(step.emit, with_answer)) {
        rows->push_back(std::move(row));
      }
    }
    if (step.again == kNoProgram || !programs_.holds(step.again, with_answer)) return {};
  }
  throw SystemError(mapping_.title + ": the step " + sim::in_quotes(step.name) +
                    " comes to no end");
}

SystemVerdict MappedSystem::run(const MappingSequence& sequence, std::string context,
                                std::string* result, std::vector<std::string>* rows) {
  try {
    for (const MappingStep& step : sequence.steps) {
      if (step.when != kNoProgram && !programs_.holds(step.when, context)) continue;
      SystemVerdict verdict = run_step(step, context, rows);
      if (verdict.is != AnswerMeaning::kAccepted) return verdict;
    }
    if (result != nullptr && sequence.result != kNoProgram) {
      *result = programs_.first(sequence.result, context);
    }
  } catch (const JqError& error) {
    return {AnswerMeaning::kRejected, "mapping", error.what(), std::nullopt};
  } catch (const BodyError& error) {
    return {AnswerMeaning::kRejected, "mapping", error.what(), std::nullopt};
  }
  return {};
}

std::vector<SystemVerdict> MappedSystem::post(const MappingWrite& write,
                                              const std::vector<std::string>& consignments) {
  if (session_.empty()) {
    const SystemVerdict entered = try_log_in();
    if (entered.is != AnswerMeaning::kAccepted) {
      return std::vector<SystemVerdict>(consignments.size(), entered);
    }
  }
  const std::string batch = json_array(consignments);
  std::string result;
  if (names_messages_) carried_ = messages_of(batch);
  const SystemVerdict verdict = run(write.sequence, context(R"("batch":)" + batch), &result);
  carried_.clear();
  std::vector<SystemVerdict> verdicts(consignments.size(), verdict);
  if (verdict.is != AnswerMeaning::kAccepted || write.sequence.result == kNoProgram) {
    return verdicts;
  }
  const sim::JsonDocument said = parsed(result, "\"result\"");
  const sim::JsonDocument sent = parsed(batch, "batch");
  std::unordered_map<std::string, SystemVerdict> by_key;
  for (const sim::JsonNode& row : said.root().elements) {
    by_key.emplace(text_of(row, "key"), verdict_of(row));
  }
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    const auto found = by_key.find(text_of(sent.root().elements[i], "key"));
    verdicts[i] = found == by_key.end()
                      ? SystemVerdict{AnswerMeaning::kUnknown, "no_result",
                                      "the mapping's result says nothing of it", std::nullopt}
                      : found->second;
  }
  return verdicts;
}

std::optional<std::vector<bool>> MappedSystem::has(const std::vector<std::string>& keys) {
  if (!mapping_.ask) return std::nullopt;
  if (session_.empty() && try_log_in().is != AnswerMeaning::kAccepted) return std::nullopt;
  std::vector<std::string> texts;
  for (const std::string& key : keys) texts.push_back(sim::json_string(key));
  std::string result;
  const SystemVerdict verdict =
      run(*mapping_.ask, context(R"("keys":)" + json_array(texts)), &result);
  if (verdict.is != AnswerMeaning::kAccepted || result.empty()) return std::nullopt;
  const sim::JsonDocument said = parsed(result, "\"ask\"");
  std::vector<bool> known;
  for (const std::string& key : keys) {
    const sim::JsonNode* row = said.root().member(key);
    known.push_back(row != nullptr && row->boolean);
  }
  return known;
}

std::vector<std::string> MappedSystem::read(const MappingSequence& sequence,
                                            const std::string& more, const char* what,
                                            std::string* result) {
  if (session_.empty()) log_in();
  std::vector<std::string> rows;
  if (names_messages_) carried_ = {{"reading/" + std::to_string(++readings_), ""}};
  const SystemVerdict verdict = run(sequence, context(more), result, &rows);
  carried_.clear();
  if (verdict.is == AnswerMeaning::kAccepted) return rows;
  throw_trouble(verdict, mapping_.title + ": " + what + ": " + verdict.text);
}

void MappedSystem::align(const std::string& master, const std::string& opening) {
  if (session_.empty()) log_in();
  const SystemVerdict verdict =
      run(mapping_.align, context(R"("master":)" + master + R"(,"opening":)" + opening));
  session_.clear();  // it may see more now
  const std::string fault = mapping_.title + ": alignment: " + verdict.text;
  if (verdict.is == AnswerMeaning::kRejected) throw AlignmentError(fault);
  if (verdict.is != AnswerMeaning::kAccepted) throw SystemError(fault);
}

std::vector<std::string> MappedSystem::poll_orders() {
  if (!mapping_.orders) return {};
  return read(*mapping_.orders, R"("polled":)" + polled_, "orders", &polled_);
}

std::string MappedSystem::watermark() {
  std::string mark = "null";
  if (mapping_.watermark) read(*mapping_.watermark, "", "watermark", &mark);
  return mark;
}

std::vector<std::string> MappedSystem::items() { return read(mapping_.items, "", "items"); }
std::vector<std::string> MappedSystem::stock() { return read(mapping_.stock, "", "stock"); }
std::vector<std::string> MappedSystem::documents(const std::string& after) {
  return read(mapping_.documents, R"("after":)" + after, "documents");
}

}  // namespace planttwin::bridge
