#include "erp_bridge/formats/id_list.h"

namespace planttwin::bridge {

std::string id_list_text(const std::vector<std::string>& ids) {
  std::string text;
  for (const std::string& id : ids) {
    if (!text.empty()) text += ' ';
    for (const char c : id) {
      if (c == ' ' || c == '%') {
        text += c == ' ' ? "%20" : "%25";
      } else {
        text += c;
      }
    }
  }
  return text;
}

sim::Parsed<std::vector<std::string>> parse_id_list(std::string_view text) {
  using Result = sim::Parsed<std::vector<std::string>>;
  std::vector<std::string> ids(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ' ') {
      if (ids.back().empty()) break;
      ids.emplace_back();
    } else if (text[i] != '%') {
      ids.back() += text[i];
    } else {
      const std::string_view escape = text.substr(i, 3);
      if (escape != "%20" && escape != "%25") {
        return Result::failure("a percent sign that begins neither %20 nor %25");
      }
      ids.back() += escape == "%20" ? ' ' : '%';
      i += 2;
    }
  }
  if (ids.back().empty()) return Result::failure("an id in the list is empty");
  return Result(std::move(ids));
}

}  // namespace planttwin::bridge
