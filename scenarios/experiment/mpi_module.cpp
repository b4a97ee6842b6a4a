// The module planttwin_mpi.so: messages between ranks by MPI. The only source that knows it.

#include <mpi.h>

#include <limits>
#include <stdexcept>

#include "scenarios/experiment/rank_link.h"

namespace planttwin::experiment {
namespace {

constexpr int kTag = 1;

// Errors of MPI end all ranks, as it is by default.
class MpiLink : public RankLink {
 public:
  MpiLink() {
    MPI_Init(nullptr, nullptr);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &count_);
  }
  ~MpiLink() override { MPI_Finalize(); }

  int rank() const override { return rank_; }
  int count() const override { return count_; }

  void send(int to, const std::string& bytes) override {
    if (bytes.size() > std::numeric_limits<int>::max()) {
      throw std::runtime_error("a message of 2 GiB or more");
    }
    MPI_Send(bytes.data(), static_cast<int>(bytes.size()), MPI_BYTE, to, kTag, MPI_COMM_WORLD);
  }

  std::optional<Received> receive() override {
    int is_there = 0;
    MPI_Status status;
    MPI_Iprobe(MPI_ANY_SOURCE, kTag, MPI_COMM_WORLD, &is_there, &status);
    if (is_there == 0) return std::nullopt;
    int size = 0;
    MPI_Get_count(&status, MPI_BYTE, &size);
    Received received{status.MPI_SOURCE, std::string(static_cast<std::size_t>(size), '\0')};
    MPI_Recv(received.bytes.data(), size, MPI_BYTE, received.from, kTag, MPI_COMM_WORLD,
             MPI_STATUS_IGNORE);
    return received;
  }

 private:
  int rank_ = 0;
  int count_ = 1;
};

}  // namespace
}  // namespace planttwin::experiment

extern "C" planttwin::experiment::RankLink* planttwin_rank_link() {
  return new planttwin::experiment::MpiLink();
}
