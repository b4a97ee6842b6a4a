#include "tests/support/power_cut.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace planttwin::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSector = 512;  // bytes that a disk writes at once

// A change of a file's bytes: written at an offset, or cut to a length.
struct Change {
  bool truncates = false;
  std::size_t at = 0;
  std::string bytes;
};

// A file: what the disk surely has of it, and what it may have.
struct Kept {
  std::optional<std::string> synced;  // nothing: it may not even be there
  std::vector<Change> since;
  bool removed = false;
};

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void change_bytes(const Change& change, std::string& bytes) {
  if (change.truncates) {
    bytes.resize(change.at);
    return;
  }
  bytes.resize(std::max(bytes.size(), change.at + change.bytes.size()));
  bytes.replace(change.at, change.bytes.size(), change.bytes);
}

}  // namespace

// The file system that SQLite sees.
class PowerCut::Disk {
 public:
  Disk();
  ~Disk() { sqlite3_vfs_unregister(&vfs_); }
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;

  void cut_at(std::int64_t operation) { cut_at_ = operation; }
  bool is_cut() const { return cut_; }
  std::int64_t operations() const { return operations_; }
  void restart(Lost lost, sim::Draw& random);

 private:
  struct File {
    sqlite3_file base;  // first, as SQLite asks
    Disk* disk;
    Kept* kept;
    sqlite3_file* real;
  };

  // False from the cut on.
  bool operate() {
    if (++operations_ == cut_at_) cut_ = true;
    return !cut_;
  }
  static void leave(const fs::path& file, Kept& kept, sim::Draw& random);

  static const sqlite3_io_methods& methods();
  static File& of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
  static sqlite3_file* real(sqlite3_file* file) { return of(file).real; }
  static Disk& of(sqlite3_vfs* vfs) { return *static_cast<Disk*>(vfs->pAppData); }
  static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* given);
  static int remove(sqlite3_vfs* vfs, const char* name, int syncs_folder);
  static int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at);
  static int truncate(sqlite3_file* file, sqlite3_int64 size);
  static int sync(sqlite3_file* file, int flags);

  sqlite3_vfs* real_ = sqlite3_vfs_find(nullptr);
  sqlite3_vfs vfs_ = *real_;
  std::map<std::string, Kept> files_;
  std::int64_t operations_ = 0;
  std::int64_t cut_at_ = -1;
  bool cut_ = false;
};

PowerCut::Disk::Disk() {
  vfs_.zName = "power cut";
  vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
  vfs_.pAppData = this;
  vfs_.pNext = nullptr;
  vfs_.xOpen = open;
  vfs_.xDelete = remove;
  if (sqlite3_vfs_register(&vfs_, 1) != SQLITE_OK) throw std::runtime_error("no file system");
}

// All but what changes the disk is handed on.
const sqlite3_io_methods& PowerCut::Disk::methods() {
  static const sqlite3_io_methods kMethods = [] {
    sqlite3_io_methods made{};
    made.iVersion = 2;
    made.xClose = [](sqlite3_file* file) { return real(file)->pMethods->xClose(real(file)); };
    made.xRead = [](sqlite3_file* file, void* bytes, int size, sqlite3_int64 at) {
      return real(file)->pMethods->xRead(real(file), bytes, size, at);
    };
    made.xWrite = write;
    made.xTruncate = truncate;
    made.xSync = sync;
    made.xFileSize = [](sqlite3_file* file, sqlite3_int64* size) {
      return real(file)->pMethods->xFileSize(real(file), size);
    };
    made.xLock = [](sqlite3_file* file, int lock) {
      return real(file)->pMethods->xLock(real(file), lock);
    };
    made.xUnlock = [](sqlite3_file* file, int lock) {
      return real(file)->pMethods->xUnlock(real(file), lock);
    };
    made.xCheckReservedLock = [](sqlite3_file* file, int* locked) {
      return real(file)->pMethods->xCheckReservedLock(real(file), locked);
    };
    made.xFileControl = [](sqlite3_file* file, int operation, void* argument) {
      return real(file)->pMethods->xFileControl(real(file), operation, argument);
    };
    made.xSectorSize = [](sqlite3_file* file) {
      return real(file)->pMethods->xSectorSize(real(file));
    };
    made.xDeviceCharacteristics = [](sqlite3_file* file) {
      return real(file)->pMethods->xDeviceCharacteristics(real(file));
    };
    made.xShmMap = [](sqlite3_file* file, int page, int size, int extends, void volatile** map) {
      return real(file)->pMethods->xShmMap(real(file), page, size, extends, map);
    };
    made.xShmLock = [](sqlite3_file* file, int offset, int count, int flags) {
      return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
    };
    made.xShmBarrier = [](sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); };
    made.xShmUnmap = [](sqlite3_file* file, int removes) {
      return real(file)->pMethods->xShmUnmap(real(file), removes);
    };
    return made;
  }();
  return kMethods;
}

