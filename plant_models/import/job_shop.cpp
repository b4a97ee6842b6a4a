#include "plant_models/import/job_shop.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace planttwin::plant {

namespace {

// A line of the file: whole numbers, or words.
struct Line {
  int number = 0;  // from 1
  int column = 1;  // of the word that is wrong
  std::vector<std::int64_t> values;
  std::vector<std::string_view> words;  // of a line that does not hold numbers alone
  std::size_t bad_word = 0;             // the first that is no whole number

  bool is_heading() const { return !words.empty() && bad_word == 0; }
  bool empty() const { return words.empty() && values.empty(); }
};

std::vector<std::string_view> words_of(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\f\v";
  std::vector<std::string_view> words;
  for (;;) {
    const std::size_t begin = text.find_first_not_of(kSpace);
    if (begin == std::string_view::npos) return words;
    text.remove_prefix(begin);
    const std::size_t end = text.find_first_of(kSpace);
    words.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return words;
    text.remove_prefix(end);
  }
}

Line parse_line(int number, std::string_view text) {
  Line line;
  line.number = number;
  const std::vector<std::string_view> words = words_of(text.substr(0, text.find('#')));
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::int64_t value = 0;
    const char* end = words[i].data() + words[i].size();
    const auto [stop, error] = std::from_chars(words[i].data(), end, value);
    if (error != std::errc() || stop != end) {
      line.words = words;
      line.bad_word = i;
      line.column = static_cast<int>(words[i].data() - text.data()) + 1;
      return line;
    }
    line.values.push_back(value);
  }
  return line;
}

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  int number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    Line line = parse_line(++number, text.substr(0, end));
    if (!line.empty()) lines.push_back(std::move(line));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// Reads instances one after the other. After an error in an instance it looks for the next one.
class InstanceReader {
 public:
  InstanceReader(std::vector<Line> lines, const std::string& file, sim::Diagnostics& diagnostics)
      : lines_(std::move(lines)), file_(file), diagnostics_(diagnostics) {}

  std::vector<JobShop> read() {
    std::vector<JobShop> shops;
    std::string name;
    bool taillard = false;
    while (next_ < lines_.size()) {
      const Line& line = lines_[next_];
      if (!line.words.empty()) {
        if (line.words[0] == "instance" && line.words.size() > 1) name = line.words[1];
        if (line.words[0] == "Nb") taillard = true;
        if (!line.is_heading()) error(line, "expected the numbers of jobs and machines");
        ++next_;
        continue;
      }
      std::optional<JobShop> shop = read_instance(taillard);
      taillard = false;
      if (!shop) break;  // what follows can't be told from the rest of the broken instance
      shop->name = std::exchange(name, "");
      shops.push_back(std::move(*shop));
    }
    if (shops.empty() && diagnostics_.empty()) {
      diagnostics_.add({file_, {}, "", "holds no job-shop instance"});
    }
    return shops;
  }

 private:
  void error(const Line& line, std::string message) {
    if (!line.words.empty()) message += ", found " + sim::in_quotes(line.words[line.bad_word]);
    diagnostics_.add({file_, {line.number, line.column}, "", std::move(message)});
  }

  std::optional<JobShop> read_instance(bool taillard) {
    const Line& size = lines_[next_];
    const bool two = size.values.size() == 2 || (taillard && size.values.size() > 2);
    if (!two) {
      error(size, "expected two numbers, of jobs and machines, found " +
                      std::to_string(size.values.size()));
      return std::nullopt;
    }
    const std::int64_t jobs = size.values[0];
    const std::int64_t machines = size.values[1];
    if (jobs < 1 || jobs > JobShop::kMostJobs || machines < 1 ||
        machines > JobShop::kMostMachines || jobs * machines > JobShop::kMostSteps) {
      error(size, "expected 1 to " + std::to_string(JobShop::kMostJobs) + " jobs and 1 to " +
                      std::to_string(JobShop::kMostMachines) + " machines");
      return std::nullopt;
    }
    ++next_;
    JobShop shop{.name = "", .machines = static_cast<std::int32_t>(machines), .jobs = {}};
    const auto job_count = static_cast<std::size_t>(jobs);
    const bool good =
        at_heading("Times") ? read_taillard(job_count, shop) : read_standard(job_count, shop);
    return good ? std::optional(std::move(shop)) : std::nullopt;
  }

