#include "erp_bridge/mapping/mapped_system.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "erp_bridge/mapping/mapping_reader.h"
#include "tests/erp_bridge/fake_sender.h"
#include "tests/support/temporary_file.h"

namespace planttwin::bridge {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Receipt answered(int status, std::string body = "", std::vector<Header> headers = {}) {
  return FakeSender::answered(status, std::move(body), std::move(headers));
}

Mapping mapping_of(const std::string& json) {
  const testing::TemporaryFile file;
  std::ofstream(file.path()) << json;
  sim::Diagnostics diagnostics;
  std::optional<Mapping> mapping = load_mapping(file.path(), diagnostics);
  diagnostics.throw_if_any();
  return *std::move(mapping);
}

// The members of a mapping that posts a receipt with one call, beside others.
std::string posting(const std::string& more) {
  return R"({"id": "t", "title": "the ERP", "write": [{"takes": ["GoodsReceived"], "steps": [
            {"name": "post", "send": "{address: \"/post\", body: .batch}"}]}])" +
         more + "}";
}

std::string payload(const std::string& key) {
  return R"({"write":0,"key":")" + key + R"(","partition":"P","messages":[{"n":")" + key +
         R"("}]})";
}

// A system, and what is said to it.
struct Talk {
  explicit Talk(const std::string& json, std::string settings = "{}", std::string secrets = "{}")
      : mapping(mapping_of(json)), system(mapping, sender, settings, std::move(secrets)) {}

  std::vector<SystemVerdict> post(const std::vector<std::string>& keys) {
    std::vector<std::string> payloads;
    for (const std::string& key : keys) payloads.push_back(payload(key));
    return system.post(mapping.writes.front(), payloads);
  }
  SystemVerdict post_one() { return post({"K1"}).front(); }
  std::vector<std::string> addresses() const {
    std::vector<std::string> all;
    for (const Parcel& parcel : sender.sent) all.push_back(parcel.address);
    return all;
  }

  Mapping mapping;
  FakeSender sender;
  MappedSystem system;
};

// Log-in

constexpr const char* kWithLogin = R"(,
  "login": {"steps": [{"send": "{address: \"/login\", body: .secret}",
                       "keep": "{token: .answer.body.token}"}],
            "result": "{token}"},
  "headers": "{Authorization: .session.token, \"X-Company\": .settings.company}",
  "settings": {"company": "A", "site": "1"})";

// The session says which system it is.
constexpr const char* kWithIdentity = R"(,
  "login": {"steps": [{"send": "{address: \"/login\"}", "keep": "{said: .answer.body}"}],
            "result": ".said"},
  "answer": [{"when": ".status == 401", "is": "login"}, {"is": "accepted"}])";

TEST(MappedSystem, WritesToTheSystemThatWasMeant) {
  Talk talk(posting(kWithIdentity));
  talk.system.expect({"PRD-1", "1000"});
  talk.sender.next = {answered(200, R"({"system": "PRD-1", "company": "1000", "key": "secret"})")};
  EXPECT_EQ(talk.post_one().is, AnswerMeaning::kAccepted);
  EXPECT_THAT(talk.addresses(), ElementsAre("/login", "/post"));
}

TEST(MappedSystem, WritesNothingToAnotherSystem) {
  for (const char* said : {R"({"system": "PRD-2", "company": "1000", "key": "secret"})",
                           R"({"system": "PRD-1", "company": "2000", "key": "secret"})",
                           R"({"system": "PRD-1", "key": "secret"})", "{}"}) {
    Talk talk(posting(kWithIdentity));
    talk.system.expect({"PRD-1", "1000"});
    talk.sender.next = {answered(200, said)};
    try {
      talk.post_one();
      ADD_FAILURE() << said;
    } catch (const SystemError& error) {
      EXPECT_THAT(error.what(), HasSubstr("is not the system that was meant"));
      EXPECT_THAT(error.what(), ::testing::Not(HasSubstr("secret")));
    }
    EXPECT_THAT(talk.addresses(), ElementsAre("/login"));
  }
}

