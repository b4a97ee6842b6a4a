#include "erp_bridge/exports/export_mapping_reader.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <utility>

#include "erp_bridge/audit/record_resolution_reader.h"
#include "erp_bridge/mapping/jq_programs.h"
#include "erp_bridge/postings/posting_policy_reader.h"
#include "sim/json_document.h"
#include "sim/json_reader.h"

namespace planttwin::bridge {
namespace {

constexpr sim::NamedValue<TextEncoding> kEncodings[] = {
    {"utf-8", TextEncoding::kUtf8},
    {"latin-1", TextEncoding::kLatin1},
    {"windows-1252", TextEncoding::kWindows1252},
};
constexpr sim::NamedValue<char> kSeparators[] = {{",", ','}, {";", ';'}, {"\t", '\t'}, {"|", '|'}};
constexpr sim::NamedValue<char> kDecimals[] = {{".", '.'}, {",", ','}};
constexpr sim::NamedValue<const char*> kGroupings[] = {
    {".", "."}, {",", ","}, {" ", " "}, {"'", "'"}, {"\u00A0", "\u00A0"}, {"\u202F", "\u202F"}};
constexpr sim::NamedValue<CellKind> kKinds[] = {
    {"text", CellKind::kText}, {"number", CellKind::kNumber},   {"integer", CellKind::kInteger},
    {"date", CellKind::kDate}, {"instant", CellKind::kInstant},
};

class ExportReader {
 public:
  ExportReader(std::filesystem::path file, sim::Diagnostics& diagnostics)
      : file_(std::move(file)), diagnostics_(diagnostics) {}

  ExportMapping read(const sim::JsonDocument& document) {
    sim::JsonReader in(document, diagnostics_);
    in.value("$schema");
    mapping_.id = in.id();
    mapping_.title = in.optional_string("title", mapping_.id);
    read_definitions(in);
    mapping_.encoding = in.enumeration("encoding", kEncodings, TextEncoding::kUtf8);
    mapping_.separator = in.enumeration("separator", kSeparators, ',');
    mapping_.decimal = in.enumeration("decimal", kDecimals, '.');
    if (in.has("grouping")) {
      mapping_.grouping = in.enumeration("grouping", kGroupings);
      if (*mapping_.grouping == std::string(1, mapping_.decimal)) {
        in.error("grouping", "it is the decimal sign, too");
      }
    }
    has_zone_ = in.has("time_zone");
    if (has_zone_) mapping_.zone = in.time_zone("time_zone");
    sim::JsonReader documents = in.object("documents");
    mapping_.documents = table(documents);
    if (auto stock = in.optional_object("stock")) mapping_.stock = table(*stock);
    for (sim::JsonReader& item : in.plain_objects("items")) read_item(item);
    if (in.has("user")) mapping_.user = in.required_string("user");
    const bool has_policies = in.has("posting_policies");
    PostingPolicies policies = read_posting_policies(in);
    if (has_policies) mapping_.policies = policies;
    const bool has_resolution = in.has("not_kept");
    RecordResolution resolution = read_record_resolution(in);
    if (has_resolution) mapping_.resolution = resolution;
    in.finish();
    check_programs();
    return std::move(mapping_);
  }

 private:
  void read_definitions(sim::JsonReader& in) {
    const std::string name = in.optional_string("definitions");
    if (name.empty()) return;
    std::ifstream stream(file_.parent_path() / name);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) {
      in.error("definitions", "can't read " + (file_.parent_path() / name).string());
      return;
    }
    definitions_place_ = in.value("definitions");
    mapping_.definitions = text.str();
  }

  ExportTable table(sim::JsonReader& in) {
    ExportTable table;
    for (sim::JsonReader& column : in.objects("columns")) table.columns.push_back(read(column));
    if (const auto program = in.value("row")) {
      table.program = lines(*program);
      places_.push_back(*program);
      programs_.push_back(table.program);
    }
    in.finish();
    return table;
  }

  // A text, or its lines.
  static std::string lines(const sim::JsonValue& value) {
    if (!value.node().is_array()) return value.string().value_or(".");
    std::string text;
    for (const sim::JsonValue& line : value.elements()) text += line.string().value_or("") + "\n";
    return text;
  }

