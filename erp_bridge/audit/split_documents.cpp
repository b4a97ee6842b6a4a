#include "erp_bridge/audit/split_documents.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace planttwin::bridge {
namespace {

class Joining {
 public:
  explicit Joining(const AuditInput& input) : input_(input) {
    for (const Posting& posting : input.reported()) {
      if (splits(posting)) whole_[posting.key] = posting.quantity;
    }
  }

  void take(Booked booked) {
    if (!booked.foreign && splits(booked.posting)) {
      if (Booked* before = begun(booked)) return join(*before, booked);
      last_[booked.posting.key] = joined_.size();
    }
    joined_.push_back(std::move(booked));
  }

  std::vector<Booked> result() { return std::move(joined_); }

 private:
  bool splits(const Posting& posting) const {
    return input_.policies.of(posting.type) == PostingPolicy::kSplit;
  }

  // What a document goes on with; nullptr when it begins.
  Booked* begun(const Booked& booked) {
    const auto found = last_.find(booked.posting.key);
    if (found == last_.end()) return nullptr;
    Booked& before = joined_[found->second];
    if (booked.parts > 1 || before.parts > 1) {
      const bool goes_on = booked.part == before.part + before.documents &&
                           booked.parts == before.parts &&
                           booked.number == before.number + before.documents;
      return goes_on ? &before : nullptr;
    }
    const auto whole = whole_.find(booked.posting.key);
    if (whole == whole_.end()) return nullptr;
    const bool fits = before.posting.quantity + booked.posting.quantity <= whole->second;
    return fits ? &before : nullptr;
  }

  static void join(Booked& before, const Booked& booked) {
    before.largest = std::max(before.largest, booked.largest);
    before.posting.quantity += booked.posting.quantity;
    ++before.documents;
    if (before.value && booked.value) {
      *before.value += *booked.value;
    } else {
      before.value.reset();
    }
  }

  const AuditInput& input_;
  std::vector<Booked> joined_;
  std::unordered_map<Name, sim::Quantity> whole_;  // of a posting, by key
  std::unordered_map<Name, std::size_t> last_;     // of a key, in joined_
};

}  // namespace

std::vector<Booked> join_split(const AuditInput& input, std::vector<Booked> record) {
  if (input.policies.all_individual()) return record;
  Joining joining(input);
  for (Booked& booked : record) joining.take(std::move(booked));
  return joining.result();
}

}  // namespace planttwin::bridge