TEST(MappedSystem, WritesNothingMoreWhereAnotherSystemTakesItsPlace) {
  Talk talk(posting(kWithIdentity));
  talk.system.expect({"PRD-1", ""});
  talk.sender.next = {answered(200, R"({"system": "PRD-1"})"), answered(200), answered(401),
                      answered(200, R"({"system": "PRD-2"})")};
  EXPECT_EQ(talk.post_one().is, AnswerMeaning::kAccepted);
  EXPECT_THROW(talk.post_one(), SystemError);
  EXPECT_THAT(talk.addresses(), ElementsAre("/login", "/post", "/post", "/login"));
}

TEST(MappedSystem, LogsInOnceAndShowsTheSessionAfterwards) {
  Talk talk(posting(kWithLogin), R"({"company": "B"})", R"({"password": "s3cret"})");
  talk.sender.next = {answered(200, R"({"token": "T1"})")};
  EXPECT_EQ(talk.post_one().is, AnswerMeaning::kAccepted);
  EXPECT_EQ(talk.post_one().is, AnswerMeaning::kAccepted);
  EXPECT_THAT(talk.addresses(), ElementsAre("/login", "/post", "/post"));
  EXPECT_EQ(talk.sender.sent[0].body, R"({"password":"s3cret"})");
  EXPECT_THAT(talk.sender.sent[0].headers, IsEmpty());
  EXPECT_EQ(header_of(talk.sender.sent[1], "Authorization"), "T1");
  EXPECT_EQ(header_of(talk.sender.sent[1], "X-Company"), "B");
}

TEST(MappedSystem, LogsInAgainWhenTheSessionIsOver) {
  Talk talk(posting(kWithLogin));
  talk.sender.next = {answered(200, R"({"token": "T1"})"), answered(401),
                      answered(200, R"({"token": "T2"})")};
  EXPECT_EQ(talk.post_one().is, AnswerMeaning::kAccepted);
  EXPECT_THAT(talk.addresses(), ElementsAre("/login", "/post", "/login", "/post"));
  EXPECT_EQ(header_of(talk.sender.sent[3], "Authorization"), "T2");
  EXPECT_EQ(talk.sender.sent[1].body, talk.sender.sent[3].body);
}

// OAuth 2.0 by client credentials (RFC 6749, section 4.4), as docs/mapping.md shows it: a form,
// whose secret goes to the log-in alone, and another token when the first has expired.
TEST(MappedSystem, LogsInByClientCredentials) {
  Talk talk(posting(R"(,
    "login": {"steps": [{"format": "form", "send": ["{address: \"/oauth2/token\", body: {",
                           "grant_type: \"client_credentials\", client_id: .settings.client,",
                           "client_secret: .secret.client, scope: \"postings write\"}}"],
                         "keep": "{token: .answer.body.access_token}"}],
              "result": "{token}"},
    "headers": "{Authorization: \"Bearer \\(.session.token)\"}",
    "settings": {"client": "twin"})"),
            "{}", R"({"client": "a&b=c"})");
  talk.sender.next = {
      answered(200, R"({"access_token": "T1", "token_type": "Bearer", "expires_in": 3600})"),
      answered(200), answered(401), answered(200, R"({"access_token": "T2"})")};
  EXPECT_EQ(talk.post_one().is, AnswerMeaning::kAccepted);
  EXPECT_EQ(talk.post_one().is, AnswerMeaning::kAccepted);
  EXPECT_THAT(talk.addresses(),
              ElementsAre("/oauth2/token", "/post", "/post", "/oauth2/token", "/post"));
  const Parcel& asked = talk.sender.sent[0];
  EXPECT_EQ(asked.body,
            "grant_type=client_credentials&client_id=twin&client_secret=a%26b%3Dc&"
            "scope=postings+write");
  EXPECT_EQ(asked.content_type, "application/x-www-form-urlencoded");
  EXPECT_EQ(header_of(talk.sender.sent[1], "Authorization"), "Bearer T1");
  EXPECT_EQ(header_of(talk.sender.sent[4], "Authorization"), "Bearer T2");
}

TEST(MappedSystem, LogsInOnlyOnceMoreForOneCall) {
  Talk talk(posting(kWithLogin));
  talk.sender.next = {answered(200, "{}"), answered(401), answered(200, "{}"),
                      answered(401, "still not")};
  const SystemVerdict verdict = talk.post_one();
  EXPECT_EQ(verdict.is, AnswerMeaning::kLogin);
  EXPECT_EQ(verdict.text, "post: still not");
  EXPECT_THAT(talk.sender.sent, SizeIs(4));
}

