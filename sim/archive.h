#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace planttwin::sim {

// A saved state that can't be used: no state at all, of another version, cut off, damaged, or of
// another layout than the reader expects. what() says which.
class StateError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

static_assert(std::endian::native == std::endian::little, "saved states are little-endian");

class StateWriter;
class StateReader;

// A type that lists its own fields: `template <class Archive> void visit(Archive& archive)` calls
// archive(field, ...) for all that a run must keep. Writing must not change the object.
template <class T>
concept VisitedState = requires(T& value, StateWriter& archive) {
  value.visit(archive);
};

// A type that is stored as its bytes. Padding would make equal states differ, so a type with
// padding (or with a floating-point member, whose zeros compare equal) must offer visit instead.
// An enumeration or bool inside such a record is taken as stored.
template <class T>
concept PlainState = !VisitedState<T> && std::is_trivially_copyable_v<T> && !std::is_pointer_v<T> &&
                     !std::is_same_v<T, bool> &&
                     (std::is_same_v<T, double> || std::is_same_v<T, float> ||
                      std::has_unique_object_representations_v<T>);

namespace internal {

// magic, version, reserved, length of the fields, checksum of version, length and fields
inline constexpr std::size_t kStateHeaderSize = 8 + 4 + 4 + 8 + 8;

}  // namespace internal

// Collects the fields of a run and returns them as the bytes of a state file: equal states give
// equal bytes. Stores numbers, enumerations, records without padding, std::string, std::optional,
// std::array and std::vector of all these, nested at will, and every type with visit.
class StateWriter {
 public:
  static constexpr bool kReading = false;

  // `version` names the layout of the fields; a reader of another version refuses the file.
  explicit StateWriter(std::uint32_t version)
      : version_(version), bytes_(internal::kStateHeaderSize, '\0') {}

  template <class... Fields>
  void operator()(const Fields&... fields) {
    (write(fields), ...);
  }

  // The whole file. The writer is spent afterwards.
  std::string finish();

 private:
  void append(const void* data, std::size_t size) {
    bytes_.append(static_cast<const char*>(data), size);
  }
  void write_count(std::uint64_t count) { append(&count, sizeof(count)); }

  template <class T>
  void write(const T& value) {
    if constexpr (VisitedState<T>) {
      const_cast<T&>(value).visit(*this);  // visit serves reading too, hence is not const
    } else {
      static_assert(PlainState<T>, "has padding, pointers or owned memory: give it visit()");
      append(&value, sizeof(T));
    }
  }
  void write(bool value) { write(static_cast<std::uint8_t>(value)); }
  void write(const std::string& value) {
    write_count(value.size());
    append(value.data(), value.size());
  }
  template <class T>
  void write(const std::optional<T>& value) {
    write(value.has_value());
    if (value) write(*value);
  }
  template <class T, std::size_t kSize>
  void write(const std::array<T, kSize>& values) {
    for (const T& value : values) write(value);
  }
  void write(const std::vector<bool>& values) {
    write_count(values.size());
    for (const bool value : values) write(value);
  }
  template <class T>
  void write(const std::vector<T>& values) {
    write_count(values.size());
    if constexpr (PlainState<T>) {
      if (!values.empty()) append(values.data(), values.size() * sizeof(T));
    } else {
      for (const T& value : values) write(value);
    }
  }

  std::uint32_t version_;
  std::string bytes_;
};

// Reads what a StateWriter wrote, field by field in the same order. Every error is a StateError
// thrown before memory is taken for it: a count is checked against the bytes that remain.
class StateReader {
 public:
  static constexpr bool kReading = true;

  // `file` must outlive the reader. Checks magic, version, length and checksum.
  StateReader(std::string_view file, std::uint32_t version);

  template <class... Fields>
  void operator()(Fields&... fields) {
    (read(fields), ...);
  }

  // Refuses fields that nobody has read. Call it after the last one.
  void finish() const;

 private:
  void take(void* data, std::size_t size) {
    if (size > rest_.size()) throw StateError("the saved state ends inside a field");
    if (size > 0) std::memcpy(data, rest_.data(), size);
    rest_.remove_prefix(size);
  }
  // A count of elements that take at least `size` bytes each.
  std::size_t read_count(std::size_t size) {
    std::uint64_t count = 0;
    take(&count, sizeof(count));
    if (count > rest_.size() / size) {
      throw StateError("the saved state counts more elements than it has bytes for");
    }
    return static_cast<std::size_t>(count);
  }

  template <class T>
  void read(T& value) {
    if constexpr (VisitedState<T>) {
      value.visit(*this);
    } else {
      static_assert(PlainState<T>, "has padding, pointers or owned memory: give it visit()");
      take(&value, sizeof(T));
    }
  }
  void read(bool& value) {
    std::uint8_t byte = 0;
    take(&byte, sizeof(byte));
    if (byte > 1) throw StateError("the saved state has neither yes nor no where one belongs");
    value = byte == 1;
  }
  void read(std::string& value) {
    const std::size_t count = read_count(1);
    value.assign(rest_.data(), count);
    rest_.remove_prefix(count);
  }
  template <class T>
  void read(std::optional<T>& value) {
    bool present = false;
    read(present);
    value.reset();
    if (present) read(value.emplace());
  }
  template <class T, std::size_t kSize>
  void read(std::array<T, kSize>& values) {
    for (T& value : values) read(value);
  }
  void read(std::vector<bool>& values) {
    const std::size_t count = read_count(1);
    values.assign(count, false);
    for (std::size_t i = 0; i < count; ++i) {
      bool value = false;
      read(value);
      values[i] = value;
    }
  }
  template <class T>
  void read(std::vector<T>& values) {
    values.clear();
    if constexpr (PlainState<T>) {
      values.resize(read_count(sizeof(T)));
      take(values.data(), values.size() * sizeof(T));
    } else {
      // Grows as elements arrive: a count alone never takes more memory than the bytes justify.
      for (std::size_t left = read_count(1); left > 0; --left) read(values.emplace_back());
    }
  }

  std::string_view rest_;
};

// Replaces the file at once: after a kill it holds either the old bytes or the new ones.
// Throws StateError with the path and the system's reason.
void write_state_file(const std::string& path, std::string_view bytes);
std::string read_state_file(const std::string& path);

}  // namespace planttwin::sim
