#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace planttwin::testing {

// The sixty orders of 12_real_erp are in the books, every posting once and nothing else.
inline void expect_clean_pump_works(const nlohmann::json& reconciliation) {
  constexpr int kPostings = 483;
  for (const char* count : {"postings", "documents", "matched"}) {
    EXPECT_EQ(reconciliation[count], kPostings) << count;
  }
  for (const char* nothing : {"findings", "residual", "unattributed", "residual_value"}) {
    EXPECT_EQ(reconciliation[nothing], 0) << nothing;
  }
}

}  // namespace planttwin::testing