class RefusedLogin : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(, RefusedLogin, ::testing::Values(400, 401, 403));

TEST_P(RefusedLogin, IsNotTriedAgain) {
  Talk talk(posting(kWithLogin));
  talk.sender.next = {answered(GetParam(), "wrong password")};
  try {
    talk.post_one();
    ADD_FAILURE() << "no error";
  } catch (const SystemError& error) {
    EXPECT_STREQ(error.what(), "the ERP refuses the log-in: wrong password");
  }
  EXPECT_THAT(talk.addresses(), ElementsAre("/login"));
}

TEST(MappedSystem, TriesToLogInLaterWhereNobodyAnswers) {
  Talk talk(posting(kWithLogin));
  talk.sender.next = {{.kind = Receipt::Kind::kNotSent, .reason = "refused"}};
  const SystemVerdict verdict = talk.post_one();
  EXPECT_EQ(verdict.is, AnswerMeaning::kRetry);
  EXPECT_EQ(verdict.code, "not_sent");
  EXPECT_EQ(talk.post_one().is, AnswerMeaning::kAccepted);
  EXPECT_THAT(talk.addresses(), ElementsAre("/login", "/login", "/post"));
}

TEST(MappedSystem, SaysThatNobodyAnswersWhenItHasToLogIn) {
  Talk talk(posting(kWithLogin));
  talk.sender.next = {answered(503, "starting")};
  EXPECT_THROW(talk.system.log_in(), SystemError);
  EXPECT_NO_THROW(talk.system.log_in());
}

TEST(MappedSystem, RefusesALogInThatItCannotRead) {
  Talk talk(posting(R"(, "login": {"steps": [{"send": "{address: \"/login\"}"}],
                       "result": "error(\"no token\") "})"));
  EXPECT_THROW(talk.post_one(), SystemError);
}

TEST(MappedSystem, KeepsAllCookiesOfAnAnswer) {
  Talk talk(posting(R"(,
    "login": {"steps": [{"send": "{address: \"/login\"}",
                         "keep": "{cookies: .answer.cookies, etag: .answer.headers.etag}"}],
              "result": "{cookies, etag}"},
    "headers": "{Cookie: .session.cookies, \"If-Match\": .session.etag}")"));
  talk.sender.next = {
      answered(200, "",
               {{"Set-Cookie", "id=1; Path=/; Expires=Wed, 09 Jun 2027 10:18:14 GMT"},
                {"ETag", "\"7\""},
                {"set-cookie", "route=b"}})};
  talk.post_one();
  EXPECT_EQ(header_of(talk.sender.sent[1], "Cookie"), "id=1; route=b");
  EXPECT_EQ(header_of(talk.sender.sent[1], "If-Match"), "\"7\"");
}

// Calls

TEST(MappedSystem, SendsWhatAStepSays) {
  Talk talk(R"({"id": "t", "write": [{"takes": ["Shipped"], "steps": [
    {"format": "xml", "send": ["{address: \"/x\", method: \"PUT\", key: \"K\", body: {a: 1},",
       "headers: {\"content-type\": \"text/xml\", A: 1, B: null}}"]},
    {"format": "csv", "send": "{address: \"/y\", body: [[1, 2]]}"},
    {"send": "{address: \"/z\", method: \"GET\"}"}]}]})");
  talk.post_one();
  ASSERT_THAT(talk.sender.sent, SizeIs(3));
  const Parcel &xml = talk.sender.sent[0], &csv = talk.sender.sent[1], &get = talk.sender.sent[2];
  EXPECT_EQ(xml.method, "PUT");
  EXPECT_EQ(xml.key, "K");
  EXPECT_EQ(xml.content_type, "text/xml");
  EXPECT_THAT(xml.body, HasSubstr("<a>1</a>"));
  EXPECT_THAT(xml.headers, ElementsAre(Header("A", "1")));
  EXPECT_EQ(csv.method, "POST");
  EXPECT_EQ(csv.content_type, "text/csv; charset=utf-8");
  EXPECT_EQ(csv.body, "1,2\r\n");
  EXPECT_EQ(get.body, "");
}

