# shellcheck shell=bash
# What the parts in this folder share. A part has set `usage` before it sources this file and then calls
# `part_arguments "$@"`. It leaves `directory` (absolute, there, 0700) and `port`.

set -euo pipefail
export LC_ALL=C.UTF-8
umask 077

# fail TEXT...: wrong usage, or something is missing.
fail() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 2
}

# need PROGRAM PACKAGE: ends with an explanation unless the program is there.
need() {
  command -v "$1" > /dev/null || fail "'$1' is missing; install it with: apt-get install --no-install-recommends $2"
}

part_arguments() {
  # Service programs lie in sbin, which is not in everybody's path.
  PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
  if [[ ${1:-} == --help || ${1:-} == -h ]]; then
    # shellcheck disable=SC2154  # set by the part
    printf '%s\n' "$usage"
    exit 0
  fi
  if (($# != 2)); then fail "takes DIRECTORY and PORT; --help says more"; fi
  if [[ ! $2 =~ ^[1-9][0-9]{0,4}$ ]] || (($2 > 65535)); then fail "'$2' is no port"; fi
  if [[ -n ${PLANTTWIN_PART_USER:-} && -z ${PLANTTWIN_PART_PASSWORD:-} ]]; then
    fail "PLANTTWIN_PART_USER is set, and PLANTTWIN_PART_PASSWORD is not"
  fi
  mkdir -p -- "$1" || fail "can't make the directory '$1'"
  directory=$(cd -- "$1" && pwd -P)
  [[ $directory =~ ^[A-Za-z0-9/._+-]+$ ]] ||
    fail "the directory '$directory' has other characters than letters, digits and / . _ + -"
  chmod 0700 "$directory"
  port=$2
  if is_listening "$port"; then fail "something listens at port $port already"; fi
}

# is_listening PORT: whether this machine has a socket that listens there.
is_listening() {
  local hex
  printf -v hex ':%04X' "$1"
  cat /proc/net/tcp /proc/net/tcp6 2> /dev/null |
    awk -v port="$hex" '$4 == "0A" && substr($2, length($2) - 4) == port { found = 1 }
                        END { exit !found }'
}

# free_port: prints a port at which nothing listens, outside the range that the system gives away.
free_port() {
  local candidate
  for _ in {1..200}; do
    candidate=$((20000 + RANDOM % 12000))
    if ! is_listening "$candidate"; then
      echo "$candidate"
      return
    fi
  done
  fail "found no free port"
}

# as_service USER: leaves in `as_user` the words that run a command as USER, and gives it the directory.
# Without root, where there is no such user, or where it can't come to the directory, they are none.
# shellcheck disable=SC2034  # read by the part
as_service() {
  as_user=()
  ((EUID == 0)) && id -u "$1" > /dev/null 2>&1 || return 0
  local words=(setpriv --reuid "$1" --regid "$(id -g "$1")" --init-groups)
  if "${words[@]}" test -x "$(dirname "$directory")"; then
    chown -R "$1:" "$directory"
    as_user=("${words[@]}")
  else
    chown -R root: "$directory"
    echo "$(basename "$0"): runs as root, because user $1 can't come to $directory" >&2
  fi
}
