#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "erp_bridge/audit/finding.h"
#include "erp_bridge/delivery/delivery.h"
#include "erp_bridge/mapping/mapped_system.h"
#include "erp_bridge/mapping/mapping.h"
#include "erp_bridge/transports/transport.h"
#include "sim/diagnostics.h"
#include "sim/time.h"

// What a real integration stack consists of and how it is talked to. docs/mapping.md explains it.
namespace planttwin::bridge {

// A program that the twin may start and stop.
struct StackPart {
  std::string id;
  std::vector<std::string> command;  // no shell; a path with a slash is beside the stack file
  std::map<std::string, std::string> environment = {};  // "${secret.NAME}" for a secret
  int port = 0;  // that it listens to; 0: a free one is found
  std::optional<std::string> ready_path = std::nullopt;  // answers GET once it is up; none: listens
  sim::Duration ready_within = sim::Duration::seconds(120);
};

// Where a secret is kept. It stands in no file of ours.
struct StackSecret {
  std::string environment;  // a variable, or
  std::string file;         // a file of one line
};

struct StackConnection {
  Connection connection;
  std::string password_secret;  // empty: none
};

// By what a system is known again at every connect.
struct Fingerprint {
  SystemIdentity identity;
  std::string tls_pin;  // TlsOptions::pin
};

// A system at the end of a connection and how it is talked to.
struct StackSystem {
  std::string connection;
  std::string address = {};  // of postings as they are, without a mapping
  std::optional<Mapping> mapping = std::nullopt;
  std::string settings = "{}";
  Fingerprint fingerprint = {};
  // What it says of its own interface: a file beside the stack file, or a path of the connection,
  // which begins with a slash; empty: nothing.
  std::string openapi = {};
};

struct StackWay {
  std::string connection;
  std::string address;
};

// Listens beside the way, with a subscription, queue or group of its own. Where it forwards to
// another connection it is a server on the way itself, which passes on what it hears.
struct StackTap {
  Hop hop = Hop::kMiddlewareIn;
  StackWay way;
  std::string forward_to = {};  // a connection; empty: nowhere
};

// Texts in it may hold ${part.port} and ${part.directory}, which are known only when its parts run,
// ${stack} (its own folder), ${scenario} (the file that is driven) and ${planttwin} (the program).
struct Stack {
  std::string id;
  std::string title;
  std::filesystem::path directory;
  bool production = true;  // unless the file says otherwise
  std::vector<StackPart> parts;
  std::map<std::string, StackSecret> secrets;
  std::map<std::string, StackConnection> connections;
  StackSystem record;    // with a mapping
  StackSystem postings;  // without one: messages as they are
  // Who has acknowledged a message that was posted, where that is not the record.
  std::optional<Hop> acknowledged_by;
  std::optional<StackWay> answers;  // where what has become of messages is said
  std::vector<StackTap> taps;
  bool orders_from_erp = false;
  sim::Duration poll_every = sim::Duration::seconds(10);
  bool plant_is_master = false;  // the record is told what the plant is made of
  DeliveryOptions delivery;
  std::size_t workers = 1;
  std::size_t most_open = 1000;
  sim::Duration settle_within = sim::Duration::minutes(5);
  // How long nothing may have been booked before the record is taken to be complete.
  sim::Duration quiet;

  const Mapping& posting_mapping() const {
    return postings.mapping ? *postings.mapping : *record.mapping;
  }
};

// Reads a stack file (data/schemas/stack.schema.json) and the mappings that it names. All errors
// are recorded in one pass; nothing when the file is missing or no JSON.
std::optional<Stack> load_stack(const std::string& path, sim::Diagnostics& diagnostics);

// Replaces ${names}; throws std::invalid_argument for one that nobody knows.
using StackValues = std::map<std::string, std::string>;
std::string with_values(const std::string& text, const StackValues& values);

}  // namespace planttwin::bridge
