#include "erp_bridge/transports/mqtt_packets.h"

#include <algorithm>

namespace planttwin::bridge::mqtt {
namespace {

constexpr std::size_t kLongestText = 65535;
constexpr int kQos1 = 1;

// Properties of MQTT 5 (section 2.2.2.2).
enum Property : std::uint8_t {
  kContentType = 0x03,
  kSessionExpiry = 0x11,
  kServerKeepAlive = 0x13,
  kReceiveMaximum = 0x21,
  kMaximumQos = 0x24,
  kUserProperty = 0x26,
  kMaximumPacketSize = 0x27,
};

// How long a property is that we have no use for.
enum class Form { kByte, kShort, kLong, kVariable, kText, kPair };
Form form_of(int property) {
  switch (property) {
    case 0x01:
    case 0x17:
    case 0x19:
    case 0x24:
    case 0x25:
    case 0x28:
    case 0x29:
    case 0x2a:
      return Form::kByte;
    case 0x13:
    case 0x21:
    case 0x22:
    case 0x23:
      return Form::kShort;
    case 0x02:
    case 0x11:
    case 0x18:
    case 0x27:
      return Form::kLong;
    case 0x0b:
      return Form::kVariable;
    case 0x03:
    case 0x08:
    case 0x09:
    case 0x12:
    case 0x15:
    case 0x16:
    case 0x1a:
    case 0x1c:
    case 0x1f:
      return Form::kText;
    case 0x26:
      return Form::kPair;
    default:
      throw ProtocolFault("a property that MQTT 5 does not know");
  }
}

class Writer {
 public:
  Writer& byte(int value) {
    bytes_ += static_cast<char>(value);
    return *this;
  }
  Writer& number(int value) { return byte(value >> 8).byte(value & 0xff); }
  Writer& long_number(std::uint32_t value) {
    return number(static_cast<int>(value >> 16)).number(static_cast<int>(value & 0xffff));
  }
  Writer& variable(std::size_t value) {
    do {
      const int more = value > 127 ? 0x80 : 0;
      byte(static_cast<int>(value & 0x7f) | more);
      value >>= 7;
    } while (value > 0);
    return *this;
  }
  Writer& text(std::string_view value) {
    number(static_cast<int>(value.size()));
    return raw(value);
  }
  Writer& raw(std::string_view value) {
    bytes_ += value;
    return *this;
  }
  // With the length in front, as properties are.
  Writer& block(const Writer& inner) {
    variable(inner.bytes_.size());
    return raw(inner.bytes_);
  }
  std::string packet(Type type, int flags) const {
    Writer whole;
    whole.byte(static_cast<int>(type) << 4 | flags).block(*this);
    return whole.bytes_;
  }

 private:
  std::string bytes_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes) {}

  bool empty() const { return left_.empty(); }
  std::string_view raw(std::size_t size) {
    if (size > left_.size()) throw ProtocolFault("a packet that is too short for what it says");
    const std::string_view taken = left_.substr(0, size);
    left_.remove_prefix(size);
    return taken;
  }
  std::string_view rest() { return raw(left_.size()); }
  int byte() { return static_cast<unsigned char>(raw(1).front()); }
  int number() {
    const int high = byte();
    return high << 8 | byte();
  }
  std::uint32_t long_number() {
    const auto high = static_cast<std::uint32_t>(number());
    return high << 16 | static_cast<std::uint32_t>(number());
  }
  std::size_t variable() {
    std::size_t value = 0;
    for (int shift = 0; shift < 28; shift += 7) {
      const int one = byte();
      value |= static_cast<std::size_t>(one & 0x7f) << shift;
      if ((one & 0x80) == 0) return value;
    }
    throw ProtocolFault("a length of more than four bytes");
  }
  std::string_view text() { return raw(static_cast<std::size_t>(number())); }
  Reader block() { return Reader(raw(variable())); }
  void skip(int property) {
    switch (form_of(property)) {
      case Form::kByte:
        raw(1);
        break;
      case Form::kShort:
        raw(2);
        break;
      case Form::kLong:
        raw(4);
        break;
      case Form::kVariable:
        variable();
        break;
      case Form::kPair:
        text();
        [[fallthrough]];
      case Form::kText:
        text();
        break;
    }
  }

 private:
  std::string_view left_;
};

bool is_text(const std::string& text) {
  return text.size() <= kLongestText && text.find('\0') == std::string::npos;
}

}  // namespace

std::optional<Packet> take_packet(std::string& bytes, std::size_t most) {
  std::size_t size = 0;
  std::size_t at = 1;
  for (int shift = 0;; shift += 7, ++at) {
    if (at >= bytes.size()) return std::nullopt;
    if (shift == 28) throw ProtocolFault("a length of more than four bytes");
    const auto one = static_cast<unsigned char>(bytes[at]);
    size |= static_cast<std::size_t>(one & 0x7f) << shift;
    if ((one & 0x80) == 0) break;
  }
  if (size > most) throw ProtocolFault("a packet of " + std::to_string(size) + " bytes");
  ++at;
  if (bytes.size() < at + size) {
    bytes.reserve(at + size);
    return std::nullopt;
  }
  const auto first = static_cast<unsigned char>(bytes.front());
  Packet packet{static_cast<Type>(first >> 4), first & 0x0f, bytes.substr(at, size)};
  bytes.erase(0, at + size);
  return packet;
}

