#include "erp_bridge/audit/record_resolution_reader.h"

#include <optional>
#include <string>
#include <vector>

namespace planttwin::bridge {
namespace {

std::vector<std::string> posting_names() {
  std::vector<std::string> names;
  for (int i = 0; i < kPostingTypes; ++i) {
    names.emplace_back(posting_name(static_cast<PostingType>(i)));
  }
  return names;
}

void leave_out(RecordResolution& resolution, sim::JsonReader& row, std::optional<PostingType> type,
               const std::string& name) {
  const std::optional<PostingMember> member = posting_member(name);
  if (!member) {
    std::vector<std::string> known;
    for (int i = 0; i < kPostingMembers; ++i) {
      known.emplace_back(member_name(static_cast<PostingMember>(i)));
    }
    row.error("members", "no member " + sim::in_quotes(name) + sim::nearest_clause(name, known));
  } else if (type) {
    resolution.leave_out(*type, *member);
  } else {
    resolution.leave_out(*member);
  }
}

// What moves stock is in every record, or the stock of plant and record could not be compared.
void check(const RecordResolution& resolution, sim::JsonReader& in) {
  for (int i = 0; i < kPostingTypes; ++i) {
    const auto type = static_cast<PostingType>(i);
    if (resolution.keeps(type) || RecordResolution::may_leave_out(type)) continue;
    in.error("not_kept", sim::in_quotes(posting_name(type)) +
                             " moves stock: a record has to keep it; name the members that it "
                             "does not keep");
  }
  const auto status = PostingType::kStockStatusChanged;
  if (!resolution.keeps(status) && resolution.keeps(status, PostingMember::kStatus)) {
    in.error("not_kept", "a record without " + sim::in_quotes(posting_name(status)) +
                             " does not keep the member \"status\" of any posting");
  }
}

}  // namespace

RecordResolution read_record_resolution(sim::JsonReader& in) {
  RecordResolution resolution;
  for (sim::JsonReader& row : in.objects("not_kept")) {
    const std::string id = row.id();
    const std::optional<PostingType> type = find_posting_type(id);
    const std::vector<std::string> members = row.strings("members");
    if (!type && id != "*") {
      row.error("id", "no posting " + sim::in_quotes(id) + "; \"*\" stands for all" +
                          sim::nearest_clause(id, posting_names()));
    } else if (members.empty()) {
      type ? resolution.leave_out(*type)
           : row.error("\"*\" needs \"members\": what no document keeps");
    }
    for (const std::string& name : members) leave_out(resolution, row, type, name);
    row.finish();
  }
  check(resolution, in);
  return resolution;
}

}  // namespace planttwin::bridge
