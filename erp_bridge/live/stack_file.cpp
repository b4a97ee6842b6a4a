#include "erp_bridge/live/stack_file.h"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

#include "erp_bridge/delivery/delivery_reader.h"
#include "erp_bridge/mapping/mapping_reader.h"
#include "erp_bridge/messages/messages.h"
#include "erp_bridge/transports/transport_url.h"
#include "sim/json_document.h"
#include "sim/json_reader.h"

namespace planttwin::bridge {
namespace {

constexpr sim::IntegerRange kPorts{0, 65'535};
constexpr sim::NamedValue<Hop> kTapHops[] = {{"middleware_in", Hop::kMiddlewareIn},
                                             {"middleware_out", Hop::kMiddlewareOut},
                                             {"record_in", Hop::kRecordIn}};
constexpr sim::NamedValue<bool> kOrderSources[] = {{"plant", false}, {"erp", true}};
constexpr sim::NamedValue<bool> kMasters[] = {{"erp", false}, {"plant", true}};

// Messages as they are: each by itself, to the address of the settings.
Mapping plain_mapping(const std::string& title) {
  Mapping mapping;
  mapping.id = "plain";
  mapping.title = title;
  mapping.programs = {
      "{address: .settings.address, key: .batch[0].partition, body: .batch[0].messages[0]}"};
  MappingWrite write;
  write.takes = message_names();
  write.sequence.steps.emplace_back().send = 0;
  mapping.writes.push_back(std::move(write));
  return mapping;
}

DeliveryOptions live_delivery() {
  DeliveryOptions options;
  options.stuck_head = StuckHead::kSkip;
  options.window = 10;
  options.probe_every = sim::Duration::seconds(2);
  options.longest_retry = sim::Duration::seconds(30);
  return options;
}

class StackReader {
 public:
  StackReader(const std::string& path, sim::Diagnostics& diagnostics) : diagnostics_(diagnostics) {
    stack_.directory = std::filesystem::absolute(path).parent_path().lexically_normal();
  }

  Stack read(const sim::JsonDocument& document) {
    sim::JsonReader in(document, diagnostics_);
    in.value("$schema");
    stack_.id = in.id();
    stack_.title = in.optional_string("title", stack_.id);
    stack_.production = in.boolean("production", true);
    known_ = {"stack", "scenario", "planttwin"};
    for (sim::JsonReader& part : in.objects("parts")) name_part(part);
    read_secrets(in);
    for (sim::JsonReader& part : in.objects("parts")) read_part(part);
    for (sim::JsonReader& connection : in.objects("connections")) read_connection(connection);
    sim::JsonReader record = in.object("record");
    stack_.record = system(record, true);
    if (auto postings = in.optional_object("postings")) {
      if (postings->has("acknowledged_by")) {
        stack_.acknowledged_by = postings->enumeration("acknowledged_by", kTapHops);
      }
      stack_.postings = system(*postings, false);
    } else {
      stack_.postings = {stack_.record.connection, "", std::nullopt, stack_.record.settings,
                         stack_.record.fingerprint};
    }
    if (auto answers = in.optional_object("answers")) {
      stack_.answers = way(*answers);
      answers->finish();
    }
    for (sim::JsonReader& tap : in.plain_objects("taps")) read_tap(tap);
    if (auto orders = in.optional_object("orders")) {
      stack_.orders_from_erp = orders->enumeration("from", kOrderSources);
      stack_.poll_every =
          orders->duration("poll_every", sim::DurationRange::positive(), stack_.poll_every);
      orders->finish();
    }
    stack_.plant_is_master = in.enumeration("master", kMasters, false);
    stack_.delivery = live_delivery();
    if (auto delivery = in.optional_object("delivery")) {
      if (delivery->has("can_ask")) {
        delivery->error("can_ask",
                        "whether a system can be asked is said by its mapping's \"ask\"");
      }
      stack_.delivery = read_delivery(*delivery, stack_.delivery);
    }
    stack_.workers = static_cast<std::size_t>(in.integer("workers", {1, 64}, 1));
    stack_.most_open = static_cast<std::size_t>(in.integer("most_open", {1, 1'000'000}, 1000));
    stack_.settle_within =
        in.duration("settle_within", sim::DurationRange::positive(), stack_.settle_within);
    stack_.quiet = in.duration("quiet", stack_.quiet);
    check_sources(in);
    in.finish();
    return std::move(stack_);
  }

 private:
  // A text in which only names of this file stand.
  std::string text(sim::JsonReader& in, const char* member, std::string value) {
    for (std::size_t at = value.find("${"); at != std::string::npos;
         at = value.find("${", at + 2)) {
      const std::size_t end = value.find('}', at);
      if (end == std::string::npos) {
        in.error(member, "\"${\" without \"}\": " + sim::in_quotes(value.substr(at)));
        break;
      }
      const std::string name = value.substr(at + 2, end - at - 2);
      if (known_.contains(name)) continue;
      in.error(member, "nothing is called " + sim::in_quotes("${" + name + "}") +
                           sim::nearest_clause(name, {known_.begin(), known_.end()}));
    }
    return value;
  }
  std::string required(sim::JsonReader& in, const char* member) {
    return text(in, member, in.required_string(member));
  }
  std::string optional(sim::JsonReader& in, const char* member) {
    return text(in, member, in.optional_string(member));
  }

  void name_part(sim::JsonReader& in) {
    const std::string id = in.id();
    known_.insert(id + ".port");
    known_.insert(id + ".directory");
  }

  void read_part(sim::JsonReader& in) {
    StackPart part;
    part.id = in.id();
    for (std::string& word : in.strings("command")) {
      part.command.push_back(text(in, "command", std::move(word)));
    }
    if (part.command.empty()) in.error("command", "expected a program and its arguments");
    if (auto environment = in.optional_object("environment")) {
      std::vector<std::string> names;
      for (const auto& member : environment->node().members) names.push_back(member.name);
      for (const std::string& name : names) {
        const std::string value = environment->required_string(name);
        const bool secret = value.starts_with("${secret.") && value.ends_with('}') &&
                            stack_.secrets.contains(value.substr(9, value.size() - 10));
        part.environment[name] = secret ? value : text(*environment, name.c_str(), value);
      }
      environment->finish();
    }
    part.port = static_cast<int>(in.integer("port", kPorts, 0));
    if (in.has("ready_path")) part.ready_path = in.required_string("ready_path");
    part.ready_within =
        in.duration("ready_within", sim::DurationRange::positive(), part.ready_within);
    in.finish();
    stack_.parts.push_back(std::move(part));
  }

  void read_secrets(sim::JsonReader& in) {
    std::optional<sim::JsonReader> secrets = in.optional_object("secrets");
    if (!secrets) return;
    std::vector<std::string> names;
    for (const auto& member : secrets->node().members) names.push_back(member.name);
    for (const std::string& name : names) {
      sim::JsonReader one = secrets->object(name);
      StackSecret secret{optional(one, "environment"), optional(one, "file")};
      if (secret.environment.empty() == secret.file.empty()) {
        one.error("a secret stands in an \"environment\" variable or in a \"file\"");
      }
      one.finish();
      stack_.secrets[name] = std::move(secret);
    }
    secrets->finish();
  }

  // With values in it such as it will get.
  void check_url(sim::JsonReader& in, const std::string& url) const {
    if (url.empty()) return;
    StackValues values;
    for (const std::string& name : known_) {
      values[name] = name.ends_with(".port") ? "1" : "/folder";
    }
    std::string whole;
    try {
      whole = with_values(url, values);
    } catch (const std::invalid_argument&) {
      return;  // a name that nobody knows was reported before
    }
    try {
      parse_transport_url(whole);
    } catch (const std::invalid_argument& error) {
      in.error("url", error.what());
    }
  }

  void read_connection(sim::JsonReader& in) {
    StackConnection one;
    const std::string id = in.id();
    Connection& connection = one.connection;
    connection.url = required(in, "url");
    check_url(in, connection.url);
    connection.user = optional(in, "user");
    one.password_secret = in.optional_string("password");
    if (!one.password_secret.empty() && !stack_.secrets.contains(one.password_secret)) {
      std::vector<std::string> known;
      for (const auto& [name, secret] : stack_.secrets) known.push_back(name);
      in.error("password", "no secret " + sim::in_quotes(one.password_secret) +
                               sim::nearest_clause(one.password_secret, known));
    }
    connection.client_id = optional(in, "client_id");
    connection.mqtt_version = static_cast<int>(in.integer("mqtt_version", {3, 5}, 5));
    if (connection.mqtt_version == 4) in.error("mqtt_version", "expected 5, or 3 for 3.1.1");
    connection.window = static_cast<std::size_t>(in.integer("window", {1, 10'000}, 100));
    const auto wait = [&](const char* member, std::chrono::milliseconds fallback) {
      const sim::Duration given = in.duration(member, sim::DurationRange::positive(),
                                              sim::Duration::microseconds(fallback.count() * 1000));
      return std::chrono::milliseconds(given.count() / 1000);
    };
    connection.connect_within = wait("connect_within", connection.connect_within);
    connection.answer_within = wait("answer_within", connection.answer_within);
    if (auto tls = in.optional_object("tls")) {
      connection.tls = TlsOptions{optional(*tls, "ca_file"), optional(*tls, "certificate_file"),
                                  optional(*tls, "key_file"), tls->boolean("verify_host", true)};
      tls->finish();
    }
    if (auto headers = in.optional_object("headers")) {
      std::vector<std::string> names;
      for (const auto& member : headers->node().members) names.push_back(member.name);
      for (const std::string& name : names) {
        connection.headers.emplace_back(name, required(*headers, name.c_str()));
      }
      headers->finish();
    }
    in.finish();
    stack_.connections[id] = std::move(one);
  }

  std::string connection(sim::JsonReader& in, const char* member = "connection") {
    std::string name = in.required_string(member);
    std::vector<std::string> known;
    for (const auto& [id, connection] : stack_.connections) known.push_back(id);
    if (!name.empty() && !stack_.connections.contains(name)) {
      in.error(member, "no connection " + sim::in_quotes(name) + sim::nearest_clause(name, known));
    }
    return name;
  }
  bool is_http(const std::string& id) const {
    const auto known = stack_.connections.find(id);
    return known == stack_.connections.end() || known->second.connection.url.starts_with("http");
  }

  StackWay way(sim::JsonReader& in) { return {connection(in), required(in, "address")}; }

  void read_tap(sim::JsonReader& in) {
    StackTap tap;
    tap.hop = in.enumeration("hop", kTapHops);
    tap.way = way(in);
    if (in.has("forward_to")) {
      tap.forward_to = connection(in, "forward_to");
      if (!is_http(tap.way.connection) || !is_http(tap.forward_to)) {
        in.error("forward_to", "only what comes over HTTP is forwarded, and over HTTP");
      } else if (tap.forward_to == tap.way.connection) {
        in.error("forward_to", "the tap would forward to itself");
      }
    }
    in.finish();
    stack_.taps.push_back(std::move(tap));
  }

  // Read once, so that its errors are reported once.
  std::optional<Mapping> mapping(const std::string& file) {
    const auto known = mappings_.find(file);
    if (known != mappings_.end()) return known->second;
    return mappings_[file] = load_mapping((stack_.directory / file).string(), diagnostics_);
  }

  Fingerprint fingerprint(sim::JsonReader& in, const std::string& of) const {
    Fingerprint print;
    print.identity = {in.optional_string("system"), in.optional_string("company")};
    print.tls_pin = in.optional_string("tls_pin");
    const auto known = stack_.connections.find(of);
    const std::string url = known == stack_.connections.end() ? "" : known->second.connection.url;
    const bool is_digest = print.tls_pin.size() == 64 &&
                           print.tls_pin.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (in.has("tls_pin") && !is_digest) {
      in.error("tls_pin", "expected 64 hexadecimal digits in lower case");
    } else if (in.has("tls_pin") && !url.empty() && !url.starts_with("https:") &&
               !url.starts_with("mqtts:")) {
      in.error("tls_pin", "only connections over https and mqtts check a pin");
    }
    if (!in.has("system") && !in.has("company") && !in.has("tls_pin")) {
      in.error("expected \"system\", \"company\" or \"tls_pin\"");
    }
    in.finish();
    return print;
  }

  StackSystem system(sim::JsonReader& in, bool is_record) {
    StackSystem system;
    system.connection = connection(in);
    if (const auto settings = in.value("settings"); settings && settings->expect_object()) {
      system.settings = text(in, "settings", sim::canonical_json(settings->node()));
    }
    if (auto print = in.optional_object("fingerprint")) {
      system.fingerprint = fingerprint(*print, system.connection);
    }
    system.openapi = optional(in, "openapi");
    const std::string file =
        is_record ? in.required_string("mapping") : in.optional_string("mapping");
    if (!file.empty()) system.mapping = mapping(file);
    if (!is_record && file.empty() && in.has("address")) {
      system.address = required(in, "address");
      system.settings = "{\"address\":" + sim::json_string(system.address) + "}";
      system.mapping = plain_mapping(stack_.title);
    } else if (!is_record && file.empty()) {
      in.error("postings need a \"mapping\", or the \"address\" to which messages go as they are");
    }
    in.finish();
    return system;
  }

  void check_sources(sim::JsonReader& in) {
    const std::optional<Mapping>& mapping = stack_.record.mapping;
    if (!mapping) return;
    if (stack_.orders_from_erp && !mapping->orders) {
      in.error("orders", "the mapping of the record doesn't say how to ask for orders");
    }
    if (stack_.plant_is_master && mapping->align.steps.empty()) {
      in.error("master", "the mapping of the record doesn't say how it is aligned");
    }
    if (mapping->documents.steps.empty() || mapping->stock.steps.empty()) {
      in.error("record", "the mapping doesn't say how documents and stock are read");
    }
  }

  sim::Diagnostics& diagnostics_;
  Stack stack_;
  std::set<std::string> known_;  // names of values
  std::map<std::string, std::optional<Mapping>> mappings_;
};

}  // namespace

std::optional<Stack> load_stack(const std::string& path, sim::Diagnostics& diagnostics) {
  const std::optional<sim::JsonDocument> document = sim::JsonDocument::load(path, diagnostics);
  if (!document) return std::nullopt;
  return StackReader(path, diagnostics).read(*document);
}

std::string with_values(const std::string& text, const StackValues& values) {
  std::string out;
  std::size_t from = 0;
  for (;;) {
    const std::size_t begin = text.find("${", from);
    if (begin == std::string::npos) return out + text.substr(from);
    const std::size_t end = text.find('}', begin);
    const std::string name = text.substr(begin + 2, end - begin - 2);
    const auto value = values.find(name);
    if (end == std::string::npos || value == values.end()) {
      throw std::invalid_argument("nothing is called ${" + name + "}");
    }
    out += text.substr(from, begin - from) + value->second;
    from = end + 1;
  }
}

}  // namespace planttwin::bridge