TEST(MappedSystem, CarriesFromCallToCallWhatIsKept) {
  Talk talk(R"({"id": "t", "write": [{"takes": ["Shipped"], "steps": [
    {"name": "find", "send": "{address: \"/find\"}", "keep": "{id: .answer.body.id}"},
    {"name": "create", "when": ".id == null", "send": "{address: \"/create\"}",
     "keep": "{id: .answer.body.id}"},
    {"name": "book", "send": "{address: \"/book/\\(.id)\"}"}]}]})");
  talk.sender.next = {answered(200, "{}"), answered(201, R"({"id": 7})")};
  EXPECT_EQ(talk.post_one().is, AnswerMeaning::kAccepted);
  EXPECT_THAT(talk.addresses(), ElementsAre("/find", "/create", "/book/7"));
  talk.sender.sent.clear();
  talk.sender.next = {answered(200, R"({"id": 9})")};
  EXPECT_EQ(talk.post_one().is, AnswerMeaning::kAccepted);
  EXPECT_THAT(talk.addresses(), ElementsAre("/find", "/book/9"));
}

TEST(MappedSystem, StopsAtTheFirstCallThatFails) {
  Talk talk(R"({"id": "t", "write": [{"takes": ["Shipped"], "steps": [
    {"name": "one", "send": "{address: \"/1\"}"}, {"name": "two", "send": "{address: \"/2\"}"},
    {"name": "three", "send": "{address: \"/3\"}"}]}]})");
  talk.sender.next = {answered(200), answered(409, "locked")};
  const SystemVerdict verdict = talk.post_one();
  EXPECT_EQ(verdict.is, AnswerMeaning::kRejected);
  EXPECT_EQ(verdict.code, "http_409");
  EXPECT_EQ(verdict.text, "two: locked");
  EXPECT_THAT(talk.addresses(), ElementsAre("/1", "/2"));
}

TEST(MappedSystem, RejectsWhatTheMappingCannotSay) {
  Talk program(R"({"id": "t", "write": [{"takes": ["Shipped"], "steps": [
    {"send": "error(\"no unit\") "}]
}]
})");
  EXPECT_EQ(program.post_one().code, "mapping");
  EXPECT_EQ(program.post_one().text, "no unit");
  Talk body(R"({"id": "t", "write": [{"takes": ["Shipped"], "steps": [
    {"format": "xml", "send": "{address: \"/\", body: {a: 1, b: 2}}"}]}]})");
  EXPECT_EQ(body.post_one().is, AnswerMeaning::kRejected);
  EXPECT_EQ(body.post_one().code, "mapping");
  EXPECT_THAT(body.sender.sent, IsEmpty());
}

// Answers

struct Status {
  int status;
  AnswerMeaning is;
};
class MeaningOfAStatus : public ::testing::TestWithParam<Status> {};
INSTANTIATE_TEST_SUITE_P(
    , MeaningOfAStatus,
    ::testing::Values(Status{0, AnswerMeaning::kAccepted}, Status{200, AnswerMeaning::kAccepted},
                      Status{202, AnswerMeaning::kAccepted}, Status{302, AnswerMeaning::kRejected},
                      Status{404, AnswerMeaning::kRejected}, Status{429, AnswerMeaning::kRetry},
                      Status{500, AnswerMeaning::kRetry}, Status{503, AnswerMeaning::kRetry}));

TEST_P(MeaningOfAStatus, CountsWhereTheMappingHasNoRules) {
  Talk talk(posting(""));
  talk.sender.next = {answered(GetParam().status)};
  EXPECT_EQ(talk.post_one().is, GetParam().is);
}

TEST(MappedSystem, CutsLongAnswersBetweenCharacters) {
  std::string body = "x";
  for (int i = 0; i < 200; ++i) body += "\u00fc";
  Talk talk(posting(""));
  talk.sender.next = {answered(404, body), answered(404, "M\xFCller")};
  const std::string text = talk.post_one().text;
  EXPECT_EQ(text, "post: " + body.substr(0, 299) + "\u2026");
  EXPECT_EQ(talk.post_one().text, "post: M\u2026");
}

TEST(MappedSystem, TellsTheStatusOfAnAnswerWithoutAReason) {
  Talk talk(posting(kWithLogin));
  talk.sender.next = {answered(404)};
  try {
    talk.system.log_in();
    FAIL();
  } catch (const SystemError& error) {
    EXPECT_THAT(error.what(), HasSubstr("status 404, without a reason"));
  }
  talk.sender.next = {answered(200, R"({"token": "T"})"), answered(500, "out of order\r\n")};
  EXPECT_EQ(talk.post_one().text, "post: out of order");
}

