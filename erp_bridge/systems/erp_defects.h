#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "erp_bridge/messages/messages.h"
#include "erp_bridge/systems/book_history.h"
#include "erp_bridge/systems/booking.h"

// What a reference ERP can be told to do wrong, so as to prove that the audit finds it. Every
// defect acknowledges as if nothing were wrong, but for one whose mistake is that.
namespace planttwin::bridge {

// An order that an ERP with defects has open for them.
inline constexpr const char* kOrderOfDefects = "UNKNOWN";

// The postings that a defect means something for. The release of an order is struck only by what
// leaves the order there: what no order exists for can't be posted to.
enum class Whom : std::uint8_t {
  kAnyPosting,
  kQuantity,     // that says how much
  kInStock,      // that moves stock or changes its status
  kStockLot,     // of a lot in stock
  kInProcess,    // that names a lot in process as well as an item in stock
  kOfOrder,      // to an order
  kOfOperation,  // to an operation of an order
  kOperation,    // an operation completed
  kIssue,
  kReceipt,  // of products or bought material
  kProduct,
  kByProduct,
  kScrap,
  kStatusChange,
  kReturn,
  kReversal,
  kRevision,    // an order released by a revision
  kGivenOrder,  // of the ERP itself, to plant or supplier
};
bool concerns(Whom whom, const Body& body);

// A defect, with all that is to be said of it.
struct ErpDefect {
  std::string_view name;      // "loses_posting"
  std::string_view does;      // "books nothing"
  std::string_view found_as;  // the class of finding
  Whom whom = Whom::kAnyPosting;
  // Turns the right booking of a message into the wrong one; false where it is none.
  bool (*bend)(Booking& booking, const BookHistory& history) = nullptr;
  // When it strikes: with the first arrival of a message, or with another one under the same key.
  // kGiven: with an order that the ERP gives.
  enum class When : std::uint8_t { kFirst, kRepeated, kGiven };
  When when = When::kFirst;
};

// How long an ERP keeps what it has acknowledged and not committed, and how often it restarts where
// its host has no outages.
inline constexpr sim::Duration kCommitsWithin = sim::Duration::minutes(10);
inline constexpr sim::Duration kRestartsEvery = sim::Duration::days(1);
// How long an ERP holds back orders that it releases late.
inline constexpr sim::Duration kReleasesLateBy = sim::Duration::hours(4);

// All of them, in the order in which the documentation lists them.
const std::vector<ErpDefect>& erp_defects();
// Requires a name that there is.
const ErpDefect& erp_defect(std::string_view name);

// The parts of that list.
std::vector<ErpDefect> defects_of_booking();
std::vector<ErpDefect> defects_of_quantity();
std::vector<ErpDefect> defects_of_identity();
std::vector<ErpDefect> defects_of_header();
std::vector<ErpDefect> defects_of_time();

struct DefectName {
  std::string_view name;
  const ErpDefect* defect = nullptr;
};
const std::vector<DefectName>& erp_defect_names();

// A defect that strikes a share of the postings that it can strike, drawn by their keys.
struct InjectedDefect {
  const ErpDefect* defect = nullptr;
  double share = 1;
};

// Whether it is to strike a message.
bool strikes(const InjectedDefect& injected, const Message& message);
// The same of a defect of another system: other messages for every name.
bool strikes(Whom whom, std::string_view name, double share, const Message& message);

}  // namespace planttwin::bridge
