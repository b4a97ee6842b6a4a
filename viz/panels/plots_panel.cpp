#include "viz/panels/plots_panel.h"

#include <algorithm>

#include "viz/scene/adherence.h"

namespace planttwin::view {
namespace {

// Lots completed in the day that ends with each step, so that shifts do not hide the trend.
std::vector<std::int32_t> by_day(const playback::Levels& levels) {
  constexpr std::int64_t kDay = 86'400'000'000;
  const auto steps = static_cast<std::size_t>(
      std::max<std::int64_t>(1, kDay / std::max<std::int64_t>(1, levels.step)));
  std::vector<std::int32_t> sums;
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < levels.completed.size(); ++i) {
    sum += levels.completed[i];
    if (i >= steps) sum -= levels.completed[i - steps];
    sums.push_back(sum);
  }
  return sums;
}

}  // namespace

PlotsPanel::PlotsPanel(const PanelSource& source) : history_(source.history) { history_grew(); }

void PlotsPanel::history_grew() {
  const playback::Levels& levels = history_.levels();
  step_ = std::max<std::int64_t>(1, levels.step);
  end_ = std::max<std::int64_t>(1, history_.end());
  plots_.clear();
  add("lots in the plant", levels.lots, colour("#4d7fb8"));
  add("lots completed, last 24 h", by_day(levels), colour_of(Adherence::kOnTime));
  add("open orders that are late", levels.late, colour_of(Adherence::kLate));
}

void PlotsPanel::add(const char* title, std::vector<std::int32_t> values, Colour colour) {
  Plot plot{title, "", std::move(values), 1, colour};
  std::int32_t most = 0;
  for (const std::int32_t value : plot.values) most = std::max(most, value);
  plot.most = std::max(1, most);
  plot.most_text = "most " + std::to_string(most);
  plots_.push_back(std::move(plot));
}

void PlotsPanel::draw(const Moment& moment, Desk& desk) {
  const float gap = ImGui::GetStyle().ItemSpacing.y;
  const float all = ImGui::GetContentRegionAvail().y;
  const auto count = static_cast<float>(plots_.size());
  const float height = std::max(ImGui::GetFontSize() * 2.5F, (all - gap * (count - 1)) / count);
  for (const Plot& plot : plots_) draw_plot(plot, height, moment, desk);
}

void PlotsPanel::draw_plot(const Plot& plot, float height, const Moment& moment, Desk& desk) const {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = std::max(10.0F, ImGui::GetContentRegionAvail().x);
  ImGui::InvisibleButton(plot.title.c_str(), ImVec2(width, height));
  const float text = ImGui::GetTextLineHeight();
  const float base = at.y + height, tall = height - text - 2;
  const auto x_of = [&](std::int64_t time) {
    return at.x + static_cast<float>(static_cast<double>(time) / static_cast<double>(end_)) * width;
  };
  draw.AddRectFilled(ImVec2(at.x, at.y + text), ImVec2(at.x + width, base),
                     IM_COL32(240, 243, 247, 255));
  const auto step_at = [&](std::int64_t time) {
    return std::min<std::size_t>(static_cast<std::size_t>(time / step_),
                                 plot.values.empty() ? 0 : plot.values.size() - 1);
  };
  for (std::size_t i = 0; i < plot.values.size(); ++i) {
    const auto from = static_cast<std::int64_t>(i) * step_;
    const float high = tall * static_cast<float>(plot.values[i]) / static_cast<float>(plot.most);
    draw.AddRectFilled(ImVec2(x_of(from), base - high),
                       ImVec2(x_of(std::min(end_, from + step_)) + 0.5F, base),
                       packed(plot.colour));
  }
  const ImU32 ink = ImGui::GetColorU32(ImGuiCol_Text), pale = IM_COL32(96, 108, 122, 255);
  draw.AddLine(ImVec2(x_of(moment.now), at.y + text), ImVec2(x_of(moment.now), base), ink, 2);
  const std::int32_t here = plot.values.empty() ? 0 : plot.values[step_at(moment.now)];
  const std::string title = plot.title + ": " + std::to_string(here);
  draw.AddText(at, ink, title.c_str());
  const float right = ImGui::CalcTextSize(plot.most_text.c_str()).x;
  draw.AddText(ImVec2(at.x + width - right, at.y), pale, plot.most_text.c_str());
  if (!ImGui::IsItemHovered() && !ImGui::IsItemActive()) return;
  const float share = std::clamp((ImGui::GetIO().MousePos.x - at.x) / width, 0.0F, 1.0F);
  const auto time =
      static_cast<std::int64_t>(static_cast<double>(share) * static_cast<double>(end_));
  if (ImGui::IsItemActive()) desk.clock.go_to(time);
  if (!plot.values.empty()) {
    ImGui::SetTooltip("%s: %d", span_text(time).c_str(), plot.values[step_at(time)]);
  }
}

}  // namespace planttwin::view
