#include "sim/database.h"

#include <sqlite3.h>

namespace planttwin::sim {

Database::Database(const std::filesystem::path& file, Mode mode) : file_(file) {
  const int access =
      mode == Mode::kReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int flags = access | SQLITE_OPEN_NOMUTEX;  // without a lock at every call
  if (sqlite3_open_v2(file.c_str(), &handle_, flags, nullptr) == SQLITE_OK) return;
  const std::string reason = handle_ == nullptr ? "out of memory" : sqlite3_errmsg(handle_);
  sqlite3_close(handle_);
  throw OutputError(file.string() + ": can't be opened: " + reason);
}

Database::~Database() { sqlite3_close(handle_); }

// The turn to a log is itself a transaction with a rollback journal. With less than EXTRA a power
// cut, even much later, may bring back that journal's file, which would roll back a new database to
// nothing, log and all (https://www.sqlite.org/pragma.html#pragma_synchronous).
void Database::write_ahead(Durability durability) {
  execute("PRAGMA synchronous = EXTRA");
  execute("PRAGMA journal_mode = WAL");
  if (durability == Durability::kProcess) execute("PRAGMA synchronous = NORMAL");
}

void Database::execute(const std::string& sql) {
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail("writing");
}

void Database::add_table(const char* name, const sqlite3_module& module, void* data) {
  if (sqlite3_create_module(handle_, name, &module, data) != SQLITE_OK) fail("adding a table");
}

void Database::fail(const std::string& doing) const {
  throw OutputError(file_.string() + ": " + doing + " failed: " + sqlite3_errmsg(handle_));
}

Statement::Statement(Database& database, std::string_view sql) : database_(database) {
  const int size = static_cast<int>(sql.size());
  if (sqlite3_prepare_v2(database.handle_, sql.data(), size, &handle_, nullptr) != SQLITE_OK) {
    database.fail("preparing \"" + std::string(sql) + "\"");
  }
}

Statement::~Statement() { sqlite3_finalize(handle_); }

Statement& Statement::bind(int parameter, std::int64_t value) {
  sqlite3_bind_int64(handle_, parameter, value);
  return *this;
}

Statement& Statement::bind(int parameter, std::string_view text) {
  sqlite3_bind_text(handle_, parameter, text.data(), static_cast<int>(text.size()),
                    SQLITE_TRANSIENT);
  return *this;
}

Statement& Statement::bind_real(int parameter, double value) {
  sqlite3_bind_double(handle_, parameter, value);
  return *this;
}

Statement& Statement::bind_null(int parameter) {
  sqlite3_bind_null(handle_, parameter);
  return *this;
}

Statement& Statement::bind_blob(int parameter, std::string_view bytes) {
  sqlite3_bind_blob64(handle_, parameter, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
  return *this;
}

bool Statement::step() {
  switch (sqlite3_step(handle_)) {
    case SQLITE_ROW:
      return true;
    case SQLITE_DONE:
      sqlite3_reset(handle_);
      return false;
    default:
      sqlite3_reset(handle_);
      database_.fail("a statement");
  }
}

void Statement::run() {
  while (step()) {
  }
}

void Statement::reset() { sqlite3_reset(handle_); }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_, column); }

double Statement::real(int column) const { return sqlite3_column_double(handle_, column); }

std::string Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
  return bytes == nullptr
             ? std::string()
             : std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column)));
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

}  // namespace planttwin::sim
