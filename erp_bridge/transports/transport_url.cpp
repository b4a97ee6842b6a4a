#include "erp_bridge/transports/transport_url.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <string_view>

namespace planttwin::bridge {
namespace {

struct Scheme {
  std::string_view name;
  int port;  // 0: it has no hosts
  bool secure;
};
constexpr std::array kSchemes = {
    Scheme{"http", 80, false},    Scheme{"https", 443, true},  Scheme{"mqtt", 1883, false},
    Scheme{"mqtts", 8883, true},  Scheme{"amqp", 5672, false}, Scheme{"amqps", 5671, true},
    Scheme{"kafka", 9092, false}, Scheme{"file", 0, false},
};

constexpr int kMostPort = 65535;

[[noreturn]] void refuse(const std::string& why) {
  throw std::invalid_argument("the URL of a connection " + why);
}

const Scheme& scheme_named(std::string_view name) {
  const auto* found = std::find_if(kSchemes.begin(), kSchemes.end(),
                                   [&](const Scheme& one) { return one.name == name; });
  if (found == kSchemes.end()) refuse("has a scheme that no transport knows");
  return *found;
}

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_of_host(char c) {
  return is_letter_or_digit(c) || c == '.' || c == '-' || c == '_' || c == ':';
}

int port_of(const std::string& digits) {
  int port = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, port);
  if (error != std::errc{} || stop != end || port < 1 || port > kMostPort) {
    refuse("has a port that is no number from 1 to 65535");
  }
  return port;
}

TransportUrl::Place place_of(const std::string& text, int usual_port) {
  std::string host = text;
  std::string rest;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string::npos) refuse("has a bracket that is not closed");
    host = text.substr(1, end - 1);
    rest = text.substr(end + 1);
  } else if (const std::size_t colon = text.find(':'); colon != std::string::npos) {
    host = text.substr(0, colon);
    rest = text.substr(colon);
  }
  if (!rest.empty() && rest.front() != ':') refuse("has text behind its host");
  if (host.empty() || !std::all_of(host.begin(), host.end(), is_of_host)) {
    refuse("names no host");
  }
  return {host, rest.empty() ? usual_port : port_of(rest.substr(1))};
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  throw std::invalid_argument("a % that two hexadecimal digits do not follow");
}

}  // namespace

std::string TransportUrl::Place::text() const {
  const bool six = host.find(':') != std::string::npos;
  return (six ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

bool TransportUrl::secure() const { return scheme_named(scheme).secure; }

TransportUrl parse_transport_url(const std::string& url) {
  const std::size_t colon = url.find("://");
  if (colon == std::string::npos) refuse("does not begin with a scheme and ://");
  TransportUrl parsed;
  parsed.scheme = url.substr(0, colon);
  for (char& c : parsed.scheme) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  const Scheme& scheme = scheme_named(parsed.scheme);
  const std::string rest = url.substr(colon + 3);
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  const std::string hosts = rest.substr(0, slash);
  parsed.path = rest.substr(slash);
  if (hosts.find('@') != std::string::npos) {
    refuse("holds a name or password; these have fields of their own");
  }
  if (rest.find_first_of("?#") != std::string::npos) refuse("has a query or a fragment");
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f; };
  if (std::any_of(rest.begin(), rest.end(), is_control)) refuse("holds spaces or control signs");
  if (scheme.port == 0) {
    if (!hosts.empty()) refuse("of a folder has three slashes: file:///folder");
    if (parsed.path.empty()) refuse("names no folder");
    return parsed;
  }
  for (std::size_t at = 0; at <= hosts.size();) {
    const std::size_t comma = std::min(hosts.find(',', at), hosts.size());
    parsed.places.push_back(place_of(hosts.substr(at, comma - at), scheme.port));
    at = comma + 1;
  }
  if (parsed.places.size() > 1 && parsed.scheme != "kafka") refuse("has more than one host");
  return parsed;
}

std::string percent_decoded(const std::string& text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      plain += text[at];
      continue;
    }
    const char high = at + 1 < text.size() ? text[at + 1] : '%';
    const char low = at + 2 < text.size() ? text[at + 2] : '%';
    plain += static_cast<char>(hex_digit(high) * 16 + hex_digit(low));
    at += 2;
  }
  return plain;
}

std::string percent_encoded(const std::string& text, const std::string& kept) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (is_letter_or_digit(c) || kept.find(c) != std::string::npos) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += {'%', kDigits[byte / 16], kDigits[byte % 16]};
  }
  return encoded;
}

}  // namespace planttwin::bridge
