#!/bin/bash
# From nothing to a reconciled report against a real stack: Tryton behind Mosquitto and Node-RED,
# driven by a day and a half of a pump works. Works on a bare Debian 12, as root or with sudo.
#
#   scripts/quickstart-stack.sh            through broker and middleware
#   scripts/quickstart-stack.sh direct     straight to Tryton
#   scripts/quickstart-stack.sh naive      through a middleware that promises what it has not done

source "$(dirname "$0")/steps.sh"

case "${1:-sound}" in
  sound) stack=data/stacks/tryton-nodered/stack.json ;;
  direct) stack=data/stacks/tryton/stack.json ;;
  naive) stack=data/stacks/tryton-nodered/naive.json ;;
  *)
    echo "usage: scripts/quickstart-stack.sh [sound|direct|naive]" >&2
    exit 2
    ;;
esac
run=runs/quickstart-stack

step "Install what is needed" scripts/setup.sh stack
step "Configure" cmake --preset release --log-level=WARNING -DPLANTTWIN_TESTS=OFF
step "Build" cmake --build build/release --parallel "$(parallel_jobs)" --target planttwin
rm -rf "$run"
step "Drive the stack" build/release/bin/planttwin drive scenarios/library/12_real_erp/scenario.json \
  --stack "$stack" --manage --speed max --out "$run"
printf '\nThe report is %s/report.html, what was found %s/reconciliation.json.\n' "$run" "$run"