constexpr const char* kRules = R"(, "answer": [
  {"when": ".status == 503", "is": "retry", "code": "\"busy\"", "text": ".text",
   "retry_after_s": ".headers[\"retry-after\"]"},
  {"when": ".fault != null", "is": "unknown", "code": "\"unreadable\"", "text": ".fault"},
  {"when": ".body.error != null", "is": "rejected", "code": ".body.error.code",
   "text": [".body.error", "# a remark", "| .text"]},
  {"when": ".body.ok", "is": "accepted"}])";

TEST(MappedSystem, TakesTheFirstRuleThatHolds) {
  Talk talk(posting(kRules));
  talk.sender.next = {
      answered(503, "later", {{"Retry-After", "2.5"}}),
      answered(200, R"({"ok": true, "error": {"code": "deficit", "text": "only 3 there"}})"),
      answered(200, R"({"ok": true})"), answered(200, "<html>"), answered(200, R"({"odd": 1})")};
  const SystemVerdict busy = talk.post_one();
  EXPECT_EQ(busy.is, AnswerMeaning::kRetry);
  EXPECT_EQ(busy.code, "busy");
  EXPECT_EQ(busy.text, "post: later");
  EXPECT_EQ(busy.retry_after, sim::Duration::microseconds(2'500'000));
  const SystemVerdict refused = talk.post_one();
  EXPECT_EQ(refused.is, AnswerMeaning::kRejected);
  EXPECT_EQ(refused.code, "deficit");
  EXPECT_EQ(refused.text, "post: only 3 there");
  EXPECT_EQ(talk.post_one().is, AnswerMeaning::kAccepted);
  const SystemVerdict unreadable = talk.post_one();
  EXPECT_EQ(unreadable.is, AnswerMeaning::kUnknown);
  EXPECT_EQ(unreadable.code, "unreadable");
  EXPECT_THAT(unreadable.text, HasSubstr("body:1:1"));
  const SystemVerdict odd = talk.post_one();
  EXPECT_EQ(odd.is, AnswerMeaning::kUnknown);
  EXPECT_EQ(odd.text, "post: an answer that the mapping has no rule for");
}

class RetryAfter : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(, RetryAfter,
                         ::testing::Values("Wed, 21 Oct 2026 07:28:00 GMT", "-1", "1e300", ""));

TEST_P(RetryAfter, IsPassedOverWhereItIsNoSpan) {
  Talk talk(posting(kRules));
  talk.sender.next = {answered(503, "", {{"Retry-After", GetParam()}})};
  EXPECT_EQ(talk.post_one().retry_after, std::nullopt);
}

TEST(MappedSystem, KnowsWhatHasNotBeenSentAndWhatWasNotAnswered) {
  Talk talk(posting(kRules));
  talk.sender.next = {{.kind = Receipt::Kind::kNotSent, .reason = "connection refused"},
                      {.kind = Receipt::Kind::kUnknown, .reason = "no answer in 30 s"}};
  const SystemVerdict not_sent = talk.post_one();
  EXPECT_EQ(not_sent.is, AnswerMeaning::kRetry);
  EXPECT_EQ(not_sent.text, "post: connection refused");
  const SystemVerdict unknown = talk.post_one();
  EXPECT_EQ(unknown.is, AnswerMeaning::kUnknown);
  EXPECT_EQ(unknown.code, "no_answer");
}

// Several consignments in one run

TEST(MappedSystem, PostsSeveralConsignmentsInOneCall) {
  Talk talk(posting(""));
  EXPECT_THAT(talk.post({"K1", "K2", "K3"}), SizeIs(3));
  ASSERT_THAT(talk.sender.sent, SizeIs(1));
  EXPECT_THAT(talk.sender.sent[0].body, HasSubstr(R"("key":"K3")"));
}

