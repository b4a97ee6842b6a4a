#include "erp_bridge/contract/call_check.h"

#include <algorithm>
#include <set>

#include "erp_bridge/contract/schema_check.h"

namespace planttwin::bridge {
namespace {

using sim::JsonNode;

std::string text_of(const JsonNode& object, std::string_view name) {
  const JsonNode* member = object.member(name);
  return member == nullptr ? "" : member->text;
}

bool is_true(const JsonNode& object, std::string_view name) {
  const JsonNode* member = object.member(name);
  return member != nullptr && member->boolean;
}

std::set<std::string> names_in(const std::string& query) {
  std::set<std::string> names;
  for (std::size_t from = 0; from < query.size();) {
    const std::size_t end = std::min(query.find('&', from), query.size());
    const std::string one = query.substr(from, end - from);
    names.insert(one.substr(0, one.find('=')));
    from = end + 1;
  }
  return names;
}

LintFinding finding(LintSeverity severity, LintCheck check, const DescribedCall& call,
                    std::string text) {
  return {severity, check, call_name(call), std::move(text)};
}

void check_query(const DescribedCall& call, std::vector<LintFinding>& findings) {
  std::set<std::string> given = names_in(query_of_address(call.parcel.address));
  for (const JsonNode* parameter : call.operation->parameters) {
    if (text_of(*parameter, "in") != "query") continue;
    const std::string name = text_of(*parameter, "name");
    if (given.erase(name) == 0 && is_true(*parameter, "required")) {
      findings.push_back(finding(LintSeverity::kError, LintCheck::kMissingMember, call,
                                 "?" + name + ": is required"));
    }
  }
  for (const std::string& name : given) {
    findings.push_back(finding(LintSeverity::kWarning, LintCheck::kUnknownMember, call,
                               "?" + name + ": there is no such parameter"));
  }
}

LintFinding finding_of(const SchemaFault& fault, const DescribedCall& call) {
  const std::string text = (fault.pointer.empty() ? "the body" : fault.pointer) + ": " + fault.text;
  switch (fault.kind) {
    case SchemaFault::Kind::kMissing:
      return finding(LintSeverity::kError, LintCheck::kMissingMember, call, text);
    case SchemaFault::Kind::kForbidden:
      return finding(LintSeverity::kError, LintCheck::kUnknownMember, call, text);
    case SchemaFault::Kind::kUnknown:
      return finding(LintSeverity::kWarning, LintCheck::kUnknownMember, call, text);
    case SchemaFault::Kind::kTooLong:
      return finding(LintSeverity::kError, LintCheck::kTooLong, call, text);
    case SchemaFault::Kind::kValue:
      break;
  }
  return finding(LintSeverity::kError, LintCheck::kWrongValue, call, text);
}

void check_body(const OpenApi& api, const DescribedCall& call, std::vector<LintFinding>& findings) {
  const Parcel& parcel = call.parcel;
  const JsonNode* schema = api.request_schema(*call.operation);
  if (parcel.body.empty()) {
    if (api.needs_body(*call.operation)) {
      findings.push_back(
          finding(LintSeverity::kError, LintCheck::kMissingMember, call, "the body: is required"));
    }
    return;
  }
  if (schema == nullptr || parcel.content_type.find("json") == std::string::npos) return;
  sim::Diagnostics unreadable;
  const auto body = sim::JsonDocument::parse(parcel.body, "body", unreadable);
  if (!body) return;
  for (const SchemaFault& fault : schema_faults(api, *schema, body->root())) {
    findings.push_back(finding_of(fault, call));
  }
}

}  // namespace

std::string call_name(const DescribedCall& call) {
  const bool known = call.operation != nullptr;
  return call.parcel.method + " " +
         (known ? call.operation->path : path_of_address(call.parcel.address));
}

std::vector<LintFinding> call_findings(const OpenApi& api, const DescribedCall& call) {
  std::vector<LintFinding> findings;
  if (call.operation == nullptr) {
    const bool method = api.knows(path_of_address(call.parcel.address));
    findings.push_back(finding(LintSeverity::kError, LintCheck::kUnknownPath, call,
                               method ? "the path has no such method" : "there is no such path"));
    return findings;
  }
  check_query(call, findings);
  check_body(api, call, findings);
  return findings;
}

}  // namespace planttwin::bridge
