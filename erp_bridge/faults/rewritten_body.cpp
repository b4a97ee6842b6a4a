#include "erp_bridge/faults/rewritten_body.h"

#include "erp_bridge/formats/json_text.h"
#include "erp_bridge/mapping/jq_programs.h"
#include "sim/diagnostics.h"
#include "sim/json_document.h"

namespace planttwin::bridge {
namespace {

std::string on_members(std::string_view field, const std::string& change) {
  return ".body | walk(if type == \"object\" and has(" + sim::json_string(field) + ") then " +
         change + " else . end)";
}
std::string member(std::string_view field) { return ".[" + sim::json_string(field) + "]"; }

}  // namespace

std::string drift_program(std::string_view field, Drift drift, std::string_view name) {
  switch (drift) {
    case Drift::kMissing:
      return on_members(field, "del(" + member(field) + ")");
    case Drift::kText:
      return on_members(field, member(field) + " |= tostring");
    case Drift::kRenamed:
      break;
  }
  return on_members(field, "with_entries(if .key == " + sim::json_string(field) +
                               " then .key = " + sim::json_string(name) + " else . end)");
}

std::string factor_program(std::string_view field, const sim::Decimal& factor) {
  const std::string times = " * " + factor.text();
  return on_members(field, member(field) + " |= (if type == \"number\" then ." + times +
                               " elif type == \"string\" and test(\"^-?[0-9]+([.][0-9]+)?$\") then "
                               "(tonumber" +
                               times + " | tostring) else . end)");
}

std::string value_program(std::string_view field, std::string_view value) {
  return on_members(field, "if " + member(field) + " == null then . else " + member(field) + " = " +
                               sim::json_string(value) + " end");
}

std::string shift_program(std::string_view field, sim::Duration shift) {
  constexpr std::int64_t kSecond = 1'000'000;
  const std::string seconds = "(" + std::to_string(shift.count() / kSecond) + ")";
  // "2026-03-02T06:00:00.5+01:00" is the day, the time of day and a rest.
  return "def moved($day; $time; $rest): ($day + \"T\" + $time + \"Z\" | fromdate + " + seconds +
         " | todate) as $new | if $rest == null then $new[0:10] else $new[0:19] + $rest end; "
         "def later: if type != \"string\" then . "
         "elif test(\"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\") "
         "then moved(.[0:10]; .[11:19]; .[19:]) "
         "elif test(\"^[0-9]{4}-[0-9]{2}-[0-9]{2}$\") then moved(.; \"00:00:00\"; null) "
         "else . end; " +
         on_members(field, member(field) + " |= later");
}

std::string seen_by_program(const std::vector<std::string>& keys, const std::string& request) {
  std::vector<std::string> quoted;
  for (const std::string& key : keys) quoted.push_back(sim::json_string(key));
  sim::Diagnostics no_json;
  const auto document = sim::JsonDocument::parse(request, "body", no_json);
  return JsonFields()
      .json("keys", json_array(quoted))
      .json("body", document ? sim::canonical_json(document->root()) : "null")
      .take();
}

std::string sent_of(const std::string& made) {
  if (!made.starts_with('"')) return made;
  sim::Diagnostics none;
  const auto text = sim::JsonDocument::parse(made, "body", none);  // such as XML
  return text ? text->root().text : made;
}

std::optional<std::string> rewritten_body(const PlannedFault& fault,
                                          const std::vector<std::string>& keys,
                                          const std::string& request) {
  JqPrograms programs("");
  const std::size_t rewrite =
      programs.add(".body as $old | (" + fault.body +
                   "\n) as $new | if $old == null or $old == $new then empty else [$new] end");
  const std::size_t only = programs.add(".[0]");
  try {
    const std::string made = programs.first(rewrite, seen_by_program(keys, request));
    if (made == "null") return std::nullopt;
    return sent_of(programs.first(only, made));
  } catch (const JqError&) {
    return std::nullopt;
  }
}

}  // namespace planttwin::bridge
