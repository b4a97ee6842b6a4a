#include "scenarios/report/html_page.h"

#include <fstream>
#include <initializer_list>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "embedded/echarts.h"
#include "embedded/page_html.h"
#include "embedded/page_script.h"
#include "embedded/page_style.h"
#include "scenarios/exit_code.h"
#include "scenarios/output_files.h"
#include "scenarios/report/log_figures.h"

namespace planttwin::scenario {
namespace {

std::string read_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw OutputError(file.string() + ": can't be read");
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// Data within a script element: no text in it can end the element or begin markup.
std::string script_data(const nlohmann::json& data) {
  const std::string text = data.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  std::string result;
  result.reserve(text.size());
  for (const char c : text) {
    if (c == '<') {
      result += "\\u003c";
    } else {
      result += c;
    }
  }
  return result;
}

using Part = std::pair<std::string_view, std::string_view>;

// Fills the places "@NAME@" of the page in one pass, so that nothing filled in is filled again.
std::string fill(std::string_view page, const std::initializer_list<Part>& parts) {
  std::string result;
  for (;;) {
    const std::size_t at = page.find('@');
    result += page.substr(0, at);
    if (at == std::string_view::npos) return result;
    page.remove_prefix(at);
    bool filled = false;
    for (const auto& [name, text] : parts) {
      if (!page.starts_with(name)) continue;
      result += text;
      page.remove_prefix(name.size());
      filled = true;
      break;
    }
    if (!filled) {
      result += '@';
      page.remove_prefix(1);
    }
  }
}

}  // namespace

void write_html_page(const std::filesystem::path& folder) {
  nlohmann::json data;
  data["result"] = nlohmann::json::parse(read_text(folder / "result.json"));
  const std::filesystem::path log = folder / "events.sqlite";
  if (std::filesystem::exists(log)) data["log"] = log_figures(log);
  const std::string text = script_data(data);
  write_text_file(folder / "report.html",
                  fill(embedded::page_html(), {{"@STYLE@", embedded::page_style()},
                                               {"@ECHARTS@", embedded::echarts()},
                                               {"@DATA@", text},
                                               {"@SCRIPT@", embedded::page_script()}}));
}

}  // namespace planttwin::scenario
