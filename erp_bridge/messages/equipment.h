#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "erp_bridge/messages/fields.h"
#include "sim/decimal.h"
#include "sim/time.h"
#include "sim/utc_instant.h"

// What machines and those who maintain them tell.
namespace planttwin::bridge {

// Equipment has stopped.
struct DowntimeStarted {
  static constexpr std::string_view kName = "DowntimeStarted";
  std::string equipment;
  std::string mode;  // "breakdown", "maintenance", ...
  std::string reason;
  std::optional<std::string> work_center = std::nullopt;
  std::optional<sim::UtcInstant> expected_end = std::nullopt;

  friend bool operator==(const DowntimeStarted&, const DowntimeStarted&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("equipment", self.equipment);
    fields("mode", self.mode);
    fields("reason", self.reason);
    fields("work_center", self.work_center);
    fields("expected_end", self.expected_end);
  }
};

// Equipment works again.
struct DowntimeEnded {
  static constexpr std::string_view kName = "DowntimeEnded";
  std::string equipment;
  std::string mode;
  std::string reason;
  sim::Duration down_time;
  std::optional<std::string> work_center = std::nullopt;

  friend bool operator==(const DowntimeEnded&, const DowntimeEnded&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("equipment", self.equipment);
    fields("mode", self.mode);
    fields("reason", self.reason);
    fields("down_time", self.down_time);
    fields("work_center", self.work_center);
  }
};

// Equipment is to be maintained or mended.
struct MaintenanceRequested {
  static constexpr std::string_view kName = "MaintenanceRequested";
  std::string maintenance_order;
  std::string equipment;
  std::string mode;
  std::string reason;
  std::optional<sim::UtcInstant> due = std::nullopt;

  friend bool operator==(const MaintenanceRequested&, const MaintenanceRequested&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("maintenance_order", self.maintenance_order);
    fields("equipment", self.equipment);
    fields("mode", self.mode);
    fields("reason", self.reason);
    fields("due", self.due);
  }
};

// It has been.
struct MaintenanceCompleted {
  static constexpr std::string_view kName = "MaintenanceCompleted";
  std::string maintenance_order;
  std::string equipment;
  std::string mode;
  std::optional<std::string> reason = std::nullopt;
  std::optional<sim::Duration> labor_time = std::nullopt;
  std::optional<sim::Duration> down_time = std::nullopt;

  friend bool operator==(const MaintenanceCompleted&, const MaintenanceCompleted&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("maintenance_order", self.maintenance_order);
    fields("equipment", self.equipment);
    fields("mode", self.mode);
    fields("reason", self.reason);
    fields("labor_time", self.labor_time);
    fields("down_time", self.down_time);
  }
};

// A work center has so many machines from an instant on.
struct CapacityChanged {
  static constexpr std::string_view kName = "CapacityChanged";
  std::string work_center;
  sim::Decimal capacity;
  sim::UtcInstant valid_from;
  std::string reason;
  std::optional<sim::UtcInstant> valid_to = std::nullopt;
  std::optional<std::string> equipment = std::nullopt;

  friend bool operator==(const CapacityChanged&, const CapacityChanged&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("work_center", self.work_center);
    fields("capacity", self.capacity);
    fields("valid_from", self.valid_from);
    fields("reason", self.reason);
    fields("valid_to", self.valid_to);
    fields("equipment", self.equipment);
  }
};

// What a machine does from now on.
struct MachineState {
  static constexpr std::string_view kName = "MachineState";
  std::string equipment;
  std::string state;
  std::optional<std::string> previous_state = std::nullopt;
  std::optional<std::string> reason = std::nullopt;
  std::optional<std::string> order = std::nullopt;
  std::optional<std::string> operation = std::nullopt;

  friend bool operator==(const MachineState&, const MachineState&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("equipment", self.equipment);
    fields("state", self.state);
    fields("previous_state", self.previous_state);
    fields("reason", self.reason);
    fields("order", self.order);
    fields("operation", self.operation);
  }
};

// A reading of a sensor or counter.
struct Telemetry {
  static constexpr std::string_view kName = "Telemetry";
  std::string equipment;
  std::string tag;
  SignedDecimal value;
  std::optional<std::string> unit = std::nullopt;
  std::optional<std::string> signal = std::nullopt;  // "good", "uncertain" or "bad"

  friend bool operator==(const Telemetry&, const Telemetry&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("equipment", self.equipment);
    fields("tag", self.tag);
    fields("value", self.value);
    fields("unit", self.unit);
    fields("signal", self.signal);
  }
};

// Equipment calls for attention, or no longer.
struct Alarm {
  static constexpr std::string_view kName = "Alarm";
  std::string equipment;
  std::string tag;
  AlarmState alarm = AlarmState::kRaised;
  std::string severity;
  std::optional<SignedDecimal> value = std::nullopt;
  std::optional<std::string> unit = std::nullopt;
  std::optional<std::string> text = std::nullopt;

  friend bool operator==(const Alarm&, const Alarm&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("equipment", self.equipment);
    fields("tag", self.tag);
    fields("alarm", self.alarm);
    fields("severity", self.severity);
    fields("value", self.value);
    fields("unit", self.unit);
    fields("text", self.text);
  }
};

}  // namespace planttwin::bridge
