#include "scenarios/report/message_log.h"

#include <string_view>

#include "erp_bridge/messages/keys.h"
#include "scenarios/report/lot_edges.h"
#include "sim/database.h"

namespace planttwin::scenario {
namespace {

constexpr const char* kTables = R"(
CREATE TABLE message(
  key TEXT PRIMARY KEY, short_key TEXT NOT NULL, direction TEXT NOT NULL, type TEXT NOT NULL,
  partition TEXT NOT NULL, happened INTEGER NOT NULL, first_sent INTEGER, first_arrived INTEGER,
  first_taken INTEGER, ended INTEGER, sent INTEGER NOT NULL, arrived INTEGER NOT NULL,
  state TEXT NOT NULL, refusal TEXT) WITHOUT ROWID;
CREATE TABLE backlog(at INTEGER NOT NULL, to_erp INTEGER NOT NULL, to_plant INTEGER NOT NULL);
CREATE TABLE outage(place TEXT NOT NULL, begins INTEGER NOT NULL, ends INTEGER NOT NULL);
)";

std::string_view state_of(const bridge::MessageJourney& journey) {
  if (journey.ended.is_never()) return "open";
  return journey.taken ? "taken" : "refused";
}

void bind_time(sim::Statement& row, int parameter, sim::Time time) {
  if (time.is_never()) {
    row.bind_null(parameter);
  } else {
    row.bind(parameter, time.count());
  }
}

void write_messages(sim::Database& log, const bridge::TrafficLog& traffic) {
  sim::Statement row(log, "INSERT INTO message VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  for (const bridge::MessageJourney& journey : traffic.journeys) {
    const bool to_erp = journey.direction == bridge::Direction::kToErp;
    row.bind(1, journey.key)
        .bind(2, bridge::short_key(journey.key))
        .bind(3, to_erp ? "to_erp" : "to_plant")
        .bind(4, journey.type)
        .bind(5, journey.partition)
        .bind(6, journey.happened.count());
    bind_time(row, 7, journey.first_sent);
    bind_time(row, 8, journey.first_arrived);
    bind_time(row, 9, journey.first_taken);
    bind_time(row, 10, journey.ended);
    row.bind(11, std::int64_t{journey.sent}).bind(12, std::int64_t{journey.arrived});
    row.bind(13, state_of(journey));
    if (journey.refusal.empty()) {
      row.bind_null(14);
    } else {
      row.bind(14, journey.refusal);
    }
    row.run();
  }
}

void write_backlog(sim::Database& log, const bridge::TrafficLog& traffic) {
  sim::Statement row(log, "INSERT INTO backlog VALUES(?,?,?)");
  for (const bridge::BacklogPoint& point : traffic.backlog) {
    row.bind(1, point.at.count()).bind(2, point.to_erp).bind(3, point.to_plant).run();
  }
}

void write_outages(sim::Database& log, const std::vector<LoggedOutage>& outages) {
  sim::Statement row(log, "INSERT INTO outage VALUES(?,?,?)");
  for (const LoggedOutage& outage : outages) {
    row.bind(1, outage.where).bind(2, outage.when.from.count()).bind(3, outage.when.to.count());
    row.run();
  }
}

}  // namespace

std::vector<LoggedOutage> outages_of(const sim::Landscape& landscape, sim::Time end) {
  std::vector<LoggedOutage> outages;
  const auto add = [&](const auto& places) {
    for (const auto& place : places) {
      for (const sim::Outage& outage : place.outages) {
        if (outage.from < end) outages.push_back({place.id, outage});
      }
    }
  };
  add(landscape.hosts);
  add(landscape.links);
  return outages;
}

void write_message_log(const std::filesystem::path& file, const bridge::TrafficLog* traffic,
                       const bridge::GenealogyComparison& genealogy, const bridge::NameTable& names,
                       const std::vector<LoggedOutage>& outages) {
  sim::Database log(file, sim::Database::Mode::kCreate);
  log.execute("BEGIN");
  log.execute(kTables);
  if (traffic != nullptr) {
    write_messages(log, *traffic);
    write_backlog(log, *traffic);
  }
  write_outages(log, outages);
  write_lot_edges(log, genealogy, names);
  log.execute("COMMIT");
}

}  // namespace planttwin::scenario
