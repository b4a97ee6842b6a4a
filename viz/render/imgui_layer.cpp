#include "viz/render/imgui_layer.h"

#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace planttwin::view {
namespace {

constexpr const char* kFont = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";

}  // namespace

ImGuiLayer::ImGuiLayer(float scale) {
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  ImGui::StyleColorsLight();
  ImGuiStyle& style = ImGui::GetStyle();
  style.Colors[ImGuiCol_TextDisabled] = ImVec4(0.34F, 0.39F, 0.45F, 1);
  style.Colors[ImGuiCol_TableHeaderBg] = ImVec4(0.86F, 0.89F, 0.93F, 1);
  style.ScaleAllSizes(scale);
  style.FrameBorderSize = 1;
  style.FrameRounding = 3 * scale;
  style.WindowRounding = 5 * scale;
  std::error_code error;
  if (std::filesystem::exists(kFont, error)) {
    io.Fonts->AddFontFromFileTTF(kFont, 14 * scale);
    io.Fonts->AddFontFromFileTTF(kFont, std::round(12.5F * scale));
  } else {
    io.FontGlobalScale = scale;
  }
  ImGui_ImplOpenGL3_Init("#version 130");
}

ImGuiLayer::~ImGuiLayer() {
  ImGui_ImplOpenGL3_Shutdown();
  ImGui::DestroyContext();
}

void ImGuiLayer::draw(int width, int height, double seconds, const std::function<void()>& collect) {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = ImVec2(static_cast<float>(width), static_cast<float>(height));
  io.DeltaTime = static_cast<float>(std::max(seconds, 1e-4));
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  collect();
  ImGui::Render();
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

}  // namespace planttwin::view
