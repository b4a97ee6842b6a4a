#include "scenarios/playback/floor_event.h"

namespace planttwin::playback {

bool places_lot(plant::EventType type) {
  using plant::EventType;
  switch (type) {
    case EventType::kLotQueued:
    case EventType::kSetupStarted:
    case EventType::kOperationStarted:
    case EventType::kOperationCompleted:
    case EventType::kLotMoved:
    case EventType::kLotHeld:
    case EventType::kLotLeft:
    case EventType::kLotCompleted:
    case EventType::kLotMerged:
    case EventType::kCarrierCalled:
    case EventType::kCarrierLoaded:
    case EventType::kCarrierUnloaded:
      return true;
    default:
      return false;
  }
}

}  // namespace planttwin::playback
