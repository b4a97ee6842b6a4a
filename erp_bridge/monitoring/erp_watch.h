#pragma once

#include <string_view>

namespace planttwin::bridge {

// A request that the reference ERP has answered.
struct RequestNews {
  std::string_view method;
  std::string_view path;  // one that is served, or "other"
  int status = 0;
  double seconds = 0;
};

// What the reference ERP has done with one message.
struct BookingNews {
  std::string_view key;  // empty: unreadable
  std::string_view type;
  std::string_view trace_parent;  // empty: the message has none
  std::string_view result;        // "booked", "known", "conflict", "refused" or "unreadable"
  std::string_view code;          // of what was not booked
};

// Is told what a served ERP does. Any thread may call, several at a time.
class ErpWatch {
 public:
  virtual ~ErpWatch() = default;
  virtual void on_request(const RequestNews& news) = 0;
  virtual void on_booking(const BookingNews& news) = 0;
};

}  // namespace planttwin::bridge
