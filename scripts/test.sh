#!/bin/bash
# Builds everything with warnings as errors and runs all tests and checks:
#   build/release  g++, optimised: tests of the program, properties, fidelity, real servers, pictures,
#                  the thread sanitizer, benchmarks for a moment, checks of sources
#   build/dev      clang, address and undefined-behaviour sanitizers: tests of every layer but the
#                  view, properties, and the fuzz targets
# and compares what the programs of the two compilers write. Works on a bare Debian 12, as root or
# with sudo. Ends with ctest's summary and its exit status. Arguments go to ctest:
# scripts/test.sh -L check
# TIDY=ON scripts/test.sh looks at every source with clang-tidy, too; the first time that takes long.
# SANITIZE_VIEW=ON scripts/test.sh has the 3D view in build/dev, too: ten minutes more.

source "$(dirname "$0")/steps.sh"

jobs=$(parallel_jobs)
ccache_size=5G

configure() {
  local preset=$1
  shift
  cmake --preset "$preset" --log-level=WARNING -DPLANTTWIN_WERROR=ON "$@"
}

build() {
  cmake --build "build/$1" --parallel "$jobs"
}

# One ctest run over all build folders: a summary of everything, and slow tests side by side.
join_tests() {
  local root=$PWD
  mkdir -p build/test
  cat > build/test/CTestTestfile.cmake << END
subdirs("$root/build/release" "$root/build/dev")
add_test("check/same_bytes" "$root/scripts/checks/same_bytes" "$root/build/test/same_bytes"
  "$root/build/release/bin/planttwin" "$root/build/dev/bin/planttwin")
set_tests_properties("check/same_bytes" PROPERTIES LABELS check TIMEOUT 1200 COST 5000)
END
}

step "Install what is needed" scripts/setup.sh
if command -v ccache > /dev/null; then
  ccache --max-size="$ccache_size" --set-config=sloppiness=pch_defines,time_macros > /dev/null
fi
step "Configure release" configure release -DPLANTTWIN_UNIT_TESTS=OFF -DPLANTTWIN_JOINED=TESTS \
  -DPLANTTWIN_CHECKS=ON -DPLANTTWIN_TIDY="${TIDY:-OFF}"
step "Build release" build release
step "Configure dev" configure dev -DPLANTTWIN_VIZ="${SANITIZE_VIEW:-OFF}"
step "Build dev" build dev
join_tests

export CTEST_PROGRESS_OUTPUT=${CTEST_PROGRESS_OUTPUT:-0}
printf '\n=== Tests and checks\n'
exec ctest --test-dir build/test --output-on-failure --no-tests=error --parallel "$(nproc)" "$@"
