#include "viz/panels/panels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>
#include <stdexcept>

#include "viz/panels/board_panel.h"
#include "viz/panels/findings_panel.h"
#include "viz/panels/gantt_panel.h"
#include "viz/panels/legend_panel.h"
#include "viz/panels/orders_panel.h"
#include "viz/panels/plots_panel.h"
#include "viz/panels/search_panel.h"
#include "viz/panels/work_center_panel.h"

namespace planttwin::view {
namespace {

struct PanelKind {
  const char* name;
  const char* title;
  Side side;
  std::unique_ptr<Panel> (*make)(const PanelSource&);
};

template <class Made>
std::unique_ptr<Panel> make(const PanelSource& source) {
  return std::make_unique<Made>(source);
}

constexpr std::array<PanelKind, 8> kKinds = {{
    {"orders", "Orders", Side::kLeft, make<OrdersPanel>},
    {"work_center", "Work center", Side::kRight, make<WorkCenterPanel>},
    {"gantt", "Gantt", Side::kBottom, make<GanttPanel>},
    {"plots", "Plots", Side::kBottom, make<PlotsPanel>},
    {"board", "Schedule adherence", Side::kLeft, make<BoardPanel>},
    {"search", "Search", Side::kLeft, make<SearchPanel>},
    {"findings", "Messages and findings", Side::kRight, make<FindingsPanel>},
    {"legend", "Legend", Side::kRight, make<LegendPanel>},
}};

bool near(const ImVec2& a, Point b) {
  return std::abs(a.x - b.x) < 1.5 && std::abs(a.y - b.y) < 1.5;
}

}  // namespace

std::vector<std::string> panel_names() {
  std::vector<std::string> names;
  for (const PanelKind& kind : kKinds) names.emplace_back(kind.name);
  return names;
}

std::vector<std::size_t> panels_named(const std::string& names) {
  const std::vector<std::string> known = panel_names();
  std::vector<std::size_t> positions;
  std::istringstream list(names);
  for (std::string name; std::getline(list, name, ',');) {
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end()) {
      std::string text = "no panel \"" + name + "\"; there are ";
      for (const std::string& each : known) text += (&each == &known[0] ? "" : ", ") + each;
      throw std::invalid_argument(text);
    }
    positions.push_back(static_cast<std::size_t>(found - known.begin()));
  }
  return positions;
}

Panels::Panels(const PanelSource& source) : source_(source), shown_(kKinds.size()) {}

const char* Panels::title(std::size_t index) const { return kKinds.at(index).title; }

void Panels::set_open(std::size_t index, bool open) {
  Shown& shown = shown_.at(index);
  if (open && !shown.panel) shown.panel = kKinds.at(index).make(source_);
  if (open) shown.moved = false;
  shown.open = open;
  placed_ = false;
}

void Panels::open(const std::string& names) {
  for (const std::size_t index : panels_named(names)) set_open(index, true);
}

void Panels::history_grew() {
  for (const Shown& shown : shown_) {
    if (shown.panel) shown.panel->history_grew();
  }
}

void Panels::place(float width, float height, float scale) {
  placed_ = true;
  width_ = width;
  height_ = height;
  std::vector<Side> sides;
  for (std::size_t i = 0; i < shown_.size(); ++i) {
    if (shown_[i].open && !shown_[i].moved) sides.push_back(kKinds[i].side);
  }
  const std::vector<Area> places = tile(sides, width, height, scale);
  std::size_t next = 0;
  for (Shown& shown : shown_) {
    if (shown.open && !shown.moved) shown.place = places[next++];
  }
}

void Panels::draw(const Moment& moment, Desk& desk, float scale) {
  const ImVec2 window = ImGui::GetIO().DisplaySize;
  const bool anew = !placed_ || window.x != width_ || window.y != height_;
  if (anew) place(window.x, window.y, scale);
  ImGui::PushFont(ImGui::GetIO().Fonts->Fonts.back());
  for (std::size_t i = 0; i < shown_.size(); ++i) {
    Shown& shown = shown_[i];
    if (!shown.open) continue;
    if (anew && !shown.moved) {
      ImGui::SetNextWindowPos(ImVec2(static_cast<float>(std::round(shown.place.low.x)),
                                     static_cast<float>(std::round(shown.place.low.y))));
      ImGui::SetNextWindowSize(ImVec2(static_cast<float>(std::round(shown.place.width())),
                                      static_cast<float>(std::round(shown.place.depth()))));
    }
    bool open = true;
    ImGui::SetNextWindowBgAlpha(0.98F);
    if (ImGui::Begin(kKinds[i].title, &open)) shown.panel->draw(moment, desk);
    if (!anew) {
      const ImVec2 at = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
      shown.moved = !near(at, shown.place.low) ||
                    (!ImGui::IsWindowCollapsed() &&
                     !near(ImVec2(at.x + size.x, at.y + size.y), shown.place.high));
    }
    ImGui::End();
    if (!open) set_open(i, false);
  }
  ImGui::PopFont();
}

}  // namespace planttwin::view
