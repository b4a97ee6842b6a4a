#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sim/outside_input.h"
#include "sim/time.h"

namespace planttwin::sim {

class JournalError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// What outside did to a run: an input, or the request to stop. `accepted_after` is the last
// instant that the plant had processed when the record was written; a replay hands the input over
// at the same place, so that even the innards of the model come out equal.
struct JournalRecord {
  enum class Kind : std::uint8_t { kInput = 0, kStop = 1 };

  Kind kind = Kind::kInput;
  std::uint64_t sequence = 0;  // 0, 1, 2, ... over the whole journal
  Time accepted_after;
  Time takes_effect;
  OutsideInput input;

  friend bool operator==(const JournalRecord&, const JournalRecord&) = default;
};

// Keeps records in order. `append` returns only when the record is kept: what is not in the
// journal has not acted. Throws JournalError when it can't be kept.
class InputJournal {
 public:
  virtual ~InputJournal() = default;
  virtual void append(const JournalRecord& record) = 0;
  virtual std::uint64_t next_sequence() const = 0;
};

class MemoryJournal final : public InputJournal {
 public:
  void append(const JournalRecord& record) override { records_.push_back(record); }
  std::uint64_t next_sequence() const override { return records_.size(); }
  const std::vector<JournalRecord>& records() const { return records_; }

 private:
  std::vector<JournalRecord> records_;
};

// What a journal file holds. A record that the writer had not finished when it was killed is
// left out and reported, and so is everything after a damaged record.
struct JournalContents {
  enum class End : std::uint8_t {
    kClean,
    kCutOff,  // the last record is incomplete
    kDamaged  // a record is complete but wrong
  };

  std::vector<JournalRecord> records;
  End end = End::kClean;
  std::uint64_t valid_bytes = 0;    // from the start of the file
  std::uint64_t ignored_bytes = 0;  // after them
};

// Throws JournalError when the file can't be read or is no journal of this version.
JournalContents read_journal(const std::string& path);

// An append-only file: an 8-byte magic and version, then per record its length, the complement of
// its length, the CRC-64 of its body and the body. Numbers are little-endian. Each record reaches
// the system in one write, so it survives the death of the program; with Durability::kPowerLoss it
// also survives that of the machine.
class FileJournal final : public InputJournal {
 public:
  enum class Durability : std::uint8_t { kProcessDeath, kPowerLoss };

  // Starts a new journal; an existing file is an error, for it may be the only record of a run.
  static FileJournal create(const std::string& path,
                            Durability durability = Durability::kProcessDeath);
  // Goes on with a journal after removing an incomplete last record. A damaged one is an error.
  static FileJournal resume(const std::string& path,
                            Durability durability = Durability::kProcessDeath);
  ~FileJournal() override;
  FileJournal(FileJournal&& other) noexcept;
  FileJournal& operator=(FileJournal&&) = delete;

  void append(const JournalRecord& record) override;
  std::uint64_t next_sequence() const override { return next_sequence_; }

 private:
  FileJournal(std::string path, int file, Durability durability, std::uint64_t next_sequence);
  void write(std::string_view bytes);
  // After a failed write nothing more is appended, so that damage stays at the end of the file.
  [[noreturn]] void give_up();

  std::string path_;
  int file_;
  Durability durability_;
  std::uint64_t next_sequence_;
};

}  // namespace planttwin::sim
