#include "erp_bridge/stack/message_source.h"

#include <utility>

namespace planttwin::bridge {

Message MessageSource::message(sim::Time at, Body body, const std::string& business_key,
                               const std::string& partition) {
  Message message;
  message.body = std::move(body);
  Envelope& envelope = message.envelope;
  const MessageKey key = keys_.next(name_of(message.body), business_key);
  envelope.idempotency_key = envelope.id = key.long_form;
  envelope.short_key = key.short_form;
  envelope.source = name_;
  envelope.time = start_ + at.since_start();
  envelope.run_id = keys_.run_id();
  envelope.partition_key = partition;
  envelope.sequence = ++sequences_[partition];
  envelope.plant = plant_.id;
  envelope.posting_date = sim::format_instant(envelope.time).substr(0, 10);
  return message;
}

}  // namespace planttwin::bridge
