#pragma once

#include <memory>
#include <string>
#include <vector>

#include "plant_models/import/smt2020.h"
#include "plant_models/import/tab_choice.h"
#include "sim/id_table.h"

namespace planttwin::plant::smt2020 {

inline constexpr std::int64_t kMostSteps = 1'000'000'000;  // the greatest number of a step
inline constexpr std::int64_t kMostPieces = 1'000'000;     // of a lot or a batch
inline constexpr std::int64_t kMostCount = 1'000'000'000;

// A fab while its tables are read. What a row defines is in the tables of names even when one of
// its cells is wrong, so that one mistake is reported once. Invariant: positions in the tables of
// names and in the vectors of the fab agree.
struct Reading {
  using CalendarId = Id<struct CalendarTag>;
  using SetupId = Id<struct SetupNameTag>;

  const FileText& text_of;
  const std::string& folder;
  sim::Diagnostics& errors;
  sim::Diagnostics& remarks;
  Fab fab = {};

  sim::IdTable<ToolFamilyId> families{"tool family"};
  sim::IdTable<ToolGroupId> groups{"tool group"};
  sim::IdTable<ProductId> products{"part"};
  std::unique_ptr<TabTable> setup_table = nullptr;   // setup.txt, opened before the routes
  sim::IdTable<SetupId> setups_with_times{"setup"};  // in setup.txt
  sim::IdTable<SetupId> setups_of_steps{"setup"};    // that steps need

  // Null, after an error, when there is no such file or it cannot be read.
  std::unique_ptr<TabTable> open(const std::string& name);
  // Notes the columns of a table once it has been read.
  void close(const TabTable& table);
};

// One reader per file or kind of file, in the order in which they have to be called.
void read_tools(Reading& reading);
void open_setup_times(Reading& reading);
void read_parts(Reading& reading);
void read_setups(Reading& reading);
void read_transports(Reading& reading);
void read_orders(Reading& reading);
void read_wip(Reading& reading);
void read_stops(Reading& reading);

struct StepColumns;

// Reads the route files that parts name, each route once.
class RouteReader {
 public:
  explicit RouteReader(Reading& reading);
  ~RouteReader();
  RouteReader(const RouteReader&) = delete;
  RouteReader& operator=(const RouteReader&) = delete;

  // The route that a row of part.txt names. Invalid after an error.
  RouteId read(const TabRow& part, const TabColumn& file_column, const TabColumn& route_column);
  // Remarks upon routes that no part has, and notes the columns of the files.
  void finish();

 private:
  struct NamedRows {
    std::string name;
    std::vector<TabRow> rows;
    RouteId id;  // invalid: not read yet
  };
  struct File {
    std::string name;
    std::unique_ptr<TabTable> table;  // null: it could not be read
    std::unique_ptr<StepColumns> columns;
    std::vector<NamedRows> routes;
  };

  void group_rows(File& file);
  File& open(const TabRow& part, const TabColumn& column, const std::string& name);

  Reading& reading_;
  std::vector<File> files_;
};

}  // namespace planttwin::plant::smt2020
