#include "viz/panels/findings_panel.h"

#include <algorithm>

#include "viz/panels/texts.h"

namespace planttwin::view {
namespace {

constexpr ImGuiTableFlags kTable = ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg |
                                   ImGuiTableFlags_BordersInnerV | ImGuiTableFlags_Resizable;

void go_to(Desk& desk, std::int64_t time, std::int32_t order) {
  desk.clock.stop();
  if (time >= 0) desk.clock.go_to(time);
  if (order >= 0) desk.selection = {Selection::Kind::kOrder, order};
}

// The head of a table whose columns share its width.
void set_up_columns(std::initializer_list<const char*> names) {
  ImGui::TableSetupScrollFreeze(0, 1);
  for (const char* name : names) ImGui::TableSetupColumn(name);
  ImGui::TableHeadersRow();
}

void cell(const std::string& text) {
  ImGui::TableNextColumn();
  ImGui::TextUnformatted(text.c_str());
}

}  // namespace

void FindingsPanel::draw(const Moment& moment, Desk& desk) {
  for (const std::string& problem : record_.problems) ImGui::TextWrapped("%s", problem.c_str());
  if (!record_.has_audit && !record_.has_messages) {
    return ImGui::TextWrapped("%s",
                              "The run had no business systems: there is no reconciliation.json "
                              "and no messages.sqlite in its folder.");
  }
  if (record_.has_audit) {
    ImGui::TextDisabled("%d findings against the books", static_cast<int>(record_.findings.size()));
    if (!record_.findings.empty()) draw_findings(desk);
  }
  if (record_.has_messages) {
    draw_backlog(moment, desk);
    draw_messages(moment, desk);
  }
}

void FindingsPanel::draw_findings(Desk& desk) const {
  const float height = ImGui::GetContentRegionAvail().y * (record_.has_messages ? 0.5F : 1.0F);
  if (!ImGui::BeginTable("findings", 4, kTable, ImVec2(0, height))) return;
  set_up_columns({"class", "order", "first wrong", "when"});
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(record_.findings.size()));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const BridgeRecord::Finding& finding = record_.findings[static_cast<std::size_t>(i)];
      ImGui::PushID(i);
      ImGui::TableNextRow();
      ImGui::TableNextColumn();
      if (ImGui::Selectable(finding.kind.c_str(), false, ImGuiSelectableFlags_SpanAllColumns)) {
        go_to(desk, finding.time, finding.order_number);
      }
      if (ImGui::IsItemHovered() && !finding.detail.empty()) {
        ImGui::SetTooltip("%s", finding.detail.c_str());
      }
      cell(finding.order);
      cell(finding.hop);
      cell(finding.when);
      ImGui::PopID();
    }
  }
  ImGui::EndTable();
}

// Messages on their way over the run, by the most in each column of pixels.
void FindingsPanel::draw_backlog(const Moment& moment, Desk& desk) const {
  const BridgeRecord::Backlog now = record_.backlog_at(moment.now);
  ImGui::Text("waiting: %lld to the business system, %lld to the plant",
              static_cast<long long>(now.to_erp), static_cast<long long>(now.to_plant));
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = std::max(10.0F, ImGui::GetContentRegionAvail().x);
  const float height = ImGui::GetFontSize() * 3;
  ImGui::InvisibleButton("backlog", ImVec2(width, height));
  const auto end = static_cast<double>(std::max<std::int64_t>(1, moment.history.end()));
  if (ImGui::IsItemActive()) {
    const double share = std::clamp((ImGui::GetIO().MousePos.x - at.x) / width, 0.0F, 1.0F);
    desk.clock.go_to(static_cast<std::int64_t>(share * end));
  }
  const auto columns = static_cast<std::size_t>(width);
  std::vector<std::int64_t> most(columns, 0);
  std::int64_t top = 1;
  for (const BridgeRecord::Backlog& level : record_.backlog) {
    const double share = std::clamp(static_cast<double>(level.at) / end, 0.0, 1.0);
    auto& column = most[std::min(columns - 1, static_cast<std::size_t>(share * width))];
    column = std::max(column, level.to_erp + level.to_plant);
    top = std::max(top, column);
  }
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(at, ImVec2(at.x + width, at.y + height), IM_COL32(240, 243, 247, 255));
  for (std::size_t i = 0; i < columns; ++i) {
    if (most[i] == 0) continue;
    const float x = at.x + static_cast<float>(i);
    const float high = height * static_cast<float>(most[i]) / static_cast<float>(top);
    draw.AddRectFilled(ImVec2(x, at.y + height - high), ImVec2(x + 1, at.y + height),
                       IM_COL32(224, 122, 31, 255));
  }
  const float x = at.x + static_cast<float>(static_cast<double>(moment.now) / end) * width;
  draw.AddLine(ImVec2(x, at.y), ImVec2(x, at.y + height), ImGui::GetColorU32(ImGuiCol_Text), 2);
}

void FindingsPanel::draw_messages(const Moment& moment, Desk& desk) {
  if (refresh_.due(moment.now, desk.clock.playing())) {
    under_way_ = record_.under_way(moment.now);
    ages_.clear();
    for (const std::size_t i : under_way_) {
      ages_.push_back(span_text(moment.now - record_.messages[i].happened));
    }
  }
  ImGui::TextDisabled("%d messages under way", static_cast<int>(under_way_.size()));
  if (under_way_.empty() || !ImGui::BeginTable("messages", 3, kTable)) return;
  set_up_columns({"message", "order", "age"});
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(under_way_.size()));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const auto line = static_cast<std::size_t>(i);
      const BridgeRecord::Message& message = record_.messages[under_way_[line]];
      ImGui::PushID(i);
      ImGui::TableNextRow();
      ImGui::TableNextColumn();
      if (ImGui::Selectable(message.type.c_str(), false, ImGuiSelectableFlags_SpanAllColumns)) {
        go_to(desk, message.happened, message.order_number);
      }
      if (ImGui::IsItemHovered()) {
        ImGui::SetTooltip("%s, %s", message.key.c_str(), message.state.c_str());
      }
      cell(message.order);
      cell(ages_[line]);
      ImGui::PopID();
    }
  }
  ImGui::EndTable();
}

}  // namespace planttwin::view
