// Pictures of shipped scenarios, drawn without a display, against pictures that somebody has looked
// at. PLANTTWIN_UPDATE_PICTURES=1 writes them anew.

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <vector>

#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_PNG
#include <stb/stb_image.h>

#include "tests/support/temporary_file.h"

namespace planttwin::view {
namespace {

using testing::TemporaryFolder;

const std::string kReferences = PLANTTWIN_SOURCE_DIR "/tests/viz/pictures/";

struct Ran {
  int code = -1;
  std::string output;
};

Ran run_shell(const std::string& command) {
  Ran ran;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return ran;
  std::array<char, 4096> buffer{};
  for (std::size_t n = 0; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    ran.output.append(buffer.data(), n);
  }
  const int status = pclose(pipe);
  ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ran;
}

Ran view(const std::string& arguments, const std::string& environment = "") {
  return run_shell(environment + " " PLANTTWIN_VIEW " " + arguments);
}

// Averages over squares of 8 x 8 pixels: what an eye makes of a picture, not how edges are
// smoothed.
struct Blurred {
  int columns = 0;
  int rows = 0;
  std::vector<std::array<double, 3>> squares;
};

Blurred blurred(const std::string& file) {
  constexpr int kSquare = 8;
  int width = 0, height = 0, channels = 0;
  unsigned char* pixels = stbi_load(file.c_str(), &width, &height, &channels, 3);
  Blurred picture;
  if (pixels == nullptr) return picture;
  picture.columns = width / kSquare;
  picture.rows = height / kSquare;
  for (int row = 0; row < picture.rows; ++row) {
    for (int column = 0; column < picture.columns; ++column) {
      std::array<double, 3> sum{};
      for (int y = row * kSquare; y < (row + 1) * kSquare; ++y) {
        for (int x = column * kSquare; x < (column + 1) * kSquare; ++x) {
          for (std::size_t c = 0; c < 3; ++c)
            sum[c] += pixels[(y * width + x) * 3 + static_cast<int>(c)];
        }
      }
      for (double& value : sum) value /= kSquare * kSquare;
      picture.squares.push_back(sum);
    }
  }
  stbi_image_free(pixels);
  return picture;
}

// The share of squares that differ visibly, of the brightness of a colour by more than a twentieth.
double difference(const Blurred& a, const Blurred& b) {
  if (a.columns != b.columns || a.rows != b.rows || a.squares.empty()) return 1;
  std::size_t different = 0;
  for (std::size_t i = 0; i < a.squares.size(); ++i) {
    double most = 0;
    for (std::size_t c = 0; c < 3; ++c)
      most = std::max(most, std::abs(a.squares[i][c] - b.squares[i][c]));
    if (most > 255.0 / 20) ++different;
  }
  return static_cast<double>(different) / static_cast<double>(a.squares.size());
}

struct Case {
  const char* name;
  const char* scenario;
  const char* until;
  const char* arguments;
};

class PictureOfAScenario : public ::testing::TestWithParam<Case> {
 protected:
  void SetUp() override {
    const Case& c = GetParam();
    const Ran ran =
        run_shell(std::string(PLANTTWIN_PROGRAM " run scenarios/library/") + c.scenario +
                  "/scenario.json --quiet --until '" + c.until + "' --out " + run());
    ASSERT_TRUE(ran.code == 0 || ran.code == 1) << ran.output;
  }
  std::string run() const { return folder_.file("run"); }
  std::string draw(const std::string& arguments) {
    const std::string file = folder_.file("picture.png");
    const Ran ran = view(run() + " --size 640x360 --screenshot " + file + " " + arguments);
    EXPECT_EQ(ran.code, 0) << ran.output;
    return file;
  }
  TemporaryFolder folder_;
};
INSTANTIATE_TEST_SUITE_P(
    , PictureOfAScenario,
    ::testing::Values(Case{"three_plants", "04_three_plants", "3 d", "--at '2 d 9 h'"},
                      Case{"rockford", "04_three_plants", "3 d",
                           "--at '2 d 9 h' --view site:ROCKFORD"},
                      Case{"dairy", "05_batch_plant", "10 d", "--at '9 d 10 h'"},
                      Case{"dairy_plan", "05_batch_plant", "10 d",
                           "--at '9 d 10 h' --view plan --heat utilization"},
                      Case{"line", "06_packaging_line", "2 d", "--at '1 d 5 h'"},
                      Case{"fab", "07_wafer_fab", "4 d", "--at '3 d' --heat queue"}),
    [](const auto& picture) { return picture.param.name; });

TEST_P(PictureOfAScenario, LooksAsItDidWhenSomebodyLooked) {
  const std::string drawn = draw(GetParam().arguments);
  const std::string reference = kReferences + GetParam().name + ".png";
  if (std::getenv("PLANTTWIN_UPDATE_PICTURES") != nullptr) {
    std::filesystem::copy_file(drawn, reference, std::filesystem::copy_options::overwrite_existing);
  }
  EXPECT_LT(difference(blurred(drawn), blurred(reference)), 0.01)
      << "look at the picture, and at " << reference;
}

// So the comparison above can fail.
TEST_P(PictureOfAScenario, LooksDifferentAtAnotherTime) {
  const std::string drawn = draw("--at '7 h'");
  EXPECT_GT(difference(blurred(drawn), blurred(kReferences + GetParam().name + ".png")), 0.01);
}

// Trouble

class ViewOfABadRun : public ::testing::Test {
 protected:
  void SetUp() override {
    const Ran ran = run_shell(PLANTTWIN_PROGRAM
                              " run scenarios/library/01_one_machine/scenario.json "
                              "--quiet --until '8 h' --out " +
                              run());
    ASSERT_TRUE(ran.code == 0 || ran.code == 1) << ran.output;
  }
  std::string run() const { return folder_.file("run"); }
  std::string log() const { return run() + "/events.sqlite"; }
  std::string picture() const { return folder_.file("p.png"); }
  Ran draw(const std::string& more = "", const std::string& environment = "") {
    return view(run() + " --screenshot " + picture() + " " + more, environment);
  }
  void expect_refused(const Ran& ran, int code, const std::string& text) {
    EXPECT_EQ(ran.code, code) << ran.output;
    EXPECT_NE(ran.output.find(text), std::string::npos) << ran.output;
    EXPECT_FALSE(std::filesystem::exists(picture()));
  }
  TemporaryFolder folder_;
};

TEST_F(ViewOfABadRun, IsRefusedWithoutALog) {
  std::filesystem::remove(log());
  expect_refused(draw(), 2, "events.sqlite is missing");
}

TEST_F(ViewOfABadRun, IsRefusedWhenTheLogIsNone) {
  std::ofstream(log(), std::ios::trunc) << "no database, but a text that is long enough to be read";
  expect_refused(draw(), 2, "events.sqlite");
}

TEST_F(ViewOfABadRun, IsRefusedWhenTheLogIsCutOff) {
  std::filesystem::resize_file(log(), std::filesystem::file_size(log()) / 3);
  expect_refused(draw(), 2, "events.sqlite");
}

TEST_F(ViewOfABadRun, IsRefusedWhenTheLogIsOfAnotherVersion) {
  run_shell("sqlite3 " + log() + " \"UPDATE meta SET value = '1' WHERE key = 'schema_version'\"");
  expect_refused(draw(), 2, "version 1");
}

TEST_F(ViewOfABadRun, IsRefusedWhenTheLogRefersToWhatIsNotThere) {
  run_shell("sqlite3 " + log() + " \"UPDATE event SET machine = 99 WHERE id = 20\"");
  expect_refused(draw(), 2, "no such machine");
}

TEST_F(ViewOfABadRun, IsRefusedOnceAtAWrongCommandLine) {
  const Ran ran = view(run() + " --sreenshot p.png");
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.output.find("planttwin-view: no option \"--sreenshot\""), 0u) << ran.output;
}

TEST_F(ViewOfABadRun, IsRefusedOutsideOfTheRun) {
  expect_refused(draw("--at '9 h'"), 2, "outside of the run");
  expect_refused(draw("--at noon"), 2, "--at noon");
}

TEST_F(ViewOfABadRun, IsRefusedFromAnUnknownPlaceOrInAnImpossibleSize) {
  expect_refused(draw("--view plam"), 2, "nearest: plan");
  expect_refused(draw("--size 12"), 2, "--size 12");
  expect_refused(draw("--size 100000x100000"), 2, "8192");
}

TEST_F(ViewOfABadRun, SaysWhatIsMissingWithoutOpenGl) {
  expect_refused(draw("", "__EGL_VENDOR_LIBRARY_DIRS=/nowhere"), 3, "libegl-mesa0");
}

TEST_F(ViewOfABadRun, LeavesNoHalfPicture) {
  const Ran ran =
      view(run() + " --screenshot " + std::string(folder_.file("no/such/folder/p.png")));
  EXPECT_EQ(ran.code, 4) << ran.output;
  EXPECT_NE(ran.output.find("cannot write"), std::string::npos) << ran.output;
}

TEST_F(ViewOfABadRun, IsAPictureWhenItWasKilledInTheMidst) {
  run_shell("sqlite3 " + log() +
            " \"DELETE FROM meta WHERE key LIKE 'end%'; DELETE FROM event WHERE id > 30\"");
  const Ran ran = draw();
  EXPECT_EQ(ran.code, 0) << ran.output;
  EXPECT_TRUE(std::filesystem::exists(picture()));
}

TEST_F(ViewOfABadRun, IsAVideoOfAsManyFramesAsAsked) {
  const Ran ran = view(run() + " --video " + std::string(folder_.file("video")) +
                       " --frames 5 --size 320x180 --from '1 h'");
  EXPECT_EQ(ran.code, 0) << ran.output;
  int frames = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder_.file("video"))) {
    frames += entry.path().extension() == ".png" ? 1 : 0;
  }
  EXPECT_EQ(frames, 5);
}

}  // namespace
}  // namespace planttwin::view
