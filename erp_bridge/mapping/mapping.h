#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "erp_bridge/audit/record_resolution.h"
#include "erp_bridge/delivery/delivery.h"
#include "erp_bridge/mapping/body_formats.h"
#include "erp_bridge/postings/posting_policy.h"

// How a foreign system is talked to: which calls are made for which messages, what its answers
// mean, and how its record is read. docs/mapping.md leads through one.
namespace planttwin::bridge {

// A program of jq (see jq_programs.h) in a mapping; none: kNoProgram.
using ProgramNumber = std::size_t;
inline constexpr ProgramNumber kNoProgram = static_cast<std::size_t>(-1);

// One call of a sequence. Every program sees the sequence's context: an object with "settings",
// "session" (what the log-in has kept), what earlier calls have kept, and what the sequence is for.
// An answer is {"status", "headers": {"etag": …}, "cookies": "a=1; b=2", "text", "body"}, and
// "fault" where the text is not of the format that was expected.
struct MappingStep {
  std::string name;
  ProgramNumber when = kNoProgram;  // whether it is made at all
  ProgramNumber send =
      kNoProgram;  // {"address", "method", "headers", "body"}, all but one optional
  BodyFormat format = BodyFormat::kJson;  // of what is sent
  BodyFormat expect = BodyFormat::kJson;  // of the answer
  ProgramNumber keep = kNoProgram;        // what is added to the context, from it and "answer"
  ProgramNumber emit = kNoProgram;        // of sequences that read: the rows of this answer
  ProgramNumber again = kNoProgram;       // whether the same step is made once more: pages
};

enum class AnswerMeaning : std::uint8_t {
  kAccepted,
  kRejected,
  kRetry,    // not now
  kUnknown,  // nobody knows whether it has been done
  kLogin,    // the session is over: log in and make the call again
};

struct AnswerMeaningName {
  std::string_view name;
  AnswerMeaning value;
};
inline constexpr AnswerMeaningName kAnswerMeanings[] = {
    {"accepted", AnswerMeaning::kAccepted}, {"rejected", AnswerMeaning::kRejected},
    {"retry", AnswerMeaning::kRetry},       {"unknown", AnswerMeaning::kUnknown},
    {"login", AnswerMeaning::kLogin},
};
// What is none of these says nothing.
inline AnswerMeaning answer_meaning(std::string_view name) {
  for (const AnswerMeaningName& row : kAnswerMeanings) {
    if (row.name == name) return row.value;
  }
  return AnswerMeaning::kUnknown;
}

inline std::string_view name_of(AnswerMeaning meaning) {
  for (const AnswerMeaningName& row : kAnswerMeanings) {
    if (row.value == meaning) return row.name;
  }
  return "unknown";
}

struct MappingSequence {
  std::vector<MappingStep> steps;
  ProgramNumber result = kNoProgram;
};

// What becomes of messages of some types.
struct MappingWrite {
  std::vector<std::string> takes;  // names of messages
  // Messages of an order wait until one of this type comes; empty: each goes by itself.
  std::string collected_until;
  std::size_t most = 1;  // consignments in one run of the sequence
  MappingSequence sequence;
};

struct Mapping {
  std::string id;
  std::string title;
  std::string definitions;             // of jq
  std::string settings = "{}";         // JSON; a stack file may say otherwise
  std::vector<std::string> programs;   // by number
  MappingSequence login;               // empty: none
  ProgramNumber headers = kNoProgram;  // of every call, once logged in
  ProgramNumber answer = kNoProgram;   // {"is", "code", "text", "retry_after_s"}; none: by status
  std::vector<MappingWrite> writes;
  std::vector<std::string> ignores;       // names of messages that the system never hears of
  std::optional<MappingSequence> ask;     // "keys" → {key: true, …} of those that it has
  MappingSequence align;                  // "master" and "opening": makes the system know them
  std::optional<MappingSequence> orders;  // polls: emits messages for the plant
  // What "after" is for `documents` when it is to begin behind what is there now; any JSON.
  std::optional<MappingSequence> watermark;
  MappingSequence items;      // emits {"item", "decimals", "other_units"}
  MappingSequence stock;      // emits {"item", "lot", "location", "status", "quantity"}
  MappingSequence documents;  // emits documents of the record, from those behind "after" on
  std::map<std::string, Refusal> codes;  // what a rejection means for the message; else kManual
  PostingPolicies policies;
  RecordResolution resolution;
  std::string user;  // who posts for the plant in the record; empty: kOwnUser
};

}  // namespace planttwin::bridge
