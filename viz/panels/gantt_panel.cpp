#include "viz/panels/gantt_panel.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "viz/panels/texts.h"

namespace planttwin::view {
namespace {

constexpr std::int64_t kMinute = 60'000'000;
constexpr std::int64_t kShortest = 5 * kMinute;

// Neighbouring orders differ well; none looks like a stop.
constexpr std::array<Colour, 10> kLotColours = {
    colour("#4e79a7"), colour("#76b7b2"), colour("#59a14f"), colour("#d4b13f"), colour("#9c755f"),
    colour("#86bcb6"), colour("#6b8e23"), colour("#a0cbe8"), colour("#8cd17d"), colour("#b6992d")};

// Readable on a bar of a colour.
ImU32 ink_on(Colour bar) {
  const float light = 0.3F * bar.r + 0.59F * bar.g + 0.11F * bar.b;
  return light > 0.56F ? IM_COL32(26, 32, 40, 255) : IM_COL32(255, 255, 255, 255);
}

// A round step of time of which at most so many are in a span.
std::int64_t tick_of(std::int64_t span, std::int64_t most) {
  for (const std::int64_t minutes : {1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1'440, 2'880, 7'200}) {
    if (span / (minutes * kMinute) <= most) return minutes * kMinute;
  }
  return std::max<std::int64_t>(14'400, span / kMinute / most) * kMinute;
}

}  // namespace

GanttPanel::GanttPanel(const PanelSource& source)
    : history_(source.history), rows_(source.history), machines_(rows_.machines_of(0)) {}

float GanttPanel::Chart::x_of(std::int64_t time) const {
  const double share = static_cast<double>(time - from) / static_cast<double>(to - from);
  return left + static_cast<float>(std::clamp(share, -0.01, 1.01)) * (right - left);
}

Colour GanttPanel::colour_of_lot(std::int32_t lot) const {
  const std::int32_t order = std::max(0, history_.lot(lot).order);
  return kLotColours[static_cast<std::size_t>(order) % kLotColours.size()];
}

void GanttPanel::choose_site() {
  const auto& sites = history_.plan().sites;
  for (std::size_t i = 0; sites.size() > 1 && i < sites.size(); ++i) {
    const auto number = static_cast<std::int32_t>(i);
    if (ImGui::RadioButton(sites[i].name.c_str(), site_ == number)) {
      site_ = number;
      machines_ = rows_.machines_of(site_);
    }
    ImGui::SameLine();
  }
  ImGui::AlignTextToFramePadding();
  ImGui::TextDisabled("%s shown", span_text(span_).c_str());
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("the wheel zooms, with control it scrolls");
}

void GanttPanel::follow_selection(const Moment& moment, const Desk& desk) {
  if (desk.selection == followed_) return;
  followed_ = desk.selection;
  const std::int32_t center = work_center_of(desk.selection, history_.plan(), moment.state);
  if (center < 0) return;
  site_ = history_.plan().work_centers[static_cast<std::size_t>(center)].site;
  machines_ = rows_.machines_of(site_);
}

void GanttPanel::draw(const Moment& moment, Desk& desk) {
  follow_selection(moment, desk);
  choose_site();
  const bool scrolls = ImGui::GetIO().KeyCtrl;
  ImGui::BeginChild("chart", ImVec2(0, 0), false,
                    scrolls ? ImGuiWindowFlags_None : ImGuiWindowFlags_NoScrollWithMouse);
  const float wheel = ImGui::GetIO().MouseWheel;
  if (ImGui::IsWindowHovered() && wheel != 0 && !scrolls) {
    span_ = static_cast<std::int64_t>(static_cast<double>(span_) * std::pow(1.25, -wheel));
    span_ = std::clamp(span_, kShortest, std::max(kShortest, history_.end() * 2));
  }
  float names = 0;
  for (const std::int32_t machine : machines_) {
    const auto& name = history_.plan().machines[static_cast<std::size_t>(machine)].name;
    names = std::max(names, ImGui::CalcTextSize(name.c_str()).x);
  }
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float row = std::round(ImGui::GetFontSize() * 1.25F), axis = ImGui::GetFontSize() * 1.2F;
  const Chart chart{at.x + names + 8, at.x + width, moment.now - span_ / 2, moment.now + span_ / 2,
                    moment.now};
  const ImVec2 window = ImGui::GetWindowPos();
  const float view_top = window.y + axis, view_bottom = window.y + ImGui::GetWindowHeight();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.PushClipRect(ImVec2(window.x, view_top), ImVec2(at.x + width, view_bottom), true);
  for (std::size_t i = 0; i < machines_.size(); ++i) {
    const float top = at.y + axis + row * static_cast<float>(i);
    if (top + row < view_top || top > view_bottom) continue;
    draw_row(machines_[i], chart, top, row, desk);
  }
  draw.PopClipRect();
  draw_axis(chart, window.y, view_bottom);
  ImGui::Dummy(ImVec2(width, axis + row * static_cast<float>(machines_.size())));
  ImGui::EndChild();
}

void GanttPanel::draw_row(std::int32_t machine, const Chart& chart, float top, float height,
                          Desk& desk) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImU32 ink = ImGui::GetColorU32(ImGuiCol_Text);
  const float high = top + 1, low = top + height - 1;
  draw.AddRectFilled(ImVec2(chart.left, high), ImVec2(chart.right, low),
                     IM_COL32(240, 243, 247, 255));
  const std::string& name = history_.plan().machines[static_cast<std::size_t>(machine)].name;
  draw.AddText(ImVec2(ImGui::GetWindowPos().x + 2, top), ink, name.c_str());
  draw.PushClipRect(ImVec2(chart.left, top), ImVec2(chart.right, low + 1), true);
  for (const playback::Marker& stop : rows_.stops(machine)) {
    const std::int64_t to = stop.to < 0 ? history_.end() : stop.to;
    if (stop.from > chart.to || to < chart.from) continue;
    const bool breakdown = stop.kind == playback::Marker::Kind::kBreakdown;
    draw.AddRectFilled(ImVec2(chart.x_of(stop.from), high),
                       ImVec2(std::max(chart.x_of(to), chart.x_of(stop.from) + 1), low),
                       packed(colour_of(breakdown ? plant::MachineStateCode::kDown
                                                  : plant::MachineStateCode::kMaintenance)));
  }
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const bool hovered = ImGui::IsWindowHovered() && mouse.y >= high && mouse.y < low &&
                       mouse.x >= chart.left && mouse.x < chart.right;
  const playback::Work* under_mouse = nullptr;
  const auto [first, last] = rows_.works(machine, chart.from, chart.to);
  const std::vector<playback::Work>& works = history_.works(machine);
  const std::int32_t order = order_of(desk.selection, history_);
  float drawn_to = chart.left - 1;
  for (std::size_t i = first; i < last; ++i) {
    const playback::Work& work = works[i];
    const std::int64_t to = work.to < 0 ? history_.end() : work.to;
    if (to < chart.from) continue;
    const float left = chart.x_of(work.from), right = std::max(left + 1, chart.x_of(to));
    if (hovered && mouse.x >= left && mouse.x < right) under_mouse = &work;
    const bool chosen = desk.selection.kind == Selection::Kind::kLot
                            ? work.lot == desk.selection.number
                            : order >= 0 && history_.lot(work.lot).order == order;
    if (right <= drawn_to + 0.5F && !chosen) continue;  // nothing of it is to be seen
    drawn_to = std::max(drawn_to, right);
    const ImVec2 from(left, high + 1), until(std::max(left + 1, right - 1), low - 1);
    draw.AddRectFilled(from, until, packed(colour_of_lot(work.lot)), 2);
    if (chosen) draw.AddRect(from, until, ink, 2, 0, 2);
    const std::string& lot = history_.lot(work.lot).name;
    const float text = std::max(left, chart.left) + 3;
    if (right - text > ImGui::CalcTextSize(lot.c_str()).x + 3) {
      draw.AddText(ImVec2(text, top + 1), ink_on(colour_of_lot(work.lot)), lot.c_str());
    }
  }
  draw.PopClipRect();
  if (under_mouse == nullptr) return;
  const playback::History::Lot& lot = history_.lot(under_mouse->lot);
  ImGui::SetTooltip("%s, order %s\n%s\n%s to %s", lot.name.c_str(),
                    history_.order(lot.order).name.c_str(),
                    operation_text(history_.plan(), lot.routing, under_mouse->operation).c_str(),
                    span_text(under_mouse->from).c_str(),
                    under_mouse->to < 0 ? "the end" : span_text(under_mouse->to).c_str());
  if (ImGui::IsMouseClicked(0)) desk.selection = {Selection::Kind::kLot, under_mouse->lot};
}

void GanttPanel::draw_axis(const Chart& chart, float top, float bottom) const {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float label = ImGui::CalcTextSize("100 d 00:00").x + 10;
  const std::int64_t tick = tick_of(
      chart.to - chart.from,
      std::max<std::int64_t>(1, static_cast<std::int64_t>((chart.right - chart.left) / label)));
  for (std::int64_t time = std::max<std::int64_t>(0, chart.from / tick * tick);
       time <= std::min(chart.to, history_.end()); time += tick) {
    if (time < chart.from) continue;
    const float x = chart.x_of(time);
    const std::string text = span_text(time);
    draw.AddLine(ImVec2(x, top + ImGui::GetFontSize()), ImVec2(x, bottom),
                 IM_COL32(120, 130, 140, 60));
    if (x + ImGui::CalcTextSize(text.c_str()).x < chart.right) {
      draw.AddText(ImVec2(x + 2, top), IM_COL32(96, 108, 122, 255), text.c_str());
    }
  }
  draw.AddLine(ImVec2(chart.x_of(chart.now), top), ImVec2(chart.x_of(chart.now), bottom),
               ImGui::GetColorU32(ImGuiCol_Text), 2);
}

}  // namespace planttwin::view
