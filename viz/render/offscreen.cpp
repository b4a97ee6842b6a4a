#include "viz/render/offscreen.h"

#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <GL/gl.h>

#include <cstring>

namespace planttwin::view {

struct OffscreenContext::Handles {
  EGLDisplay display = EGL_NO_DISPLAY;
  EGLSurface surface = EGL_NO_SURFACE;
  EGLContext context = EGL_NO_CONTEXT;
};

namespace {

[[noreturn]] void fail(const std::string& what) {
  throw RenderError(what +
                    "; a picture needs OpenGL by EGL, which Mesa has in software: install "
                    "libegl-mesa0 and libgl1-mesa-dri");
}

EGLDisplay open_display() {
  const char* extensions = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
  if (extensions == nullptr ||
      std::strstr(extensions, "EGL_MESA_platform_surfaceless") == nullptr) {
    fail("there is no EGL that draws without a display");
  }
  const auto get_display = reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(
      eglGetProcAddress("eglGetPlatformDisplayEXT"));
  if (get_display == nullptr) fail("EGL is too old");
  const EGLDisplay display =
      get_display(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
  if (display == EGL_NO_DISPLAY || eglInitialize(display, nullptr, nullptr) != EGL_TRUE) {
    fail("EGL cannot be started");
  }
  return display;
}

EGLConfig choose_config(EGLDisplay display, OffscreenContext::Edges edges) {
  for (const EGLint samples : {4, 0}) {
    if (samples > 0 && edges == OffscreenContext::Edges::kFast) continue;
    const EGLint wanted[] = {EGL_SURFACE_TYPE,
                             EGL_PBUFFER_BIT,
                             EGL_RENDERABLE_TYPE,
                             EGL_OPENGL_BIT,
                             EGL_RED_SIZE,
                             8,
                             EGL_GREEN_SIZE,
                             8,
                             EGL_BLUE_SIZE,
                             8,
                             EGL_DEPTH_SIZE,
                             24,
                             EGL_SAMPLE_BUFFERS,
                             samples > 0,
                             EGL_SAMPLES,
                             samples,
                             EGL_NONE};
    EGLConfig config = nullptr;
    EGLint found = 0;
    if (eglChooseConfig(display, wanted, &config, 1, &found) == EGL_TRUE && found > 0)
      return config;
  }
  fail("EGL has no surface for OpenGL");
}

}  // namespace

OffscreenContext::OffscreenContext(int width, int height, Edges edges)
    : handles_(std::make_unique<Handles>()), width_(width), height_(height) {
  handles_->display = open_display();
  if (eglBindAPI(EGL_OPENGL_API) != EGL_TRUE) fail("EGL has no OpenGL");
  const EGLConfig config = choose_config(handles_->display, edges);
  const EGLint size[] = {EGL_WIDTH, width, EGL_HEIGHT, height, EGL_NONE};
  handles_->surface = eglCreatePbufferSurface(handles_->display, config, size);
  handles_->context = eglCreateContext(handles_->display, config, EGL_NO_CONTEXT, nullptr);
  if (handles_->surface == EGL_NO_SURFACE || handles_->context == EGL_NO_CONTEXT ||
      eglMakeCurrent(handles_->display, handles_->surface, handles_->surface, handles_->context) !=
          EGL_TRUE) {
    fail("EGL has no surface of " + std::to_string(width) + " x " + std::to_string(height));
  }
}

OffscreenContext::~OffscreenContext() {
  eglMakeCurrent(handles_->display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
  eglDestroyContext(handles_->display, handles_->context);
  eglDestroySurface(handles_->display, handles_->surface);
  eglTerminate(handles_->display);
}

std::string OffscreenContext::renderer() const {
  const auto* name = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
  return name == nullptr ? "" : name;
}

void OffscreenContext::finish() const { glFinish(); }

Image OffscreenContext::read() const {
  Image image{width_, height_, {}};
  const auto row = static_cast<std::size_t>(width_) * 3;
  std::vector<std::uint8_t> upside_down(row * static_cast<std::size_t>(height_));
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, width_, height_, GL_RGB, GL_UNSIGNED_BYTE, upside_down.data());
  for (int y = height_; y-- > 0;) {
    const auto* from = upside_down.data() + row * static_cast<std::size_t>(y);
    image.pixels.insert(image.pixels.end(), from, from + row);
  }
  return image;
}

}  // namespace planttwin::view
