#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace planttwin::bridge {

// A step of the path of a slot, see b2mml_slots.h.
struct B2mmlStep {
  std::string_view name;
  std::string_view id = {};  // "MaterialActual[item]": of several, the one with this ID
  bool repeated = false;     // "MaterialSubLot*": once for each text of a list

  friend bool operator==(const B2mmlStep&, const B2mmlStep&) = default;
};

std::vector<B2mmlStep> b2mml_steps(std::string_view path);

// Whether a field has an element of its own in the documents of a noun; else it is a property.
bool b2mml_has_place(std::string_view noun, std::string_view field);

// The ID of the property that a field becomes: "@runid" is "planttwin.runid"; and the way back.
std::string b2mml_property_id(std::string_view field);
std::string b2mml_property_field(std::string_view id);

// Where a field is found, for people: "OperationsResponse/OperationsRequestID", or the path of its
// property.
std::string b2mml_place(std::string_view noun, std::string_view field);

}  // namespace planttwin::bridge
