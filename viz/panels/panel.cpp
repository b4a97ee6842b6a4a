#include "viz/panels/panel.h"

namespace planttwin::view {

bool Refresh::due(std::int64_t now, bool playing) {
  if (now == now_) return false;
  const double at = ImGui::GetTime();
  const bool is_first = now_ < 0;
  if (!is_first && playing && at - at_ < 0.25) return false;
  now_ = now;
  at_ = at;
  return true;
}

void colour_mark(Colour colour) {
  const float size = ImGui::GetFontSize() * 0.7F;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float top = at.y + (ImGui::GetTextLineHeight() - size) / 2;
  ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(at.x, top), ImVec2(at.x + size, top + size),
                                            packed(colour), 2);
  ImGui::Dummy(ImVec2(size, ImGui::GetTextLineHeight()));
  ImGui::SameLine();
}

}  // namespace planttwin::view
