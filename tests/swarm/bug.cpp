#include "tests/swarm/bug.h"

#include <algorithm>

namespace planttwin::swarm {

const std::vector<BugName>& bug_names() {
  static const std::vector<BugName> kNames = {
      {Bug::kStoreForgetsRow, "store_forgets_row"},
      {Bug::kStoreNeverSyncs, "store_never_syncs"},
      {Bug::kSendsBeforeCommit, "sends_before_commit"},
      {Bug::kPositionBeforeRows, "position_before_rows"},
      {Bug::kRetriesUnderNewKey, "retries_under_new_key"},
      {Bug::kChangesBodyOfRetry, "changes_body_of_retry"},
      {Bug::kUnknownIsFailed, "unknown_is_failed"},
      {Bug::kInFlightIsAcknowledged, "in_flight_is_acknowledged"},
      {Bug::kNoPartitions, "no_partitions"},
      {Bug::kForgetsDependencies, "forgets_dependencies"},
      {Bug::kRestartsSequences, "restarts_sequences"},
      {Bug::kTakesAnyAnswer, "takes_any_answer"},
      {Bug::kLockedIsFinal, "locked_is_final"},
      {Bug::kIgnoresRetryAfter, "ignores_retry_after"},
      {Bug::kSkipsStuckHead, "skips_stuck_head"},
      {Bug::kUnboundedOutbox, "unbounded_outbox"},
      {Bug::kDropsOnOverflow, "drops_on_overflow"},
      {Bug::kForgetsSetAside, "forgets_set_aside"},
      {Bug::kDropsDeadAtStart, "drops_dead_at_start"},
      {Bug::kNeverRevives, "never_revives"},
      {Bug::kRepeatsWhatItRevives, "repeats_what_it_revives"},
      {Bug::kReordersBatch, "reorders_batch"},
      {Bug::kRefusesBatchForGood, "refuses_batch_for_good"},
      {Bug::kBlamesFirstOfBatch, "blames_first_of_batch"},
      {Bug::kStoresHeadOfBatch, "stores_head_of_batch"},
      {Bug::kAcknowledgesBeforeJournal, "acknowledges_before_journal"},
      {Bug::kJournalWithoutInbox, "journal_without_inbox"},
      {Bug::kWindowTooSmall, "window_too_small"},
      {Bug::kTakesStaleMessages, "takes_stale_messages"},
      {Bug::kDropsUnreadable, "drops_unreadable"},
      {Bug::kReplaysPastInbox, "replays_past_inbox"},
      {Bug::kSettlesBeforeJournal, "settles_before_journal"},
      {Bug::kMiddlewareAcknowledgesEarly, "middleware_acknowledges_early"},
      {Bug::kMiddlewareTakesHalfABatch, "middleware_takes_half_a_batch"},
      {Bug::kErpAnswersBeforeJournal, "erp_answers_before_journal"},
      {Bug::kErpForgetsKeys, "erp_forgets_keys"},
      {Bug::kErpDropsLastOfBatch, "erp_drops_last_of_batch"},
  };
  return kNames;
}

std::string_view bug_name(Bug bug) {
  const auto found = std::find_if(bug_names().begin(), bug_names().end(),
                                  [&](const BugName& row) { return row.bug == bug; });
  return found == bug_names().end() ? "none" : found->name;
}

}  // namespace planttwin::swarm
