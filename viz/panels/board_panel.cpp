#include "viz/panels/board_panel.h"

#include "viz/panels/texts.h"

namespace planttwin::view {
namespace {

constexpr ImGuiTableFlags kTable = ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg |
                                   ImGuiTableFlags_BordersInnerV |
                                   ImGuiTableFlags_SizingStretchProp;
constexpr std::array<Adherence, kAdherences> kColumns = {Adherence::kLate,   Adherence::kHot,
                                                         Adherence::kOnTime, Adherence::kEarly,
                                                         Adherence::kHeld,   Adherence::kNoDue};
constexpr std::array<const char*, kAdherences> kHeads = {"late",  "hot",  "on time",
                                                         "early", "held", "no due"};

}  // namespace

void BoardPanel::draw(const Moment& moment, Desk& desk) {
  if (refresh_.due(moment.now, desk.clock.playing())) refresh(moment);
  if (lines_.empty()) return ImGui::TextDisabled("no lots in the plant");
  const int columns = 2 + static_cast<int>(columns_.size());
  if (!ImGui::BeginTable(("board" + std::to_string(columns)).c_str(), columns, kTable)) return;
  ImGui::TableSetupScrollFreeze(1, 1);
  ImGui::TableSetupColumn("product");
  ImGui::TableSetupColumn("least slack");
  for (const std::size_t k : columns_) ImGui::TableSetupColumn(kHeads[k]);
  ImGui::TableHeadersRow();
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(lines_.size()));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const Line& line = lines_[static_cast<std::size_t>(i)];
      ImGui::TableNextRow();
      ImGui::TableNextColumn();
      ImGui::TextUnformatted(line.row.product.c_str());
      ImGui::TableNextColumn();
      ImGui::TextUnformatted(line.least.c_str());
      if (ImGui::IsItemHovered()) ImGui::SetTooltip("mean slack %s", line.mean.c_str());
      for (const std::size_t k : columns_) {
        ImGui::TableNextColumn();
        if (line.lots[k].empty()) continue;
        const Colour shade = colour_of(kColumns[k]);
        ImGui::TextColored(ImVec4(shade.r, shade.g, shade.b, 1), "%s", line.lots[k].c_str());
      }
    }
  }
  ImGui::EndTable();
}

void BoardPanel::refresh(const Moment& moment) {
  lines_.clear();
  std::array<bool, kAdherences> used{};
  for (const BoardRow& row : adherence_board(history_, moment.state, moment.now)) {
    Line line{row, "", "", {}};
    if (row.with_due > 0) {
      line.least = signed_span_text(row.least_slack);
      line.mean = signed_span_text(row.mean_slack);
    }
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
      const std::int32_t lots = row.lots[static_cast<std::size_t>(kColumns[i])];
      line.lots[i] = lots == 0 ? "" : std::to_string(lots);
      used[i] = used[i] || lots > 0;
    }
    lines_.push_back(std::move(line));
  }
  columns_.clear();
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (used[i]) columns_.push_back(i);
  }
}

}  // namespace planttwin::view
