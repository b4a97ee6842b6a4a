#pragma once

namespace planttwin::sim {

// Functions of statistics that give the means, variances and probabilities of distributions,
// built on sim/math.h so that planned times are the same on every machine. Relative errors are
// about 1e-14 for arguments met in plants; they are not meant for inner loops.

// log(Gamma(x)) for x > 0: Stirling's series (Abramowitz and Stegun 6.1.41) after the recurrence
// has raised x to 12.
double log_gamma(double x);

// Density, and probability below and above x, of the standard normal distribution: the series
// of Marsaglia, "Evaluating the normal distribution" (2004), and Laplace's continued fraction
// in the tails.
double normal_density(double x);
double normal_below(double x);
double normal_above(double x);

// Regularised lower incomplete gamma function P(shape, x), shape > 0 (DLMF 8.11.4 and 8.9.2).
double incomplete_gamma(double shape, double x);

// Regularised incomplete beta function I_x(alpha, beta), both > 0 (DLMF 8.17.22).
double incomplete_beta(double alpha, double beta, double x);

}  // namespace planttwin::sim
