// Fuzzing starts from one example of every kind of message in every format that carries it.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "erp_bridge/formats/b2mml_format.h"
#include "erp_bridge/formats/b2mml_slots.h"
#include "erp_bridge/formats/json_format.h"

namespace planttwin::bridge {
namespace {

// Fills every member with something plain.
class ExampleFields {
 public:
  void operator()(std::string_view field, std::string& value) const {
    value = std::string(field) + "-1";
  }
  void operator()(std::string_view, sim::Decimal& value) const { value = sim::Decimal(1250, 3); }
  void operator()(std::string_view, SignedDecimal& value) const {
    value.number = sim::Decimal(-5, 1);
  }
  void operator()(std::string_view, sim::Duration& value) const {
    value = sim::Duration::microseconds(90'500'000);
  }
  void operator()(std::string_view, sim::UtcInstant& value) const {
    value = sim::parse_instant("2025-03-30T06:00:00Z").value();
  }
  void operator()(std::string_view, Choice auto&) const {}
  template <class T>
  void operator()(std::string_view field, std::optional<T>& value) const {
    (*this)(field, value.emplace());
  }
  template <class T>
  void operator()(std::string_view field, std::vector<T>& list) const {
    if constexpr (std::is_same_v<T, std::string>) {
      list = {"000123", "000124"};
    } else {
      T::describe(list.emplace_back(), *this);
    }
    static_cast<void>(field);
  }
};

Message example(Body body) {
  std::visit(
      [](auto& kind) {
        const ExampleFields fields;
        kind.describe(kind, fields);
      },
      body);
  Envelope envelope;
  envelope.id = envelope.idempotency_key = "R1/" + std::string(name_of(body)) + "/O-1/1";
  envelope.source = "/planttwin/PUMPS";
  envelope.time = sim::parse_instant("2025-03-30T01:59:59.999999Z").value();
  envelope.run_id = "R1";
  envelope.sequence = 7;
  envelope.partition_key = "O-1";
  envelope.short_key = "Q9W1DFWF077YM";
  envelope.plant = "PUMPS";
  envelope.posting_date = "2025-03-30";
  envelope.company = "ACME";
  envelope.trace_parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  envelope.causation_id = "R1/OrderValidation/O-1/1";
  envelope.depends_on = {"R1/GoodsReceived/RESIN/1", "R1/GoodsReceived/SEAL 4%25/1"};
  return {envelope, std::move(body)};
}

// PLANTTWIN_WRITE_CORPUS=1 writes the files anew.
std::string kept(const std::string& path, const std::string& text) {
  const std::filesystem::path file = PLANTTWIN_SOURCE_DIR "/tests/fuzz/corpus/" + path;
  if (std::getenv("PLANTTWIN_WRITE_CORPUS") != nullptr) std::ofstream(file) << text << "\n";
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TEST(FuzzCorpus, HasEveryKindOfMessageAsJson) {
  for (const std::string& name : message_names()) {
    const Message message = example(empty_body(name).value());
    sim::Diagnostics diagnostics;
    const auto read = from_json(kept("message/" + name + ".json", to_json(message)), diagnostics);
    ASSERT_TRUE(read.has_value()) << name << " " << diagnostics.text();
    EXPECT_TRUE(read->body == message.body) << name;
    EXPECT_TRUE(read->envelope == message.envelope) << name;
  }
}

TEST(FuzzCorpus, HasEveryKindThatTravelsAsB2mml) {
  for (const B2mmlKind& kind : b2mml_kinds()) {
    const Message message = example(empty_body(kind.name).value());
    sim::Diagnostics diagnostics;
    const std::string path = "b2mml/" + std::string(kind.name) + ".xml";
    const auto read = from_b2mml(kept(path, to_b2mml(message).value()), diagnostics);
    ASSERT_TRUE(read.has_value()) << kind.name << " " << diagnostics.text();
    EXPECT_TRUE(read->body == message.body) << kind.name;
    EXPECT_TRUE(read->envelope == message.envelope) << kind.name;
  }
}

}  // namespace
}  // namespace planttwin::bridge
