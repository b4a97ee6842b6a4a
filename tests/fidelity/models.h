#pragma once

#include <vector>

#include "tests/fidelity/statistical_case.h"

// Models of the published kinds. A builder takes the members of a case, parameters and expected
// values, as in the files, and makes the plant; it reads the kind from the text "model".
namespace planttwin::testing {

// Whether there is a builder for the kind, and what it builds. An unknown kind or member throws.
StatisticalCase build_case(const Json& fields);

// Kinds of one station: M/M/c, M/G/1, finite places, priorities, SPT, batches, breakdowns.
StatisticalCase build_queue(const Json& fields);
// Kinds of several: rework, scrap, CONWIP, machine repair.
StatisticalCase build_network(const Json& fields);
// Transfer lines, reliable and unreliable.
StatisticalCase build_line(const Json& fields);

// The kinds that begin with these words.
bool is_queue(const std::string& model);
bool is_network(const std::string& model);
bool is_line(const std::string& model);

// The five-station job shop of Law and Kelton, one case per configuration of machines.
std::vector<StatisticalCase> law_kelton_cases(const Json& file);

// Further cases of the published kinds with other parameters, in the form of the files; expected
// values by formula or from the Markov chain.
std::vector<Json> computed_cases();

// Cases of these kinds with other distributions, several machines or batches that need not be full.
std::vector<Json> varied_cases();

// "queues_03" for the third case of queues.
std::string numbered(const std::string& prefix, std::size_t number);
// All cases: published (none where the files are not there) and computed, in a fixed order.
const std::vector<StatisticalCase>& all_statistical_cases();
// Of how many quantities the family consists.
std::size_t family_size();

}  // namespace planttwin::testing
