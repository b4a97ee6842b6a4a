// Messages that are taken durably in a second (SQLite, synchronous = FULL): by the class with its
// file alone, and over one HTTP connection that is kept open. And how fast they are booked again.

#include <benchmark/benchmark.h>

#include <memory>

#include "erp_bridge/systems/erp_client.h"
#include "erp_bridge/systems/erp_server.h"
#include "tests/support/erp_messages.h"
#include "tests/support/temporary_file.h"

namespace planttwin::testing {
namespace {

constexpr const char* kKey = "a key for benchmarks";

bridge::AccessKeys keys() {
  bridge::AccessKeys keys;
  keys.add(kKey, bridge::AccessRole::kOperator);
  return keys;
}

struct Service {
  TemporaryFile file;
  bridge::ErpService books{small_erp(), file.path(), [] { return sim::UtcInstant(); }};
  std::int64_t given = 0;

  bridge::Message next() { return receipt("R/GoodsReceived/SCREW/" + std::to_string(++given)); }
};

void count(benchmark::State& state, std::int64_t batch) {
  state.SetItemsProcessed(state.iterations() * batch);
}

void in_process(benchmark::State& state) {
  Service service;
  const std::int64_t batch = state.range(0);
  for (auto _ : state) {
    std::vector<bridge::Arrival> arrivals;
    for (std::int64_t i = 0; i < batch; ++i) {
      bridge::Message message = service.next();
      std::string text = to_json(message);
      arrivals.push_back({std::move(message), std::move(text)});
    }
    benchmark::DoNotOptimize(service.books.post(arrivals));
  }
  count(state, batch);
}

void over_http(benchmark::State& state) {
  Service service;
  bridge::ErpApi api(service.books, keys());
  bridge::ErpServer server(api);
  const int port = server.start("127.0.0.1", 0);
  {
    bridge::ErpClient client("http://127.0.0.1:" + std::to_string(port), kKey);
    const std::int64_t batch = state.range(0);
    for (auto _ : state) {
      std::string text = to_json(service.next());
      for (std::int64_t i = 1; i < batch; ++i) text += "," + to_json(service.next());
      const int status = batch == 1 ? client.post("/messages", text).status
                                    : client.post("/messages/batch", "[" + text + "]").status;
      if (status / 100 != 2) state.SkipWithError("the server refuses");
    }
    count(state, batch);
  }
}

// Books that are made of their file, as at the start of a server.
void played_again(benchmark::State& state) {
  TemporaryFile file;
  const std::int64_t messages = state.range(0);
  const auto open = [&] {
    return std::make_unique<bridge::ErpService>(small_erp(), file.path(),
                                                [] { return sim::UtcInstant(); });
  };
  std::vector<bridge::Arrival> arrivals;
  for (std::int64_t i = 0; i < messages; ++i) {
    bridge::Message message = receipt("R/GoodsReceived/SCREW/" + std::to_string(i));
    std::string text = to_json(message);
    arrivals.push_back({std::move(message), std::move(text)});
  }
  open()->post(arrivals);
  for (auto _ : state) benchmark::DoNotOptimize(open());
  count(state, messages);
}

BENCHMARK(played_again)->Arg(10'000)->UseRealTime();
BENCHMARK(in_process)->Arg(1)->Arg(100)->UseRealTime();
BENCHMARK(over_http)->Arg(1)->Arg(100)->UseRealTime();

}  // namespace
}  // namespace planttwin::testing

BENCHMARK_MAIN();
