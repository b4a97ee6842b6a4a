#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace planttwin::experiment {

// Thrown when somebody asks for an end: what was taken until then is good.
struct Interrupted {};

// Makes a number of tasks in processes of their own, so many side by side: each is forked from this
// process, which has loaded what they need, and gives back bytes. A process that is killed or
// crashes costs its task alone, which is made again, three times at most.
class Workers {
 public:
  // What is done in the process of a task; it may end the process by an exception or a crash.
  using Task = std::function<std::string(std::size_t)>;
  // A task's bytes, as soon as they are there: in any order, once for each.
  using Taken = std::function<void(std::size_t, const std::string&)>;

  // `side_by_side`: at least 1.
  explicit Workers(std::size_t side_by_side) : side_by_side_(side_by_side) {}

  // Makes the tasks from 0 to before `count`. `prepare` is called in this process before a task
  // begins. The process must have no other thread. Throws std::runtime_error when a task fails for
  // the third time, or when it says what is wrong with it, what `taken` throws, and Interrupted
  // when `interrupted` says so; processes that are left are killed.
  void run(std::size_t count, const Task& task, const std::function<void(std::size_t)>& prepare,
           const Taken& taken, const std::function<bool()>& interrupted) const;

 private:
  std::size_t side_by_side_;
};

// As many as there are cores for this process.
std::size_t usable_cores();

}  // namespace planttwin::experiment
