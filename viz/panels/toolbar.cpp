#include "viz/panels/toolbar.h"

#include <imgui.h>

#include <array>
#include <string>

#include "viz/panels/legend_panel.h"
#include "viz/panels/tiling.h"
#include "viz/render/viewpoint.h"

namespace planttwin::view {
namespace {

constexpr ImGuiWindowFlags kBar = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                  ImGuiWindowFlags_AlwaysAutoResize |
                                  ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav;

constexpr ImU32 kLive = IM_COL32(196, 49, 45, 255);  // while the run is followed
constexpr ImU32 kOnLive = IM_COL32(255, 255, 255, 255);

std::string speed_text(int speed) {
  const std::string digits = std::to_string(speed);
  const bool thousands = digits.size() > 3;
  return (thousands ? digits.substr(0, digits.size() - 3) + "," + digits.substr(digits.size() - 3)
                    : digits) +
         " x";
}

void draw_time(const Moment& moment, Desk& desk) {
  const float size = ImGui::GetFontSize();
  if (ImGui::Button(desk.clock.playing() ? "Pause" : "Play", ImVec2(size * 3.6F, 0))) {
    desk.clock.toggle();
  }
  ImGui::SameLine();
  if (ImGui::Button("-")) desk.clock.slower();
  ImGui::SameLine();
  const std::string speed = speed_text(desk.clock.speed());
  const ImVec2 at = ImGui::GetCursorPos();
  ImGui::SetCursorPosX(at.x + (size * 5 - ImGui::CalcTextSize(speed.c_str()).x) / 2);
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(speed.c_str());
  ImGui::SameLine(at.x + size * 5.2F);
  if (ImGui::Button("+")) desk.clock.faster();
  ImGui::SameLine(0, size);
  if (ImGui::Button("Next late order")) go_to_late_order(desk, moment.history);
  ImGui::SameLine();
  if (ImGui::Button("Next mark")) go_to_marker(desk, moment.history);
  if (!desk.live) return;
  ImGui::SameLine();
  const bool follows = desk.follow_run;
  if (follows) ImGui::PushStyleColor(ImGuiCol_Button, kLive);
  if (follows) ImGui::PushStyleColor(ImGuiCol_Text, kOnLive);
  if (ImGui::Button("Live")) desk.follow_run = !follows;
  if (follows) ImGui::PopStyleColor(2);
}

// The next popup opens under the button before.
void place_popup() {
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  ImGui::SetNextWindowPos(ImVec2(low.x, high.y + ImGui::GetStyle().ItemSpacing.y));
}

void draw_menus(const Moment& moment, Desk& desk, Panels& panels) {
  if (ImGui::Button("View")) ImGui::OpenPopup("view");
  place_popup();
  if (ImGui::BeginPopup("view")) {
    for (const std::string& name : view_names(moment.history.plan())) {
      if (name.starts_with("work_center:")) continue;
      if (ImGui::Selectable(name.c_str())) desk.go_to_view = name;
    }
    ImGui::Separator();
    ImGui::Checkbox("names", &desk.labels);
    ImGui::Checkbox("flows", &desk.flows);
    for (const HeatMap heat :
         {HeatMap::kNone, HeatMap::kUtilization, HeatMap::kQueue, HeatMap::kLateness}) {
      const std::string text = std::string("heat map: ") + heat_name(heat);
      if (ImGui::RadioButton(text.c_str(), desk.heat == heat)) desk.heat = heat;
    }
    ImGui::EndPopup();
  }
  ImGui::SameLine();
  if (ImGui::Button("Panels")) ImGui::OpenPopup("panels");
  place_popup();
  if (ImGui::BeginPopup("panels")) {
    for (std::size_t i = 0; i < panels.size(); ++i) {
      bool open = panels.is_open(i);
      if (ImGui::Checkbox(panels.title(i), &open)) panels.set_open(i, open);
    }
    ImGui::EndPopup();
  }
}

}  // namespace

void draw_toolbar(const Moment& moment, Desk& desk, Panels& panels, float scale) {
  const ImVec2 window = ImGui::GetIO().DisplaySize;
  const bool narrow = is_narrow(window.x, scale);
  ImGui::SetNextWindowPos(ImVec2(narrow ? 9 * scale : window.x / 2, (narrow ? 64 : 9) * scale),
                          ImGuiCond_Always, ImVec2(narrow ? 0 : 0.5F, 0));
  ImGui::SetNextWindowBgAlpha(0.98F);
  if (ImGui::Begin("toolbar", nullptr, kBar)) {
    draw_time(moment, desk);
    ImGui::SameLine(0, ImGui::GetFontSize());
    draw_menus(moment, desk, panels);
  }
  ImGui::End();
}

}  // namespace planttwin::view