TEST(MappedSystem, SaysOfEachConsignmentWhatTheResultSays) {
  Talk talk(R"({"id": "t", "write": [{"takes": ["Shipped"], "most": 9, "steps": [
    {"send": "{address: \"/post\", body: [.batch[].key]}", "keep": "{rows: .answer.body}"}],
    "result": ".rows"}]})");
  talk.sender.next = {answered(200, R"([{"key": "K2", "is": "rejected", "code": "deficit",
                                         "text": "no stock"}, {"key": "K1", "is": "accepted"},
                                        {"key": "K3", "is": "retry", "retry_after_s": 4}])")};
  const std::vector<SystemVerdict> verdicts = talk.post({"K1", "K2", "K3", "K4"});
  ASSERT_THAT(verdicts, SizeIs(4));
  EXPECT_EQ(verdicts[0].is, AnswerMeaning::kAccepted);
  EXPECT_EQ(verdicts[1].is, AnswerMeaning::kRejected);
  EXPECT_EQ(verdicts[1].code, "deficit");
  EXPECT_EQ(verdicts[2].is, AnswerMeaning::kRetry);
  EXPECT_EQ(verdicts[2].retry_after, sim::Duration::seconds(4));
  EXPECT_EQ(verdicts[3].is, AnswerMeaning::kUnknown);
  EXPECT_EQ(verdicts[3].code, "no_result");
}

TEST(MappedSystem, RejectsAllWhereTheResultFails) {
  Talk talk(R"({"id": "t", "write": [{"takes": ["Shipped"], "steps": [
    {"send": "{address: \"/post\"}"}], "result": ".rows.x[0] + error(\"odd\") "}]
})");
  for (const SystemVerdict& verdict : talk.post({"K1", "K2"})) {
    EXPECT_EQ(verdict.is, AnswerMeaning::kRejected);
    EXPECT_EQ(verdict.code, "mapping");
  }
}

TEST(MappedSystem, MakesSeveralCallsOfOneMessage) {
  Talk talk(R"({"id": "t", "write": [{"takes": ["Shipped"], "steps": [
    {"name": "line", "send": "{address: \"/line/\\(.at // 0)\"}", "keep": "{at: ((.at // 0) + 1)}",
     "again": ".at < 3"}]}]})");
  EXPECT_EQ(talk.post_one().is, AnswerMeaning::kAccepted);
  EXPECT_THAT(talk.addresses(), ElementsAre("/line/0", "/line/1", "/line/2"));
}

// What the system has

constexpr const char* kAsk = R"(, "ask": {"steps": [{"send": "{address: \"/ask\", body: .keys}",
    "keep": "{known: .answer.body}"}], "result": "reduce .known[] as $k ({}; .[$k] = true) "
})";

TEST(MappedSystem, AsksWhichKeysTheSystemHas) {
  Talk talk(posting(kAsk));
  talk.sender.next = {answered(200, R"(["K 2"])")};
  EXPECT_EQ(talk.system.has({"K1", "K 2"}), (std::vector<bool>{false, true}));
  EXPECT_EQ(talk.sender.sent[0].body, R"(["K1","K 2"])");
}

TEST(MappedSystem, DoesNotKnowWhatTheSystemHasWhenItCannotSay) {
  Talk talk(posting(kAsk));
  talk.sender.next = {
      answered(500), answered(404), answered(200, "7"), {.kind = Receipt::Kind::kUnknown}};
  for (int i = 0; i < 4; ++i) EXPECT_EQ(talk.system.has({"K1"}), std::nullopt);
  EXPECT_EQ(Talk(posting("")).system.has({"K1"}), std::nullopt);
}

// The record

constexpr const char* kRead = R"(, "read": {
  "watermark": {"steps": [{"send": "{address: \"/last\"}", "keep": "{last: .answer.body}"}],
                "result": ".last"},
  "items": {"steps": [{"send": "{address: \"/items\"}", "emit": ".answer.body[]"}],
            "result": "error(\"of no use\") "
}
, "stock" : {
  "steps" : [ {
    "name" : "stock",
    "expect" : "csv",
    "send" : "{address: \"/stock\"}",
    "emit" : ".answer.body[1:][] | {item: .[0]}"
  } ]
},
            "documents" : {
  "steps" : [ {
    "name" : "page",
    "send" : "{address: \"/documents?after=\\(.after // 0)\"}",
    "emit" : ".answer.body.rows[]",
    "keep" : "{after: .answer.body.next}",
    "again" : ".answer.body.next != null"
  } ]
}
})";

