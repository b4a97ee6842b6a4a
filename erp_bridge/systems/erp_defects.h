#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "erp_bridge/messages/messages.h"

namespace planttwin::bridge {

// What a reference ERP can be told to do wrong, so as to prove that the audit finds it. Every
// defect acknowledges as if nothing were wrong.
enum class ErpDefect : std::uint8_t {
  kLosesPosting,         // books nothing
  kDoublesPosting,       // books twice
  kWrongPackFactor,      // books ten times the quantity
  kRoundsQuantity,       // books whole units
  kTruncatesLot,         // keeps half of the lot's name
  kWrongLocation,        // books at the place kLocationOfDefects
  kWrongOrder,           // books to the order kOrderOfDefects
  kDropsScrap,           // books no scrap: of stock, or beside the yield of an operation
  kScrapAsYield,         // books what was scrapped at an operation as good
  kInventsPosting,       // books a receipt of one unit beside, without a key
  kDropsKey,             // keeps no key
  kUndocumentedChange,   // changes stock by one unit without a document
  kIgnoresHold,          // books no change of status
  kReceiptInsteadIssue,  // books an issue with the wrong sign
};

inline constexpr const char* kOrderOfDefects = "UNKNOWN";
inline constexpr const char* kLocationOfDefects = "0001";

struct DefectName {
  std::string_view name;  // "loses_posting"
  ErpDefect defect;
};
const std::vector<DefectName>& erp_defect_names();
std::string_view defect_name(ErpDefect defect);

// A defect that strikes a share of the postings that it can strike, drawn by their keys.
struct InjectedDefect {
  ErpDefect defect = ErpDefect::kLosesPosting;
  double share = 1;
};

// Whether a defect means anything for a message.
bool can_strike(ErpDefect defect, const Body& body);
// Whether it strikes a message.
bool strikes(const InjectedDefect& injected, const Message& message);
// The body as a defect bends it, where it only bends.
Body bent(ErpDefect defect, const Body& body);

}  // namespace planttwin::bridge
