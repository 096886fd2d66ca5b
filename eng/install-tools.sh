#!/usr/bin/env bash
# Installs what the tests need besides the .NET SDK and git: a browser, Node.js, the servers that the tests start, and a C compiler.
# Installs with apt-get, as root or with sudo. If it cannot install, it names the missing Debian packages and fails.
set -euo pipefail

declare -A packages=(
  [chromium]=chromium [chromium-headless-shell]=chromium-headless-shell [node]=nodejs [npm]=npm [tmux]=tmux [nginx]=nginx [haproxy]=haproxy
  [redis-server]=redis-server [nft]=nftables [ip]=iproute2 [pg_createcluster]=postgresql [cc]=gcc
)
# Debian installs some of them in root's path only.
PATH=$PATH:/usr/sbin:/sbin
missing=()
for tool in "${!packages[@]}"; do
  command -v "$tool" >/dev/null || missing+=("${packages[$tool]}")
done
[[ -e /usr/include/stdio.h ]] || missing+=(libc6-dev)
((${#missing[@]} > 0)) || exit 0

give_up() {
  echo "The tests need tools that are missing, and $1. Install these Debian packages, or what your system has for them: ${missing[*]}" >&2
  exit 1
}

command -v apt-get >/dev/null || give_up "apt-get is not there to install them"
as_root=()
if ((EUID != 0)); then
  command -v sudo >/dev/null && sudo --non-interactive true 2>/dev/null || give_up "only root may install them"
  as_root=(sudo --non-interactive --preserve-env=DEBIAN_FRONTEND)
fi
echo "Installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq && "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null \
  || give_up "apt-get could not install them"
