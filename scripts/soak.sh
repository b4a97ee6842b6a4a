#!/bin/bash
# Drives the reference ERP for a time while faults of all kinds strike it at random, and judges what is left:
# scripts/soak.sh [MINUTES [SEED]], 30 and 1 unless told otherwise. Results and samples of memory and files
# are left in build/soak; the exit status is 1 when anything was lost, doubled, not found, or not flat.

source "$(dirname "$0")/steps.sh"

step "Install what is needed" scripts/setup.sh
step "Configure" cmake --preset release --log-level=WARNING
step "Build" cmake --build build/release --target planttwin --parallel "$(parallel_jobs)"
exec python3 tests/soak/soak.py --minutes "${1:-30}" --seed "${2:-1}"
