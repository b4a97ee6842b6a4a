#include "sim/json_scanner.h"

#include <algorithm>

namespace planttwin::sim {

namespace {

constexpr std::string_view kBrackets = "[]{},:";
constexpr std::string_view kAfterWord = " \t\r\n[]{},:\"/";

unsigned char byte_at(std::string_view text, std::size_t i) {
  return static_cast<unsigned char>(text[i]);
}

// Length of the UTF-8 sequence at i, 0 when it is none: RFC 3629, section 4.
std::size_t sequence_length(std::string_view text, std::size_t i) {
  const unsigned char lead = byte_at(text, i);
  if (lead != 0 && lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (i + length > text.size()) return 0;
  const unsigned char second = byte_at(text, i + 1);
  const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (second < low || second > high) return 0;
  for (std::size_t k = 2; k < length; ++k) {
    if ((byte_at(text, i + k) & 0xC0) != 0x80) return 0;
  }
  return length;
}

}  // namespace

void JsonScanner::step() {
  const char c = text_[offset_++];
  if (c == '\n') {
    ++position_.line;
    position_.column = 1;
  } else if (offset_ == text_.size() || (byte_at(text_, offset_) & 0xC0) != 0x80) {
    ++position_.column;
  }
}

void JsonScanner::advance_to(std::size_t offset) {
  const std::size_t end = std::min(offset, text_.size());
  while (offset_ < end) step();
}

void JsonScanner::skip_blanks(bool separators_too) {
  const std::string_view blanks = separators_too ? " \t\r\n,:" : " \t\r\n";
  while (offset_ < text_.size()) {
    if (at("//")) {
      advance_to(text_.find_first_of("\r\n", offset_));
    } else if (at("/*")) {
      const std::size_t end = text_.find("*/", offset_ + 2);
      if (end == std::string_view::npos) return;  // never closed
      advance_to(end + 2);
    } else if (blanks.find(text_[offset_]) != std::string_view::npos) {
      step();
    } else {
      return;
    }
  }
}

void JsonScanner::find_token() { skip_blanks(true); }

std::size_t JsonScanner::token_end() const {
  if (kBrackets.find(text_[offset_]) != std::string_view::npos) return offset_ + 1;
  if (text_[offset_] != '"') {
    return std::min(text_.find_first_of(kAfterWord, offset_ + 1), text_.size());
  }
  std::size_t end = offset_ + 1;
  while (end < text_.size() && text_[end] != '"') end += text_[end] == '\\' ? 2 : 1;
  return std::min(end + 1, text_.size());
}

std::string_view JsonScanner::take_token() {
  if (offset_ >= text_.size()) return {};
  const std::string_view token = text_.substr(offset_, token_end() - offset_);
  advance_to(offset_ + token.size());
  return token;
}

void JsonScanner::find_offset(std::size_t offset) {
  skip_blanks(false);
  while (offset_ < text_.size() && token_end() <= offset) {
    take_token();
    skip_blanks(false);
  }
}

std::size_t find_invalid_utf8(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t length = sequence_length(text, i);
    if (length == 0) return i;
    i += length;
  }
  return std::string_view::npos;
}

}  // namespace planttwin::sim
