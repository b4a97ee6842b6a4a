#include "scenarios/hold_figures.h"

#include <algorithm>

#include "scenarios/json_build.h"

namespace planttwin::scenario {
namespace {

using bridge::Posting;
using bridge::PostingType;
using bridge::StockStatus;

bool changes_to(const Posting& posting, StockStatus status) {
  return posting.type == PostingType::kStockStatusChanged && posting.new_status == status;
}

// The lot's own postings from the event on, in the order of time.
void follow(const std::vector<Posting>& lot, const bridge::QualityEvent& event,
            HoldFigures& figures) {
  const auto held = std::find_if(lot.begin(), lot.end(), [](const Posting& posting) {
    return changes_to(posting, StockStatus::kHeld);
  });
  if (held != lot.end()) figures.held_after = held->time - event.at;
  for (auto posting = held == lot.end() ? lot.begin() : held; posting != lot.end(); ++posting) {
    if (event.released_at && posting->time >= *event.released_at) return;
    if (posting->type == PostingType::kMaterialIssued || posting->type == PostingType::kShipped) {
      figures.issued_after += posting->quantity;
    }
  }
}

}  // namespace

std::vector<HoldFigures> no_hold_figures(const std::vector<bridge::QualityEvent>& events) {
  std::vector<HoldFigures> all;
  for (const bridge::QualityEvent& event : events) {
    HoldFigures& figures = all.emplace_back();
    figures.id = event.id;
    figures.lot = event.lot;
  }
  return all;
}

std::vector<HoldFigures> hold_figures(const std::vector<bridge::QualityEvent>& events,
                                      const bridge::AuditedRun& books,
                                      const bridge::Reconciliation& audit) {
  std::vector<HoldFigures> all = no_hold_figures(events);
  for (std::size_t i = 0; i < events.size(); ++i) {
    const bridge::QualityEvent& event = events[i];
    const plant::Material& item = books.plant().material(event.item);
    bridge::LotNode node;  // of none, when nobody touched it
    std::vector<Posting> lot;
    for (const Posting& posting : books.truth().postings()) {
      if (books.names().text(posting.item) != item.id) continue;
      if (books.names().text(posting.lot) != event.lot) continue;
      node = {posting.item, posting.lot};
      if (posting.time >= event.at) lot.push_back(posting);
    }
    all[i].unit = item.unit;
    all[i].item = item.id;
    follow(lot, event, all[i]);
    all[i].where_used = audit.genealogy.ask(bridge::Trace::kWhereUsed, node);
  }
  return all;
}

sim::JsonNode holds_section(const std::vector<HoldFigures>& holds) {
  JsonObject section;
  for (const HoldFigures& hold : holds) {
    section.add(hold.id,
                JsonObject()
                    .add("item", json_string(hold.item))
                    .add("lot", json_string(hold.lot))
                    .add("held_after_s",
                         hold.held_after ? json_number(hold.held_after->in_seconds()) : json_null())
                    .add("issued_after", json_quantity(hold.issued_after.count(), hold.unit))
                    .add("where_used", json_integer(hold.where_used.in_truth))
                    .add("where_used_in_books", json_integer(hold.where_used.in_record))
                    .add("complete", json_boolean(hold.where_used.complete)));
  }
  return section.take();
}

}  // namespace planttwin::scenario
