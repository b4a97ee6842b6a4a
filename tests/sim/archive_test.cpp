#include "sim/archive.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "sim/checksum.h"
#include "sim/time.h"

namespace planttwin::sim {
namespace {

struct Pair {
  std::int32_t first = 0;
  std::uint32_t second = 0;
  bool operator==(const Pair&) const = default;
};

struct Machine {
  std::string name;
  double age = 0;
  std::vector<Pair> history;
  bool down = false;
  bool operator==(const Machine&) const = default;

  template <class Archive>
  void visit(Archive& archive) {
    archive(name, age, history, down);
  }
};

struct Snapshot {
  Time now;
  std::vector<Machine> machines;
  std::vector<std::vector<std::int64_t>> queues;
  std::vector<bool> flags;
  std::vector<std::string> texts;
  std::array<double, 3> levels{};
  std::array<std::vector<std::uint8_t>, 2> lists;
  std::optional<Pair> reserved;
  std::optional<Machine> spare;
  bool operator==(const Snapshot&) const = default;

  template <class Archive>
  void visit(Archive& archive) {
    archive(now, machines, queues, flags, texts, levels, lists, reserved, spare);
  }
};

struct Padded {
  std::uint8_t small;
  std::uint64_t large;
};
static_assert(!PlainState<Padded>, "padding would make equal states differ");
static_assert(!PlainState<int*> && !PlainState<bool>);
static_assert(PlainState<Pair> && PlainState<Time> && !PlainState<Machine>);

Snapshot example() {
  return {Time::from_start(Duration::hours(-3)),
          {{"LATHE/1", 0.1, {{-1, 2}, {3, 4}}, true}, {"", -0.0, {}, false}},
          {{1, 2, 3}, {}, {-9}},
          {true, false, true},
          {"", std::string("a\0b", 3)},
          {1.5, -2.5, 1e300},
          {{{7, 8}, {}}},
          Pair{5, 6},
          std::nullopt};
}

std::string saved(const Snapshot& run) {
  StateWriter writer(3);
  writer(run);
  return writer.finish();
}

Snapshot loaded(const std::string& bytes) {
  StateReader reader(bytes, 3);
  Snapshot run;
  reader(run);
  reader.finish();
  return run;
}

// What a StateError says, or nothing when there is none.
template <class Action>
std::string refusal(Action action) {
  try {
    action();
  } catch (const StateError& error) {
    return error.what();
  }
  return "";
}

TEST(Checksum, MatchesTheCheckValueOfCrc64Xz) {
  // Cook, "Catalogue of parametrised CRC algorithms": CRC-64/XZ
  EXPECT_EQ(crc64("123456789"), 0x995DC9BBDF1939FAu);
  EXPECT_EQ(crc64("6789", crc64("12345")), 0x995DC9BBDF1939FAu);
  EXPECT_EQ(crc64(""), 0u);
}

TEST(StateArchive, GivesBackEveryKindOfField) {
  EXPECT_EQ(loaded(saved(example())), example());
  EXPECT_EQ(loaded(saved(Snapshot{})), Snapshot{});
}

TEST(StateArchive, ReplacesWhatTheReaderHeldBefore) {
  const std::string bytes = saved(Snapshot{});
  StateReader reader(bytes, 3);
  Snapshot run = example();
  run.spare = Machine{};
  reader(run);
  EXPECT_EQ(run, Snapshot{});
}

TEST(StateArchive, GivesEqualBytesForEqualStates) { EXPECT_EQ(saved(example()), saved(example())); }

TEST(StateArchive, HasALayoutThatStays) {
  StateWriter writer(0x01020304);
  writer(std::uint16_t{0xABCD}, true, std::string("hi"), std::vector<std::uint8_t>{9});
  const std::string bytes = writer.finish();
  EXPECT_EQ(bytes.substr(0, 24), std::string("PTSTATE\n\4\3\2\1\0\0\0\0\x16\0\0\0\0\0\0\0", 24));
  EXPECT_EQ(bytes.substr(32), std::string("\xCD\xAB\1\2\0\0\0\0\0\0\0hi\1\0\0\0\0\0\0\0\x9", 22));
}

TEST(StateArchive, RefusesAFileCutOffAnywhere) {
  const std::string bytes = saved(example());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_THROW(loaded(bytes.substr(0, size)), StateError) << size;
  }
}

TEST(StateArchive, RefusesAFileWithAnyByteChanged) {
  const std::string bytes = saved(example());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    EXPECT_THROW(loaded(damaged), StateError) << i;
  }
}

