#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "erp_bridge/transports/transport.h"

// Files in a folder, as many ERP systems take and give them: what is written appears under its
// name only when it is whole, and what was read moves to the folder done/ beside it.
namespace planttwin::bridge {

// The address of a parcel is a folder below that of the connection, or empty. A file is named by a
// number, by which the files of a folder stand in the order of sending, and the key of the parcel:
// 000000000042_order-7.json. It arrived when file and name are on the disk. The folder must be
// there: a drive that is not mounted is nobody. Headers do not travel.
class FileSender final : public Sender {
 public:
  explicit FileSender(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::vector<Receipt> send(const std::vector<Parcel>& parcels) override;

 private:
  Receipt drop(const Parcel& parcel);
  void publish(const std::filesystem::path& part, const std::filesystem::path& folder,
               const std::string& rest);

  std::filesystem::path folder_;
  std::map<std::filesystem::path, long> last_;  // number given, by folder
};

// Gives the files of a folder by their names, also those that others put there. Hidden files and
// those that end in .part or .tmp are taken for unfinished.
class FileReceiver final : public Receiver {
 public:
  FileReceiver(std::filesystem::path folder, std::string address)
      : folder_(std::move(folder)), address_(std::move(address)) {}
  std::optional<Parcel> receive(std::chrono::milliseconds within) override;
  void acknowledge() override;
  std::string trouble() const override { return trouble_; }

 private:
  void look();
  std::optional<Parcel> take();

  std::filesystem::path folder_;
  std::string address_;
  std::set<std::string> waiting_;  // found at the last look, in order
  std::set<std::string> given_;    // and not acknowledged
  std::string trouble_;
};

}  // namespace planttwin::bridge
