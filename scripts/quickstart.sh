#!/bin/bash
# From a bare Debian 12 to the books of a simulated company: installs what is needed, builds, and runs
# two weeks of three plants with an ERP, from the orders of customers to a reconciled ledger. Prints
# the main figures and where the report lies, with a picture of the plants in it.

source "$(dirname "$0")/steps.sh"

step "Install what is needed" scripts/setup.sh build
step "Configure" cmake --preset release --log-level=WARNING -DPLANTTWIN_TESTS=OFF
step "Build" cmake --build build/release --parallel "$(parallel_jobs)" \
  --target planttwin planttwin-view

results=runs/08_order_to_completion/1
printf '\n'
build/release/bin/planttwin run scenarios/library/08_order_to_completion/scenario.json --out "$results"
build/release/bin/planttwin-view "$results" --at '9 d 10 h' --screenshot "$results/plant.png"
build/release/bin/planttwin report "$results" --quiet
