#!/bin/bash
# Installs what the project needs on Debian 12: packages through apt, charts and middleware through npm.
# Run again it costs nothing: only what is missing is installed. Needs root, or sudo for apt.
#
#   scripts/setup.sh build   what building and running planttwin needs, its 3D view included
#   scripts/setup.sh headless  that without the 3D view: no graphics package (preset headless)
#   scripts/setup.sh stack   that, and the brokers, middleware and ERP that data/stacks starts
#   scripts/setup.sh         that, and what the tests and checks need
#   scripts/setup.sh peers   that, and all simulators that planttwin's speed is compared with

source "$(dirname "$0")/steps.sh"

build_packages=(
  ca-certificates cmake g++ ninja-build pkg-config
  libboost-graph-dev libcli11-dev libcpp-httplib-dev libfmt-dev libhowardhinnant-date-dev libjq-dev
  libopenmpi-dev libpagmo-dev librabbitmq-dev librdkafka-dev libsimgrid-dev libsoci-dev
  libspdlog-dev libsqlite3-dev libssl-dev libxml2-dev nlohmann-json3-dev openmpi-bin
  prometheus-cpp-dev tzdata
)
view_packages=(
  fonts-dejavu-core libegl-dev libegl-mesa0 libgl-dev libgl1-mesa-dri libimgui-dev
  libopenscenegraph-dev libstb-dev
)
stack_packages=(
  mosquitto rabbitmq-server tryton-modules-production tryton-modules-production-routing
  tryton-modules-production-work tryton-modules-stock-lot tryton-modules-stock-supply
  tryton-modules-stock-supply-production tryton-server
)
# What Debian starts with these packages. Stacks and tests start instances of their own.
stack_services=(
  epmd.socket epmd.service mosquitto munge postgresql prometheus rabbitmq-server slurmctld slurmd
  tryton-server
)
test_packages=(
  ccache chromium clang clang-format clang-tidy curl fonts-dejavu-core git jq libbenchmark-dev
  libboost-math-dev libclang-rt-14-dev libgmock-dev libgtest-dev libvalijson-dev llvm munge
  openssl postgresql prometheus python3 python3-jsonschema python3-simpy3 slurmctld slurmd sqlite3
  xdotool xvfb
)
peers_packages=(libns3-dev)

as_root() {
  if (($(id -u) == 0)); then
    "$@"
  elif command -v sudo > /dev/null; then
    sudo "$@"
  else
    echo "setup: '$*' needs root, and sudo is not installed" >&2
    return 1
  fi
}

is_installed() {
  [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2> /dev/null) == installed ]]
}

# Debian's Node.js, unless one of at least version 18 with npm is there already.
has_node() {
  command -v npm > /dev/null && node -e 'process.exit(Number(parseInt(process.versions.node) < 18))'
}

missing_packages() {
  local package
  for package in "$@"; do
    is_installed "$package" || echo "$package"
  done
  has_node 2> /dev/null || printf '%s\n' nodejs npm
}

install_packages() {
  local -a missing
  mapfile -t missing < <(missing_packages "$@")
  if ((${#missing[@]} == 0)); then
    echo "All Debian packages are there."
    return
  fi
  echo "Missing: ${missing[*]}"
  as_root apt-get update --quiet --quiet
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --quiet \
    --no-install-recommends --option Dpkg::Use-Pty=0 "${missing[@]}"
  switch_off_services "${missing[@]}"
}

# Of packages that have just been installed: a broker that somebody runs already goes on.
switch_off_services() {
  local service package
  [[ -d /run/systemd/system ]] || return 0
  for service in "${stack_services[@]}"; do
    for package in "$@"; do
      if [[ $package == "${service%.*}" || $service == epmd.* && $package == rabbitmq-server ]]; then
        as_root systemctl disable --quiet --now "$service" || true
      fi
    done
  done
}

# node_modules belongs to the lock file whose copy lies in it.
install_npm_packages() {
  cd "$1"
  if cmp --silent package-lock.json node_modules/.installed-lock.json; then
    echo "All npm packages are there."
    return
  fi
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
  cp package-lock.json node_modules/.installed-lock.json
}

packages=("${build_packages[@]}")
with_stack=true
case "${1:-test}" in
  headless) with_stack=false ;;
  build)
    packages+=("${view_packages[@]}")
    with_stack=false
    ;;
  stack) packages+=("${view_packages[@]}" "${stack_packages[@]}") ;;
  test) packages+=("${view_packages[@]}" "${stack_packages[@]}" "${test_packages[@]}") ;;
  peers) packages+=("${view_packages[@]}" "${stack_packages[@]}" "${test_packages[@]}" "${peers_packages[@]}") ;;
  *)
    echo "usage: scripts/setup.sh [headless|build|stack|test|peers]" >&2
    exit 2
    ;;
esac

step "Debian packages" install_packages "${packages[@]}"
step "npm packages" install_npm_packages .
if "$with_stack"; then
  step "npm packages of the middleware" install_npm_packages data/stacks/tryton-nodered
fi