  bool at_heading(std::string_view word) const {
    return next_ < lines_.size() && !lines_[next_].words.empty() && lines_[next_].words[0] == word;
  }

  // The line of a job; nothing, after an error, when there is none or it has another length.
  const Line* job_line(std::size_t job, std::size_t jobs, std::size_t length,
                       const std::string& what) {
    const std::string which = "job " + std::to_string(job + 1) + " of " + std::to_string(jobs);
    if (next_ == lines_.size()) {
      diagnostics_.add({file_, {}, "", "the file ends before " + which});
      return nullptr;
    }
    const Line& line = lines_[next_];
    if (!line.words.empty()) {
      error(line, "expected " + what + " for " + which);
      return nullptr;
    }
    if (line.values.size() != length) {
      error(line, "expected " + std::to_string(length) + " numbers, " + what + ", for " + which +
                      ", found " + std::to_string(line.values.size()));
      return nullptr;
    }
    ++next_;
    return &line;
  }

  bool read_standard(std::size_t jobs, JobShop& shop) {
    const auto machines = static_cast<std::size_t>(shop.machines);
    bool good = true;
    for (std::size_t job = 0; job < jobs; ++job) {
      const Line* line = job_line(job, jobs, 2 * machines, "pairs of machine and time");
      if (line == nullptr) return false;
      std::vector<JobShopStep> steps;
      for (std::size_t i = 0; i < machines; ++i) {
        good &= add_step(*line, line->values[2 * i], line->values[2 * i + 1], 0, shop, steps);
      }
      shop.jobs.push_back(std::move(steps));
    }
    return good;
  }

  bool read_taillard(std::size_t jobs, JobShop& shop) {
    const auto machines = static_cast<std::size_t>(shop.machines);
    std::vector<const Line*> times;
    ++next_;
    for (std::size_t job = 0; job < jobs; ++job) {
      times.push_back(job_line(job, jobs, machines, "times"));
      if (times.back() == nullptr) return false;
    }
    if (!at_heading("Machines")) {
      diagnostics_.add({file_, {lines_[next_ - 1].number + 1, 1}, "", "expected \"Machines\""});
      return false;
    }
    ++next_;
    bool good = true;
    for (std::size_t job = 0; job < jobs; ++job) {
      const Line* line = job_line(job, jobs, machines, "machines");
      if (line == nullptr) return false;
      std::vector<JobShopStep> steps;
      for (std::size_t i = 0; i < machines; ++i) {
        good &= add_step(*line, line->values[i], times[job]->values[i], 1, shop, steps);
      }
      shop.jobs.push_back(std::move(steps));
    }
    return good;
  }

  // `first` is the number of the first machine.
  bool add_step(const Line& line, std::int64_t machine, std::int64_t time, std::int64_t first,
                const JobShop& shop, std::vector<JobShopStep>& steps) {
    if (machine < first || machine >= shop.machines + first) {
      error(line, "no machine " + std::to_string(machine) + ": they count from " +
                      std::to_string(first) + " to " + std::to_string(shop.machines - 1 + first));
      return false;
    }
    if (time < 0 || time > JobShop::kLongestTime) {
      error(line, "expected a time from 0 to " + std::to_string(JobShop::kLongestTime) +
                      ", found " + std::to_string(time));
      return false;
    }
    steps.push_back({static_cast<std::int32_t>(machine - first), time});
    return true;
  }

  std::vector<Line> lines_;
  const std::string& file_;
  sim::Diagnostics& diagnostics_;
  std::size_t next_ = 0;
};

}  // namespace

std::vector<JobShop> read_job_shops(std::string_view text, const std::string& file,
                                    sim::Diagnostics& diagnostics) {
  return InstanceReader(lines_of(text), file, diagnostics).read();
}

}  // namespace planttwin::plant
