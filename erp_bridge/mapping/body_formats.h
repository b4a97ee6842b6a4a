#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

// Bodies of foreign systems as JSON values, and back: what a mapping makes and reads is JSON,
// whatever travels.
namespace planttwin::bridge {

enum class BodyFormat : std::uint8_t {
  kJson,
  // One root: {"order": {"@version": "1", "item": ["A", "B"], "note": null}}. Members become
  // elements in their order, those with "@" attributes, "#text" the text, arrays elements again and
  // again. What is read has no attributes and no prefixes.
  kXml,
  // Rows of fields: [["a", 1], …], or {"separator": ";", "rows": […]}; quoted where it must be (RFC
  // 4180). What is read are rows of texts.
  kCsv,
  // Rows of fields: [[{"text": "ab", "width": 4}, {"text": "12", "width": 6, "align": "right",
  // "fill": "0"}], …]. Only written: what is read is a text.
  kFixedWidth,
  kForm,  // {"grant_type": "…"}: names and values, as HTML forms send them
  kText,  // a string
};

struct BodyFormatName {
  std::string_view name;
  BodyFormat value;
  std::string_view content_type;
};
inline constexpr BodyFormatName kBodyFormats[] = {
    {"json", BodyFormat::kJson, "application/json"},
    {"xml", BodyFormat::kXml, "application/xml; charset=utf-8"},
    {"csv", BodyFormat::kCsv, "text/csv; charset=utf-8"},
    {"fixed_width", BodyFormat::kFixedWidth, "text/plain; charset=utf-8"},
    {"form", BodyFormat::kForm, "application/x-www-form-urlencoded"},
    {"text", BodyFormat::kText, "text/plain; charset=utf-8"},
};

// A value that a format can't say, such as a text longer than its field.
struct BodyError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The bytes that stand for a JSON value. Throws BodyError.
std::string body_text(BodyFormat format, std::string_view json);
// The JSON value of a body. Throws BodyError, saying where the text is not what it should be.
std::string body_value(BodyFormat format, std::string_view text);

}  // namespace planttwin::bridge
