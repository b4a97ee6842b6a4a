#pragma once

#include <string>

#include "scenarios/compare/judgement.h"

namespace planttwin::compare {

// The verdict for people, worst first, on about one screen.
std::string verdict_text(const ComparedFile& base, const ComparedFile& candidate,
                         const Judgement& judgement);

// "worse: 1 of 12 figures; 2 better; 9 no difference"
std::string summary_line(const Judgement& judgement);

// "45.0 to 44.0, -2.1 % ± 0.6, worse": one figure in a sentence, without its name.
std::string comparison_sentence(const Comparison& comparison, double alpha);

// What has to be known of the comparison as a whole, a sentence each.
std::vector<std::string> remarks(const ComparedFile& base, const ComparedFile& candidate,
                                 const Judgement& judgement);

}  // namespace planttwin::compare
