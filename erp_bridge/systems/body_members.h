#pragma once

#include <string>

#include "erp_bridge/messages/messages.h"

// Members of bodies by what they mean, whichever message it is; null where a message has no such
// member or leaves it out.
namespace planttwin::bridge {

const sim::Decimal* quantity_of(const Body& body);
const std::string* unit_of(const Body& body);
const std::string* item_of(const Body& body);
const std::string* order_of(const Body& body);
const std::string* operation_of(const Body& body);
const std::string* work_center_of(const Body& body);
const std::string* location_of(const Body& body);
// The lot of stock that is moved.
const std::string* stock_lot_of(const Body& body);
// The lot in process from which or into which something goes.
const std::string* in_process_of(const Body& body);

// An issue of what a return brings back.
MaterialIssued as_issue(const MaterialReturned& returned);

// A member of a body that is changed.
template <class Member>
Member* changed(Body& body, const Member* (*member)(const Body&)) {
  return const_cast<Member*>(member(body));
}

}  // namespace planttwin::bridge
