#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/diagnostics.h"

namespace planttwin::bridge {

// How a file of a foreign system writes its letters.
enum class TextEncoding : std::uint8_t { kUtf8, kLatin1, kWindows1252 };

// The text in UTF-8. A byte order mark of UTF-8 is skipped. Nothing, with a diagnostic that has
// line and column, for a byte that the encoding does not have, a NUL, or UTF-16.
std::optional<std::string> to_utf8(std::string_view bytes, TextEncoding encoding,
                                   const std::string& file, sim::Diagnostics& diagnostics);

}  // namespace planttwin::bridge
