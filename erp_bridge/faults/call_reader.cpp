#include "erp_bridge/faults/call_reader.h"

#include <algorithm>
#include <charconv>

#include "erp_bridge/transports/http_transport.h"

namespace planttwin::bridge {
namespace {

constexpr std::size_t kMostHead = std::size_t{1} << 20;
constexpr int kLengthRequired = 411;

std::string trimmed(std::string_view text) {
  const std::size_t from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos) return "";
  return std::string(text.substr(from, text.find_last_not_of(" \t") + 1 - from));
}

// Nothing where it is no head of HTTP.
std::optional<HttpCall> call_of(std::string_view head) {
  HttpCall call;
  std::size_t end = head.find("\r\n");
  const std::string_view first = head.substr(0, end);
  const std::size_t space = first.find(' ');
  const std::size_t last = first.rfind(' ');
  if (space == std::string_view::npos || last == space) return std::nullopt;
  call.method = first.substr(0, space);
  call.target = first.substr(space + 1, last - space - 1);
  while (end != std::string_view::npos) {
    head.remove_prefix(end + 2);
    end = head.find("\r\n");
    const std::string_view line = head.substr(0, end);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    call.headers.emplace_back(line.substr(0, colon), trimmed(line.substr(colon + 1)));
  }
  return call;
}

}  // namespace

bool same_header(std::string_view one, std::string_view other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(), [](char a, char b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : int{c}; };
    return lower(a) == lower(b);
  });
}

std::string header_of(const HttpCall& call, std::string_view name) {
  for (const Header& header : call.headers) {
    if (same_header(header.first, name)) return header.second;
  }
  return "";
}

bool CallReader::read_until(std::size_t size) {
  while (read_.size() < size) {
    const std::string more = peer_.read();
    if (more.empty()) return false;
    read_ += more;
  }
  return true;
}

std::optional<HttpCall> CallReader::next() {
  std::size_t end = 0;
  while ((end = read_.find("\r\n\r\n")) == std::string::npos) {
    if (read_.size() > kMostHead || !read_until(read_.size() + 1)) return std::nullopt;
  }
  std::optional<HttpCall> call = call_of(std::string_view(read_).substr(0, end));
  if (!call) return std::nullopt;
  read_.erase(0, end + 4);
  if (!header_of(*call, "Transfer-Encoding").empty()) {
    peer_.write(head_of({kLengthRequired, {}, ""}));
    return std::nullopt;
  }
  const std::string length = header_of(*call, "Content-Length");
  std::size_t size = 0;
  std::from_chars(length.data(), length.data() + length.size(), size);
  if (size > kMostHttpBytes || !read_until(size)) return std::nullopt;
  call->body = read_.substr(0, size);
  read_.erase(0, size);
  return call;
}

}  // namespace planttwin::bridge
