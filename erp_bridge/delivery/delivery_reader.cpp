#include "erp_bridge/delivery/delivery_reader.h"

namespace planttwin::bridge {

DeliveryOptions read_delivery(sim::JsonReader& in, DeliveryOptions options) {
  options.can_ask = in.boolean("can_ask", options.can_ask);
  options.window = static_cast<std::size_t>(
      in.integer("window", {1, 1'000'000}, static_cast<std::int64_t>(options.window)));
  options.answer_within =
      in.duration("answer_within", sim::DurationRange::positive(), options.answer_within);
  options.first_retry =
      in.duration("first_retry", sim::DurationRange::positive(), options.first_retry);
  options.longest_retry =
      in.duration("longest_retry", sim::DurationRange::positive(), options.longest_retry);
  options.most_attempts =
      static_cast<std::int32_t>(in.integer("most_attempts", {1, 1'000'000}, options.most_attempts));
  options.probe_every =
      in.duration("probe_every", sim::DurationRange::positive(), options.probe_every);
  options.send_spacing = in.duration("send_spacing", options.send_spacing);
  in.finish();
  return options;
}

}  // namespace planttwin::bridge
