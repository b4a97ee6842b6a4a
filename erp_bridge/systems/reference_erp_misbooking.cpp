#include <algorithm>
#include <utility>

#include "erp_bridge/systems/body_members.h"
#include "erp_bridge/systems/reference_erp.h"

// What a reference ERP does with a message when it has defects.
namespace planttwin::bridge {
namespace {

// What movements have in common that an ERP might take together.
std::string movement_of(const Body& body) {
  std::string text(name_of(body));
  for (const std::string* part :
       {order_of(body), operation_of(body), item_of(body), stock_lot_of(body), location_of(body)}) {
    text += '\n';
    if (part != nullptr) text += *part;
  }
  return text;
}

std::string order_text(const Body& body) {
  const std::string* order = order_of(body);
  return order == nullptr ? "" : *order;
}

// Whether something of it is in the books, or is to come into them with other postings.
bool entered(const Answer& answer) { return answer.document >= 0 || answer.collected >= 0; }

bool taken(const Answer& answer) { return answer.kind == Answer::Kind::kAcknowledged; }

// Nobody hears of it: what can't be booked wrong is booked as it came.
Answer refusal_to_misbook() { return {Answer::Kind::kRejected, "", "", -1}; }

}  // namespace

Answer ReferenceErp::misbook(const Message& message) {
  const bool releases = std::holds_alternative<ProductionOrderReleased>(message.body);
  if (rolling_back_ > 0 && !releases) {
    --rolling_back_;
    ++misbooked_[rolled_back_by_];
    note_struck(rolled_back_by_, message.envelope.idempotency_key, documents_.size());
    return {};
  }
  Answer answer;
  if (joins_waiting(message, answer)) return answer;
  bool booked = false;
  for (std::size_t i = 0; i < defects_.size() && !booked; ++i) {
    if (!strikes(defects_[i], message)) continue;
    if (defects_[i].defect->when != ErpDefect::When::kFirst) continue;
    Booking booking;
    booking.documents.push_back(document_of(message, kOwnUser));
    if (!defects_[i].defect->bend(booking, history_)) continue;
    if (booking.wait != Booking::Wait::kNot) {
      auto& waiting = booking.wait == Booking::Wait::kIntoNext ? into_next_ : behind_next_;
      const std::string where = booking.wait == Booking::Wait::kIntoNext ? movement_of(message.body)
                                                                         : order_text(message.body);
      booked = waiting.try_emplace(where, Waiting{booking.document(), i}).second;
      if (booked) note_struck(i, message.envelope.idempotency_key, documents_.size());
      continue;
    }
    if (booking.enters_after > sim::Duration()) {
      until_later_.emplace(now_ + booking.enters_after, Waiting{booking.document(), i});
      note_struck(i, message.envelope.idempotency_key, documents_.size());
      history_.note(message);
      return {};
    }
    // Bent beyond what the books take it is booked as it came.
    const std::size_t before = documents_.size();
    const Outcome outcome = book(booking);
    if (!taken(outcome.answer)) continue;
    if (booking.uncommitted) {
      if (outcome.answer.document >= 0 && outcome.answer.collected < 0) {
        uncommitted_.push_back({now_, outcome.answer.document, i});
      }
    } else if (outcome.whole) {
      ++misbooked_[i];
      note_struck(i, message.envelope.idempotency_key, before);
    }
    rolling_back_ = booking.loses_next;
    rolled_back_by_ = i;
    answer = booking.says.value_or(outcome.answer);
    booked = true;
    history_.note(message);
  }
  if (booked && !entered(answer)) return answer;
  if (!booked) {
    answer = book(document_of(message, kOwnUser));
    if (taken(answer)) history_.note(message);
  }
  book_waiting_behind(message, answer);
  return answer;
}

ReferenceErp::Outcome ReferenceErp::book(const Booking& booking) {
  Outcome outcome;
  for (const RecordDocument& document : booking.documents) {
    const bool first = &document == &booking.documents.front();
    RecordDocument written = document;
    if (booking.reverses_another) {
      written.reverses = document_beside(document);
      if (written.reverses == 0) return {refusal_to_misbook(), false};
    }
    const Answer answer = book(std::move(written), booking.times_cost);
    outcome.whole = outcome.whole && taken(answer);
    if (first) outcome.answer = answer;
    if (!taken(outcome.answer)) return outcome;
  }
  if (booking.times_cost != 1) {
    const auto counts = [](const std::optional<sim::Money>& amount) {
      return amount && !amount->is_zero();
    };
    const bool differs = !documents_.empty() && (counts(documents_.back().value) ||
                                                 counts(documents_.back().activity_cost));
    outcome.whole = outcome.whole && outcome.answer.document >= 0 && differs;
  }
  if (booking.moves_stock_beside) {
    const std::vector<Movement> moved = movements_of(booking.documents.front().body);
    outcome.whole = !moved.empty() && moved_beside_.insert(moved.front().place).second;
    if (outcome.whole) {
      const Place& place = moved.front().place;
      stock_[place] += sim::Quantity::steps(1);
      faults_.note_made_key(
          FaultLog::name_of_place(place.item, place.lot, place.location, place.status),
          "undocumented_change", booking.documents.front().key);
    }
  }
  return outcome;
}

// The last document before the one that is to be reversed that moved other stock of the same kind
// and stands still; 0: there is none.
std::int64_t ReferenceErp::document_beside(const RecordDocument& reversal) const {
  RecordDocument right = reversal;
  if (!taken(find_reversed(right)) || right.taken_back) return 0;
  const Body& body = documents_[static_cast<std::size_t>(right.reverses) - 1].body;
  for (std::int64_t number = right.reverses - 1; number > 0; --number) {
    const RecordDocument& other = documents_[static_cast<std::size_t>(number) - 1];
    if (other.user != kOwnUser || other.body.index() != body.index()) continue;
    if (other.parts > 1 || !other.keys.empty()) continue;
    if (!reversed_.contains(number) && hash_of(other.body) != hash_of(body)) return number;
  }
  return 0;
}

// Books a message as one document with one that waits for it.
bool ReferenceErp::joins_waiting(const Message& message, Answer& answer) {
  if (into_next_.empty()) return false;
  const auto found = into_next_.find(movement_of(message.body));
  if (found == into_next_.end()) return false;
  const Waiting waiting = std::move(found->second);
  into_next_.erase(found);
  RecordDocument joined = document_of(message, kOwnUser);
  sim::Decimal& quantity = *changed(joined.body, quantity_of);
  quantity = sim::sum(quantity, *quantity_of(waiting.document.body));
  answer = book(std::move(joined));
  if (taken(answer)) {
    ++misbooked_[waiting.defect];
    history_.note(message);
    return true;
  }
  book(waiting.document);
  return false;
}

// Books what another posting to its order was to come before.
void ReferenceErp::book_waiting_behind(const Message& message, const Answer& answer) {
  if (behind_next_.empty()) return;
  const auto found = behind_next_.find(order_text(message.body));
  if (found == behind_next_.end()) return;
  const Waiting waiting = std::move(found->second);
  behind_next_.erase(found);
  const bool behind = taken(answer) && answer.document >= 0;
  const Answer late = book(waiting.document);
  if (taken(late) && late.document >= 0 && behind) ++misbooked_[waiting.defect];
}

}  // namespace planttwin::bridge
