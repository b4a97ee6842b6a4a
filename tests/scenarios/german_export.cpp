#include "tests/scenarios/german_export.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "sim/time_zone.h"

namespace planttwin::testing {
namespace {

using nlohmann::json;
using Cells = std::vector<std::string>;

const std::map<std::string, std::string> kTypes = {{"ProductionOrderReleased", "AF"},
                                                   {"OperationCompleted", "RM"},
                                                   {"MaterialIssued", "WA"},
                                                   {"MaterialReturned", "RG"},
                                                   {"ProductCompleted", "ZG"},
                                                   {"ByProduct", "KP"},
                                                   {"Scrapped", "AU"},
                                                   {"GoodsReceived", "WE"},
                                                   {"StockStatusChanged", "UM"},
                                                   {"Shipped", "LF"},
                                                   {"ProductionOrderClosed", "AB"},
                                                   {"PostingReversed", "ST"}};
const std::map<std::string, std::string> kWords = {{"partial", "Teil"},
                                                   {"final", "Ende"},
                                                   {"unrestricted", "frei"},
                                                   {"held", "gesperrt"},
                                                   {"", ""}};

std::string text(const json& row, const char* name) {
  const auto found = row.find(name);
  return found == row.end() || found->is_null() ? "" : found->get<std::string>();
}

std::string word(const json& row, const char* name) { return kWords.at(text(row, name)); }

// 1234.5 as 1.234,5 and -3 as 3-.
std::string number(const json& row, const char* name) {
  const auto found = row.find(name);
  if (found == row.end() || found->is_null()) return "";
  std::string digits = found->dump();
  if (digits.find('e') != std::string::npos) throw std::runtime_error(digits);
  const bool is_negative = digits.front() == '-';
  if (is_negative) digits.erase(0, 1);
  const std::size_t point = digits.find('.');
  std::string whole = digits.substr(0, point);
  for (std::size_t i = whole.size(); i > 3; i -= 3) whole.insert(i - 3, ".");
  if (point != std::string::npos) whole += "," + digits.substr(point + 1);
  return whole + (is_negative ? "-" : "");
}

// With leading zeros.
std::string padded(std::int64_t value, std::size_t width) {
  const std::string digits = std::to_string(value);
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}

std::string day(const sim::CivilDate& date) {
  return padded(date.day, 2) + "." + padded(date.month, 2) + "." + padded(date.year, 4);
}

std::string clock(sim::Duration since_midnight) {
  constexpr std::int64_t kSecond = 1'000'000, kMinute = 60 * kSecond, kHour = 60 * kMinute;
  const std::int64_t us = since_midnight.count();
  return padded(us / kHour, 2) + ":" + padded(us % kHour / kMinute, 2) + ":" +
         padded(us % kMinute / kSecond, 2) + "," + padded(us % kSecond, 6);
}

Cells document_cells(const json& row) {
  const json& data = row["data"];
  const bool is_operation = row["type"] == "OperationCompleted";
  const sim::TimeZone zone = sim::TimeZone::find("Europe/Berlin").value();
  const sim::LocalTime time =
      zone.local_time(sim::parse_instant(row["time"].get<std::string>()).value());
  const std::string posted = text(row, "posting_date");
  const std::string into = text(data, "into_lot") + text(data, "from_lot");
  return {std::to_string(row["number"].get<std::int64_t>()),
          text(row, "key"),
          kTypes.at(row["type"].get<std::string>()),
          day(time.date),
          clock(time.time_of_day),
          posted.empty() ? "" : day(sim::parse_date(posted).value()),
          text(row, "period"),
          text(row, "company"),
          text(row, "plant"),
          text(row, "user"),
          text(data, "order"),
          text(data, "operation"),
          text(data, "work_center"),
          text(data, "item"),
          is_operation ? "" : text(data, "lot"),
          text(data, "location"),
          number(data, "quantity"),
          text(data, "unit"),
          number(data, "scrapped"),
          number(data, "machine_time_s"),
          is_operation ? text(data, "lot") : into,
          word(data, "completion"),
          text(data, "reason"),
          text(data, "purchase_order"),
          text(data, "delivery"),
          text(data, "customer"),
          word(data, data.contains("from") ? "from" : "status"),
          word(data, "to"),
          number(row, "value"),
          number(row, "activity_cost"),
          row["reverses"].is_null() ? "" : row["reverses"].dump(),
          text(data, "original_key")};
}

std::string line(const Cells& cells) {
  std::string out;
  for (const std::string& cell : cells) {
    if (&cell != &cells.front()) out += ';';
    const bool is_plain = cell.find_first_of(";\"\r\n") == std::string::npos;
    std::string quoted = "\"";
    for (const char c : cell) quoted += c == '"' ? "\"\"" : std::string(1, c);
    out += is_plain ? cell : quoted + '"';
  }
  return out + "\r\n";
}

}  // namespace

GermanExport german_export(const std::string& record_jsonl) {
  // The letters beyond ASCII are those of Windows.
  GermanExport files{
      "Belegnummer;Referenz;Vorgangsart;Datum;Uhrzeit;Buchungsdatum;Periode;Buchungskreis;Werk;"
      "Benutzer;Auftrag;Vorgang;Arbeitsplatz;Material;Charge;Lagerort;Menge;Einheit;Ausschuss;"
      "Maschinensekunden;Fertigungslos;R\xFC"
      "ckmeldung;Grund;Bestellung;Lieferung;Kunde;Bestandsart;neue Bestandsart;Wert;Leistung;"
      "Storno zu;Storno zu Referenz\r\n",
      "Material;Charge;Lagerort;Bestandsart;Bestand\r\n"};
  std::istringstream in(record_jsonl);
  for (std::string text_line; std::getline(in, text_line);) {
    const json entry = json::parse(text_line);
    const json& row = entry["row"];
    if (entry["kind"] == "document") files.documents += line(document_cells(row));
    if (entry["kind"] == "stock") {
      files.stock += line({text(row, "item"), text(row, "lot"), text(row, "location"),
                           word(row, "status"), number(row, "quantity")});
    }
  }
  return files;
}

}  // namespace planttwin::testing
