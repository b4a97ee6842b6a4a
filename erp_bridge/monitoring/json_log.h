#pragma once

#include <filesystem>
#include <fstream>
#include <mutex>
#include <string>
#include <string_view>

#include "erp_bridge/formats/json_text.h"
#include "erp_bridge/monitoring/erp_watch.h"
#include "erp_bridge/monitoring/message_watch.h"

namespace planttwin::bridge {

// A log for programs: a JSON object a line, with "time" (UTC), "level" ("info", "warning" or
// "error") and "event". Nothing of a message goes into it but its key and type, and no text of a
// foreign system but its codes: neither secrets nor what a company's own messages say. A file that
// is there is continued; only its owner can read a new one. Any thread may call.
class JsonLog {
 public:
  // Throws sim::OutputError.
  explicit JsonLog(const std::filesystem::path& file);
  // Writes a line that is whole at once. Throws sim::OutputError.
  void write(std::string_view level, std::string_view event, const JsonFields& fields = {});

 private:
  std::filesystem::path path_;
  std::mutex mutex_;
  std::ofstream out_;
};

// The 32 digits of a trace id: those of the message's own trace context, or else made of its key,
// the same whoever makes them.
std::string trace_id(std::string_view trace_parent, std::string_view key);

// Messages of a live run, which go over a connection of this name.
class MessageLog : public MessageWatch {
 public:
  // The log outlives it.
  MessageLog(JsonLog& log, std::string connection)
      : log_(log), connection_(std::move(connection)) {}
  void on_message(const MessageNews& news) override;

 private:
  JsonLog& log_;
  const std::string connection_;
};

// Requests to a served ERP, and what it does with messages.
class ErpLog : public ErpWatch {
 public:
  // The log outlives it.
  explicit ErpLog(JsonLog& log) : log_(log) {}
  void on_request(const RequestNews& news) override;
  void on_booking(const BookingNews& news) override;

 private:
  JsonLog& log_;
};

}  // namespace planttwin::bridge
