#include "scenarios/experiment/replication_store.h"

#include <soci/soci.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <regex>
#include <utility>

#include "scenarios/exit_code.h"
#include "scenarios/json_build.h"
#include "sim/json_document.h"
#include "sim/output_error.h"

namespace planttwin::experiment {
namespace {

constexpr const char* kPostgres = "postgresql://";

constexpr const char* kTable =
    "CREATE TABLE IF NOT EXISTS replication ("
    "experiment TEXT NOT NULL, variant TEXT NOT NULL, number BIGINT NOT NULL, "
    "batch BIGINT NOT NULL, batches BIGINT NOT NULL, seed BIGINT NOT NULL, "
    "ended_well INTEGER NOT NULL, figures TEXT NOT NULL, run_key TEXT NOT NULL, "
    "PRIMARY KEY (experiment, variant, number, batch))";

constexpr const char* kInsert =
    "INSERT INTO replication (experiment, variant, number, batch, batches, seed, ended_well, "
    "figures, run_key) VALUES (:experiment, :variant, :number, :batch, :batches, :seed, "
    ":ended_well, :figures, :run_key) ON CONFLICT (experiment, variant, number, batch) DO NOTHING";

bool is_postgres(const std::string& where) { return where.starts_with(kPostgres); }

// A password in an address is nobody's business.
std::string without_password(const std::string& where) {
  const std::size_t at = where.rfind('@');  // a password may have one
  const std::size_t colon = where.find(':', std::string(kPostgres).size());
  if (!is_postgres(where) || at == std::string::npos || colon > at) return where;
  return where.substr(0, colon) + ":..." + where.substr(at);
}

// "host=... port=... user=... dbname=...": SOCI takes these words, and no address. The parts of the
// address must be plain: nothing is decoded.
std::string postgres_words(const std::string& where) {
  static const std::regex form(
      R"(postgresql://(?:([^\s:@/'"\\%]+)(?::([^\s@/'"\\%]*))?@)?([^\s:@/'"\\%]+)(?::(\d+))?/([^\s/?'"\\%]+))");
  std::smatch parts;
  if (!std::regex_match(where, parts, form)) {
    throw scenario::UsageError("the store " + without_password(where) +
                               " is no address like postgresql://user:password@host:port/database");
  }
  std::string words = "host=" + parts[3].str() + " dbname=" + parts[5].str();
  if (parts[1].matched) words += " user=" + parts[1].str();
  if (parts[2].matched) words += " password=" + parts[2].str();
  if (parts[4].matched) words += " port=" + parts[4].str();
  return words;
}

// A message of several lines as one.
std::string in_a_line(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

// Beside the figures, under a name that is no id of a figure unless somebody wants it to be one.
// Then it can't be read back, and the run is made again.
constexpr const char* kWip = "/wip_curve";

scenario::JsonObject wip_json(const WipCurve& wip) {
  scenario::JsonArray lots;
  for (const double each : wip.lots) lots.add(scenario::json_number(each));
  scenario::JsonObject curve;
  curve.add("part_us", scenario::json_integer(wip.part.count()))
      .add("lots", lots.take())
      .add("after", scenario::json_number(wip.after));
  return curve;
}

bool read_wip(const sim::JsonNode* node, WipCurve& wip) {
  const sim::JsonNode* part = node == nullptr ? nullptr : node->member("part_us");
  const sim::JsonNode* lots = node == nullptr ? nullptr : node->member("lots");
  const sim::JsonNode* after = node == nullptr ? nullptr : node->member("after");
  if (part == nullptr || lots == nullptr || after == nullptr) return false;
  wip.part = sim::Duration::microseconds(std::strtoll(part->text.c_str(), nullptr, 10));
  for (const sim::JsonNode& each : lots->elements) {
    wip.lots.push_back(std::strtod(each.text.c_str(), nullptr));
  }
  wip.after = std::strtod(after->text.c_str(), nullptr);
  return true;
}

std::string figures_text(const Experiment& experiment, const Replication& replication) {
  scenario::JsonObject figures;
  for (std::size_t i = 0; i < experiment.kpis.size(); ++i) {
    figures.add(experiment.kpis[i].id, scenario::json_number(replication.values[i]));
  }
  figures.add(kWip, wip_json(replication.wip));
  return sim::canonical_json(figures.take());
}

std::optional<Replication> replication_of(const Experiment& experiment, const std::string& figures,
                                          bool ended_well) {
  sim::Diagnostics ignored;
  const auto document = sim::JsonDocument::parse(figures, "", ignored);
  if (!document) return std::nullopt;
  Replication replication{.values = {}, .ended_well = ended_well};
  for (const Kpi& kpi : experiment.kpis) {
    const sim::JsonNode* found = document->root().member(kpi.id);
    if (found == nullptr) return std::nullopt;
    replication.values.push_back(found->is_number()
                                     ? std::optional(std::strtod(found->text.c_str(), nullptr))
                                     : std::nullopt);
  }
  if (!read_wip(document->root().member(kWip), replication.wip)) return std::nullopt;
  return replication;
}

}  // namespace

class ReplicationStore::Connection {
 public:
  Connection(std::string where, const Experiment& experiment, std::vector<std::string> keys)
      : where_(without_password(where)), experiment_(experiment), keys_(std::move(keys)) {
    try {
      if (is_postgres(where)) {
        session_.open("postgresql", postgres_words(where));
      } else {
        session_.open("sqlite3", "dbname=\"" + where + "\" timeout=30");
        session_ << "PRAGMA journal_mode = WAL";
        session_ << "PRAGMA synchronous = NORMAL";
      }
    } catch (const scenario::UsageError&) {
      throw;
    } catch (const std::exception& error) {
      const std::string text = "cannot open the store " + where_ + ": " + in_a_line(error.what());
      if (is_postgres(where)) throw StoreUnreachable(text);
      throw scenario::UsageError(text);
    }
  }

