#include <algorithm>
#include <optional>
#include <utility>

#include "erp_bridge/systems/body_members.h"
#include "erp_bridge/systems/erp_defects.h"
#include "erp_bridge/systems/reference_erp.h"

// Defects of how much: numbers, units, times and costs.
namespace planttwin::bridge {
namespace {

constexpr std::int64_t kWrongFactor = 10;
constexpr std::int64_t kMinutesForHours = 60;

std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

bool set_quantity(Booking& booking, const sim::Decimal& quantity) {
  sim::Decimal& member = *changed(booking.body(), quantity_of);
  if (member == quantity) return false;
  member = quantity;
  return true;
}

const sim::Decimal& quantity(Booking& booking) { return *quantity_of(booking.body()); }

bool multiply(Booking& booking, const BookHistory&) {
  const sim::Decimal& right = quantity(booking);
  std::int64_t digits = 0;
  if (__builtin_mul_overflow(right.digits(), kWrongFactor, &digits)) return false;
  return set_quantity(booking, {digits, right.scale()});
}

bool divide(Booking& booking, const BookHistory&) {
  const sim::Decimal& right = quantity(booking);
  if (right.scale() == sim::Decimal::kMaxScale) return false;
  return set_quantity(booking, {right.digits(), right.scale() + 1});
}

bool lose_decimal_point(Booking& booking, const BookHistory&) {
  return set_quantity(booking, {quantity(booking).digits(), 0});
}

bool cut_decimals(Booking& booking, const BookHistory&) {
  const sim::Decimal& right = quantity(booking);
  return set_quantity(booking, {right.digits() / power_of_ten(right.scale()), 0});
}

bool round(Booking& booking, const BookHistory&) {
  const sim::Decimal& right = quantity(booking);
  const std::int64_t divisor = power_of_ten(right.scale());
  return set_quantity(booking, {(right.digits() + divisor / 2) / divisor, 0});
}

bool book_one(Booking& booking, const BookHistory&) {
  return set_quantity(booking, sim::Decimal(1, 0));
}

bool book_in_packs(Booking& booking, const BookHistory&) {
  std::string& unit = *changed(booking.body(), unit_of);
  if (unit == kPackUnit) return false;
  unit = kPackUnit;
  return true;
}

// What an operation has given and lost, in steps of the same scale.
struct YieldAndScrap {
  std::int64_t yield = 0;
  std::int64_t scrap = 0;
  int scale = 0;
};

std::optional<YieldAndScrap> scrap_of(Booking& booking) {
  const auto& completed = std::get<OperationCompleted>(booking.body());
  if (completed.scrapped.digits() == 0) return std::nullopt;
  const int scale = std::max(completed.quantity.scale(), completed.scrapped.scale());
  const auto yield = completed.quantity.steps(scale);
  const auto scrap = completed.scrapped.steps(scale);
  if (!yield || !scrap) return std::nullopt;
  return YieldAndScrap{*yield, *scrap, scale};
}

bool book_scrap_as_yield(Booking& booking, const BookHistory&) {
  const std::optional<YieldAndScrap> is = scrap_of(booking);
  if (!is) return false;
  std::get<OperationCompleted>(booking.body()).scrapped = {};
  return set_quantity(booking, {is->yield + is->scrap, is->scale});
}

bool swap_yield_and_scrap(Booking& booking, const BookHistory&) {
  auto& completed = std::get<OperationCompleted>(booking.body());
  if (completed.scrapped.digits() == 0 || completed.scrapped == completed.quantity) return false;
  std::swap(completed.quantity, completed.scrapped);
  return true;
}

bool book_net_of_scrap(Booking& booking, const BookHistory&) {
  const std::optional<YieldAndScrap> is = scrap_of(booking);
  if (!is || is->yield < is->scrap) return false;
  return set_quantity(booking, {is->yield - is->scrap, is->scale});
}

bool forget_operation_scrap(Booking& booking, const BookHistory&) {
  auto& completed = std::get<OperationCompleted>(booking.body());
  if (completed.scrapped.digits() == 0) return false;
  completed.scrapped = {};
  return true;
}

bool set_machine_time(Booking& booking, sim::Duration time) {
  sim::Duration& member = std::get<OperationCompleted>(booking.body()).machine_time;
  if (member == time) return false;
  member = time;
  return true;
}

bool take_minutes_for_hours(Booking& booking, const BookHistory&) {
  const auto& completed = std::get<OperationCompleted>(booking.body());
  return set_machine_time(booking, completed.machine_time * kMinutesForHours);
}

bool drop_machine_time(Booking& booking, const BookHistory&) {
  return set_machine_time(booking, {});
}

bool charge_twice_the_rate(Booking& booking, const BookHistory&) {
  booking.times_cost = 2;
  return true;
}

bool value_at_twice_the_cost(Booking& booking, const BookHistory&) {
  if (std::holds_alternative<StockStatusChanged>(booking.body())) return false;
  booking.times_cost = 2;
  return true;
}

}  // namespace

std::vector<ErpDefect> defects_of_quantity() {
  return {
      {"wrong_pack_factor", "books ten times the quantity", "wrong_quantity", Whom::kQuantity,
       multiply},
      {"wrong_pack_divisor", "books a tenth of the quantity", "wrong_quantity", Whom::kQuantity,
       divide},
      {"loses_decimal_point", "reads 1.25 as 125", "wrong_quantity", Whom::kQuantity,
       lose_decimal_point},
      {"cuts_decimals", "reads 1.75 as 1", "wrong_quantity", Whom::kQuantity, cut_decimals},
      {"rounds_quantity", "books whole units", "wrong_quantity", Whom::kQuantity, round},
      {"books_one", "books one unit, however many there were", "wrong_quantity", Whom::kQuantity,
       book_one},
      {"scrap_as_yield", "books what an operation lost as good", "wrong_quantity", Whom::kOperation,
       book_scrap_as_yield},
      {"swaps_yield_and_scrap", "books what an operation lost as good, and the other way round",
       "wrong_quantity", Whom::kOperation, swap_yield_and_scrap},
      {"net_of_scrap", "takes what an operation lost off its yield once more", "wrong_quantity",
       Whom::kOperation, book_net_of_scrap},
      {"yield_without_scrap", "books the yield of an operation without what it lost",
       "wrong_quantity", Whom::kOperation, forget_operation_scrap},
      {"wrong_unit", "books the same number of packs of ten", "wrong_unit", Whom::kQuantity,
       book_in_packs},
      {"minutes_for_hours", "books sixty times the machine time", "wrong_value", Whom::kOperation,
       take_minutes_for_hours},
      {"drops_machine_time", "books no machine time", "wrong_value", Whom::kOperation,
       drop_machine_time},
      {"wrong_labor_rate", "charges machine time at twice the rate of its work center",
       "wrong_value", Whom::kOperation, charge_twice_the_rate},
      {"wrong_cost", "values goods at twice their cost", "wrong_value", Whom::kInStock,
       value_at_twice_the_cost},
  };
}

}  // namespace planttwin::bridge
