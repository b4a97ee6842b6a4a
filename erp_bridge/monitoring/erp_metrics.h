#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "erp_bridge/monitoring/erp_watch.h"

namespace planttwin::bridge {

// Counts what a served reference ERP does, and shows it as text for Prometheus. All names begin
// with planttwin_erp_. Any thread may call.
class ErpMetrics : public ErpWatch {
 public:
  ErpMetrics();
  ~ErpMetrics() override;
  ErpMetrics(const ErpMetrics&) = delete;
  ErpMetrics& operator=(const ErpMetrics&) = delete;

  void on_request(const RequestNews& news) override;
  void on_booking(const BookingNews& news) override;
  // The page in the text format 0.0.4. `bytes`: of the file of the books.
  std::string text(std::int64_t documents, std::int64_t bytes);

 private:
  class Families;
  const std::unique_ptr<Families> families_;
};

}  // namespace planttwin::bridge
