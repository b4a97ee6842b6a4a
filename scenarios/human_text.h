#pragma once

#include <string>

// Figures as a person reads them at a glance, three digits at most.
namespace planttwin::scenario {

std::string human_duration(double seconds);  // "850 ms", "42 s", "3.1 h", "12.5 d"
std::string human_count(double count);       // "950", "12.3 thousand", "1.25 million"
std::string human_number(double value);      // "0.934", "12.3", "1230"
std::string human_percent(double share);     // "93.4 %"

// Whether a figure of result.json counts seconds: its name ends so, or it is the mean, a bound or a
// quantile of one that does.
bool is_duration(const std::string& pointer);

}  // namespace planttwin::scenario
