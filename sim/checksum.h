#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace planttwin::sim {

namespace internal {

consteval std::array<std::uint64_t, 256> crc64_table() {
  std::array<std::uint64_t, 256> table{};
  for (std::uint64_t byte = 0; byte < 256; ++byte) {
    std::uint64_t remainder = byte;
    for (int bit = 0; bit < 8; ++bit) {
      remainder = (remainder >> 1) ^ ((remainder & 1) != 0 ? 0xC96C5795D7870F42 : 0);
    }
    table[byte] = remainder;
  }
  return table;
}

inline constexpr std::array<std::uint64_t, 256> kCrc64Table = crc64_table();

}  // namespace internal

// CRC-64/XZ (the ECMA-182 polynomial, reflected; "123456789" gives 0x995DC9BBDF1939FA). Finds
// every burst of damage up to 64 bits; it is no defence against a forged file.
// `previous` is the checksum of the bytes before these, to go on with.
constexpr std::uint64_t crc64(std::string_view bytes, std::uint64_t previous = 0) {
  std::uint64_t remainder = ~previous;
  for (const char byte : bytes) {
    const auto index = (remainder ^ static_cast<unsigned char>(byte)) & 0xFF;
    remainder = (remainder >> 8) ^ internal::kCrc64Table[index];
  }
  return ~remainder;
}

}  // namespace planttwin::sim
