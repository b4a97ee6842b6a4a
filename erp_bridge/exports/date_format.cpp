#include "erp_bridge/exports/date_format.h"

#include <algorithm>
#include <array>

namespace planttwin::bridge {
namespace {

struct Known {
  std::string_view text;
  std::size_t least;
  std::size_t most;
};
// Longer ones first.
constexpr std::array<Known, 10> kKnown = {{{"yyyy", 4, 4},
                                           {"zzz", 0, 0},
                                           {"MM", 2, 2},
                                           {"dd", 2, 2},
                                           {"HH", 2, 2},
                                           {"mm", 2, 2},
                                           {"ss", 2, 2},
                                           {"M", 1, 2},
                                           {"d", 1, 2},
                                           {"H", 1, 2}}};
constexpr std::size_t kDecimals = 6;
constexpr int kSecondsOfMinute = 60;
constexpr int kSecondsOfHour = 3600;
constexpr int kMinutesOfDay = 24 * 60;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The digits that a text begins with, taken away from it.
std::string_view take_digits(std::string_view& text, std::size_t most) {
  std::size_t count = 0;
  while (count < most && count < text.size() && is_digit(text[count])) ++count;
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

std::optional<sim::Duration> take_offset(std::string_view& text) {
  if (text.starts_with('Z')) {
    text.remove_prefix(1);
    return sim::Duration();
  }
  if (text.empty() || (text.front() != '+' && text.front() != '-')) return std::nullopt;
  const int sign = text.front() == '-' ? -1 : 1;
  text.remove_prefix(1);
  const std::string_view hours = take_digits(text, 2);
  if (text.starts_with(':')) text.remove_prefix(1);
  const std::string_view minutes = take_digits(text, 2);
  if (hours.size() != 2 || minutes.size() != 2 || number(minutes) >= kSecondsOfMinute) {
    return std::nullopt;
  }
  const int total = number(hours) * kSecondsOfMinute + number(minutes);
  if (total >= kMinutesOfDay) return std::nullopt;
  return sim::Duration::minutes(sign * total);
}

}  // namespace

sim::Parsed<DateFormat> DateFormat::parse(std::string_view pattern) {
  DateFormat format;
  format.pattern_ = pattern;
  while (!pattern.empty()) {
    Field field;
    std::size_t length = 1;
    const auto known = std::find_if(kKnown.begin(), kKnown.end(), [&](const Known& one) {
      return pattern.starts_with(one.text);
    });
    if (known != kKnown.end()) {
      field = {known->text.front(), 0, known->least, known->most};
      length = known->text.size();
    } else if (pattern.front() == 'S') {
      field = {'S', 0, 1, kDecimals};
      length = std::min(pattern.find_first_not_of('S'), pattern.size());
    } else if (is_letter(pattern.front()) && pattern.front() != 'T') {
      return sim::Parsed<DateFormat>::failure(
          "expected a format of yyyy, MM, dd, HH, mm, ss, S and zzz, such as "
          "\"dd.MM.yyyy HH:mm:ss\"");
    } else {
      field.literal = pattern.front();
    }
    if (field.letter != 0 && format.has(field.letter)) {
      return sim::Parsed<DateFormat>::failure(std::string("the format has \"") + field.letter +
                                              "\" twice");
    }
    format.fields_.push_back(field);
    pattern.remove_prefix(length);
  }
  for (const char letter : {'y', 'M', 'd'}) {
    if (!format.has(letter)) {
      return sim::Parsed<DateFormat>::failure("the format needs year, month and day");
    }
  }
  return format;
}

bool DateFormat::has(char letter) const {
  return std::any_of(fields_.begin(), fields_.end(),
                     [&](const Field& field) { return field.letter == letter; });
}

std::optional<DateFormat::Moment> DateFormat::read(std::string_view text) const {
  Moment moment;
  int hour = 0, minute = 0, second = 0, fraction = 0;
  for (const Field& field : fields_) {
    if (field.letter == 0) {
      if (!text.starts_with(field.literal)) return std::nullopt;
      text.remove_prefix(1);
      continue;
    }
    if (field.letter == 'z') {
      moment.utc_offset = take_offset(text);
      if (!moment.utc_offset) return std::nullopt;
      continue;
    }
    const std::string_view digits = take_digits(text, field.most);
    if (digits.size() < field.least) return std::nullopt;
    int value = number(digits);
    switch (field.letter) {
      case 'y':
        moment.date.year = value;
        break;
      case 'M':
        moment.date.month = value;
        break;
      case 'd':
        moment.date.day = value;
        break;
      case 'H':
        hour = value;
        break;
      case 'm':
        minute = value;
        break;
      case 's':
        second = value;
        break;
      default:
        for (std::size_t i = digits.size(); i < kDecimals; ++i) value *= 10;
        fraction = value;
    }
  }
  const bool is_time = hour < 24 && minute < kSecondsOfMinute && second < kSecondsOfMinute;
  if (!text.empty() || !is_time || !moment.date.valid()) return std::nullopt;
  moment.time_of_day =
      sim::Duration::seconds(hour * kSecondsOfHour + minute * kSecondsOfMinute + second) +
      sim::Duration::microseconds(fraction);
  return moment;
}

}  // namespace planttwin::bridge
