#pragma once

#include <array>
#include <cstdint>

#include "plant_models/run/machine_state.h"

namespace planttwin::view {

// Red, green, blue and opacity from 0 to 1.
struct Colour {
  float r = 0;
  float g = 0;
  float b = 0;
  float a = 1;

  constexpr Colour shaded(float light) const { return {r * light, g * light, b * light, a}; }
  constexpr bool operator==(const Colour&) const = default;
};

// From "#rrggbb".
consteval Colour colour(const char* text) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  const auto part = [&](int at) {
    return static_cast<float>(digit(text[at]) * 16 + digit(text[at + 1])) / 255.0F;
  };
  return {part(1), part(3), part(5), 1};
}

// The state of a machine. What stops work without being planned is warm, waiting is pale.
inline constexpr std::array<Colour, plant::kMachineStates> kStateColours = {
    colour("#b8bfc7"),  // off shift
    colour("#8e6bbf"),  // maintenance
    colour("#d7263d"),  // down
    colour("#e07a1f"),  // held
    colour("#f2a541"),  // blocked
    colour("#3f8fd2"),  // setup
    colour("#5fb3c8"),  // loading
    colour("#2e9e5b"),  // processing
    colour("#f4d35e"),  // waiting for material
    colour("#f7e08a"),  // labor
    colour("#efd9a0"),  // tool
    colour("#e8d8b8"),  // carrier
    colour("#e6b8a2"),  // crew
    colour("#d9b3d9"),  // system
    colour("#dfe4ea"),  // idle
};

constexpr Colour colour_of(plant::MachineStateCode state) {
  return kStateColours[static_cast<std::size_t>(state)];
}

}  // namespace planttwin::view
