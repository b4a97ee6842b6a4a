#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "sim/output_error.h"

struct sqlite3;
struct sqlite3_module;
struct sqlite3_stmt;

namespace planttwin::sim {

// A SQLite database file, opened for one owner and used by one thread at a time. Every failure
// throws OutputError with the file and SQLite's reason.
class Database {
 public:
  enum class Mode { kCreate, kReadOnly };
  // How sure a transaction is once it is committed. Neither loses anything when the process is
  // killed.
  enum class Durability : std::uint8_t {
    kProcess,  // a power cut may take the last transactions
    kPower,    // not even that
  };

  Database(const std::filesystem::path& file, Mode mode);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Lets transactions go to a log first (SQLite's WAL), so that readers don't hold up the writer.
  // Requires that no transaction is open.
  void write_ahead(Durability durability);
  // One or more statements without results.
  void execute(const std::string& sql);
  // A table that is in no file: `module`, which must outlive the connection, reads it from `data`.
  void add_table(const char* name, const sqlite3_module& module, void* data);
  const std::filesystem::path& file() const { return file_; }

 private:
  friend class Statement;
  [[noreturn]] void fail(const std::string& doing) const;

  std::filesystem::path file_;
  sqlite3* handle_ = nullptr;
};

// A prepared statement. Parameters and columns count from 1 and 0 as in SQLite. Texts that are
// bound are copied.
class Statement {
 public:
  Statement(Database& database, std::string_view sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Statement& bind(int parameter, std::int64_t value);
  Statement& bind(int parameter, std::string_view text);
  Statement& bind_real(int parameter, double value);
  Statement& bind_null(int parameter);
  Statement& bind_blob(int parameter, std::string_view bytes);

  // True while there is a row. After the last one the statement is reset.
  bool step();
  // Executes a statement without rows and resets it.
  void run();
  void reset();

  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string text(int column) const;
  bool is_null(int column) const;

 private:
  Database& database_;
  sqlite3_stmt* handle_ = nullptr;
};

}  // namespace planttwin::sim
