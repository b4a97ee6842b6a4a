#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace planttwin::experiment {

// Makes a number of tasks in processes of their own, so many side by side: each is forked from this
// process, which has loaded what they need, and gives back bytes. A process that is killed or
// crashes costs its task alone, which is made again, three times at most.
class Workers {
 public:
  // What is done in the process of a task; it may end the process by an exception or a crash.
  using Task = std::function<std::string(std::size_t)>;
  using Done = std::function<void(std::size_t)>;  // so many are done

  // `side_by_side`: at least 1.
  explicit Workers(std::size_t side_by_side) : side_by_side_(side_by_side) {}

  // The bytes of the tasks from 0 to before `count`, by task. `prepare` is called in this process
  // before a task begins. The process must have no other thread. Throws std::runtime_error when a
  // task fails for the third time, or when it says what is wrong with it, and
  // Interrupted when `interrupted` says so; processes that are left are killed.
  std::vector<std::string> run(std::size_t count, const Task& task,
                               const std::function<void(std::size_t)>& prepare, const Done& done,
                               const std::function<bool()>& interrupted) const;

  struct Interrupted {};

 private:
  std::size_t side_by_side_;
};

// As many as there are cores for this process.
std::size_t usable_cores();

}  // namespace planttwin::experiment
