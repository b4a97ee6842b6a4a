#include "erp_bridge/exports/export_table.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "erp_bridge/exports/cell_value.h"
#include "erp_bridge/exports/csv_reader.h"
#include "erp_bridge/formats/json_text.h"
#include "erp_bridge/mapping/jq_programs.h"
#include "sim/json_document.h"

namespace planttwin::bridge {
namespace {

class TableReader {
 public:
  TableReader(const std::string& file, const ExportMapping& mapping, const ExportTable& table,
              sim::Diagnostics& diagnostics)
      : file_(file),
        mapping_(mapping),
        table_(table),
        diagnostics_(diagnostics),
        programs_(mapping.definitions),
        program_(programs_.add(table.program)) {}

  ExportRows read_csv(std::string_view text) {
    CsvReader reader(text, file_, mapping_.separator, diagnostics_);
    std::vector<CsvCell> cells;
    if (!reader.next(cells)) {
      if (diagnostics_.empty()) diagnostics_.add({file_, {1, 1}, "", "no line of headers"});
      return {};
    }
    if (!find_columns(cells)) return {};
    while (reader.next(cells)) take(cells);
    return std::move(rows_);
  }

  ExportRows read_json_lines(std::string_view text) {
    int number = 0;
    while (!text.empty()) {
      ++number;
      const std::string_view line = text.substr(0, text.find('\n'));
      text.remove_prefix(std::min(line.size() + 1, text.size()));
      if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
      sim::Diagnostics faults;
      const auto document = sim::JsonDocument::parse(line, file_, faults);
      for (const sim::Diagnostic& fault : faults.all()) {
        fail({number, fault.position.column}, fault.message, fault.pointer);
      }
      if (document) take(document->root(), number);
    }
    return std::move(rows_);
  }

 private:
  void fail(sim::SourcePosition position, std::string message, std::string pointer = "") {
    diagnostics_.add({file_, position, std::move(pointer), std::move(message)});
  }

  // Where the headers of the columns stand.
  bool find_columns(const std::vector<CsvCell>& headers) {
    bool all = true;
    std::vector<std::string> known;
    for (const CsvCell& header : headers) known.push_back(header.text);
    for (const ExportColumn& column : table_.columns) {
      std::vector<std::size_t>& places = places_.emplace_back();
      for (const std::string& name : column.headers) {
        const auto found = std::find(known.begin(), known.end(), name);
        if (found == known.end()) {
          fail(headers.front().position,
               "no column " + sim::in_quotes(name) + sim::nearest_clause(name, known));
          all = false;
          continue;
        }
        const auto place = static_cast<std::size_t>(std::distance(known.begin(), found));
        if (const auto twin = std::find(found + 1, known.end(), name); twin != known.end()) {
          fail(headers[static_cast<std::size_t>(std::distance(known.begin(), twin))].position,
               "another column " + sim::in_quotes(name));
          all = false;
        }
        places.push_back(place);
      }
    }
    return all;
  }

  void take(const std::vector<CsvCell>& cells) {
    ++rows_.lines;
    JsonFields row;
    bool good = true;
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      std::string text;
      for (const std::size_t place : places_[i]) {
        text += (text.empty() ? "" : " ") + cells[place].text;
      }
      good &= add(row, table_.columns[i], text, cells[places_[i].front()].position);
    }
    if (good) run(row.take(), cells.front().position);
  }

  // Members that columns name, and all others as they are.
  void take(const sim::JsonNode& node, int line) {
    ++rows_.lines;
    const sim::SourcePosition position{line, 1};
    if (!node.is_object()) return fail(position, "expected an object");
    JsonFields row;
    bool good = true;
    for (const ExportColumn& column : table_.columns) good &= add(row, column, node, line);
    for (const sim::JsonMember& member : node.members) {
      const bool is_named = std::any_of(
          table_.columns.begin(), table_.columns.end(), [&](const ExportColumn& column) {
            return column.id == member.name ||
                   std::find(column.headers.begin(), column.headers.end(), member.name) !=
                       column.headers.end();
          });
      if (!is_named) row.json(member.name, sim::canonical_json(member.value));
    }
    if (good) run(row.take(), position);
  }

