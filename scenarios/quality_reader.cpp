#include "scenarios/quality_reader.h"

#include <string>

namespace planttwin::scenario {
namespace {

bridge::QualityEvent read_event(const plant::RunInputReading& reading, sim::JsonReader& in) {
  bridge::QualityEvent event;
  event.id = in.id();
  event.item = reading.names.materials.resolve(in, "item");
  event.lot = in.required_string("lot");
  event.reason = in.required_string("reason");
  event.at = read_later_time(reading, in, "at");
  if (in.has("released_at")) {
    event.released_at = read_later_time(reading, in, "released_at");
    if (*event.released_at <= event.at) {
      in.error("released_at", "a lot is released after it was held: expected a time after \"at\"");
    }
  }
  in.finish();
  if (!event.item.valid()) return event;
  const plant::Material& item = reading.plant.material(event.item);
  if (item.control == plant::MaterialControl::kNone) {
    in.error("item", "lots of " + sim::in_quotes(item.id) +
                         " are not told apart: give the material a \"control\"");
  }
  return event;
}

}  // namespace

std::vector<bridge::QualityEvent> read_quality(const plant::RunInputReading& reading,
                                               sim::JsonReader& erp) {
  std::vector<bridge::QualityEvent> events;
  for (sim::JsonReader& in : erp.objects("quality")) {
    events.push_back(read_event(reading, in));
  }
  return events;
}

}  // namespace planttwin::scenario
