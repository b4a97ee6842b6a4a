#include "viz/panels/search_panel.h"

namespace planttwin::view {
namespace {

constexpr std::size_t kMost = 200;

}  // namespace

void SearchPanel::draw(const Moment& moment, Desk& desk) {
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  ImGui::SetNextItemWidth(-1);
  const bool entered =
      ImGui::InputTextWithHint("##text", "lot, order, work center, machine or carrier",
                               text_.data(), text_.size(), ImGuiInputTextFlags_EnterReturnsTrue);
  if (searched_ != text_.data()) {
    searched_ = text_.data();
    lines_.clear();
    for (const NameSearch::Found& found : search_.find(searched_, kMost)) {
      lines_.push_back({found.what, text_of(found.what, history_)});
    }
  }
  if (entered && !lines_.empty()) go_to(lines_.front().what, moment, desk);
  if (lines_.empty() && !searched_.empty()) ImGui::TextDisabled("nothing is called so");
  if (!ImGui::BeginChild("found")) return ImGui::EndChild();
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(lines_.size()));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const Line& line = lines_[static_cast<std::size_t>(i)];
      ImGui::PushID(i);
      if (ImGui::Selectable(line.text.c_str(), desk.selection == line.what)) {
        go_to(line.what, moment, desk);
      }
      ImGui::PopID();
    }
  }
  ImGui::EndChild();
}

void SearchPanel::go_to(const Selection& what, const Moment& moment, Desk& desk) const {
  desk.clock.stop();
  desk.clock.go_to(instant_to_see(what, history_, moment.state, moment.now));
  desk.selection = what;
  desk.look_at_selection = true;
}

}  // namespace planttwin::view
