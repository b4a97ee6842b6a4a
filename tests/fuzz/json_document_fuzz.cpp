#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "sim/json_document.h"

// Any bytes are either refused with a diagnostic or read; what was read is written and read again
// to the same content; every value can be found and replaced.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using planttwin::sim::JsonDocument;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  planttwin::sim::Diagnostics diagnostics;
  std::optional<JsonDocument> document = JsonDocument::parse(text, "fuzz", diagnostics);
  if (document.has_value() == false && diagnostics.empty()) std::abort();
  if (!document || !diagnostics.empty()) return 0;
  const std::string canonical = canonical_json(document->root());
  for (const std::string& written : {pretty_json(document->root()), canonical}) {
    const std::optional<JsonDocument> again = JsonDocument::parse(written, "again", diagnostics);
    if (!again || canonical_json(again->root()) != canonical) std::abort();
  }
  const std::string pointer(text.substr(0, 16));
  document->set("/" + pointer, text, diagnostics);
  document->find("/" + pointer);
  return 0;
}
