#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "scenarios/experiment/replication.h"

namespace planttwin::experiment {

// Where the replications of an experiment are kept as they are made, so that nothing that is
// finished is lost: a SQLite file, or a PostgreSQL database that several people look into. Each is
// a row of the table "replication" with its figures as JSON.
class ReplicationStore {
 public:
  // `where`: a path, or "postgresql://user@host/database". What is there of this experiment goes,
  // unless `resume` says to keep what has the same key. `keys`: by variant, a text that is equal
  // for runs that would be equal. Throws StoreUnreachable,
  // scenario::UsageError for a file that can't be opened, OutputError.
  ReplicationStore(const std::string& where, const Experiment& experiment,
                   std::vector<std::string> keys, bool resume);
  ~ReplicationStore();
  ReplicationStore(const ReplicationStore&) = delete;
  ReplicationStore& operator=(const ReplicationStore&) = delete;

  // The experiment has one variant more, the last one.
  void add_variant(std::string key);

  // How many runs were there already.
  std::size_t found() const;
  // What a task gave, if it was there already.
  std::optional<Replicated> find(const Task& task) const;
  // Keeps it for good. Throws OutputError.
  void add(const Task& task, const Replicated& replications);

 private:
  class Connection;
  std::unique_ptr<Connection> connection_;
};

// A database that can't be reached. what() says which, without a password, and why.
class StoreUnreachable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace planttwin::experiment
