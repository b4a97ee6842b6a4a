#include "viz/panels/selection_marker.h"

#include <imgui.h>

#include <string>

#include "viz/scene/picking.h"

namespace planttwin::view {
namespace {

constexpr ImU32 kInk = IM_COL32(26, 26, 46, 255);
constexpr ImU32 kPaper = IM_COL32(255, 236, 140, 245);

}  // namespace

void draw_selection_marker(const Moment& moment, const Desk& desk, float scale) {
  if (!desk.selection) return;
  ImDrawList& draw = *ImGui::GetBackgroundDrawList();
  const ImVec2 window = ImGui::GetIO().DisplaySize;
  const osg::Matrixd to_picture = moment.from.view() * moment.from.projection(moment.aspect);
  bool named = desk.selection.kind == Selection::Kind::kWorkCenter;  // its name is in the scene
  for (const Box& box : boxes_of(desk.selection, moment.history, moment.layout, moment.picture)) {
    const osg::Vec4d top(box.base.x(), box.base.y(), box.base.z() + box.size.z(), 1);
    const osg::Vec4d seen = top * to_picture;
    if (seen.w() <= 0) continue;
    const ImVec2 at(static_cast<float>(seen.x() / seen.w() + 1) / 2 * window.x,
                    static_cast<float>(1 - seen.y() / seen.w()) / 2 * window.y);
    draw.AddCircle(at, 7 * scale, kPaper, 20, 5 * scale);
    draw.AddCircle(at, 7 * scale, kInk, 20, 2 * scale);
    if (named) continue;
    named = true;
    const std::string text = name_of(desk.selection, moment.history);
    const ImVec2 size = ImGui::CalcTextSize(text.c_str());
    const bool fits = at.x + size.x + 20 * scale < window.x;
    const ImVec2 low(fits ? at.x + 12 * scale : at.x - size.x - 12 * scale,
                     at.y - size.y - 8 * scale);
    draw.AddRectFilled(ImVec2(low.x - 4 * scale, low.y - 2 * scale),
                       ImVec2(low.x + size.x + 4 * scale, low.y + size.y + 2 * scale), kPaper,
                       3 * scale);
    draw.AddText(low, kInk, text.c_str());
  }
}

}  // namespace planttwin::view
