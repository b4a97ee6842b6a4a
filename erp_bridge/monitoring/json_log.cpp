#include "erp_bridge/monitoring/json_log.h"

#include <fmt/format.h>

#include <chrono>

#include "sim/output_error.h"
#include "sim/sha256.h"
#include "sim/utc_instant.h"

namespace planttwin::bridge {
namespace {

constexpr std::size_t kTraceDigits = 32;
constexpr std::size_t kTraceAt = 3;  // behind the version, "00-"
constexpr std::size_t kMostCode = 64;
constexpr int kServerFault = 500;
constexpr int kRefused = 400;

std::string wall_clock_text() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return sim::format_instant(sim::UtcInstant::from_epoch(sim::Duration::microseconds(
      std::chrono::duration_cast<std::chrono::microseconds>(since).count())));
}

std::string seconds_text(double seconds) { return fmt::format("{:.6f}", seconds); }

const char* event_of(MessageNews::What what) {
  switch (what) {
    case MessageNews::What::kReported:
      return "message.reported";
    case MessageNews::What::kSent:
      return "message.sent";
    case MessageNews::What::kAnswered:
      return "message.answered";
    case MessageNews::What::kEnded:
      break;
  }
  return "message.ended";
}

const char* level_of(const MessageNews& news) {
  const bool is_well =
      news.outcome.empty() || news.outcome == "accepted" || news.outcome == "acknowledged";
  if (is_well) return "info";
  return news.what == MessageNews::What::kEnded ? "error" : "warning";
}

}  // namespace

JsonLog::JsonLog(const std::filesystem::path& file) : path_(file) {
  std::error_code error;
  const bool is_new = !std::filesystem::exists(file, error);
  out_.open(file, std::ios::binary | std::ios::app);
  if (!out_) throw sim::OutputError(file.string() + ": the log can't be written");
  using std::filesystem::perms;
  if (is_new) std::filesystem::permissions(file, perms::owner_read | perms::owner_write, error);
}

void JsonLog::write(std::string_view level, std::string_view event, const JsonFields& fields) {
  std::string line =
      JsonFields().text("time", wall_clock_text()).text("level", level).text("event", event).take();
  const std::string more = fields.take();
  if (more.size() > 2) line.replace(line.size() - 1, 1, "," + more.substr(1));
  line += '\n';
  const std::scoped_lock lock(mutex_);
  out_.write(line.data(), static_cast<std::streamsize>(line.size()));
  out_.flush();
  if (!out_) throw sim::OutputError(path_.string() + ": the log can't be written");
}

std::string trace_id(std::string_view trace_parent, std::string_view key) {
  if (trace_parent.size() >= kTraceAt + kTraceDigits) {
    const std::string_view id = trace_parent.substr(kTraceAt, kTraceDigits);
    if (id.find_first_not_of("0123456789abcdef") == std::string_view::npos) return std::string(id);
  }
  return sim::sha256(key).substr(0, kTraceDigits);
}

void MessageLog::on_message(const MessageNews& news) {
  if (news.earlier) return;
  JsonFields fields;
  fields.text("key", news.key)
      .text("type", news.type)
      .text("trace_id", trace_id(news.trace_parent, news.key))
      .text("connection", connection_)
      .number("attempt", news.attempt);
  if (!news.trace_parent.empty()) fields.text("traceparent", news.trace_parent);
  if (!news.outcome.empty()) fields.text("outcome", news.outcome);
  if (!news.code.empty()) fields.text("code", news.code.substr(0, kMostCode));
  if (news.seconds) fields.json("seconds", seconds_text(*news.seconds));
  log_.write(level_of(news), event_of(news.what), fields);
}

void ErpLog::on_request(const RequestNews& news) {
  const char* level =
      news.status >= kServerFault ? "error" : (news.status >= kRefused ? "warning" : "info");
  log_.write(level, "request",
             JsonFields()
                 .text("method", news.method)
                 .text("path", news.path)
                 .number("status", news.status)
                 .json("seconds", seconds_text(news.seconds)));
}

void ErpLog::on_booking(const BookingNews& news) {
  JsonFields fields;
  if (!news.key.empty()) {
    fields.text("key", news.key)
        .text("type", news.type)
        .text("trace_id", trace_id(news.trace_parent, news.key));
  }
  if (!news.trace_parent.empty()) fields.text("traceparent", news.trace_parent);
  fields.text("outcome", news.result);
  if (!news.code.empty()) fields.text("code", news.code.substr(0, kMostCode));
  const bool is_well = news.result == "booked" || news.result == "known";
  log_.write(is_well ? "info" : "warning", "message", fields);
}

}  // namespace planttwin::bridge
