#pragma once

#include <string>
#include <vector>

#include "erp_bridge/systems/erp_client.h"
#include "erp_bridge/systems/record.h"

namespace planttwin::bridge {

// The books of a running reference ERP, read through its interface: all documents up to one number,
// and the stock at that number. What is booked while they are read is read as well, or the reading
// fails when there is no end of it.
class HttpRecord : public SystemOfRecord {
 public:
  // Reads the books. Throws ErpConnectionError.
  explicit HttpRecord(ErpClient& client);

  void read_documents(const std::function<void(const RecordDocument&)>& use) const override;
  std::vector<RecordStock> opening_stock() const override { return opening_; }
  std::vector<RecordStock> stock() const override { return stock_; }
  std::vector<RecordItem> counted_items() const override { return items_; }

 private:
  std::vector<RecordItem> items_;
  std::vector<RecordDocument> documents_;
  std::vector<RecordStock> opening_;
  std::vector<RecordStock> stock_;
};

}  // namespace planttwin::bridge
