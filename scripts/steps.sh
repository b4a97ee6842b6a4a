# Helpers of the scripts in this folder: each step says what it does and how long it took.
# Source it; it also moves to the root of the repository.

set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# What ccache keeps serves every clone on the machine, wherever it lies.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1

# step DESCRIPTION COMMAND...: runs the command; its failure ends the script with its status.
step() {
  local description=$1 status began=$SECONDS
  shift
  printf '\n=== %s\n' "$description"
  set +e  # a shell option of the subshell, which stops at the first command that fails
  (
    set -e
    "$@"
  )
  status=$?
  set -e
  printf '=== %s: %s after %d s\n' "$description" "$( ((status)) && echo failed || echo done)" \
    $((SECONDS - began))
  return "$status"
}

# How many compilers run side by side: one per core, but no more than memory allows (1 GiB each).
parallel_jobs() {
  local cores memory_gib
  cores=$(nproc)
  memory_gib=$(awk '/^MemAvailable/ {print int($2 / 1048576)}' /proc/meminfo)
  if ((memory_gib < 1)); then memory_gib=1; fi
  echo $((cores < memory_gib ? cores : memory_gib))
}
