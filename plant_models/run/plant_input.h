#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "plant_models/model/ids.h"
#include "sim/quantity.h"
#include "sim/time.h"

namespace planttwin::plant {

// What the back office wants a plant to do.
enum class PlantInputKind : std::uint8_t {
  kProduce,  // a production order: id, material, quantity, lot_size, due, priority
  kBuy,      // a purchase order: id, material, quantity, location, supplier
  kShip,     // a delivery to a customer: id, material, quantity, location, customer, due
  // Stock of a material whose lots are told apart: id is the name of the stock lot (names.h). What
  // lies there under that name is held, wherever it is, or set free; a name that nothing has does
  // nothing. What is reserved by lot or staged is in use already and stays so; what comes back of
  // it is held.
  kHold,     // id, material
  kRelease,  // id, material
  // An order that is open, by its name: its quantity, due date and priority from now on.
  kChange,  // id, quantity, due, priority
  kCancel,  // id
  // The answer to a question of a gate (gates.h).
  kConfirm,  // question
  kRefuse,   // question
};

// Something from outside that acts on a run. Ids are positions in the tables of the run's plant.
struct PlantInput {
  PlantInputKind kind = PlantInputKind::kProduce;
  std::string id;  // of the order, as whoever gave it calls it; of kHold and kRelease the lot
  MaterialId material;
  LocationId location;
  SupplierId supplier;
  CustomerId customer;
  sim::Quantity quantity;
  sim::Quantity lot_size;  // zero: one lot
  sim::Time due = sim::Time::never();
  std::int32_t priority = 0;
  std::int32_t deliveries = 0;  // of kBuy: that have come; what is bad goes back and comes anew
  std::int64_t question = -1;
  std::string message;  // by which whoever gave it knows it

  template <class Archive>
  void visit(Archive& archive) {
    archive(kind, id, material, location, supplier, customer, quantity, lot_size, due, priority,
            deliveries, question, message);
  }
};

// As bytes, for the journal of what came from outside (sim/input_journal.h), and back. Throws
// sim::StateError for bytes that are no input.
std::string to_bytes(const PlantInput& input);
PlantInput plant_input(std::string_view bytes);

}  // namespace planttwin::plant
