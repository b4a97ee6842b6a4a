#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "erp_bridge/systems/erp_defects.h"

// What the middleware between plant and ERP can be told to do wrong with postings, so as to prove
// that the audit finds it and knows where it has come about.
namespace planttwin::bridge {

// A defect, with all that is to be said of it.
struct MiddlewareDefect {
  enum class Effect : std::uint8_t {
    kBend,     // passes on something else
    kDrop,     // acknowledges and passes on nothing
    kError,    // likewise, and says so inside its acknowledgement
    kForget,   // acknowledges, and loses at a restart what it has not passed on
    kDouble,   // passes on twice under the same key
    kRename,   // passes on under a key of its own
    kStall,    // acknowledges, and passes on hours later
    kReorder,  // acknowledges, and passes on behind the next message of the partition
    kDivert,   // acknowledges, and passes on behind the messages of another partition
  };

  std::string_view name;  // "drops_message"
  std::string_view does;
  std::string_view found_as;  // the class of finding; empty where an honest receiver heals it
  Whom whom = Whom::kAnyPosting;
  Effect effect = Effect::kBend;
  bool (*bend)(Booking& booking, const BookHistory& history) = nullptr;  // of kBend
};

// All of them, in the order in which the documentation lists them.
const std::vector<MiddlewareDefect>& middleware_defects();
// Requires a name that there is.
const MiddlewareDefect& middleware_defect(std::string_view name);

struct InjectedMiddlewareDefect {
  const MiddlewareDefect* defect = nullptr;
  double share = 1;  // of the postings that it can strike, drawn by their keys
};

}  // namespace planttwin::bridge
