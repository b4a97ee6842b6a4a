#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace planttwin::view {

// A picture, rows from the top, 3 bytes (red, green, blue) a pixel.
struct Image {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;
};

// Drawing is not possible here; what() says why and what to do.
class RenderError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// An OpenGL context without any display, current for this thread while it lives: EGL on a surface
// of its own. Throws RenderError where there is none.
class OffscreenContext {
 public:
  enum class Edges : std::uint8_t { kSmooth, kFast };  // smooth where the driver can

  OffscreenContext(int width, int height, Edges edges = Edges::kSmooth);
  ~OffscreenContext();
  OffscreenContext(const OffscreenContext&) = delete;
  OffscreenContext& operator=(const OffscreenContext&) = delete;

  int width() const { return width_; }
  int height() const { return height_; }
  std::string renderer() const;  // the name of the driver's renderer
  void finish() const;           // waits until everything is drawn
  Image read() const;            // what has been drawn

 private:
  struct Handles;
  std::unique_ptr<Handles> handles_;
  int width_;
  int height_;
};

// Throws sim::OutputError.
void write_png(const Image& image, const std::string& file);

}  // namespace planttwin::view
