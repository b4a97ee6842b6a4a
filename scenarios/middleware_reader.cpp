#include "scenarios/middleware_reader.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace planttwin::scenario {
namespace {

constexpr std::array<bridge::Hop, 3> kPlaces = {
    bridge::Hop::kMiddlewareIn, bridge::Hop::kMiddlewareOut, bridge::Hop::kRecordIn};

bridge::InjectedMiddlewareDefect read_defect(sim::JsonReader& in) {
  bridge::InjectedMiddlewareDefect injected;
  const std::string id = in.id();
  std::vector<std::string> known;
  for (const bridge::MiddlewareDefect& defect : bridge::middleware_defects()) {
    known.emplace_back(defect.name);
    if (known.back() == id) injected.defect = &defect;
  }
  if (injected.defect == nullptr && !id.empty()) {
    in.error("id",
             "the middleware has no defect " + sim::in_quotes(id) + sim::nearest_clause(id, known));
  }
  injected.share = in.fraction("share", sim::Decimal(1, 0)).to_double();
  in.finish();
  return injected;
}

// The station between edge and ERP that a scenario names, or the first.
std::optional<std::size_t> station_of(sim::JsonReader& in, const std::string& host,
                                      const bridge::StackSetup& stack) {
  std::vector<std::string> between;
  for (std::size_t i = 1; i + 1 < stack.route.size(); ++i) {
    between.push_back(stack.landscape.hosts[stack.route[i].host].id);
    if (host.empty() || between.back() == host) return i;
  }
  if (host.empty()) {
    in.error("no host lies between the plant's edge and the ERP");
  } else {
    in.error("host", "no host " + sim::in_quotes(host) +
                         " lies between the plant's edge and the ERP" +
                         sim::nearest_clause(host, between));
  }
  return std::nullopt;
}

void read_tap(const sim::JsonValue& value, bridge::StackSetup& stack) {
  const std::optional<std::string> name = value.string();
  if (!name) return;
  std::vector<std::string> known;
  for (const bridge::Hop place : kPlaces) {
    known.emplace_back(hop_name(place));
    if (known.back() != *name) continue;
    if (place != bridge::Hop::kRecordIn && !stack.middleware) {
      value.error("there is no middleware to tap");
    }
    return stack.taps.add(place);
  }
  value.error("no place " + sim::in_quotes(*name) + sim::nearest_clause(*name, known));
}

void read_taps(sim::JsonReader& erp, bridge::StackSetup& stack) {
  const std::optional<sim::JsonValue> taps = erp.value("taps");
  if (!taps) return;
  if (taps->node().kind == sim::JsonNode::Kind::kArray) {
    for (const sim::JsonValue& place : taps->elements()) read_tap(place, stack);
    return;
  }
  const std::optional<std::string> text = taps->string();
  if (text && *text != "all" && *text != "none") {
    taps->error("expected \"all\", \"none\" or a list of places");
  }
  if (!text || *text != "all") return;
  stack.taps.add(bridge::Hop::kRecordIn);
  if (!stack.middleware) return;
  stack.taps.add(bridge::Hop::kMiddlewareIn);
  stack.taps.add(bridge::Hop::kMiddlewareOut);
}

bridge::Deadlines read_deadlines(sim::JsonReader& in) {
  bridge::Deadlines deadlines;
  const auto read = [&](std::string_view member) -> std::optional<sim::Duration> {
    if (!in.has(member)) return std::nullopt;
    return in.duration(member, sim::DurationRange::positive());
  };
  deadlines.postings.fill(read("postings"));
  for (int i = 0; i < bridge::kPostingTypes; ++i) {
    const auto type = static_cast<bridge::PostingType>(i);
    if (const auto own = read(posting_name(type))) {
      deadlines.postings[static_cast<std::size_t>(i)] = own;
    }
  }
  deadlines.orders = read("orders");
  in.finish();
  return deadlines;
}

}  // namespace

bool has_middleware_members(sim::JsonReader& erp) {
  bool any = false;
  for (const char* member : {"middleware", "taps", "deadlines"}) any = erp.has(member) || any;
  return any;
}

void read_middleware(sim::JsonReader& erp, bridge::StackSetup& stack) {
  if (std::optional<sim::JsonReader> in = erp.optional_object("middleware")) {
    stack.middleware = station_of(*in, in->optional_string("host"), stack);
    for (sim::JsonReader& defect : in->objects("defects")) {
      const bridge::InjectedMiddlewareDefect injected = read_defect(defect);
      if (injected.defect != nullptr) stack.middleware_defects.push_back(injected);
    }
    in->finish();
  } else if (stack.route.size() > 2) {
    stack.middleware = 1;
  }
  read_taps(erp, stack);
  if (std::optional<sim::JsonReader> in = erp.optional_object("deadlines")) {
    stack.deadlines = read_deadlines(*in);
  }
}

}  // namespace planttwin::scenario
