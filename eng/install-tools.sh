#!/usr/bin/env bash
# Installs the tools of the tests that the .NET SDK and git do not provide: a browser, Node.js, Python, the servers that the
# tests start, and compilers for C and Go. It uses apt-get, as root or with sudo. If it cannot install a tool, it names the
# missing Debian packages and fails. With CHROMIUM set, the browser is the one at that path.
set -euo pipefail

# Debian installs some of them where only root looks.
PATH=$PATH:/usr/sbin:/sbin
missing=()

# needs PACKAGE COMMAND…: the package is missing if none of the commands is there.
needs() {
  local package=$1 tool
  shift
  for tool; do
    if command -v "$tool" >/dev/null; then return; fi
  done
  missing+=("$package")
}

if [[ -z ${CHROMIUM:-} ]]; then
  needs chromium chromium
  # Debian's alone: the tests use it if it is there, because a page costs less than half of the processor time.
  system=$(. /etc/os-release 2>/dev/null && echo "$ID" || true)
  if [[ $system == debian ]]; then needs chromium-headless-shell chromium-headless-shell; fi
fi
needs nodejs node
needs npm npm
needs tmux tmux
needs nginx nginx
needs haproxy haproxy
needs redis-server redis-server
needs nftables nft
needs iproute2 ip
needs postgresql pg_createcluster initdb
needs gcc cc
needs python3 python3
needs prometheus prometheus
needs golang-go go
[[ -e /usr/include/stdio.h || $OSTYPE != linux* ]] || missing+=(libc6-dev)

# The WebSocket libraries of two clients (samples/clients), which are packages of Debian as well.
[[ -e /usr/lib/python3/dist-packages/websockets || $OSTYPE != linux* ]] || missing+=(python3-websockets)
[[ -e /usr/share/gocode/src/github.com/gorilla/websocket || $OSTYPE != linux* ]] || missing+=(golang-github-gorilla-websocket-dev)

give_up() {
  echo "The tests need tools that are missing, and $1. Install these Debian packages, or what your system has for them: ${missing[*]}" >&2
  exit 1
}

as_root=()
become_root() {
  ((EUID != 0)) || return 0
  command -v sudo >/dev/null && sudo --non-interactive true 2>/dev/null || return 1
  as_root=(sudo --non-interactive --preserve-env=DEBIAN_FRONTEND)
}

install_missing() {
  command -v apt-get >/dev/null || give_up "apt-get is not there to install them"
  become_root || give_up "only root may install them"
  echo "Installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  # The other form of expansion: an empty array is an error in old versions of bash.
  ${as_root[@]+"${as_root[@]}"} apt-get update -qq \
    && ${as_root[@]+"${as_root[@]}"} apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null \
    || give_up "apt-get could not install them"
}

((${#missing[@]} == 0)) || install_missing

# The JavaScript needs Node.js 20. Debian 12 has 18, and the npm registry has the binaries of newer versions.
node_is_old() {
  local version
  command -v node >/dev/null || return 1
  version=$(node --version)
  version=${version#v}
  ((${version%%.*} < 20))
}

if node_is_old; then
  echo "Installing Node.js 20"
  become_root && ${as_root[@]+"${as_root[@]}"} npm install --global --prefix /usr/local --no-audit --no-fund node@20.20.2 >/dev/null || {
    echo "The tests need Node.js 20 or newer. This is $(node --version), and npm could not install another." >&2
    exit 1
  }
  hash -r
  if node_is_old; then
    echo "The tests need Node.js 20 or newer, in /usr/local/bin. The search path finds $(node --version) first." >&2
    exit 1
  fi
fi
