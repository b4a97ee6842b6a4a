#pragma once

#include <compare>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace planttwin::sim {

// A place in a text file. Both count from 1; columns count characters (code points), not bytes.
// Line 0 means that the diagnostic concerns the file as a whole.
struct SourcePosition {
  int line = 0;
  int column = 0;

  auto operator<=>(const SourcePosition&) const = default;
};

// One thing that is wrong with an input file: where, at which JSON pointer, and what.
// The pointer names elements of collections by id, not by index, and is empty for the root.
struct Diagnostic {
  std::string file;
  SourcePosition position;
  std::string pointer;
  std::string message;

  // "plant.json:41:18: /routings/PUMP/work_center: no work center ..."
  std::string text() const;
};

// Collects every diagnostic of a loading pass, so that a bad file yields all its errors at once.
// At most kLimit are kept; the rest is counted and mentioned at the end.
class Diagnostics {
 public:
  static constexpr std::size_t kLimit = 200;

  void add(Diagnostic diagnostic);
  bool empty() const { return count_ == 0; }
  std::size_t count() const { return count_; }  // including those beyond the limit

  // By file, line and column; equal places keep the order of discovery, exact repetitions go.
  std::vector<Diagnostic> all() const;
  // One line each, and a last line that says how many more there were.
  std::string text() const;
  // Throws InputError when anything was added.
  void throw_if_any() const;

 private:
  std::vector<Diagnostic> kept_;
  std::size_t count_ = 0;
};

// Bad input. what() is the text of all diagnostics.
class InputError : public std::runtime_error {
 public:
  explicit InputError(Diagnostics diagnostics);
  const Diagnostics& diagnostics() const { return diagnostics_; }

 private:
  Diagnostics diagnostics_;
};

// The known names that a person may have meant, nearest first, at most three. Case does not count;
// a name qualifies when about a third of its characters or fewer must be edited (Damerau,
// optimal string alignment) or when one of the two begins with the other.
std::vector<std::string> nearest_names(std::string_view wanted,
                                       const std::vector<std::string>& known);

// `; nearest: "A", "B"`, or nothing when no known name comes near.
std::string nearest_clause(std::string_view wanted, const std::vector<std::string>& known);

// The text in double quotes, with quotes, backslashes and control characters escaped and a very
// long text shortened: for messages.
std::string in_quotes(std::string_view text);

}  // namespace planttwin::sim