  bool add(JsonFields& row, const ExportColumn& column, const sim::JsonNode& node, int line) {
    std::string text;
    for (const std::string& header : column.headers) {
      const sim::JsonNode* member = node.member(header);
      if (member == nullptr) {
        fail({line, 1}, "no member " + sim::in_quotes(header));
        return false;
      }
      const bool is_number_column =
          column.kind == CellKind::kNumber || column.kind == CellKind::kInteger;
      if (member->is_number() && is_number_column) {
        row.json(column.id, member->text);
        return true;
      }
      if (member->is_object() || member->is_array()) {
        fail({line, member->position.column}, "found " + member->description(), "/" + header);
        return false;
      }
      if (!member->text.empty()) text += (text.empty() ? "" : " ") + member->text;
    }
    return add(row, column, text, {line, 1});
  }

  bool add(JsonFields& row, const ExportColumn& column, const std::string& text,
           sim::SourcePosition position) {
    const sim::Parsed<std::string> value = cell_value(text, column, mapping_);
    if (value.ok()) {
      row.json(column.id, value.value());
    } else {
      fail(position, value.error(), "/" + column.id);
    }
    return value.ok();
  }

  void run(const std::string& row, sim::SourcePosition position) {
    try {
      std::vector<std::string> made = programs_.run(program_, row);
      std::erase(made, "null");
      if (made.empty()) ++rows_.left_out;
      for (std::string& one : made) rows_.rows.push_back({std::move(one), position});
    } catch (const JqError& error) {
      fail(position, std::string("jq: ") + error.what());
    }
  }

  const std::string& file_;
  const ExportMapping& mapping_;
  const ExportTable& table_;
  sim::Diagnostics& diagnostics_;
  JqPrograms programs_;
  std::size_t program_;
  std::vector<std::vector<std::size_t>> places_;  // by column
  ExportRows rows_;
};

}  // namespace

ExportRows read_export(std::string_view bytes, bool is_json_lines, const std::string& file,
                       const ExportMapping& mapping, const ExportTable& table,
                       sim::Diagnostics& diagnostics) {
  if (bytes.empty()) {
    diagnostics.add({file, {}, "", "the file is empty"});
    return {};
  }
  const TextEncoding encoding = is_json_lines ? TextEncoding::kUtf8 : mapping.encoding;
  const std::optional<std::string> text = to_utf8(bytes, encoding, file, diagnostics);
  if (!text) return {};
  TableReader reader(file, mapping, table, diagnostics);
  return is_json_lines ? reader.read_json_lines(*text) : reader.read_csv(*text);
}

ExportRows read_export(const std::string& path, const ExportMapping& mapping,
                       const ExportTable& table, sim::Diagnostics& diagnostics) {
  sim::Diagnostics unreadable;
  const std::string bytes = file_bytes(path, unreadable);
  if (!unreadable.empty()) {
    for (const sim::Diagnostic& fault : unreadable.all()) diagnostics.add(fault);
    return {};
  }
  return read_export(bytes, path.ends_with(".jsonl"), path, mapping, table, diagnostics);
}

std::string file_bytes(const std::string& path, sim::Diagnostics& diagnostics) {
  std::error_code error;
  const bool is_file = std::filesystem::is_regular_file(path, error);
  const std::uintmax_t size = is_file ? std::filesystem::file_size(path, error) : 0;
  if (is_file && !error && size > sim::JsonDocument::kMaxBytes) {
    diagnostics.add({path, {}, "", "the file is larger than 256 MiB: export fewer days"});
    return "";
  }
  std::ifstream in(path, std::ios::binary);
  if (!is_file || error || !in) {
    diagnostics.add({path, {}, "", "cannot be read"});
    return "";
  }
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace planttwin::bridge
