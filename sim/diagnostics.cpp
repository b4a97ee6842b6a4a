#include "sim/diagnostics.h"

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <utility>

namespace planttwin::sim {

namespace {

constexpr std::size_t kLongestName = 64;  // longer names are compared by their beginning
constexpr std::size_t kMostNames = 3;
constexpr std::size_t kLongestQuote = 80;  // bytes

std::string folded(std::string_view name) {
  std::string result(name.substr(0, kLongestName));
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

// Damerau distance in its optimal string alignment form: insertions, deletions, replacements and
// swaps of neighbours, each costing one.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, above[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    before.swap(above);
    above.swap(row);
  }
  return above[b.size()];
}

bool comes_near(std::string_view wanted, std::string_view known, std::size_t distance) {
  if (distance <= std::max<std::size_t>(1, std::max(wanted.size(), known.size()) / 3)) {
    return std::min(wanted.size(), known.size()) > distance;
  }
  return std::min(wanted.size(), known.size()) >= 3 &&
         (wanted.starts_with(known) || known.starts_with(wanted));
}

}  // namespace

std::string Diagnostic::text() const {
  std::string result = file;
  if (position.line > 0) {
    result += ":" + std::to_string(position.line) + ":" + std::to_string(position.column);
  }
  result += ": ";
  if (!pointer.empty()) result += pointer + ": ";
  return result + message;
}

void Diagnostics::add(Diagnostic diagnostic) {
  ++count_;
  if (kept_.size() < kLimit) kept_.push_back(std::move(diagnostic));
}

std::vector<Diagnostic> Diagnostics::all() const {
  std::vector<Diagnostic> sorted = kept_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.file, a.position) < std::tie(b.file, b.position);
  });
  const auto same = [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.file, a.position, a.pointer, a.message) ==
           std::tie(b.file, b.position, b.pointer, b.message);
  };
  sorted.erase(std::unique(sorted.begin(), sorted.end(), same), sorted.end());
  return sorted;
}

std::string Diagnostics::text() const {
  std::string result;
  for (const Diagnostic& diagnostic : all()) result += diagnostic.text() + "\n";
  if (count_ > kept_.size()) {
    result += "and " + std::to_string(count_ - kept_.size()) + " more errors\n";
  }
  return result;
}

void Diagnostics::throw_if_any() const {
  if (!empty()) throw InputError(*this);
}

InputError::InputError(Diagnostics diagnostics)
    : std::runtime_error(diagnostics.text()), diagnostics_(std::move(diagnostics)) {}

std::vector<std::string> nearest_names(std::string_view wanted,
                                       const std::vector<std::string>& known) {
  const std::string folded_wanted = folded(wanted);
  std::vector<std::pair<std::size_t, std::size_t>> candidates;  // distance, index
  for (std::size_t i = 0; i < known.size(); ++i) {
    const std::string folded_known = folded(known[i]);
    const std::size_t distance = edit_distance(folded_wanted, folded_known);
    if (known[i].empty() || !comes_near(folded_wanted, folded_known, distance)) continue;
    candidates.emplace_back(distance, i);
  }
  std::sort(candidates.begin(), candidates.end());
  std::vector<std::string> names;
  for (const auto& [distance, index] : candidates) {
    if (names.size() == kMostNames) break;
    if (std::find(names.begin(), names.end(), known[index]) == names.end()) {
      names.push_back(known[index]);
    }
  }
  return names;
}

std::string nearest_clause(std::string_view wanted, const std::vector<std::string>& known) {
  std::string clause;
  for (const std::string& name : nearest_names(wanted, known)) {
    clause += (clause.empty() ? "; nearest: " : ", ") + in_quotes(name);
  }
  return clause;
}

std::string in_quotes(std::string_view text) {
  constexpr std::string_view kHexadecimal = "0123456789abcdef";
  std::size_t length = std::min(text.size(), kLongestQuote);
  while (length < text.size() && length > 0 &&
         (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) {
    --length;  // never cut a UTF-8 sequence
  }
  std::string result = "\"";
  for (const char c : text.substr(0, length)) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += {'\\', c};
    } else if (code < 0x20 || code == 0x7F) {
      result += std::string("\\u00") + kHexadecimal[code >> 4] + kHexadecimal[code & 15];
    } else {
      result += c;
    }
  }
  return result + (length < text.size() ? "...\"" : "\"");
}

}  // namespace planttwin::sim
