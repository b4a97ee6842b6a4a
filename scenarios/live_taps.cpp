#include "scenarios/live_taps.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <thread>
#include <utility>

#include "erp_bridge/formats/json_format.h"
#include "scenarios/live_files.h"
#include "sim/json_document.h"
#include "sim/output_error.h"

namespace planttwin::scenario {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kListensWithin = std::chrono::seconds(15);
constexpr auto kGlance = std::chrono::milliseconds(10);
constexpr auto kGrace = std::chrono::seconds(1);

void check(const std::ofstream& file) {
  if (!file) throw sim::OutputError("what a tap has heard can't be written");
}

}  // namespace

std::vector<std::string> messages_in(const std::string& body) {
  sim::Diagnostics none;
  const auto document = sim::JsonDocument::parse(body, "body", none);
  if (!document) return {};
  const sim::JsonNode& root = document->root();
  if (root.kind != sim::JsonNode::Kind::kArray) {
    if (!bridge::from_json(root, none)) return {};
    return {body};
  }
  std::vector<std::string> messages;
  for (const sim::JsonNode& element : root.elements) {
    if (bridge::from_json(element, none)) messages.push_back(sim::canonical_json(element));
  }
  return messages;
}

LiveTaps::LiveTaps(const bridge::Stack& stack, const LiveStack& live,
                   const std::filesystem::path& file) {
  if (stack.taps.empty()) return;
  file_ = open_sightings(file);
  for (const bridge::StackTap& tap : stack.taps) {
    taps_.push_back(tap.forward_to.empty() ? listener(tap, live) : pass_through(tap, live));
  }
  wait_until_all_listen();
}

LiveTaps::Tap LiveTaps::listener(const bridge::StackTap& tap, const LiveStack& live) {
  const std::string name(hop_name(tap.hop));
  return {name,
          std::make_unique<bridge::Listener>(
              live.receiver(tap.way, "tap-" + name),
              [this, hop = tap.hop](const bridge::Parcel& parcel) { keep(hop, {parcel.body}); }),
          nullptr};
}

// Of a request that is no message, such as a log-in, nothing is kept but that it has passed.
LiveTaps::Tap LiveTaps::pass_through(const bridge::StackTap& tap, const LiveStack& live) {
  const auto is_meant = [address = tap.way.address](const bridge::Parcel& request) {
    return request.address.starts_with(address);
  };
  const auto heard = [this, is_meant, hop = tap.hop](const bridge::Parcel& request) {
    if (is_meant(request)) keep(hop, messages_in(request.body));
  };
  const auto answered = [this, is_meant, hop = tap.hop](const bridge::Parcel& request, int status) {
    if (!is_meant(request)) return;
    const std::string path = request.address.substr(0, request.address.find('?'));
    keep_passage(hop, request.method + " " + path, status);
  };
  return {
      std::string(hop_name(tap.hop)), nullptr,
      std::make_unique<bridge::HttpPassThrough>(live.connection(tap.way.connection),
                                                live.connection(tap.forward_to), heard, answered)};
}

// What passes a tap that does not listen yet would be taken for lost.
void LiveTaps::wait_until_all_listen() const {
  const auto until = Clock::now() + kListensWithin;
  for (const Tap& tap : taps_) {
    if (!tap.listener) continue;
    while (!tap.listener->listens() && !tap.listener->has_failed() && Clock::now() < until) {
      std::this_thread::sleep_for(kGlance);
    }
    if (tap.listener->listens()) continue;
    throw bridge::SystemError(
        fmt::format("the tap {} can't listen: {}", tap.name, tap.listener->trouble()));
  }
}

void LiveTaps::finish() {
  if (taps_.empty()) return;
  std::this_thread::sleep_for(kGrace);
  for (const Tap& tap : taps_) {
    const std::string trouble = tap.listener ? tap.listener->trouble() : "";
    if (trouble.empty()) continue;
    fmt::print(stderr, "planttwin: the tap {} does not listen any more: {}\n", tap.name, trouble);
  }
  stop();
}

void LiveTaps::keep(bridge::Hop hop, const std::vector<std::string>& messages) {
  const std::scoped_lock lock(mutex_);
  for (const std::string& message : messages) save_sighting(file_, {hop, message});
  check(file_);
}

void LiveTaps::keep_passage(bridge::Hop hop, const std::string& request, int status) {
  const std::scoped_lock lock(mutex_);
  save_passage(file_, hop, request, status);
}

}  // namespace planttwin::scenario