  ExportColumn read(sim::JsonReader& in) {
    ExportColumn column;
    column.id = in.id();
    const auto header = in.value("header");
    if (header && header->node().is_array()) {
      for (const sim::JsonValue& part : header->elements()) {
        if (auto text = part.string()) column.headers.push_back(*std::move(text));
      }
      if (header->node().elements.empty()) header->error("expected at least one name");
    } else if (header) {
      column.headers.push_back(header->string().value_or(""));
    } else {
      column.headers.push_back(column.id);
    }
    column.kind = in.enumeration("is", kKinds, CellKind::kText);
    read_formats(in, column);
    if (auto codes = in.optional_object("codes")) read_codes(*codes, column);
    if (!column.codes.empty() && column.kind != CellKind::kText) {
      in.error("codes", "only a text has codes");
    }
    in.finish();
    return column;
  }

  void read_formats(sim::JsonReader& in, ExportColumn& column) {
    const bool is_date = column.kind == CellKind::kDate;
    const bool is_moment = is_date || column.kind == CellKind::kInstant;
    for (const sim::JsonValue& value : in.values("formats")) {
      const std::optional<std::string> pattern = value.string();
      if (!pattern) continue;
      const sim::Parsed<DateFormat> format = DateFormat::parse(*pattern);
      if (!format.ok()) {
        value.error(format.error());
      } else if (!is_date && !format.value().has_time()) {
        value.error("an instant needs the hour: HH");
      } else if (!is_date && !format.value().has_offset() && !has_zone_) {
        value.error("without an offset (zzz) the file needs a \"time_zone\"");
      } else {
        column.formats.push_back(format.value());
      }
    }
    if (is_moment && !in.has("formats")) {
      in.error("dates and instants need \"formats\", such as [\"dd.MM.yyyy\"]");
    } else if (!is_moment && in.has("formats")) {
      in.error("formats", "only dates and instants have formats");
    }
  }

  static void read_codes(sim::JsonReader& in, ExportColumn& column) {
    std::vector<std::string> names;
    for (const sim::JsonMember& member : in.node().members) names.push_back(member.name);
    for (const std::string& name : names) {
      const auto value = in.value(name);
      const bool is_null = value->node().kind == sim::JsonNode::Kind::kNull;
      column.codes[name] = is_null ? std::nullopt : value->string();
    }
    in.finish();
  }

  void read_item(sim::JsonReader& in) {
    RecordItem item;
    item.item = in.required_string("item");
    item.decimals = static_cast<int>(in.integer("decimals", {0, sim::Unit::kMaxDecimals}, 0));
    for (sim::JsonReader& unit : in.plain_objects("other_units")) {
      item.other_units.push_back(
          {unit.required_string("name"), unit.integer("factor", {1, 1'000'000'000})});
      unit.finish();
    }
    in.finish();
    mapping_.items.push_back(std::move(item));
  }

  void check_programs() {
    JqPrograms programs(mapping_.definitions);
    for (const std::string& program : programs_) programs.add(program);
    for (const JqPrograms::Fault& fault : programs.check()) {
      if (fault.program < places_.size()) {
        places_[fault.program].error("jq: " + fault.text);
      } else if (definitions_place_) {
        definitions_place_->error("jq: " + fault.text);
      }
    }
  }

  std::filesystem::path file_;
  sim::Diagnostics& diagnostics_;
  ExportMapping mapping_;
  bool has_zone_ = false;
  std::vector<std::string> programs_;
  std::vector<sim::JsonValue> places_;  // of programs
  std::optional<sim::JsonValue> definitions_place_;
};

}  // namespace

std::optional<ExportMapping> load_export_mapping(const std::string& path,
                                                 sim::Diagnostics& diagnostics) {
  const std::optional<sim::JsonDocument> document = sim::JsonDocument::load(path, diagnostics);
  if (!document) return std::nullopt;
  return ExportReader(path, diagnostics).read(*document);
}

}  // namespace planttwin::bridge
