#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace planttwin::swarm {

// Mistakes that a delivery could have, planted at its seams: the production code stays as it is.
enum class Bug : std::uint8_t {
  kNone,
  // Of the plant's edge and its store.
  kStoreForgetsRow,
  kStoreNeverSyncs,
  kSendsBeforeCommit,
  kPositionBeforeRows,
  kRetriesUnderNewKey,
  kChangesBodyOfRetry,
  kUnknownIsFailed,
  kInFlightIsAcknowledged,
  kNoPartitions,
  kForgetsDependencies,
  kRestartsSequences,
  kTakesAnyAnswer,
  kLockedIsFinal,
  kIgnoresRetryAfter,
  kSkipsStuckHead,
  kUnboundedOutbox,
  kDropsOnOverflow,
  kForgetsSetAside,
  kDropsDeadAtStart,
  kNeverRevives,
  kRepeatsWhatItRevives,
  // Of its batches.
  kReordersBatch,
  kRefusesBatchForGood,
  kBlamesFirstOfBatch,
  kStoresHeadOfBatch,
  // Of the plant's inbox.
  kAcknowledgesBeforeJournal,
  kJournalWithoutInbox,
  kWindowTooSmall,
  kTakesStaleMessages,
  kDropsUnreadable,
  kReplaysPastInbox,
  kSettlesBeforeJournal,
  // Of those behind it.
  kMiddlewareAcknowledgesEarly,
  kMiddlewareTakesHalfABatch,
  kErpAnswersBeforeJournal,
  kErpForgetsKeys,
  kErpDropsLastOfBatch,
};

struct BugName {
  Bug bug;
  std::string_view name;  // "store_forgets_row"
};
// All but kNone.
const std::vector<BugName>& bug_names();
std::string_view bug_name(Bug bug);

}  // namespace planttwin::swarm