int PowerCut::Disk::open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags,
                         int* given) {
  Disk& disk = of(vfs);
  auto* made = new (file) File{};
  made->disk = &disk;
  made->real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(File));
  if (disk.cut_) return SQLITE_CANTOPEN;
  const bool is_new = name != nullptr && !fs::exists(name);
  const int result = disk.real_->xOpen(disk.real_, name, made->real, flags, given);
  if (result != SQLITE_OK) return result;
  made->base.pMethods = &methods();
  made->kept = &disk.files_[name == nullptr ? "" : name];
  if (is_new) {
    *made->kept = Kept();
  } else if (name != nullptr && !made->kept->synced && made->kept->since.empty()) {
    made->kept->synced = bytes_of(name);
  }
  return SQLITE_OK;
}

int PowerCut::Disk::remove(sqlite3_vfs* vfs, const char* name, int syncs_folder) {
  Disk& disk = of(vfs);
  if (!disk.operate()) return SQLITE_IOERR_DELETE;
  Kept& kept = disk.files_[name];
  kept.removed = true;
  if (syncs_folder != 0) kept = Kept();
  return disk.real_->xDelete(disk.real_, name, 0);
}

int PowerCut::Disk::write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
  if (!of(file).disk->operate()) return SQLITE_IOERR_WRITE;
  of(file).kept->since.push_back(
      {false, static_cast<std::size_t>(at),
       std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size))});
  return real(file)->pMethods->xWrite(real(file), bytes, size, at);
}

int PowerCut::Disk::truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (!of(file).disk->operate()) return SQLITE_IOERR_TRUNCATE;
  of(file).kept->since.push_back({true, static_cast<std::size_t>(size), ""});
  return real(file)->pMethods->xTruncate(real(file), size);
}

// Nothing is really synced: the machine of the test keeps its power.
int PowerCut::Disk::sync(sqlite3_file* file, int) {
  if (!of(file).disk->operate()) return SQLITE_IOERR_FSYNC;
  Kept& kept = *of(file).kept;
  if (!kept.synced) kept.synced = "";
  for (const Change& change : kept.since) change_bytes(change, *kept.synced);
  kept.since.clear();
  return SQLITE_OK;
}

void PowerCut::Disk::restart(Lost lost, sim::Draw& random) {
  for (auto& [name, kept] : files_) {
    if (name.empty()) continue;
    if (lost == Lost::kUnsynced) leave(name, kept, random);
    // What all processes share is gone with them.
    fs::remove(name + "-shm");
  }
  files_.clear();
  operations_ = 0;
  cut_at_ = -1;
  cut_ = false;
}

// Makes of a file what the disk has of it.
void PowerCut::Disk::leave(const fs::path& file, Kept& kept, sim::Draw& random) {
  const bool is_gone = kept.removed && random.chance(0.5);
  const bool never_there = !kept.synced && random.chance(0.5);
  if (is_gone || never_there) {
    fs::remove(file);
    return;
  }
  std::string bytes = kept.synced.value_or("");
  for (Change& change : kept.since) {
    if (random.chance(0.5)) continue;
    if (random.chance(0.3)) {
      const std::size_t sectors = change.bytes.size() / kSector;
      const auto there = sectors == 0 ? 0 : random.below(static_cast<std::uint32_t>(sectors));
      change.bytes.resize(there * kSector);
    }
    change_bytes(change, bytes);
  }
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

PowerCut::PowerCut() : disk_(std::make_unique<Disk>()) {}
PowerCut::~PowerCut() = default;
void PowerCut::cut_at(std::int64_t operation) { disk_->cut_at(operation); }
bool PowerCut::is_cut() const { return disk_->is_cut(); }
std::int64_t PowerCut::operations() const { return disk_->operations(); }
void PowerCut::restart(Lost lost, sim::Draw& random) { disk_->restart(lost, random); }

}  // namespace planttwin::testing
