// Booking postings in the reference ERP and auditing its books: postings per second, and the time
// and memory that an audit of many takes.

#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "erp_bridge/audit/reconciliation.h"
#include "erp_bridge/postings/reporter.h"
#include "erp_bridge/systems/reference_erp.h"
#include "tests/support/simulation.h"

namespace planttwin::performance {
namespace {

constexpr const char* kPlant = R"({"id": "BOOKS", "unit": "pcs",
  "materials": [{"id": "PART", "control": "lot"}], "locations": [{"id": "STORE"}],
  "work_centers": [{"id": "A"}],
  "routings": [{"id": "PART", "operations": [
    {"id": 10, "work_center": "A", "time": "1 min", "per": "lot"}]}]})";
constexpr const char* kInput = R"({"start": "2025-01-01T00:00:00Z", "horizon": "1 d"})";

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// The books of a plant that receives a lot and issues half of it to an order, again and again.
class Books {
 public:
  explicit Books(std::int64_t postings) {
    erp_.open_order("O", "PART");
    for (std::int64_t i = 0; i < postings; i += 2) {
      const bridge::Name lot = names_.number("PART-" + std::to_string(i / 2));
      happen(bridge::PostingType::kGoodsReceived, lot, 10);
      happen(bridge::PostingType::kMaterialIssued, lot, 5);
      closing_[{item_, lot, store_, bridge::StockStatus::kUnrestricted}] = sim::Quantity::steps(5);
    }
  }

  void book() {
    bridge::Reporter reporter(simulation_.plant(), names_, "R", simulation_.input().start,
                              [this](const bridge::Message& message) {
                                erp_.post(message);
                                traces_[message.envelope.idempotency_key] = {
                                    bridge::MessageTrace::State::kAcknowledged, ""};
                              });
    for (const bridge::Posting& posting : truth_.postings()) reporter.on_posting(posting);
  }

  bridge::Reconciliation audit() {
    return bridge::reconcile({simulation_.plant(), names_, truth_, closing_, erp_, traces_});
  }

 private:
  void happen(bridge::PostingType type, bridge::Name lot, std::int64_t quantity) {
    bridge::Posting posting;
    posting.type = type;
    posting.item = item_;
    posting.lot = lot;
    posting.location = store_;
    posting.quantity = sim::Quantity::steps(quantity);
    posting.company = posting.site = names_.number(simulation_.plant().id);
    posting.unit = names_.number("pcs");
    posting.date = names_.number("2025-01-01");
    posting.period = names_.number("2025-01");
    if (type == bridge::PostingType::kMaterialIssued) {
      posting.order = posting.in_process = names_.number("O");
      posting.operation = names_.number("10");
    }
    posting.key = names_.number(keys_.next(posting_name(type), names_.text(posting.lot)).long_form);
    truth_.on_posting(posting);
  }

  testing::Simulation simulation_{kPlant, kInput};
  bridge::NameTable names_;
  bridge::KeyRing keys_{"R"};
  bridge::Name item_ = names_.number("PART");
  bridge::Name store_ = names_.number("STORE");
  bridge::ReferenceErp erp_{bridge::erp_items(simulation_.plant())};
  bridge::TruthLedger truth_;
  bridge::StockByPosition closing_;
  bridge::MessageTraces traces_;
};

long peak_memory_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

bool print_audit(std::int64_t postings) {
  Books books(postings);
  auto begin = std::chrono::steady_clock::now();
  books.book();
  const double booked_s = seconds_since(begin);
  const long booked_mb = peak_memory_mb();
  begin = std::chrono::steady_clock::now();
  const bridge::Reconciliation audit = books.audit();
  const double audited_s = seconds_since(begin);
  std::printf("%lld postings booked in %.2f s (%.0f/s), %ld MB; audited in %.2f s, %ld MB more\n",
              static_cast<long long>(postings), booked_s, static_cast<double>(postings) / booked_s,
              booked_mb, audited_s, peak_memory_mb() - booked_mb);
  return audit.findings.empty() && audit.residual == 0 && audit.matched == postings;
}

void audit(benchmark::State& state) {
  Books books(state.range(0));
  books.book();
  for (auto _ : state) benchmark::DoNotOptimize(books.audit());
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(audit)->Arg(1'000);

}  // namespace
}  // namespace planttwin::performance

// --postings N books and audits so many; otherwise an ordinary benchmark program.
int main(int argc, char** argv) {
  using planttwin::performance::print_audit;
  if (argc == 3 && std::string(argv[1]) == "--postings") {
    return print_audit(std::max(2LL, std::atoll(argv[2]))) ? EXIT_SUCCESS : EXIT_FAILURE;
  }
  if (!print_audit(1'000)) return EXIT_FAILURE;
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return EXIT_FAILURE;
  benchmark::RunSpecifiedBenchmarks();
  return EXIT_SUCCESS;
}
