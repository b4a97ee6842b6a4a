#!/bin/bash
# From a bare Debian 12 to the report of a simulated factory: installs what is needed, builds, and
# runs four weeks of three plants. Prints the main figures and where the report lies.

source "$(dirname "$0")/steps.sh"

step "Install what is needed" scripts/setup.sh build
step "Configure" cmake --preset release --log-level=WARNING -DPLANTTWIN_TESTS=OFF
step "Build" cmake --build build/release --parallel "$(parallel_jobs)" --target planttwin

printf '\n'
exec build/release/bin/planttwin run scenarios/library/04_three_plants/scenario.json
