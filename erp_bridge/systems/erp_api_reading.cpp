// What the ERP's interface shows of its books.

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <stdexcept>

#include "erp_bridge/formats/json_text.h"
#include "erp_bridge/systems/erp_api.h"
#include "erp_bridge/systems/record_json.h"

namespace planttwin::bridge {
namespace {

constexpr int kOk = 200;
constexpr std::int64_t kUsualPage = 100;

// What is asked for in the query. Throws BadQuery on a name that is not offered.
class Query {
 public:
  Query(const ApiRequest& request, std::initializer_list<std::string_view> offered)
      : request_(request) {
    for (const auto& [name, value] : request.query) {
      if (std::find(offered.begin(), offered.end(), name) == offered.end()) {
        throw BadQuery("no parameter " + sim::in_quotes(name) + " here");
      }
      if (request.query.count(name) > 1) {
        throw BadQuery("the parameter " + sim::in_quotes(name) + " is given twice");
      }
    }
  }

  const std::string* text(const std::string& name) const {
    const auto found = request_.query.find(name);
    return found == request_.query.end() ? nullptr : &found->second;
  }
  std::int64_t integer(const std::string& name, std::int64_t least, std::int64_t most,
                       std::int64_t usual) const {
    const std::string* given = text(name);
    if (given == nullptr) return usual;
    std::int64_t value = 0;
    const char* end = given->data() + given->size();
    const auto [stop, error] = std::from_chars(given->data(), end, value);
    if (error != std::errc() || stop != end || value < least || value > most) {
      throw BadQuery(name + ": expected a whole number from " + std::to_string(least) + " to " +
                     std::to_string(most) + ", found " + sim::in_quotes(*given));
    }
    return value;
  }
  std::int64_t after() const {
    return integer("after", 0, std::numeric_limits<std::int64_t>::max(), 0);
  }
  std::int64_t limit() const { return integer("limit", 1, ErpApi::kLongestPage, kUsualPage); }