std::string connect(const Connect& connect) {
  const bool five = connect.version == 5;
  const bool named = !connect.user.empty() || !connect.password.empty();
  Writer out;
  out.text("MQTT").byte(five ? 5 : 4);
  out.byte((connect.clean_start ? 0x02 : 0) | (named ? 0xc0 : 0)).number(0);
  if (five) {
    Writer properties;
    properties.byte(kSessionExpiry).long_number(connect.session_seconds);
    properties.byte(kReceiveMaximum).number(connect.receive_most);
    out.block(properties);
  }
  out.text(connect.client_id);
  if (named) out.text(connect.user).text(connect.password);
  return out.packet(Type::kConnect, 0);
}

Connack connack(int version, const Packet& packet) {
  if (packet.type != Type::kConnack) throw ProtocolFault("another packet than an answer");
  Reader in(packet.body);
  Connack found;
  found.session_present = (in.byte() & 1) != 0;
  found.code = in.byte();
  if (version != 5 || in.empty()) return found;
  for (Reader properties = in.block(); !properties.empty();) {
    switch (const int property = properties.byte()) {
      case kReceiveMaximum:
        found.receive_most = properties.number();
        break;
      case kMaximumQos:
        found.qos_most = properties.byte();
        break;
      case kMaximumPacketSize:
        found.packet_most = properties.long_number();
        break;
      case kServerKeepAlive:
        found.keep_alive = properties.number();
        break;
      default:
        properties.skip(property);
    }
  }
  return found;
}

Refusal refusal(int version, int code) {
  if (version != 5) {
    switch (code) {
      case 1:
        return {"the broker does not speak this version of MQTT", true};
      case 2:
        return {"the broker refuses the client id", true};
      case 3:
        return {"the broker is not available", false};
      case 4:
        return {"the broker refuses user or password", true};
      case 5:
        return {"the broker does not let us in", true};
      default:
        return {"the broker refuses with code " + std::to_string(code), true};
    }
  }
  switch (code) {
    case 0x84:
      return {"the broker does not speak this version of MQTT", true};
    case 0x85:
      return {"the broker refuses the client id", true};
    case 0x86:
      return {"the broker refuses user or password", true};
    case 0x87:
      return {"the broker does not let us in", true};
    case 0x8a:
      return {"the broker has banned us", true};
    case 0x8c:
      return {"the broker wants another kind of authentication", true};
    case 0x81:
    case 0x82:
      return {"the broker does not understand us", true};
    case 0x88:
    case 0x89:
    case 0x8b:
      return {"the broker is not available", false};
    default:
      return {"the broker refuses with reason " + std::to_string(code), false};
  }
}

std::string publish(int version, const Parcel& parcel, int number) {
  Writer out;
  out.text(parcel.address).number(number);
  if (version == 5) {
    Writer properties;
    properties.byte(kContentType).text(parcel.content_type);
    for (const auto& [name, value] : parcel.headers) {
      properties.byte(kUserProperty).text(name).text(value);
    }
    out.block(properties);
  }
  out.raw(parcel.body);
  return out.packet(Type::kPublish, kQos1 << 1);
}

Published published(int version, const Packet& packet) {
  Reader in(packet.body);
  Published found;
  found.parcel.address = in.text();
  found.parcel.content_type.clear();
  const int qos = packet.flags >> 1 & 3;
  if (qos > kQos1) throw ProtocolFault("a message of a quality that was not asked for");
  if (qos == kQos1) found.number = in.number();
  if (version == 5) {
    for (Reader properties = in.block(); !properties.empty();) {
      const int property = properties.byte();
      if (property == kContentType) {
        found.parcel.content_type = properties.text();
      } else if (property == kUserProperty) {
        const std::string name(properties.text());
        found.parcel.headers.emplace_back(name, properties.text());
      } else {
        properties.skip(property);
      }
    }
  }
  found.parcel.body = in.rest();
  return found;
}

std::string puback(int number) { return Writer().number(number).packet(Type::kPuback, 0); }

Answer answer(const Packet& packet) {
  Reader in(packet.body);
  Answer found{in.number()};
  if (!in.empty()) found.reason = in.byte();
  return found;
}

std::string subscribe(int version, const std::string& filter, int number) {
  // What is retained comes with a new subscription only (MQTT 5).
  constexpr int kRetainedOnce = 0x10;
  Writer out;
  out.number(number);
  if (version == 5) out.block(Writer());
  out.text(filter).byte(version == 5 ? kQos1 | kRetainedOnce : kQos1);
  return out.packet(Type::kSubscribe, 2);
}

std::string ping() { return Writer().packet(Type::kPingreq, 0); }
std::string disconnect() { return Writer().packet(Type::kDisconnect, 0); }

std::string fault(const Parcel& parcel) {
  if (parcel.address.empty() || !is_text(parcel.address) ||
      parcel.address.find_first_of("+#") != std::string::npos) {
    return "the address is no topic to publish to";
  }
  if (!is_text(parcel.content_type)) return "the content type can't be written";
  for (const auto& [name, value] : parcel.headers) {
    if (!is_text(name) || !is_text(value)) return "a header can't be written";
  }
  // The longest packet that MQTT can say is 256 MiB.
  constexpr std::size_t kMostBody = std::size_t{200} << 20;
  return parcel.body.size() > kMostBody ? "the body is too large" : "";
}

}  // namespace planttwin::bridge::mqtt
