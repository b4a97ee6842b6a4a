#include "viz/panels/orders_panel.h"

#include "viz/scene/adherence.h"

namespace planttwin::view {
namespace {

constexpr ImGuiTableFlags kTable = ImGuiTableFlags_Sortable | ImGuiTableFlags_ScrollY |
                                   ImGuiTableFlags_RowBg | ImGuiTableFlags_Resizable |
                                   ImGuiTableFlags_BordersInnerV;

// The text over a bar.
void draw_progress(const OrderRow& row) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, height = ImGui::GetTextLineHeight();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(at, ImVec2(at.x + width, at.y + height), IM_COL32(255, 255, 255, 255), 2);
  draw.AddRectFilled(at, ImVec2(at.x + width * static_cast<float>(row.progress), at.y + height),
                     IM_COL32(166, 212, 180, 255), 2);
  ImGui::TextUnformatted(row.quantity.c_str());
}

}  // namespace

void OrdersPanel::draw(const Moment& moment, Desk& desk) {
  OrderQuery asked = query_;
  ImGui::SetNextItemWidth(-ImGui::GetFontSize() * 8);
  ImGui::InputTextWithHint("##filter", "filter by order or material", filter_.data(),
                           filter_.size());
  asked.filter = filter_.data();
  ImGui::SameLine();
  ImGui::Checkbox("completed", &asked.completed);
  if (!ImGui::BeginTable("orders", 4, kTable)) return;
  const auto column = [](const char* name, float share, OrderColumn id,
                         ImGuiTableColumnFlags flags = 0) {
    ImGui::TableSetupColumn(name, ImGuiTableColumnFlags_WidthStretch | flags, share,
                            static_cast<ImGuiID>(id));
  };
  ImGui::TableSetupScrollFreeze(0, 1);
  column("order", 1.45F, OrderColumn::kName);
  column("material", 1.25F, OrderColumn::kMaterial);
  column("progress", 1.15F, OrderColumn::kProgress, ImGuiTableColumnFlags_PreferSortDescending);
  column("lateness", 1.25F, OrderColumn::kLateness,
         ImGuiTableColumnFlags_DefaultSort | ImGuiTableColumnFlags_PreferSortDescending);
  ImGui::TableHeadersRow();
  if (const ImGuiTableSortSpecs* sorting = ImGui::TableGetSortSpecs();
      sorting != nullptr && sorting->SpecsCount > 0) {
    asked.column = static_cast<OrderColumn>(sorting->Specs->ColumnUserID);
    asked.descending = sorting->Specs->SortDirection == ImGuiSortDirection_Descending;
  }
  if (!(asked == query_)) refresh_.ask();
  query_ = asked;
  if (refresh_.due(moment.now, desk.clock.playing())) {
    rows_ = order_rows(history_, moment.state, moment.now, query_);
  }
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(rows_.size()));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      draw_row(rows_[static_cast<std::size_t>(i)], desk);
    }
  }
  ImGui::EndTable();
}

void OrdersPanel::draw_row(const OrderRow& row, Desk& desk) const {
  ImGui::PushID(row.number);
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  const bool is_selected = order_of(desk.selection, history_) == row.number;
  if (ImGui::Selectable(row.name.c_str(), is_selected, ImGuiSelectableFlags_SpanAllColumns)) {
    desk.selection = {Selection::Kind::kOrder, row.number};
  }
  if (ImGui::IsItemHovered()) {
    ImGui::SetTooltip("%s\n%s, %s\n%s", row.name.c_str(), row.material.c_str(),
                      row.quantity.c_str(), row.lateness.c_str());
  }
  ImGui::TableNextColumn();
  ImGui::TextUnformatted(row.material.c_str());
  ImGui::TableNextColumn();
  draw_progress(row);
  ImGui::TableNextColumn();
  const bool is_late = row.has_due && row.late_by > 0;
  if (is_late) ImGui::PushStyleColor(ImGuiCol_Text, packed(colour_of(Adherence::kLate)));
  ImGui::TextUnformatted(row.lateness.c_str());
  if (is_late) ImGui::PopStyleColor();
  ImGui::PopID();
}

}  // namespace planttwin::view
