#pragma once

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace planttwin::bridge {

// A program that can't be compiled, or that has failed on its input. The text is jq's own, lines
// counted from where the program begins.
struct JqError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Programs in the language of jq 1.6 (its manual describes it), which turn JSON into JSON. They
// share one set of definitions and one machine, for jq needs some milliseconds to get ready. Used
// by one thread at a time. Numbers are doubles there: what has more than 15 digits goes as a text.
class JqPrograms {
 public:
  // `definitions` are functions that all programs may use: "def name: …; …", or nothing.
  explicit JqPrograms(std::string definitions);
  ~JqPrograms();
  JqPrograms(const JqPrograms&) = delete;
  JqPrograms& operator=(const JqPrograms&) = delete;

  // Its number. No program is added once one has been run.
  std::size_t add(std::string program);
  // Every fault of every program, by its number; the definitions' own have that of no program.
  // Modules ("include", "import") are a fault.
  struct Fault {
    std::size_t program;
    std::string text;
  };
  std::vector<Fault> check() const;

  // All that a program makes of an input, in order. Throws JqError.
  std::vector<std::string> run(std::size_t program, std::string_view json);
  // The first of it; "null" when there is nothing.
  std::string first(std::size_t program, std::string_view json);
  // Whether the first of it is neither null nor false.
  bool holds(std::size_t program, std::string_view json);

 private:
  class Machine;

  std::string all_in_one() const;

  std::string definitions_;
  std::vector<std::string> programs_;
  std::unique_ptr<Machine> machine_;
};

}  // namespace planttwin::bridge
