#include "erp_bridge/systems/collected_posting.h"

#include <algorithm>
#include <map>
#include <utility>

#include "erp_bridge/postings/posting_policy.h"
#include "erp_bridge/systems/body_members.h"

namespace planttwin::bridge {
namespace {

// What postings of one document have in common: of netted ones that of an issue.
Body common(const CollectedPosting& posting) {
  Body body = posting.document.body;
  if (const auto* returned = std::get_if<MaterialReturned>(&body);
      returned != nullptr && posting.netted) {
    body = as_issue(*returned);
  }
  std::visit(
      [](auto& kind) {
        if constexpr (requires { kind.serials; }) kind.serials.clear();
        if constexpr (requires { kind.completion; }) kind.completion.reset();
        if constexpr (requires { kind.open_quantity.reset(); }) kind.open_quantity.reset();
      },
      body);
  if (std::string* in_process = changed(body, in_process_of)) in_process->clear();
  if (sim::Decimal* quantity = changed(body, quantity_of)) *quantity = {};
  return body;
}

bool opposite_of(const CollectedPosting& posting, const Body& common) {
  return posting.document.body.index() != common.index();
}

// Adds what differs between postings of one document, but for their quantities. A document for
// several lots in process names none.
void add_rest(Body& into, const Body& from) {
  std::visit(
      [&](auto& kind) {
        const auto* other = std::get_if<std::decay_t<decltype(kind)>>(&from);
        if (other == nullptr) return;
        if constexpr (requires { kind.serials; }) {
          kind.serials.insert(kind.serials.end(), other->serials.begin(), other->serials.end());
        }
        if constexpr (requires { kind.completion; }) kind.completion = other->completion;
        if constexpr (requires { kind.open_quantity.reset(); }) {
          kind.open_quantity = other->open_quantity;
        }
      },
      into);
  std::string* in_process = changed(into, in_process_of);
  const std::string* other = in_process_of(from);
  if (in_process != nullptr && other != nullptr && *in_process != *other) in_process->clear();
}

class Merging {
 public:
  explicit Merging(const std::vector<const CollectedPosting*>& postings) : postings_(postings) {
    std::map<std::uint64_t, std::vector<std::size_t>> alike;  // by hash
    for (std::size_t i = 0; i < postings.size(); ++i) {
      Body body = common(*postings[i]);
      std::vector<std::size_t>& rows = alike[hash_of(body)];
      const auto row = std::find_if(rows.begin(), rows.end(),
                                    [&](std::size_t one) { return common_[one] == body; });
      if (row != rows.end()) {
        merged_[*row].postings.push_back(i);
        continue;
      }
      rows.push_back(merged_.size());
      merged_.push_back({{i}, std::nullopt});
      common_.push_back(std::move(body));
    }
    for (std::size_t i = 0; i < merged_.size(); ++i) make_document(i);
  }

  std::vector<MergedDocument> take() { return std::move(merged_); }

 private:
  void make_document(std::size_t row) {
    MergedDocument& merged = merged_[row];
    sim::Decimal sum;
    for (const std::size_t i : merged.postings) {
      const sim::Decimal& quantity = *quantity_of(postings_[i]->document.body);
      sum = sim::sum(sum,
                     opposite_of(*postings_[i], common_[row]) ? sim::negative(quantity) : quantity);
    }
    const bool some_opposite =
        std::any_of(merged.postings.begin(), merged.postings.end(),
                    [&](std::size_t i) { return opposite_of(*postings_[i], common_[row]); });
    if (some_opposite && sum == sim::Decimal()) return;
    // Of what is netted the document is what is left, an issue or a return.
    const bool opposite = some_opposite && sum < sim::Decimal();
    for (const std::size_t i : merged.postings) {
      const RecordDocument& part = postings_[i]->document;
      const bool same_kind = opposite_of(*postings_[i], common_[row]) == opposite;
      if (!same_kind) continue;
      if (!merged.document) {
        merged.document = part;
      } else {
        add_rest(merged.document->body, part.body);
      }
    }
    *changed(merged.document->body, quantity_of) = opposite ? sim::negative(sum) : sum;
    name_postings(merged);
  }

  void name_postings(MergedDocument& merged) const {
    if (merged.postings.size() < 2) return;
    RecordDocument& document = *merged.document;
    document.keys = {document.key};
    bool own = true;  // its own is there already
    for (const std::size_t i : merged.postings) {
      const std::string& key = postings_[i]->document.key;
      if (own && key == document.key) {
        own = false;
        continue;
      }
      document.keys.push_back(key);
    }
  }

  const std::vector<const CollectedPosting*>& postings_;
  std::vector<Body> common_;
  std::vector<MergedDocument> merged_;
};

}  // namespace

std::vector<MergedDocument> merged(const std::vector<const CollectedPosting*>& postings) {
  return Merging(postings).take();
}

std::vector<sim::Decimal> parts_of(const sim::Decimal& quantity, std::int64_t at_most) {
  std::vector<sim::Decimal> parts;
  const sim::Decimal most(at_most, 0);
  sim::Decimal rest = quantity;
  while (rest > most && static_cast<std::int64_t>(parts.size()) + 1 < PostingPolicies::kMostParts) {
    parts.push_back(most);
    rest = sim::sum(rest, sim::negative(most));
  }
  parts.push_back(rest);
  return parts;
}

}  // namespace planttwin::bridge
