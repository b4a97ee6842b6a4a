#!/bin/bash
# From a bare Debian 12 to the books of a simulated company: installs what is needed, builds, and runs
# two weeks of three plants with an ERP, from the orders of customers to a reconciled ledger. Prints
# the main figures and where the report lies.

source "$(dirname "$0")/steps.sh"

step "Install what is needed" scripts/setup.sh build
step "Configure" cmake --preset release --log-level=WARNING -DPLANTTWIN_TESTS=OFF
step "Build" cmake --build build/release --parallel "$(parallel_jobs)" --target planttwin

printf '\n'
exec build/release/bin/planttwin run scenarios/library/08_order_to_completion/scenario.json
