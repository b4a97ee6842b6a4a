#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace planttwin::experiment {

// Thrown when somebody asks for an end: what was taken until then is good.
struct Interrupted {};

// Makes a number of tasks in processes that are forked from this one, which has loaded what they
// need: so many side by side. A process gives back bytes for each of its tasks as it ends. One that
// is killed or crashes costs the task that it was at, which is made again, three times at most.
class Workers {
 public:
  // What is done in the process of a task; it may end the process by an exception or a crash.
  using Task = std::function<std::string(std::size_t)>;
  // A task's bytes, as soon as they are there: in any order, once for each.
  using Taken = std::function<void(std::size_t, const std::string&)>;
  // How many tasks from this one on may be made one after another in a process: at least 1. Fewer
  // are when that keeps all processes busy to the end.
  using Together = std::function<std::size_t(std::size_t)>;

  // `side_by_side`: at least 1.
  explicit Workers(std::size_t side_by_side) : side_by_side_(side_by_side) {}

  // Makes the tasks from 0 to before `count`. `prepare` is called in this process before a process
  // for a task begins, then `together`; without it each task has a process of its own. This process
  // must have no other thread. Throws std::runtime_error when a task fails for the third time, or
  // when it says what is wrong with it, what `taken` throws, and Interrupted when `interrupted`
  // says so; processes that are left are killed.
  void run(std::size_t count, const Task& task, const std::function<void(std::size_t)>& prepare,
           const Taken& taken, const std::function<bool()>& interrupted,
           const Together& together = nullptr) const;

 private:
  std::size_t side_by_side_;
};

// As many as there are cores for this process.
std::size_t usable_cores();

}  // namespace planttwin::experiment
