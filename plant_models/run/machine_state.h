#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace planttwin::plant {

// What a machine's time is charged to: the first that applies, in this order. `held` covers
// disruptions and outside orders to stand still.
enum class MachineStateCode : std::uint8_t {
  kOffShift,
  kMaintenance,
  kDown,
  kHeld,
  kBlocked,
  kSetup,
  kLoading,
  kProcessing,
  kWaitingMaterial,
  kWaitingLabor,
  kWaitingTool,
  kWaitingCarrier,
  kWaitingCrew,
  kWaitingSystem,
  kIdle,
};

inline constexpr int kMachineStates = static_cast<int>(MachineStateCode::kIdle) + 1;

inline constexpr std::array<std::string_view, kMachineStates> kMachineStateNames = {
    "off_shift",        "maintenance",    "down",         "held",
    "blocked",          "setup",          "loading",      "processing",
    "waiting_material", "waiting_labor",  "waiting_tool", "waiting_carrier",
    "waiting_crew",     "waiting_system", "idle"};

constexpr std::string_view name_of(MachineStateCode state) {
  return kMachineStateNames[static_cast<std::size_t>(state)];
}

}  // namespace planttwin::plant
