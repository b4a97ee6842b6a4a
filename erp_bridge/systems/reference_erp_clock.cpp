#include <algorithm>
#include <iterator>
#include <utility>

#include "erp_bridge/systems/reference_erp.h"

// What a reference ERP with defects does as time goes by.
namespace planttwin::bridge {

void ReferenceErp::advance(sim::UtcInstant now) {
  if (now <= now_) return;
  if (defects_.empty()) {
    now_ = now;
    return;
  }
  if (now_ == sim::UtcInstant()) next_restart_ = now + kRestartsEvery;
  while (restarts_by_itself_ && next_restart_ <= now) {
    enter_due(next_restart_);
    restart_at(next_restart_);
    next_restart_ = next_restart_ + kRestartsEvery;
  }
  enter_due(now);
  now_ = now;
}

std::optional<sim::UtcInstant> ReferenceErp::next_entry() const {
  return until_later_.empty() ? std::nullopt : std::optional(until_later_.begin()->first);
}

void ReferenceErp::enter_all() {
  if (!until_later_.empty()) advance(std::prev(until_later_.end())->first);
}

// What a message says that was acknowledged before and comes into the books only now.
void ReferenceErp::enter_due(sim::UtcInstant until) {
  while (!until_later_.empty() && until_later_.begin()->first <= until) {
    const auto [due, waiting] = *until_later_.begin();
    until_later_.erase(until_later_.begin());
    now_ = std::max(now_, due);
    const Answer answer = book(waiting.document);
    if (answer.kind != Answer::Kind::kAcknowledged) continue;
    ++misbooked_[waiting.defect];
    const auto known = known_.find(waiting.document.key);
    if (known == known_.end()) continue;
    known->second.document = answer.document;
    known->second.collected = answer.collected;
  }
}

void ReferenceErp::restart() { restart_at(now_); }

void ReferenceErp::restart_at(sim::UtcInstant when) {
  std::vector<Uncommitted> all = std::exchange(uncommitted_, {});
  std::erase_if(all, [&](const Uncommitted& one) { return one.since + kCommitsWithin < when; });
  // The youngest first, so that nothing is taken away that others were made of.
  for (auto one = all.rbegin(); one != all.rend(); ++one) {
    if (!lose(*one)) continue;
    ++misbooked_[one->defect];
    note_struck(one->defect, documents_[static_cast<std::size_t>(one->document) - 1].key,
                documents_.size());
  }
}

// Takes a document out of the books as if it had never been there; false where others rest on it.
bool ReferenceErp::lose(const Uncommitted& one) {
  const RecordDocument& document = documents_[static_cast<std::size_t>(one.document) - 1];
  if (reversed_.contains(one.document)) return false;
  const std::vector<Movement> movements = movements_of(document);
  for (const Movement& movement : movements) {
    if (there(movement.place) - movement.quantity < sim::Quantity()) return false;
  }
  for (const Movement& movement : movements) {
    sim::Quantity& stock = stock_[movement.place];
    stock -= movement.quantity;
    if (stock.is_zero()) stock_.erase(movement.place);
  }
  note_issued(document, movements, -1);
  std::erase_if(ledger_, [&](const LedgerLine& line) { return line.document == one.document; });
  if (document.reverses > 0) reversed_.erase(document.reverses);
  known_.erase(document.key);
  lost_.insert(one.document);
  return true;
}

// A message that was booked before has come again.
void ReferenceErp::book_repeated(const Message& message) {
  for (std::size_t i = 0; i < defects_.size(); ++i) {
    if (defects_[i].defect->when != ErpDefect::When::kRepeated) continue;
    if (!strikes(defects_[i], message)) continue;
    const std::size_t before = documents_.size();
    const Answer answer = book(document_of(message, kOwnUser));
    if (answer.kind != Answer::Kind::kAcknowledged) continue;
    ++misbooked_[i];
    note_struck(i, message.envelope.idempotency_key, before);
  }
}

sim::Duration ReferenceErp::hold_back(const Message& order) {
  for (std::size_t i = 0; i < defects_.size(); ++i) {
    if (defects_[i].defect->when != ErpDefect::When::kGiven) continue;
    if (!strikes(defects_[i], order)) continue;
    ++misbooked_[i];
    note_struck(i, order.envelope.idempotency_key, documents_.size());
    return kReleasesLateBy;
  }
  return {};
}

// The message that a defect has struck, and the documents that were written for it since.
void ReferenceErp::note_struck(std::size_t defect, const std::string& key,
                               std::size_t documents_before) {
  const std::string_view name = defects_[defect].defect->name;
  faults_.note(key, name);
  for (std::size_t i = documents_before; i < documents_.size(); ++i) {
    faults_.note_document(documents_[i].number, name, key);
  }
}

}  // namespace planttwin::bridge
