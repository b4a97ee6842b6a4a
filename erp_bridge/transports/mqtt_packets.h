#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "erp_bridge/transports/transport.h"

// The packets of MQTT 3.1.1 and 5 (OASIS, 2014 and 2019), as far as acknowledged messages (QoS 1)
// need them. Numbers of packets are 16 bits; 0 is none.
namespace planttwin::bridge::mqtt {

enum class Type : std::uint8_t {
  kConnect = 1,
  kConnack = 2,
  kPublish = 3,
  kPuback = 4,
  kSubscribe = 8,
  kSuback = 9,
  kPingreq = 12,
  kPingresp = 13,
  kDisconnect = 14,
};

// Bytes that are no MQTT.
struct ProtocolFault : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Packet {
  Type type;
  int flags = 0;
  std::string body;
};

// Takes the first packet off `bytes`; nothing while it is not whole. Throws ProtocolFault, also for
// a packet above `most` bytes.
std::optional<Packet> take_packet(std::string& bytes, std::size_t most);

struct Connect {
  int version = 5;  // or 3, for 3.1.1
  std::string client_id = {};
  std::string user = {}, password = {};  // not sent when both are empty
  bool clean_start = true;
  std::uint32_t session_seconds = 0;  // kept for so long after a break (5)
  int receive_most = 65535;           // messages to us without an acknowledgement (5)
};
std::string connect(const Connect& connect);

// What the broker says to that.
struct Connack {
  bool session_present = false;
  int code = 0;
  int receive_most = 65535;       // messages from us without an acknowledgement
  std::uint32_t packet_most = 0;  // bytes; 0: as many as we like
  int qos_most = 1;
  std::optional<int> keep_alive;  // seconds, where it wants signs of life
};
Connack connack(int version, const Packet& packet);
// In words, with whether another attempt may help.
struct Refusal {
  std::string text;
  bool final = false;
};
Refusal refusal(int version, int code);

std::string publish(int version, const Parcel& parcel, int number);
struct Published {
  Parcel parcel;
  int number = 0;  // 0: the sender wants no acknowledgement
};
Published published(int version, const Packet& packet);

std::string puback(int number);
// The answer to a publish: its number and a reason, from 128 a refusal.
struct Answer {
  int number = 0;
  int reason = 0;
};
Answer answer(const Packet& packet);

std::string subscribe(int version, const std::string& filter, int number);
std::string ping();
std::string disconnect();

// Why a parcel can't be published, or empty.
std::string fault(const Parcel& parcel);

}  // namespace planttwin::bridge::mqtt
