#include "scenarios/report/html_page.h"

#include <array>
#include <utility>

#include "embedded/echarts.h"
#include "scenarios/report/base64.h"
#include "sim/json_document.h"
#include "sim/sha256.h"

namespace planttwin::scenario {
namespace {

std::string bytes_of(std::string_view hexadecimal) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hexadecimal.size(); i += 2) {
    bytes += static_cast<char>(std::stoul(std::string(hexadecimal.substr(i, 2)), nullptr, 16));
  }
  return bytes;
}

// A policy names a script by its digest.
std::string script_source(std::string_view script) {
  return "'sha256-" + base64(bytes_of(sim::sha256(script))) + "'";
}

// JSON in which no text can end the script element that holds it or begin markup.
std::string harmless_json(const sim::JsonNode& node) {
  std::string text;
  for (const char c : sim::canonical_json(node)) {
    if (c == '<') {
      text += "\\u003c";
    } else if (c == '>') {
      text += "\\u003e";
    } else if (c == '&') {
      text += "\\u0026";
    } else {
      text += c;
    }
  }
  return text;
}

std::string harmless_text(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '&':
        result += "&amp;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

// The template with each {{name}} replaced. Values are not looked at again.
std::string filled(std::string_view page,
                   const std::array<std::pair<std::string_view, std::string>, 6>& values) {
  std::string text;
  while (!page.empty()) {
    const std::size_t open = page.find("{{");
    text += page.substr(0, open);
    if (open == page.npos) break;
    const std::size_t close = page.find("}}", open);
    const std::string_view name = page.substr(open + 2, close - open - 2);
    for (const auto& [key, value] : values) {
      if (key == name) text += value;
    }
    page.remove_prefix(close + 2);
  }
  return text;
}

}  // namespace

std::string html_page(const HtmlPage& parts, std::string_view title, const sim::JsonNode& data) {
  const std::string_view charts = embedded::echarts();
  std::string script;
  for (const std::string_view part : parts.scripts) script += part;
  return filled(parts.page, {{{"title", harmless_text(title)},
                              {"scripts", script_source(charts) + " " + script_source(script)},
                              {"style", std::string(parts.style)},
                              {"charts", std::string(charts)},
                              {"data", harmless_json(data)},
                              {"script", script}}});
}

}  // namespace planttwin::scenario
