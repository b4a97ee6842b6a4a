#include "viz/panels/work_center_panel.h"

#include <algorithm>
#include <cstdio>

#include "viz/panels/texts.h"

namespace planttwin::view {
namespace {

constexpr std::size_t kComing = 12;
constexpr int kLotRows = 6;
constexpr ImGuiTableFlags kTable = ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg;

}  // namespace

void WorkCenterPanel::draw(const Moment& moment, Desk& desk) {
  if (history_.plan().work_centers.empty()) return;
  const std::int32_t wanted = work_center_of(desk.selection, history_.plan(), moment.state);
  if (wanted >= 0 && wanted != work_center_) {
    work_center_ = wanted;
    refresh_.ask();
  }
  choose(desk);
  if (refresh_.due(moment.now, desk.clock.playing())) {
    facts_ = work_center_facts(history_, moment.state, moment.now, work_center_);
    coming_ = coming_events(history_, moment.now, work_center_, kComing);
  }
  draw_clock();
  draw_machines(desk);
  draw_lots("On its machines", facts_.on_machines, true, desk);
  draw_lots("Queue", facts_.queue, false, desk);
  draw_coming(desk);
}

void WorkCenterPanel::choose(Desk& desk) {
  const auto& centers = history_.plan().work_centers;
  const auto& center = centers[static_cast<std::size_t>(work_center_)];
  ImGui::SetNextItemWidth(-1);
  if (!ImGui::BeginCombo("##center", center.name.c_str())) return;
  for (std::size_t i = 0; i < centers.size(); ++i) {
    const auto number = static_cast<std::int32_t>(i);
    if (ImGui::Selectable(centers[i].name.c_str(), number == work_center_)) {
      desk.selection = {Selection::Kind::kWorkCenter, number};
    }
  }
  ImGui::EndCombo();
}

// One bar of all states, and what they are.
void WorkCenterPanel::draw_clock() const {
  ImGui::TextDisabled("Time of its machines since the start");
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, height = ImGui::GetFontSize();
  float x = at.x;
  for (std::size_t i = 0; i < facts_.shares.size(); ++i) {
    const float part = width * static_cast<float>(facts_.shares[i]);
    if (part <= 0) continue;
    draw.AddRectFilled(ImVec2(x, at.y), ImVec2(x + part, at.y + height), packed(kStateColours[i]));
    x += part;
  }
  draw.AddRect(at, ImVec2(at.x + width, at.y + height), IM_COL32(150, 160, 170, 255));
  ImGui::Dummy(ImVec2(width, height));
  if (!ImGui::BeginTable("shares", 2)) return;
  for (std::size_t i = 0; i < facts_.shares.size(); ++i) {
    if (facts_.shares[i] < 0.0005) continue;
    ImGui::TableNextColumn();
    colour_mark(kStateColours[i]);
    ImGui::Text("%4.1f %% %s", facts_.shares[i] * 100,
                spaced(plant::kMachineStateNames[i]).c_str());
  }
  ImGui::EndTable();
}

void WorkCenterPanel::draw_machines(Desk& desk) const {
  ImGui::Separator();
  for (const WorkCenterFacts::Machine& machine : facts_.machines) {
    ImGui::PushID(machine.number);
    colour_mark(colour_of(machine.state));
    const Selection what{Selection::Kind::kMachine, machine.number};
    if (ImGui::Selectable(machine.name.c_str(), desk.selection == what, ImGuiSelectableFlags_None,
                          ImVec2(ImGui::GetContentRegionAvail().x * 0.4F, 0))) {
      desk.selection = what;
    }
    ImGui::SameLine();
    ImGui::TextUnformatted(machine.text.c_str());
    ImGui::PopID();
  }
}

void WorkCenterPanel::draw_lots(const char* id, const std::vector<WorkCenterFacts::Lot>& lots,
                                bool on_machines, Desk& desk) const {
  ImGui::Separator();
  ImGui::TextDisabled("%s: %d %s", id, static_cast<int>(lots.size()),
                      lots.size() == 1 ? "lot" : "lots");
  if (lots.empty()) return;
  const int rows = std::min(kLotRows, static_cast<int>(lots.size()));
  const float height = ImGui::GetTextLineHeightWithSpacing() * static_cast<float>(rows) + 6;
  if (!ImGui::BeginTable(id, on_machines ? 4 : 3, kTable, ImVec2(0, height))) return;
  ImGui::TableSetupColumn("lot", ImGuiTableColumnFlags_WidthStretch, 1.8F);
  ImGui::TableSetupColumn("operation", ImGuiTableColumnFlags_WidthStretch, 1);
  if (on_machines) ImGui::TableSetupColumn("machine", ImGuiTableColumnFlags_WidthStretch, 1);
  ImGui::TableSetupColumn("since", ImGuiTableColumnFlags_WidthStretch, 0.7F);
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(lots.size()));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const WorkCenterFacts::Lot& lot = lots[static_cast<std::size_t>(i)];
      ImGui::PushID(lot.number);
      ImGui::TableNextRow();
      ImGui::TableNextColumn();
      colour_mark(colour_of(lot.adherence));
      const Selection what{Selection::Kind::kLot, lot.number};
      if (ImGui::Selectable(lot.name.c_str(), desk.selection == what,
                            ImGuiSelectableFlags_SpanAllColumns)) {
        desk.selection = what;
      }
      ImGui::TableNextColumn();
      ImGui::TextUnformatted(lot.operation.c_str());
      if (on_machines) {
        ImGui::TableNextColumn();
        ImGui::TextUnformatted(lot.machine.c_str());
      }
      ImGui::TableNextColumn();
      ImGui::TextUnformatted(lot.span.c_str());
      ImGui::PopID();
    }
  }
  ImGui::EndTable();
}

void WorkCenterPanel::draw_coming(Desk& desk) const {
  ImGui::Separator();
  ImGui::TextDisabled("Next events (a click goes there)");
  for (std::size_t i = 0; i < coming_.size(); ++i) {
    ImGui::PushID(static_cast<int>(i));
    if (ImGui::Selectable(coming_[i].text.c_str())) {
      desk.clock.stop();
      desk.clock.go_to(coming_[i].time);
      if (coming_[i].lot >= 0) desk.selection = {Selection::Kind::kLot, coming_[i].lot};
    }
    ImGui::PopID();
  }
}

}  // namespace planttwin::view
