#pragma once

#include <string>
#include <vector>

#include "erp_bridge/contract/described_system.h"
#include "erp_bridge/probe/boundary_messages.h"
#include "erp_bridge/probe/field_matrix.h"
#include "sim/json_document.h"

namespace planttwin::scenario {

// What a probe would do: its messages and the calls of the mapping as far as they are known.
struct ProbePlan {
  bridge::BoundaryMessages messages;
  struct Calls {
    std::string key;  // of the consignment
    std::vector<bridge::DescribedCall> calls;
    std::string ends;  // why not all calls are known; empty: they are
  };
  std::vector<Calls> calls;
};

std::string plan_text(const ProbePlan& plan);
sim::JsonNode plan_json(const ProbePlan& plan);
std::string matrix_text(const bridge::FieldMatrix& matrix,
                        const std::vector<bridge::LeftOut>& left_out);
sim::JsonNode matrix_json(const bridge::FieldMatrix& matrix,
                          const std::vector<bridge::LeftOut>& left_out);

}  // namespace planttwin::scenario