 private:
  const ApiRequest& request_;
};

std::int64_t highest_of(const ReferenceErp& erp) {
  return erp.documents().empty() ? 0 : erp.documents().back().number;
}

// Up to `limit` documents after a number.
std::string documents_after(const ReferenceErp& erp, std::int64_t after, std::int64_t limit) {
  const std::vector<RecordDocument>& all = erp.documents();
  auto next = std::upper_bound(
      all.begin(), all.end(), after,
      [](std::int64_t number, const RecordDocument& document) { return number < document.number; });
  std::vector<std::string> rows;
  for (; next != all.end() && limit > 0; ++next) {
    if (erp.is_lost(next->number)) continue;
    rows.push_back(to_json(*next));
    --limit;
  }
  return json_array(rows);
}

std::string json_of(const ReceivedMessage& received) {
  const Answer& answer = received.answer;
  JsonFields fields;
  fields.number("position", received.position)
      .text("key", received.key)
      .text("id", received.id)
      .text("arrived", sim::format_instant(received.arrived))
      .text("body", received.text);
  if (answer.kind == Answer::Kind::kAcknowledged) {
    fields.text("state", "acknowledged")
        .json("document", answer.document < 0 ? "null" : std::to_string(answer.document));
  } else {
    fields.text("state", "rejected").text("code", answer.code).text("text", answer.text);
  }
  return fields.take();
}

std::string rows_of(const std::vector<RecordStock>& stock) {
  std::vector<std::string> rows;
  for (const RecordStock& row : stock) rows.push_back(to_json(row));
  return json_array(rows);
}

}  // namespace

ApiAnswer ErpApi::received(const ApiRequest& request) {
  const Query query(request, {"key", "after", "limit"});
  const std::string* key = query.text("key");
  if (key != nullptr && request.query.size() > 1) {
    throw BadQuery("the arrivals of a key come at once: give no other parameter");
  }
  std::vector<std::string> rows;
  for (const ReceivedMessage& received :
       key != nullptr ? service_.received(*key)
                      : service_.received_after(query.after(), query.limit())) {
    rows.push_back(json_of(received));
  }
  return {kOk,
          JsonFields()
              .json("received", json_array(rows))
              .number("highest", service_.received_count())
              .take(),
          {}};
}

ApiAnswer ErpApi::documents(const ApiRequest& request) {
  const Query query(request, {"after", "limit"});
  const std::int64_t after = query.after();
  const std::int64_t limit = query.limit();
  JsonFields fields;
  service_.read([&](const ReferenceErp& erp) {
    fields.json("documents", documents_after(erp, after, limit)).number("highest", highest_of(erp));
  });
  return {kOk, fields.take(), {}};
}

// With the documents after a number: whoever has read up to there gets stock that belongs to them.
ApiAnswer ErpApi::stock(const ApiRequest& request) {
  const Query query(request, {"after"});
  const std::int64_t after = query.after();
  const bool with_documents = query.text("after") != nullptr;
  JsonFields fields;
  service_.read([&](const ReferenceErp& erp) {
    fields.json("stock", rows_of(erp.stock())).number("highest", highest_of(erp));
    if (with_documents) fields.json("documents", documents_after(erp, after, kLongestPage));
  });
  return {kOk, fields.take(), {}};
}

ApiAnswer ErpApi::opening_stock(const ApiRequest& request) {
  const Query query(request, {});
  std::string rows;
  service_.read([&](const ReferenceErp& erp) { rows = rows_of(erp.opening_stock()); });
  return {kOk, JsonFields().json("stock", rows).take(), {}};
}

ApiAnswer ErpApi::items(const ApiRequest& request) {
  const Query query(request, {});
  std::map<std::string, std::string> sorted;
  service_.read([&](const ReferenceErp& erp) {
    for (const RecordItem& item : erp.counted_items()) sorted.emplace(item.item, to_json(item));
  });
  std::vector<std::string> rows;
  for (const auto& [id, row] : sorted) rows.push_back(row);
  return {kOk, JsonFields().json("items", json_array(rows)).take(), {}};
}

ApiAnswer ErpApi::orders(const ApiRequest& request) {
  const Query query(request, {});
  std::map<std::string, std::string> sorted;
  service_.read(
      [&](const ReferenceErp& erp) { sorted.insert(erp.orders().begin(), erp.orders().end()); });
  std::vector<std::string> rows;
  for (const auto& [order, item] : sorted) {
    rows.push_back(JsonFields().text("order", order).text("item", item).take());
  }
  return {kOk, JsonFields().json("orders", json_array(rows)).take(), {}};
}

ApiAnswer ErpApi::ledger(const ApiRequest& request) {
  const Query query(request, {"after", "limit"});
  const std::int64_t after = query.after();
  const std::int64_t limit = query.limit();
  const sim::Unit& currency = service_.data().currency;
  std::vector<std::string> rows;
  std::int64_t highest = 0;
  service_.read([&](const ReferenceErp& erp) {
    highest = static_cast<std::int64_t>(erp.ledger().size());
    for (std::int64_t i = after; i < highest && i - after < limit; ++i) {
      const LedgerLine& line = erp.ledger()[static_cast<std::size_t>(i)];
      rows.push_back(JsonFields()
                         .number("line", i + 1)
                         .number("document", line.document)
                         .text("account", line.account)
                         .json("amount", sim::decimal_text(line.amount.count(), currency.decimals))
                         .take());
    }
  });
  return {kOk,
          JsonFields()
              .json("lines", json_array(rows))
              .text("currency", currency.name)
              .number("highest", highest)
              .take(),
          {}};
}

ApiAnswer ErpApi::trial_balance(const ApiRequest& request) {
  const Query query(request, {});
  const sim::Unit& currency = service_.data().currency;
  std::map<std::string, sim::Money> balances;
  sim::Money total;
  service_.read([&](const ReferenceErp& erp) {
    for (const LedgerLine& line : erp.ledger()) {
      balances[line.account] += line.amount;
      total += line.amount;
    }
  });
  std::vector<std::string> rows;
  for (const auto& [account, balance] : balances) {
    rows.push_back(JsonFields()
                       .text("account", account)
                       .json("balance", sim::decimal_text(balance.count(), currency.decimals))
                       .take());
  }
  return {kOk,
          JsonFields()
              .json("accounts", json_array(rows))
              .json("total", sim::decimal_text(total.count(), currency.decimals))
              .text("currency", currency.name)
              .take(),
          {}};
}

}  // namespace planttwin::bridge
