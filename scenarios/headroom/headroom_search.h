#pragma once

#include <optional>
#include <vector>

namespace planttwin::scenario {

// Looks for the highest speed that a stack sustains: upwards by a factor, then between the last
// that it sustained and the first that it did not, until they are near enough. Assumes that a stack
// which can't keep up with one speed can't with a higher one.
class HeadroomSearch {
 public:
  static constexpr double kUp = 4;        // from one speed to the next
  static constexpr double kNear = 1.25;   // ratio of the two at the end
  static constexpr double kLeast = 0.01;  // below this speed nothing is tried

  // `most`: no higher speed is tried.
  HeadroomSearch(double first, double most) : next_(first < most ? first : most), most_(most) {}

  // Nothing when all is known that is to be known.
  std::optional<double> next() const;
  // How it went at next().
  void tell(bool sustained);

  std::optional<double> highest_sustained() const { return sustained_; }
  // The lowest speed that was too much; nothing when none was.
  std::optional<double> lowest_failed() const { return failed_; }

 private:
  double next_;
  double most_;
  std::optional<double> sustained_, failed_;
};

}  // namespace planttwin::scenario
