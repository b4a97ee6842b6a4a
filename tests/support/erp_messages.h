#pragma once

#include <string>

#include "erp_bridge/formats/json_format.h"
#include "erp_bridge/systems/erp_master_data.h"

// A small ERP and messages for it.
namespace planttwin::testing {

// Screws at 0.25 EUR and resin in kg; a hundred screws are there, and the order O1.
inline bridge::ErpMasterData small_erp() {
  bridge::ErpMasterData data;
  data.items = {{"SCREW", {"pcs", 0}, sim::Money::steps(25)},
                {"RESIN", {"kg", 3}, sim::Money::steps(400)}};
  data.currency = {"EUR", 2};
  data.orders = {{"O1", "SCREW"}};
  data.stock = {{"SCREW", "", "STORE", "unrestricted", {100, 0}}};
  return data;
}

inline bridge::Message message_of(const std::string& key, bridge::Body body) {
  bridge::Message message;
  bridge::Envelope& envelope = message.envelope;
  envelope.id = "id of " + key;
  envelope.source = "/planttwin/TEST";
  envelope.time = sim::parse_instant("2025-05-05T06:00:00Z").value();
  envelope.run_id = "R";
  envelope.sequence = 1;
  envelope.partition_key = "P";
  envelope.idempotency_key = key;
  envelope.short_key = "S";
  envelope.plant = "TEST";
  envelope.posting_date = "2025-05-05";
  message.body = std::move(body);
  return message;
}

// Screws that come into the store.
inline bridge::Message receipt(const std::string& key, std::int64_t screws = 1) {
  return message_of(key, bridge::GoodsReceived{"SCREW", std::nullopt, {screws, 0}, "pcs", "STORE"});
}

// Screws that are taken for the order O1.
inline bridge::Message issue(const std::string& key, std::int64_t screws) {
  return message_of(key, bridge::MaterialIssued{
                             "O1", "10", "SCREW", std::nullopt, {screws, 0}, "pcs", "STORE", "L"});
}

}  // namespace planttwin::testing
