#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

namespace planttwin::plant {

// A dense index into one of the plant's tables. Ids of different tables do not mix. The text of
// an id lives at the edges: in the table's record and in files.
template <class Tag>
class Id {
 public:
  constexpr Id() = default;
  explicit constexpr Id(std::size_t index) : index_(static_cast<std::int32_t>(index)) {}

  constexpr bool valid() const { return index_ >= 0; }
  constexpr std::size_t index() const { return static_cast<std::size_t>(index_); }
  constexpr std::int32_t number() const { return index_; }
  constexpr auto operator<=>(const Id&) const = default;

 private:
  std::int32_t index_ = -1;
};

using SiteId = Id<struct SiteTag>;
using ShiftId = Id<struct ShiftTag>;
using MaterialId = Id<struct MaterialTag>;
using BomId = Id<struct BomTag>;
using RoutingId = Id<struct RoutingTag>;
using WorkCenterId = Id<struct WorkCenterTag>;
using MachineId = Id<struct MachineTag>;
using MachineGroupId = Id<struct MachineGroupTag>;
using BufferId = Id<struct BufferTag>;
using SkillId = Id<struct SkillTag>;
using LaborPoolId = Id<struct LaborPoolTag>;
using ToolId = Id<struct ToolTag>;
using LocationId = Id<struct LocationTag>;
using NodeId = Id<struct NodeTag>;
using EdgeId = Id<struct EdgeTag>;
using FleetId = Id<struct FleetTag>;
using SupplierId = Id<struct SupplierTag>;
using CustomerId = Id<struct CustomerTag>;
using DefectCauseId = Id<struct DefectCauseTag>;
using SetupFamilyId = Id<struct SetupFamilyTag>;
using ReleaseLoopId = Id<struct ReleaseLoopTag>;
using ReplenishmentId = Id<struct ReplenishmentTag>;
using OrderClassId = Id<struct OrderClassTag>;

// Position of an operation within its routing; -1 stands for the end of the routing.
using OperationIndex = std::int32_t;
inline constexpr OperationIndex kEndOfRouting = -1;

}  // namespace planttwin::plant
