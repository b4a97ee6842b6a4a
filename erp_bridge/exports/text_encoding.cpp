#include "erp_bridge/exports/text_encoding.h"

#include <fmt/format.h>

#include <array>

#include "sim/json_document.h"
#include "sim/json_scanner.h"

namespace planttwin::bridge {
namespace {

constexpr std::string_view kMarkOfUtf8 = "\xEF\xBB\xBF";
constexpr unsigned char kFirstBeyondAscii = 0x80;
constexpr unsigned char kFirstOfLatin1 = 0xA0;

// What Windows-1252 has from 0x80 to 0x9F; 0: nothing.
constexpr std::array<char16_t, 32> kWindows = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void append(std::string& text, char16_t letter) {
  const auto byte = [&](unsigned value) { text += static_cast<char>(value); };
  if (letter < 0x80) {
    byte(letter);
  } else if (letter < 0x800) {
    byte(0xC0U | (letter >> 6U));
    byte(0x80U | (letter & 0x3FU));
  } else {
    byte(0xE0U | (letter >> 12U));
    byte(0x80U | ((letter >> 6U) & 0x3FU));
    byte(0x80U | (letter & 0x3FU));
  }
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

sim::SourcePosition position_of(std::string_view bytes, std::size_t at, TextEncoding encoding) {
  sim::SourcePosition position{1, 1};
  for (const char c : bytes.substr(0, at)) {
    if (c == '\n') {
      ++position.line;
      position.column = 1;
    } else if (encoding != TextEncoding::kUtf8 || !is_continuation(c)) {
      ++position.column;
    }
  }
  return position;
}

}  // namespace

std::optional<std::string> to_utf8(std::string_view bytes, TextEncoding encoding,
                                   const std::string& file, sim::Diagnostics& diagnostics) {
  const auto refuse = [&](std::size_t at, std::string message) {
    diagnostics.add({file, position_of(bytes, at, encoding), "", std::move(message)});
    return std::nullopt;
  };
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    return refuse(0, "the file is UTF-16; export it as UTF-8");
  }
  if (encoding == TextEncoding::kUtf8 && bytes.starts_with(kMarkOfUtf8)) {
    bytes.remove_prefix(kMarkOfUtf8.size());
  }
  if (const std::size_t nul = bytes.find('\0'); nul != std::string_view::npos) {
    return refuse(nul, "a NUL byte: this is no text");
  }
  if (encoding == TextEncoding::kUtf8) {
    const std::size_t fault = sim::find_invalid_utf8(bytes);
    if (fault == std::string_view::npos) return std::string(bytes);
    return refuse(fault, fmt::format("the byte 0x{:02X} is not UTF-8; if the file is in another "
                                     "encoding, say so with \"encoding\"",
                                     static_cast<unsigned char>(bytes[fault])));
  }
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 8);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    char16_t letter = byte;
    if (encoding == TextEncoding::kWindows1252 && byte >= kFirstBeyondAscii &&
        byte < kFirstOfLatin1) {
      letter = kWindows[byte - kFirstBeyondAscii];
      if (letter == 0) {
        return refuse(i, fmt::format("the byte 0x{:02X} is no letter of windows-1252", byte));
      }
    }
    append(text, letter);
  }
  return text;
}

}  // namespace planttwin::bridge
