#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/json_node.h"

namespace planttwin::scenario {

// What a page is made of, apart from its data.
struct HtmlPage {
  std::string_view page;                  // with places {{title}}, {{style}}, {{data}}, ...
  std::string_view style;                 // CSS
  std::vector<std::string_view> scripts;  // run in this order, after the library of charts
};

// One HTML page that needs no network: charts, styles and data are in it, and its content security
// policy admits nothing else. No text of the data can become markup.
std::string html_page(const HtmlPage& parts, std::string_view title, const sim::JsonNode& data);

}  // namespace planttwin::scenario
