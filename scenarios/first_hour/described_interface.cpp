#include "scenarios/first_hour/described_interface.h"

#include <fmt/format.h>

#include <utility>

#include "erp_bridge/mapping/mapped_system.h"
#include "erp_bridge/transports/transport.h"
#include "scenarios/exit_code.h"
#include "scenarios/live_stack.h"
#include "scenarios/managed_parts.h"
#include "sim/diagnostics.h"

namespace planttwin::scenario {
namespace {

constexpr int kOk = 200;

// Such as they may be once the parts run.
bridge::StackValues likely_values(const bridge::Stack& stack) {
  bridge::StackValues values{{"stack", stack.directory.string()},
                             {"scenario", "scenario.json"},
                             {"planttwin", "planttwin"}};
  for (const bridge::StackPart& part : stack.parts) {
    values[part.id + ".port"] = std::to_string(part.port == 0 ? 1 : part.port);
    values[part.id + ".directory"] = "/folder";
  }
  return values;
}

// "/api" of "https://erp.example.com/api/".
std::string path_of_url(const std::string& url) {
  const std::size_t scheme = url.find("://");
  const std::size_t begin = scheme == std::string::npos ? url.npos : url.find('/', scheme + 3);
  if (begin == std::string::npos || url.starts_with("file:")) return "";
  std::string path = url.substr(begin);
  while (path.ends_with('/')) path.pop_back();
  return path;
}

std::string asked(const bridge::Stack& stack, const bridge::StackSystem& system) {
  bridge::StackValues values{{"stack", stack.directory.string()}};
  for (const bridge::StackPart& part : stack.parts) {
    if (part.port != 0) continue;
    throw UsageError(fmt::format(
        "\"openapi\" is {}, a path of the part {}, which has no \"port\" and does not run: name a "
        "file, or give one by --openapi",
        system.openapi, part.id));
  }
  use_running_parts(stack, values);
  const auto sender = bridge::make_sender(connection_of(stack, system.connection, values));
  const bridge::Receipt receipt =
      sender->send({{.address = bridge::with_values(system.openapi, values), .method = "GET"}})
          .front();
  if (receipt.kind != bridge::Receipt::Kind::kArrived || receipt.status != kOk) {
    throw bridge::SystemError(fmt::format(
        "GET {}: {}", system.openapi,
        receipt.reason.empty() ? fmt::format("status {}", receipt.status) : receipt.reason));
  }
  return receipt.body;
}

void describe(const bridge::Stack& stack, const bridge::StackSystem& system,
              const std::optional<std::string>& file, DescribedInterface& made) {
  sim::Diagnostics diagnostics;
  if (file) {
    made.document = *file;
    made.api = bridge::OpenApi::load(*file, diagnostics);
  } else if (system.openapi.starts_with('/')) {
    made.document = system.openapi;
    made.api = bridge::OpenApi::parse(asked(stack, system), system.openapi, diagnostics);
  } else if (!system.openapi.empty()) {
    made.document = (stack.directory / system.openapi).lexically_normal().string();
    made.api = bridge::OpenApi::load(made.document, diagnostics);
  }
  diagnostics.throw_if_any();
}

}  // namespace

std::vector<DescribedInterface> described_interfaces(const bridge::Stack& stack,
                                                     const std::optional<std::string>& file) {
  std::vector<DescribedInterface> all;
  const bridge::StackValues values = likely_values(stack);
  const bool elsewhere =
      stack.postings.mapping.has_value() || stack.postings.connection != stack.record.connection;
  const auto add = [&](const char* what, const bridge::StackSystem& system,
                       const bridge::Mapping& mapping, bool takes_messages, bool is_read) {
    DescribedInterface made;
    made.what = what;
    made.mapping = &mapping;
    made.base = path_of_url(
        bridge::with_values(stack.connections.at(system.connection).connection.url, values));
    made.settings = bridge::with_values(system.settings, values);
    for (const auto& [name, unused] : stack.secrets) made.secrets.push_back(name);
    made.takes_messages = takes_messages;
    made.is_read = is_read;
    describe(stack, system, takes_messages ? file : std::nullopt, made);
    all.push_back(std::move(made));
  };
  add("record", stack.record, *stack.record.mapping, !elsewhere, true);
  if (elsewhere) add("postings", stack.postings, stack.posting_mapping(), true, false);
  return all;
}

}  // namespace planttwin::scenario