TEST(StateArchive, SaysWhyAFileIsRefused) {
  const std::string bytes = saved(example());
  EXPECT_EQ(refusal([&] { loaded(""); }), "not a saved state of planttwin");
  EXPECT_EQ(refusal([&] { loaded(R"({"plant": 1})"); }), "not a saved state of planttwin");
  EXPECT_EQ(refusal([&] { StateReader(bytes, 4); }),
            "the saved state has layout version 3; this program reads version 4");
  EXPECT_NE(refusal([&] { loaded(bytes.substr(0, 40)); }).find("cut off: 8 of "),
            std::string::npos);
  EXPECT_EQ(refusal([&] { loaded(bytes + "x"); }),
            "the saved state is followed by bytes that don't belong to it");
  std::string damaged = bytes;
  damaged.back() = 'x';
  EXPECT_EQ(refusal([&] { loaded(damaged); }),
            "the saved state is damaged: its checksum does not match");
}

TEST(StateArchive, RefusesFieldsThatNobodyReads) {
  StateWriter writer(1);
  writer(1, 2);
  const std::string bytes = writer.finish();
  StateReader reader(bytes, 1);
  int number = 0;
  reader(number);
  EXPECT_EQ(refusal([&] { reader.finish(); }),
            "the saved state holds 4 bytes more than this program reads");
  reader(number);
  reader.finish();
  EXPECT_EQ(refusal([&] { reader(number); }), "the saved state ends inside a field");
}

// A file whose checksum is right and that claims more elements than any machine can hold.
template <class Field>
void expect_count_refused(std::uint64_t count) {
  StateWriter writer(1);
  writer(count, std::uint32_t{0});
  const std::string bytes = writer.finish();
  StateReader reader(bytes, 1);
  Field field;
  EXPECT_THROW(reader(field), StateError) << count;
}

TEST(StateArchive, RefusesAbsurdCountsBeforeTakingMemory) {
  for (const std::uint64_t count : {std::uint64_t{5}, std::uint64_t{1} << 40, ~std::uint64_t{0},
                                    (std::uint64_t{1} << 61) + 1}) {
    expect_count_refused<std::string>(count);
    expect_count_refused<std::vector<std::uint64_t>>(count);
    expect_count_refused<std::vector<bool>>(count);
    expect_count_refused<std::vector<std::vector<std::uint8_t>>>(count);
    expect_count_refused<std::vector<Machine>>(count);
  }
}

TEST(StateArchive, RefusesATruthValueThatIsNeitherYesNorNo) {
  StateWriter writer(1);
  writer(std::uint8_t{2});
  const std::string bytes = writer.finish();
  StateReader reader(bytes, 1);
  bool value = false;
  EXPECT_THROW(reader(value), StateError);
}

TEST(StateFile, IsReplacedAsAWholeAndReadBack) {
  const auto directory = std::filesystem::path(testing::TempDir()) / "state_file_test";
  std::filesystem::remove_all(directory);
  std::filesystem::create_directory(directory);
  const std::string path = directory / "run.state";
  write_state_file(path, "old");
  write_state_file(path, std::string("new\0bytes", 9));
  EXPECT_EQ(read_state_file(path), std::string("new\0bytes", 9));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory), {}), 1);
}

TEST(StateFile, NamesThePathThatCannotBeUsed) {
  EXPECT_EQ(refusal([] { read_state_file("/nowhere/run.state"); }),
            "can't read /nowhere/run.state: No such file or directory");
  EXPECT_EQ(refusal([] { write_state_file("/nowhere/run.state", "x"); }),
            "can't write /nowhere/run.state.part: No such file or directory");
}

}  // namespace
}  // namespace planttwin::sim
