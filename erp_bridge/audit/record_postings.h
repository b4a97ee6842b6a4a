#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "erp_bridge/audit/truth_ledger.h"
#include "erp_bridge/systems/record.h"
#include "plant_models/model/plant.h"

namespace planttwin::bridge {

// A document in the terms of the plant, or several that stand for one posting.
struct Booked {
  Posting posting;
  std::int64_t number = 0;  // of the first
  bool foreign = false;     // posted by somebody else
  std::optional<sim::Money> value = std::nullopt;
  std::optional<sim::Money> activity_cost = std::nullopt;
  sim::UtcInstant time = {};
  std::vector<Name> keys = {};  // of all postings in it, where it says that there are several
  std::int64_t part = 1;
  std::int64_t parts = 1;
  std::int64_t documents = 1;
  sim::Quantity largest = {};  // of its documents
  std::uint64_t content = 0;   // hash of what the document says, as a tap takes it
  // When it was entered, where that says something of the posting itself.
  std::optional<sim::UtcInstant> booked_at = std::nullopt;
};

// Brings what a record says into the terms of the plant: names of its table, steps of its units.
class RecordReader {
 public:
  // `user` is who posts for the plant. Contents are hashed `for_taps` only.
  RecordReader(const plant::Plant& plant, NameTable& names, const SystemOfRecord& record,
               std::string user, bool for_taps = false);

  std::vector<Booked> documents();
  StockByPosition stock(const std::vector<RecordStock>& rows);
  // How many of the plant's steps the last place of the record has, by item; 1 where it keeps as
  // many decimals.
  std::int64_t last_place(Name item) const;

 private:
  // Rounded to the plant's decimals, a tie away from zero.
  sim::Quantity steps(Name item, const sim::Decimal& quantity) const;
  StockStatus status(const std::string& text) const;
  Posting posting(const RecordDocument& document);
  void read_body(const Body& body, Posting& posting);
  void use_own_unit(Posting& posting) const;
  Booked booked(const RecordDocument& document);
  static void take_back(std::vector<Booked>& booked, std::size_t reversal, std::int64_t number);
  static void take_back(Posting& reversal, const Posting& original);

  NameTable& names_;
  const SystemOfRecord& record_;
  std::string user_;
  bool for_taps_;
  std::unordered_map<Name, int> decimals_;                      // of the items' units
  std::unordered_map<Name, std::int64_t> last_places_;          // where not 1
  std::map<std::pair<Name, Name>, std::int64_t> unit_factors_;  // by item and unit
};

}  // namespace planttwin::bridge
