#include <string>

#include "erp_bridge/systems/erp_defects.h"

// Defects of the frame of a document: company, plant, day, period, key.
namespace planttwin::bridge {
namespace {

constexpr const char* kWrongCompany = "0001";
constexpr std::size_t kShortText = 16;  // bytes of a key that are kept, at most
constexpr int kUtf8Mask = 0xC0;
constexpr int kUtf8Continuation = 0x80;
constexpr std::size_t kDateLength = 10;   // of "2025-03-30"
constexpr std::size_t kPeriodLength = 7;  // of "2025-03"

bool set_date(Booking& booking, const std::string& date) {
  RecordDocument& document = booking.document();
  if (document.posting_date == date) return false;
  document.posting_date = date;
  document.period = date.substr(0, kPeriodLength);
  return true;
}

bool book_to_wrong_company(Booking& booking, const BookHistory&) {
  booking.document().company = kWrongCompany;
  return true;
}

bool book_to_wrong_plant(Booking& booking, const BookHistory&) {
  booking.document().plant = kWrongCompany;
  return true;
}

bool take_utc_date(Booking& booking, const BookHistory&) {
  return set_date(booking, sim::format_instant(booking.document().time).substr(0, kDateLength));
}

bool take_next_day(Booking& booking, const BookHistory&) {
  const sim::Parsed<sim::CivilDate> date = sim::parse_date(booking.document().posting_date);
  return date.ok() && set_date(booking, date.value().plus_days(1).text());
}

bool take_last_period(Booking& booking, const BookHistory&) {
  RecordDocument& document = booking.document();
  const sim::Parsed<sim::CivilDate> date = sim::parse_date(document.posting_date);
  if (!date.ok()) return false;
  const sim::CivilDate before = date.value().plus_days(-date.value().day);
  document.period = before.text().substr(0, kPeriodLength);
  return true;
}

bool drop_key(Booking& booking, const BookHistory&) {
  booking.document().key.clear();
  return true;
}

bool cut_key(Booking& booking, const BookHistory&) {
  std::string& key = booking.document().key;
  if (key.size() <= kShortText) return false;
  std::size_t size = kShortText;
  while (size > 0 && (key[size] & kUtf8Mask) == kUtf8Continuation) --size;  // whole characters
  key.resize(size);
  return true;
}

}  // namespace

std::vector<ErpDefect> defects_of_header() {
  return {
      {"wrong_company", "books in the company `0001`", "wrong_company", Whom::kAnyPosting,
       book_to_wrong_company},
      {"wrong_plant", "books in the plant `0001` of the company", "wrong_company",
       Whom::kAnyPosting, book_to_wrong_plant},
      {"utc_date", "books under the day of UTC instead of the plant's", "wrong_date",
       Whom::kAnyPosting, take_utc_date},
      {"processing_date", "books under the day of its nightly run, one later", "wrong_date",
       Whom::kAnyPosting, take_next_day},
      {"wrong_period", "books in the month before", "wrong_period", Whom::kAnyPosting,
       take_last_period},
      {"drops_key", "keeps no key", "key_not_preserved", Whom::kAnyPosting, drop_key},
      {"truncates_key", "keeps 16 characters of the key", "key_not_preserved", Whom::kAnyPosting,
       cut_key},
  };
}

}  // namespace planttwin::bridge