TEST(MappedSystem, ReadsPageByPage) {
  Talk talk(posting(kRead));
  talk.sender.next = {answered(200, R"({"rows": [1, 2], "next": 2})"),
                      answered(200, R"({"rows": [], "next": 5})"),
                      answered(200, R"({"rows": [6]})")};
  EXPECT_THAT(talk.system.documents("null"), ElementsAre("1", "2", "6"));
  EXPECT_THAT(talk.addresses(),
              ElementsAre("/documents?after=0", "/documents?after=2", "/documents?after=5"));
}

TEST(MappedSystem, ReadsFromTheWatermarkOn) {
  Talk talk(posting(kRead));
  talk.sender.next = {answered(200, "41"), answered(200, R"({"rows": []})")};
  const std::string mark = talk.system.watermark();
  EXPECT_EQ(mark, "41");
  talk.system.documents(mark);
  EXPECT_EQ(talk.addresses().back(), "/documents?after=41");
  EXPECT_EQ(Talk(posting("")).system.watermark(), "null");
}

TEST(MappedSystem, ReadsOtherFormats) {
  Talk talk(posting(kRead));
  talk.sender.next = {answered(200, "Item;Qty\nSEAL;1\nPUMP;2\n")};
  EXPECT_THAT(talk.system.stock(), ElementsAre(R"({"item":"SEAL"})", R"({"item":"PUMP"})"));
}

TEST(MappedSystem, SaysWhatCannotBeRead) {
  Talk talk(posting(kRead));
  talk.sender.next = {answered(404, "no such path")};
  try {
    talk.system.stock();
    ADD_FAILURE() << "no error";
  } catch (const SystemError& error) {
    EXPECT_STREQ(error.what(), "the ERP: stock: stock: no such path");
  }
  talk.sender.next = {answered(200, "7")};
  EXPECT_THROW(talk.system.documents("null"), SystemError);
}

TEST(MappedSystem, PollsFromWhereItHasBeen) {
  Talk talk(posting(R"(, "orders": {"steps": [
    {"send": "{address: \"/orders?after=\\(.polled.last // 0)\"}", "emit": ".answer.body[]",
     "keep": "{last: ((.answer.body | max) // .polled.last)}"}], "result": "{last}"})"));
  talk.sender.next = {answered(200, "[1, 2]"), answered(200, "[]"), answered(500),
                      answered(200, "[3]")};
  EXPECT_THAT(talk.system.poll_orders(), ElementsAre("1", "2"));
  EXPECT_THAT(talk.system.poll_orders(), IsEmpty());
  EXPECT_THROW(talk.system.poll_orders(), SystemError);
  EXPECT_THAT(talk.system.poll_orders(), ElementsAre("3"));
  EXPECT_THAT(talk.addresses(), ElementsAre("/orders?after=0", "/orders?after=2", "/orders?after=2",
                                            "/orders?after=2"));
  EXPECT_THAT(Talk(posting("")).system.poll_orders(), IsEmpty());
}

// Alignment

TEST(MappedSystem, TellsRefusedAlignmentFromNone) {
  Talk talk(posting(R"(, "align": {"steps": [
    {"name": "items", "send": "{address: \"/items\", body: [.master.items, .opening]}",
     "keep": "if .answer.body.odd then error(\"no item SEAL\") else {} end"}]})"));
  talk.sender.next = {answered(200, "{}"), answered(200, R"({"odd": true})"), answered(422, "no"),
                      answered(503)};
  EXPECT_NO_THROW(talk.system.align(R"({"items": ["SEAL"]})", "[]"));
  EXPECT_EQ(talk.sender.sent[0].body, R"([["SEAL"],[]])");
  try {
    talk.system.align("{}", "[]");
    ADD_FAILURE() << "no error";
  } catch (const AlignmentError& error) {
    EXPECT_STREQ(error.what(), "the ERP: alignment: no item SEAL");
  }
  EXPECT_THROW(talk.system.align("{}", "[]"), AlignmentError);
  EXPECT_THROW(talk.system.align("{}", "[]"), SystemError);
}

TEST(MappedSystem, LogsInAnewOnceItIsAligned) {
  Talk talk(posting(std::string(kWithLogin) +
                    R"(, "align": {"steps": [{"send": "{address: \"/align\"}"}]})"));
  talk.system.align("{}", "[]");
  talk.post_one();
  EXPECT_THAT(talk.addresses(), ElementsAre("/login", "/align", "/login", "/post"));
}

}  // namespace
}  // namespace planttwin::bridge
