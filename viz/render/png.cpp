#include <stb/stb_image_write.h>

#include <filesystem>

#include "sim/output_error.h"
#include "viz/render/offscreen.h"

namespace planttwin::view {

// Beside its place first, so that nobody sees half a picture.
void write_png(const Image& image, const std::string& file) {
  const std::string aside = file + ".part";
  std::error_code error;
  if (stbi_write_png(aside.c_str(), image.width, image.height, 3, image.pixels.data(),
                     image.width * 3) == 0) {
    std::filesystem::remove(aside, error);
    throw sim::OutputError("cannot write " + file);
  }
  std::filesystem::rename(aside, file, error);
  if (error) throw sim::OutputError("cannot write " + file + ": " + error.message());
}

}  // namespace planttwin::view
