#include "erp_bridge/monitoring/erp_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace planttwin::bridge {
namespace {

const prometheus::Histogram::BucketBoundaries kDurations = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};

}  // namespace

class ErpMetrics::Families {
 public:
  Families() {
    for (const char* result : {"booked", "known", "conflict", "refused", "unreadable"}) {
      messages_.Add({{"result", result}});
    }
  }

  void on_request(const RequestNews& news) {
    const std::string path(news.path);
    requests_.Add({{"path", path}, {"status", std::to_string(news.status)}}).Increment();
    durations_.Add({{"path", path}}, kDurations).Observe(news.seconds);
  }
  void on_booking(const BookingNews& news) {
    messages_.Add({{"result", std::string(news.result)}}).Increment();
  }
  std::string text(std::int64_t documents, std::int64_t bytes) {
    documents_.Set(static_cast<double>(documents));
    bytes_.Set(static_cast<double>(bytes));
    return prometheus::TextSerializer().Serialize(registry_.Collect());
  }

 private:
  prometheus::Gauge& gauge(const char* name, const char* help) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry_).Add({});
  }

  prometheus::Registry registry_;
  prometheus::Family<prometheus::Counter>& messages_ =
      prometheus::BuildCounter()
          .Name("planttwin_erp_messages_total")
          .Help(
              "Messages that came, by what was done with them: booked, known, conflict, refused "
              "or unreadable.")
          .Register(registry_);
  prometheus::Family<prometheus::Counter>& requests_ =
      prometheus::BuildCounter()
          .Name("planttwin_erp_requests_total")
          .Help("Requests by path and status; other: a path that is not served.")
          .Register(registry_);
  prometheus::Family<prometheus::Histogram>& durations_ =
      prometheus::BuildHistogram()
          .Name("planttwin_erp_request_duration_seconds")
          .Help("How long requests took, from their last byte to the answer.")
          .Register(registry_);
  prometheus::Gauge& documents_ = gauge("planttwin_erp_documents", "Documents in the books.");
  prometheus::Gauge& bytes_ =
      gauge("planttwin_erp_books_size_bytes", "Size of the file of the books.");
};

ErpMetrics::ErpMetrics() : families_(std::make_unique<Families>()) {}
ErpMetrics::~ErpMetrics() = default;

void ErpMetrics::on_request(const RequestNews& news) { families_->on_request(news); }
void ErpMetrics::on_booking(const BookingNews& news) { families_->on_booking(news); }
std::string ErpMetrics::text(std::int64_t documents, std::int64_t bytes) {
  return families_->text(documents, bytes);
}

}  // namespace planttwin::bridge
