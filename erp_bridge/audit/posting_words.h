#pragma once

#include <string>
#include <unordered_map>

#include "erp_bridge/postings/posting.h"
#include "plant_models/model/plant.h"

namespace planttwin::bridge {

// Says for people what a posting or a position of stock is.
class PostingWords {
 public:
  // The names outlive it.
  PostingWords(const plant::Plant& plant, NameTable& names);

  std::string of(const Posting& posting) const;
  std::string of(const Position& position) const;
  std::string amount(Name item, sim::Quantity quantity) const;  // "2.5 kg"

 private:
  const NameTable& names_;
  std::unordered_map<Name, sim::Unit> units_;  // by item
};

}  // namespace planttwin::bridge
