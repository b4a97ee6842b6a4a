#pragma once

namespace planttwin::sim {

// Elementary functions for random draws, built from the IEEE 754 operations + - * / and from
// bits, so that every compiler and processor gives the same result. They follow libm on special
// values: NaN, infinities, zeros, results that overflow or underflow.

// Natural logarithm, error below 1 unit in the last place (ulp).
double natural_log(double x);

// log(1 + x) without loss for small x, error below 3 ulp (Kahan's correction).
double natural_log_of_one_plus(double x);

// e to the power x, error below 1 ulp where the result is normal.
double exponential(double x);

// base to the power exponent for base >= 0; NaN for a negative base. Error below 2 ulp
// where |exponent * log(base)| < 40, below 4 ulp elsewhere: the logarithm carries about 62 bits.
double power(double base, double exponent);

// The standard normal quantile of a probability in (0, 1), relative error about 1e-16.
// -infinity at 0, +infinity at 1, NaN outside. Source: Wichura, "Algorithm AS 241: the
// percentage points of the normal distribution", Applied Statistics 37 (1988), PPND16.
double inverse_normal(double probability);

}  // namespace planttwin::sim
