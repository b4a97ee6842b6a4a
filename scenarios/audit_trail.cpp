#include "scenarios/audit_trail.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "scenarios/version.h"
#include "sim/sha256.h"

namespace planttwin::scenario {

namespace fs = std::filesystem;
using bridge::JsonFields;

namespace {

constexpr const char* kKeyVariable = "PLANTTWIN_AUDIT_KEY";

std::string long_enough(const std::string& key, const std::string& where) {
  if (key.size() >= bridge::kShortestAuditKey) return key;
  throw UsageError(fmt::format("{}: the key of an audit log has at least {} characters", where,
                               bridge::kShortestAuditKey));
}

std::string key_for(const LiveFiles& files, const DrivePermissions& allowed) {
  if (allowed.key_file) return audit_key(*allowed.key_file);
  if (const char* given = std::getenv(kKeyVariable); given != nullptr && *given != '\0') {
    return long_enough(given, kKeyVariable);
  }
  return audit_key(files.file("audit.key"));
}

std::string user_name() {
  const passwd* entry = getpwuid(geteuid());
  return entry == nullptr ? std::to_string(geteuid()) : entry->pw_name;
}

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

std::string digest_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return sim::sha256(std::string(std::istreambuf_iterator<char>(in), {}));
}

std::string texts(const std::vector<std::string>& all) {
  std::vector<std::string> quoted;
  for (const std::string& one : all) quoted.push_back(sim::json_string(one));
  return bridge::json_array(quoted);
}

const char* truth(bool value) { return value ? "true" : "false"; }

// By what a system was to be known, and where it was.
std::string written_to(const bridge::StackSystem& system, const LiveStack& live) {
  const bridge::Connection to = live.connection(system.connection);
  JsonFields fields;
  fields.text("connection", system.connection).text("url", to.url);
  if (to.tls) fields.json("verify_host", truth(to.tls->verify_host));
  const bridge::Fingerprint& print = system.fingerprint;
  if (!print.identity.system.empty()) fields.text("system", print.identity.system);
  if (!print.identity.company.empty()) fields.text("company", print.identity.company);
  if (!print.tls_pin.empty()) fields.text("tls_pin", print.tls_pin);
  return fields.take();
}

}  // namespace

std::string audit_key(const fs::path& file) {
  if (!fs::exists(file)) {
    std::ofstream out(file);  // only then a secret is written into it
    std::error_code error;
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write, error);
    out << bridge::random_audit_key() << "\n";
    out.close();
    if (!out || error) throw OutputError(file.string() + ": the key can't be written");
  }
  std::ifstream in(file);
  std::string line;
  if (!std::getline(in, line)) throw UsageError(file.string() + ": can't be read");
  return long_enough(line, file.string());
}

AuditTrail::AuditTrail(const LiveFiles& files, const bridge::Stack& stack,
                       const DrivePermissions& allowed)
    : log_(files.file("audit.log"), key_for(files, allowed)) {
  const LiveSetup& setup = files.setup();
  JsonFields fields;
  fields.text("user", user_name())
      .text("host", host_name())
      .number("process", getpid())
      .text("version", program_version())
      .text("run", setup.run_id)
      .json("goes_on", truth(files.resumed()))
      .text("scenario", setup.scenario)
      .text("scenario_sha256", setup.input_sha256)
      .text("stack", setup.stack)
      .text("stack_sha256", digest_of(setup.stack))
      .text("seed", std::to_string(setup.seed))
      .text("speed", allowed.speed)
      .json("production", truth(stack.production))
      .json("manage", truth(allowed.manage))
      .json("allow_write", texts(allowed.allow_write));
  if (allowed.faults) {
    fields.text("faults", setup.faults).text("faults_sha256", digest_of(setup.faults));
  }
  add("started", fields);
}

// URLs hold no secrets: the reader of stack files sees to that.
void AuditTrail::connected(const bridge::Stack& stack, const LiveStack& live) {
  std::vector<std::string> parts;
  for (const bridge::StackPart& part : stack.parts) parts.push_back(part.id);
  add("connected", JsonFields()
                       .json("parts", texts(parts))
                       .json("record", written_to(stack.record, live))
                       .json("postings", written_to(stack.postings, live)));
}

void AuditTrail::struck(const bridge::FaultStrike& strike) {
  const bridge::PlannedFault& fault = *strike.fault;
  JsonFields fields;
  fields.text("fault", fault.id).text("kind", name_of(fault.kind)).number("strike", strike.number);
  if (!fault.connection.empty()) fields.text("connection", fault.connection);
  if (!fault.part.empty()) fields.text("part", fault.part);
  if (!strike.request.empty()) fields.text("request", strike.request);
  add("fault_struck", fields.json("keys", texts(strike.keys)));
}

void AuditTrail::add(const char* event, const JsonFields& fields) {
  const std::scoped_lock lock(mutex_);
  log_.add(event, fields);
}

bridge::AuditHead AuditTrail::head() const {
  const std::scoped_lock lock(mutex_);
  return log_.head();
}

ExitCode AuditTrail::around(const std::function<ExitCode()>& drive) {
  try {
    return drive();
  } catch (const std::exception& error) {
    add("failed", JsonFields().text("reason", error.what()));
    throw;
  }
}

}  // namespace planttwin::scenario
