#include "viz/panels/legend_panel.h"

#include <array>

#include "viz/panels/texts.h"
#include "viz/scene/adherence.h"

namespace planttwin::view {
namespace {

constexpr std::array<const char*, kAdherences> kMeanings = {
    "does not go on before it is released",
    "its order is past due, or the work left ends after that",
    "its order has priority",
    "ahead of its due date by a tenth of the work",
    "the work left ends before it is due",
    "its order has no due date"};
constexpr std::array<HeatMap, 4> kHeats = {HeatMap::kNone, HeatMap::kUtilization, HeatMap::kQueue,
                                           HeatMap::kLateness};
constexpr std::array<const char*, 4> kHeatMeanings = {
    "the floor has no colours", "share of the time since the start that machines worked",
    "lots that wait, by the longest queue", "late lots, by the most at one work center"};

void draw_ramp() {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, height = ImGui::GetFontSize() * 0.8F;
  constexpr int kParts = 40;
  for (int i = 0; i < kParts; ++i) {
    const float from = width * static_cast<float>(i) / kParts;
    draw.AddRectFilled(ImVec2(at.x + from, at.y),
                       ImVec2(at.x + from + width / kParts + 1, at.y + height),
                       packed(heat_colour(static_cast<double>(i) / (kParts - 1))));
  }
  ImGui::Dummy(ImVec2(width, height));
}

}  // namespace

const char* heat_name(HeatMap heat) {
  constexpr std::array<const char*, 4> kNames = {"none", "utilization", "queue", "lateness"};
  return kNames[static_cast<std::size_t>(heat)];
}

void LegendPanel::draw(const Moment&, Desk& desk) {
  ImGui::TextDisabled("Lots");
  for (std::size_t i = 0; i < kAdherenceNames.size(); ++i) {
    colour_mark(kAdherenceColours[i]);
    ImGui::TextWrapped("%s: %s", std::string(kAdherenceNames[i]).c_str(), kMeanings[i]);
  }
  ImGui::Separator();
  ImGui::TextDisabled("Machines: plate and lamp");
  if (ImGui::BeginTable("states", 2)) {
    for (std::size_t i = 0; i < kStateColours.size(); ++i) {
      ImGui::TableNextColumn();
      colour_mark(kStateColours[i]);
      ImGui::TextUnformatted(spaced(plant::kMachineStateNames[i]).c_str());
    }
    ImGui::EndTable();
  }
  ImGui::Separator();
  ImGui::TextDisabled("Heat map of the floor");
  for (std::size_t i = 0; i < kHeats.size(); ++i) {
    if (i > 0) ImGui::SameLine();
    if (ImGui::RadioButton(heat_name(kHeats[i]), desk.heat == kHeats[i])) desk.heat = kHeats[i];
  }
  ImGui::TextWrapped("%s", kHeatMeanings[static_cast<std::size_t>(desk.heat)]);
  if (desk.heat != HeatMap::kNone) draw_ramp();
}

}  // namespace planttwin::view
