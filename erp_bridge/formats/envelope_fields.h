#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "erp_bridge/messages/messages.h"

// The attributes of the envelope by the names that CloudEvents and our extensions of it have.
namespace planttwin::bridge {

// All but `sequence` and `dependson`, which formats write each in its way.
template <class Self, class Fields>
void describe_envelope(Self& envelope, Fields& fields) {
  fields("id", envelope.id);
  fields("source", envelope.source);
  fields("time", envelope.time);
  fields("runid", envelope.run_id);
  fields("partitionkey", envelope.partition_key);
  fields("idempotencykey", envelope.idempotency_key);
  fields("shortkey", envelope.short_key);
  fields("plant", envelope.plant);
  fields("postingdate", envelope.posting_date);
  fields("company", envelope.company);
  fields("traceparent", envelope.trace_parent);
  fields("causationid", envelope.causation_id);
}

// "planttwin.MaterialIssued.v1".
std::string message_type(std::string_view name);
// "MaterialIssued" of that; nothing of any other text.
std::optional<std::string_view> name_in_type(std::string_view type);

}  // namespace planttwin::bridge
