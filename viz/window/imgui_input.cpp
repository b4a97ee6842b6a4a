#include "viz/window/imgui_input.h"

#include <imgui.h>

namespace planttwin::view {
namespace {

using Event = osgGA::GUIEventAdapter;

// ImGui has room for 512 keys; symbols of X beyond Latin-1 differ in their lower byte.
int slot_of(int key) { return key >= 0xFF00 ? 0x100 | (key & 0xFF) : key & 0xFF; }

void pass_key(ImGuiIO& io, const Event& event, bool down) {
  io.KeysDown[slot_of(event.getUnmodifiedKey())] = down;
  const int modifiers = event.getModKeyMask();
  io.KeyCtrl = (modifiers & Event::MODKEY_CTRL) != 0;
  io.KeyShift = (modifiers & Event::MODKEY_SHIFT) != 0;
  io.KeyAlt = (modifiers & Event::MODKEY_ALT) != 0;
  const int key = event.getKey();
  const bool printable = (key >= 0x20 && key < 0x7F) || (key >= 0xA0 && key < 0x100);
  if (down && printable && !io.KeyCtrl) io.AddInputCharacter(static_cast<unsigned>(key));
}

void pass_buttons(ImGuiIO& io, const Event& event) {
  const int buttons = event.getButtonMask();
  io.MouseDown[0] = (buttons & Event::LEFT_MOUSE_BUTTON) != 0;
  io.MouseDown[1] = (buttons & Event::RIGHT_MOUSE_BUTTON) != 0;
  io.MouseDown[2] = (buttons & Event::MIDDLE_MOUSE_BUTTON) != 0;
}

}  // namespace

void set_up_imgui_keys() {
  ImGuiIO& io = ImGui::GetIO();
  const auto name = [&](ImGuiKey key, int symbol) { io.KeyMap[key] = slot_of(symbol); };
  name(ImGuiKey_Tab, Event::KEY_Tab);
  name(ImGuiKey_LeftArrow, Event::KEY_Left);
  name(ImGuiKey_RightArrow, Event::KEY_Right);
  name(ImGuiKey_UpArrow, Event::KEY_Up);
  name(ImGuiKey_DownArrow, Event::KEY_Down);
  name(ImGuiKey_PageUp, Event::KEY_Page_Up);
  name(ImGuiKey_PageDown, Event::KEY_Page_Down);
  name(ImGuiKey_Home, Event::KEY_Home);
  name(ImGuiKey_End, Event::KEY_End);
  name(ImGuiKey_Delete, Event::KEY_Delete);
  name(ImGuiKey_Backspace, Event::KEY_BackSpace);
  name(ImGuiKey_Enter, Event::KEY_Return);
  name(ImGuiKey_KeyPadEnter, Event::KEY_KP_Enter);
  name(ImGuiKey_Escape, Event::KEY_Escape);
  name(ImGuiKey_Space, ' ');
  for (const auto& [key, letter] :
       {std::pair(ImGuiKey_A, 'a'), std::pair(ImGuiKey_C, 'c'), std::pair(ImGuiKey_V, 'v'),
        std::pair(ImGuiKey_X, 'x'), std::pair(ImGuiKey_Y, 'y'), std::pair(ImGuiKey_Z, 'z')}) {
    name(key, letter);
  }
  io.ConfigInputTextCursorBlink = false;  // nothing moves while nobody does anything
}

float row_of(const Event& event, int height) {
  const bool from_below = event.getMouseYOrientation() == Event::Y_INCREASING_UPWARDS;
  return from_below ? static_cast<float>(height) - event.getY() : event.getY();
}

void pass_to_imgui(const osgGA::GUIEventAdapter& event, int height) {
  ImGuiIO& io = ImGui::GetIO();
  switch (event.getEventType()) {
    case Event::KEYDOWN:
    case Event::KEYUP:
      return pass_key(io, event, event.getEventType() == Event::KEYDOWN);
    case Event::SCROLL:
      if (event.getScrollingMotion() == Event::SCROLL_UP) io.MouseWheel += 1;
      if (event.getScrollingMotion() == Event::SCROLL_DOWN) io.MouseWheel -= 1;
      return;
    case Event::PUSH:
    case Event::DOUBLECLICK:
    case Event::RELEASE:
    case Event::DRAG:
    case Event::MOVE:
      io.MousePos = ImVec2(event.getX(), row_of(event, height));
      return pass_buttons(io, event);
    default:
      return;
  }
}

bool panels_have_mouse() { return ImGui::GetIO().WantCaptureMouse; }

bool panels_have_keys() { return ImGui::GetIO().WantTextInput; }

}  // namespace planttwin::view
