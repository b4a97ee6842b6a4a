#include "scenarios/live_stack.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <utility>

#include "erp_bridge/formats/json_text.h"
#include "erp_bridge/monitoring/monitor_server.h"
#include "scenarios/exit_code.h"
#include "sim/json_document.h"

namespace planttwin::scenario {
namespace {

// "erp.example.com" of "https://erp.example.com:8443/path"; all of them where there are several.
std::vector<std::string> hosts_of(const std::string& url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string::npos || url.starts_with("file:")) return {};
  std::string rest = url.substr(scheme + 3);
  rest = rest.substr(0, rest.find('/'));
  rest = rest.substr(rest.rfind('@') + 1);
  std::vector<std::string> hosts;
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    std::string host = rest.substr(0, comma);
    rest = comma == std::string::npos ? "" : rest.substr(comma + 1);
    if (host.starts_with('[')) {
      host = host.substr(1, host.find(']') - 1);
    } else {
      host = host.substr(0, host.find(':'));
    }
    hosts.push_back(std::move(host));
  }
  return hosts;
}

void check_hosts(const bridge::Connection& connection, const std::vector<std::string>& allowed) {
  for (const std::string& host : hosts_of(connection.url)) {
    if (bridge::is_loopback(host) ||
        std::find(allowed.begin(), allowed.end(), host) != allowed.end()) {
      continue;
    }
    throw UsageError(
        fmt::format("the stack would write to {0}, which is not this machine: say that it may by "
                    "--allow-write {0}",
                    host));
  }
}

}  // namespace

void require_secrets(const bridge::Stack& stack) {
  for (const auto& [name, secret] : stack.secrets) {
    const std::string& where = secret.environment.empty() ? secret.file : secret.environment;
    if (where.find("${") == std::string::npos) secret_of(stack, name, {});
  }
}

void check_before_drive(const bridge::Stack& stack, const std::vector<std::string>& allowed_hosts,
                        bool parts_are_started) {
  for (const auto& [id, known] : stack.connections) {
    const std::vector<std::string> hosts = hosts_of(known.connection.url);
    const bool is_known = std::all_of(hosts.begin(), hosts.end(), [](const std::string& host) {
      return host.find("${") == std::string::npos;
    });
    if (is_known) check_hosts(known.connection, allowed_hosts);
  }
  require_secrets(stack);
  for (const bridge::StackPart& part : stack.parts) {
    if (part.port != 0 || parts_are_started) continue;
    throw UsageError(fmt::format(
        "the stack's part {} has no \"port\": let it be started with --manage", part.id));
  }
}

LiveStack::LiveStack(const bridge::Stack& stack, const bridge::StackValues& values,
                     const std::string& run, const std::vector<std::string>& allowed_hosts)
    : stack_(stack), values_(values), run_(run) {
  for (const auto& [id, unused] : stack.connections) check_hosts(connection(id), allowed_hosts);
}

std::string secret_of(const bridge::Stack& stack, const std::string& name,
                      const bridge::StackValues& values) {
  const bridge::StackSecret& secret = stack.secrets.at(name);
  if (!secret.environment.empty()) {
    const std::string variable = bridge::with_values(secret.environment, values);
    const char* value = std::getenv(variable.c_str());
    if (value == nullptr || *value == '\0') {
      throw UsageError(fmt::format("the secret \"{}\": the environment has no {}", name, variable));
    }
    return value;
  }
  std::filesystem::path file = bridge::with_values(secret.file, values);
  if (file.is_relative()) file = stack.directory / file;
  std::ifstream in(file);
  std::string line;
  if (!std::getline(in, line) || line.empty()) {
    throw UsageError(fmt::format("the secret \"{}\": can't read {}", name, file.string()));
  }
  return line;
}

bridge::Connection connection_of(const bridge::Stack& stack, const std::string& id,
                                 const bridge::StackValues& values) {
  const bridge::StackConnection& known = stack.connections.at(id);
  bridge::Connection connection = known.connection;
  const auto fill = [&](std::string& text) { text = bridge::with_values(text, values); };
  fill(connection.url);
  fill(connection.user);
  fill(connection.client_id);
  for (bridge::Header& header : connection.headers) fill(header.second);
  if (!known.password_secret.empty())
    connection.password = secret_of(stack, known.password_secret, values);
  if (!connection.tls) return connection;
  for (std::string* file :
       {&connection.tls->ca_file, &connection.tls->certificate_file, &connection.tls->key_file}) {
    fill(*file);
    if (!file->empty() && !file->starts_with('/')) *file = (stack.directory / *file).string();
  }
  return connection;
}

bridge::Connection LiveStack::connection(const std::string& id) const {
  return connection_of(stack_, id, values_);
}

bridge::Connection LiveStack::connection(const bridge::StackSystem& system) const {
  bridge::Connection to = connection(system.connection);
  if (const std::string& pin = system.fingerprint.tls_pin; !pin.empty()) {
    if (!to.tls) to.tls.emplace();
    to.tls->pin = pin;
  }
  return to;
}

bridge::SystemClient LiveStack::client(const bridge::StackSystem& system,
                                       const bridge::Mapping& mapping,
                                       bridge::FaultyCalls which) const {
  bridge::SystemClient client;
  const auto proxy = proxies_.find(which);
  const bool noted = proxy != proxies_.end();
  bridge::Connection to = connection(system);
  if (noted) {
    if (to.url.starts_with("https:")) to.tls.reset();  // it begins behind the proxy
    to.url = proxy->second.url;
  }
  client.sender = bridge::make_sender(to);
  if (noted) {
    client.sender = bridge::make_noting_sender(std::move(client.sender), *proxy->second.calls,
                                               to.url.starts_with("http"));
  }
  std::string settings = bridge::with_values(system.settings, values_);
  settings.pop_back();
  settings += (settings.size() > 1 ? "," : "") + ("\"run\":" + run_) + "}";
  bridge::JsonFields secrets;
  for (const auto& [name, unused] : stack_.secrets)
    secrets.text(name, secret_of(stack_, name, values_));
  client.system =
      std::make_unique<bridge::MappedSystem>(mapping, *client.sender, settings, secrets.take());
  client.system->expect(system.fingerprint.identity);
  if (noted) client.system->name_messages();
  return client;
}

std::unique_ptr<bridge::Receiver> LiveStack::receiver(const bridge::StackWay& way,
                                                      const std::string& purpose) const {
  bridge::Connection to = connection(way.connection);
  to.client_id = (to.client_id.empty() ? "planttwin" : to.client_id) + "-" + purpose;
  return bridge::make_receiver(to, bridge::with_values(way.address, values_));
}

}  // namespace planttwin::scenario
