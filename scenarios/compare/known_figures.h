#pragma once

#include <string_view>

#include "scenarios/compare/figure.h"

namespace planttwin::compare {

// What is known of a figure of result.json by its pointer.
struct KnownFigure {
  std::string_view pattern;
  Better better = Better::kUnsaid;
  bool none_is_zero = false;  // listed only when there is some, such as a class of findings
  bool size_counts = false;   // its distance from 0 is compared
};

// By the first pattern that fits; says nothing where none does. docs/experiments.md has them in
// words.
KnownFigure known_figure(std::string_view pointer);

}  // namespace planttwin::compare