  void prepare(bool resume) {
    in_store([&] {
      session_ << kTable;
      if (!resume) {
        session_ << "DELETE FROM replication WHERE experiment = :experiment",
            soci::use(experiment_.id);
        return;
      }
      for (std::size_t i = 0; i < keys_.size(); ++i) load(i);
    });
    resumes_ = resume;
  }

  void add_variant(std::string key) {
    keys_.push_back(std::move(key));
    if (resumes_) in_store([&] { load(keys_.size() - 1); });
  }

  void add(const Task& task, const Replicated& replications) {
    in_store([&] {
      soci::transaction transaction(session_);
      const std::string& variant = experiment_.variants[task.variant].id;
      const auto number = static_cast<long long>(task.number);
      const auto seed = static_cast<long long>(experiment_.seed) + number;
      const auto batches = static_cast<long long>(replications.size());
      for (long long batch = 0; batch < batches; ++batch) {
        const Replication& each = replications[static_cast<std::size_t>(batch)];
        const std::string figures = figures_text(experiment_, each);
        const int ended_well = each.ended_well ? 1 : 0;
        session_ << kInsert, soci::use(experiment_.id), soci::use(variant), soci::use(number),
            soci::use(batch), soci::use(batches), soci::use(seed), soci::use(ended_well),
            soci::use(figures), soci::use(keys_[task.variant]);
      }
      transaction.commit();
    });
  }

  const std::map<std::pair<std::size_t, std::int64_t>, Replicated>& found() const { return found_; }

 private:
  template <class Work>
  void in_store(const Work& work) {
    try {
      work();
    } catch (const soci::soci_error& error) {
      throw sim::OutputError(where_ + ": " + in_a_line(error.what()));
    }
  }

  // Of a variant. Runs whose keys are others were made of something else: they go.
  void load(std::size_t variant) {
    const std::string& id = experiment_.variants[variant].id;
    const std::string& run_key = keys_[variant];
    session_ << "DELETE FROM replication WHERE experiment = :experiment AND variant = :variant "
                "AND run_key <> :run_key",
        soci::use(experiment_.id), soci::use(id), soci::use(run_key);
    soci::rowset<soci::row> rows =
        (session_.prepare << "SELECT number, batches, ended_well, figures FROM replication WHERE "
                             "experiment = :experiment AND variant = :variant ORDER BY batch",
         soci::use(experiment_.id), soci::use(id));
    std::map<std::int64_t, Replicated> runs;
    std::map<std::int64_t, std::size_t> whole;
    for (const soci::row& row : rows) {
      auto replication = replication_of(experiment_, row.get<std::string>(3), row.get<int>(2) != 0);
      if (!replication) continue;
      const auto number = static_cast<std::int64_t>(row.get<long long>(0));
      runs[number].push_back(std::move(*replication));
      whole[number] = static_cast<std::size_t>(row.get<long long>(1));
    }
    for (auto& [number, run] : runs) {
      if (run.size() == whole[number]) found_[{variant, number}] = std::move(run);
    }
  }

  std::string where_;
  const Experiment& experiment_;
  std::vector<std::string> keys_;
  bool resumes_ = false;
  soci::session session_;
  std::map<std::pair<std::size_t, std::int64_t>, Replicated> found_;
};

ReplicationStore::ReplicationStore(const std::string& where, const Experiment& experiment,
                                   std::vector<std::string> keys, bool resume)
    : connection_(std::make_unique<Connection>(where, experiment, std::move(keys))) {
  connection_->prepare(resume);
}

ReplicationStore::~ReplicationStore() = default;

void ReplicationStore::add_variant(std::string key) { connection_->add_variant(std::move(key)); }

std::size_t ReplicationStore::found() const { return connection_->found().size(); }

std::optional<Replicated> ReplicationStore::find(const Task& task) const {
  const auto found = connection_->found().find({task.variant, task.number});
  if (found == connection_->found().end()) return std::nullopt;
  return found->second;
}

void ReplicationStore::add(const Task& task, const Replicated& replications) {
  connection_->add(task, replications);
}

}  // namespace planttwin::experiment
