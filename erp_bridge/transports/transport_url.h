#pragma once

#include <string>
#include <vector>

namespace planttwin::bridge {

// The URL of a connection: scheme://host:port,host:port/path. Names and passwords have fields of
// their own in the Connection; a URL that holds them is refused and never repeated in an error, as
// are queries and fragments, which no transport has a use for.
struct TransportUrl {
  struct Place {
    std::string host;  // without the brackets of IPv6
    int port = 0;      // as stated, or that of the scheme
    std::string text() const;
  };

  std::string scheme;         // in lower case
  std::vector<Place> places;  // one; several of Kafka's brokers; none of a folder
  std::string path;           // as it stands; empty, or it begins with a slash

  const Place& place() const { return places.front(); }
  bool secure() const;  // TLS belongs to the scheme
};

// Throws std::invalid_argument.
TransportUrl parse_transport_url(const std::string& url);

// Without its %XX. Throws std::invalid_argument for others than two hexadecimal digits.
std::string percent_decoded(const std::string& text);
// With %XX for all bytes but letters, digits and those in `kept`.
std::string percent_encoded(const std::string& text, const std::string& kept);

}  // namespace planttwin::bridge
