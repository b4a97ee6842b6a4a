#!/bin/bash
# Fuzzes the readers of files for a time: scripts/fuzz.sh [MINUTES], 60 unless told otherwise, with
# every target getting its share and as many side by side as there are cores. Inputs that fail are
# left in build/fuzz/crashes, and the exit status is 1.

source "$(dirname "$0")/steps.sh"

minutes=${1:-60}
step "Install what is needed" scripts/setup.sh
step "Configure" cmake --preset dev -B build/fuzz --log-level=WARNING
step "Build" cmake --build build/fuzz --target fuzz_targets --parallel "$(parallel_jobs)"

targets=$(ctest --test-dir build/fuzz -L fuzz --show-only | grep --count '^ *Test ')
seconds=$((minutes * 60 * $(nproc) / targets))
step "Share $minutes minutes of $(nproc) cores among $targets targets" \
  cmake -B build/fuzz --log-level=WARNING -DPLANTTWIN_FUZZ_SECONDS=$((seconds * targets))
status=0
ctest --test-dir build/fuzz -L fuzz --output-on-failure --parallel "$(nproc)" || status=$?
cmake -B build/fuzz --log-level=WARNING -U PLANTTWIN_FUZZ_SECONDS
exit "$status"
