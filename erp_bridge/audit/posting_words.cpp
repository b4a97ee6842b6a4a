#include "erp_bridge/audit/posting_words.h"

namespace planttwin::bridge {

PostingWords::PostingWords(const plant::Plant& plant, NameTable& names) : names_(names) {
  for (const plant::Material& material : plant.materials) {
    units_[names.number(material.id)] = material.unit;
  }
}

std::string PostingWords::amount(Name item, sim::Quantity quantity) const {
  const auto unit = units_.find(item);
  return unit == units_.end() ? std::to_string(quantity.count())
                              : sim::format_amount(quantity, unit->second);
}

std::string PostingWords::of(const Position& position) const {
  std::string words = names_.text(position.item);
  if (position.lot != kNoName) words += " lot " + names_.text(position.lot);
  words += " at " + names_.text(position.location);
  if (position.status == StockStatus::kHeld) words += ", held";
  return words;
}

std::string PostingWords::of(const Posting& posting) const {
  const auto text = [&](Name name) { return names_.text(name); };
  std::string words = std::string(posting_name(posting.type)) + " of " +
                      amount(posting.item, posting.quantity) + " " + text(posting.item);
  const auto add = [&](std::string_view what, Name name) {
    if (name != kNoName) words.append(what).append(text(name));
  };
  if (!posting.scrapped.is_zero()) {
    words += " (" + amount(posting.item, posting.scrapped) + " scrapped)";
  }
  add(" lot ", posting.lot);
  add(" at ", posting.location);
  add(", order ", posting.order);
  add(", operation ", posting.operation);
  add(", lot in process ", posting.in_process);
  return words;
}

}  // namespace planttwin::bridge
