#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "erp_bridge/mapping/jq_programs.h"
#include "erp_bridge/mapping/mapping.h"
#include "erp_bridge/transports/transport.h"
#include "sim/time.h"

namespace planttwin::bridge {

// What a system has said of a call or of a consignment.
struct SystemVerdict {
  AnswerMeaning is = AnswerMeaning::kAccepted;
  std::string code = {};
  std::string text = {};
  std::optional<sim::Duration> retry_after = std::nullopt;
};

// Which system is meant. What is empty may be anything.
struct SystemIdentity {
  std::string system;   // "system" of the session that the log-in makes
  std::string company;  // and its "company"
};

// A system does not do what has to be done before, after or beside a run, and why.
struct SystemError : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// It does not do it now: it may when it is asked again.
struct SystemAway : SystemError {
  using SystemError::SystemError;
};

// System and plant don't fit together: bad input of whoever has brought them together.
struct AlignmentError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// A foreign system as a mapping describes it: logs in, makes the calls, reads the answers. Used by
// one thread at a time; several threads have one each.
class MappedSystem {
 public:
  // Mapping and sender outlive it. `settings` are those of the stack file, a JSON object laid over
  // the mapping's own; `secrets`, an object too, is shown to the log-in alone.
  MappedSystem(const Mapping& mapping, Sender& sender, const std::string& settings,
               std::string secrets);

  // From now on every log-in, also one that is made again, throws SystemError for another system.
  void expect(SystemIdentity identity) { expected_ = std::move(identity); }
  // Logs in now rather than with the first call. Throws SystemError, also where nobody answers.
  void log_in();

  // Posts consignments (consignment.h) that one of the mapping's `writes` takes, at most as many as
  // it takes together: a verdict for each.
  std::vector<SystemVerdict> post(const MappingWrite& write,
                                  const std::vector<std::string>& consignments);
  // From now on the parcels of post() say which messages they carry, and those that read rows that
  // they do.
  void name_messages() { names_messages_ = true; }
  // Which of these keys the system has; nothing when it can't say.
  std::optional<std::vector<bool>> has(const std::vector<std::string>& keys);

  // Makes the system know the plant: `master`, and `opening` stock, as JSON. Throws AlignmentError
  // where the system refuses, SystemError where it does not answer.
  void align(const std::string& master, const std::string& opening);
  // Messages for the plant that have come since the last call: JSON texts. Throws SystemError.
  std::vector<std::string> poll_orders();
  // Rows of the record, JSON texts in the forms of record_json.h. `after`: a watermark, or "null"
  // for all documents. Throw SystemError.
  std::string watermark();
  std::vector<std::string> items();
  std::vector<std::string> stock();
  std::vector<std::string> documents(const std::string& after);

  const Mapping& mapping() const { return mapping_; }

 private:
  SystemVerdict try_log_in();
  void check_identity(const std::string& session) const;
  SystemVerdict run(const MappingSequence& sequence, std::string context,
                    std::string* result = nullptr, std::vector<std::string>* rows = nullptr);
  SystemVerdict run_step(const MappingStep& step, std::string& context,
                         std::vector<std::string>* rows);
  SystemVerdict call(const MappingStep& step, const std::string& context, std::string& seen);
  SystemVerdict meaning(const Receipt& receipt, const std::string& seen);
  Parcel parcel(const MappingStep& step, const std::string& context);
  std::string context(const std::string& more) const;
  std::string merged(const std::string& first, const std::string& second);
  std::vector<std::string> read(const MappingSequence& sequence, const std::string& more,
                                const char* what, std::string* result = nullptr);

  const Mapping& mapping_;
  Sender& sender_;
  JqPrograms programs_;
  std::size_t merge_;
  std::size_t body_;
  std::size_t rest_;
  std::string settings_;
  std::string secrets_;
  SystemIdentity expected_;
  std::string session_;  // JSON; empty: not logged in
  bool logging_in_ = false;
  bool names_messages_ = false;
  std::vector<CarriedMessage> carried_;  // by what is being posted
  std::int64_t readings_ = 0;            // named so far
  std::string polled_ = "{}";            // what polling keeps from one call to the next
};

}  // namespace planttwin::bridge
