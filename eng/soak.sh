#!/usr/bin/env bash
# Runs a soak through the proxy during faults. eng/cluster.sh runs the cluster, and the console's soak sends through its nginx.
# The script kills (kill -9) one node after the other, and Redis; cluster.sh restarts them. It prints what the soak found, and
# exits with the soak's code: 0 if no message was lost, repeated or reordered.
#
#   eng/soak.sh [--minutes M] [--node-every S] [--redis-every S] [--data DIR] [--no-build] [-- OPTIONS OF SOAK]
#
#   --minutes M      the duration, by default 10
#   --node-every S   seconds between two kills of a node, by default 20; 0 for no kills
#   --redis-every S  seconds between two kills of Redis, by default 45; 0 for no kills
#   --data DIR       keeps the cluster's files and logs there
#   --no-build       uses the last build (Release)
set -euo pipefail
unset CDPATH
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)

minutes=10 node_every=20 redis_every=45 data='' build=()
while (($# > 0)); do
  case $1 in
    --minutes) minutes=$2; shift 2 ;;
    --node-every) node_every=$2; shift 2 ;;
    --redis-every) redis_every=$2; shift 2 ;;
    --data) data=$2; shift 2 ;;
    --no-build) build=(--no-build); shift ;;
    --) shift; break ;;
    -h | --help) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; exit 0 ;;
    *) echo "There is no $1: see --help." >&2; exit 64 ;;
  esac
done
for number in "$minutes" "$node_every" "$redis_every"; do
  [[ $number =~ ^[0-9]{1,4}$ ]] || { echo "$number is not a number of minutes or seconds." >&2; exit 64; }
done
soak_options=("$@")
((${#soak_options[@]} > 0)) || soak_options=(--connections 20 --rooms 4 --rate 50)

temporary=false
[[ -n $data ]] || { data=$(mktemp -d) temporary=true; }
mkdir -p -- "$data"

# All connections have one address, and each is a separate guest.
export Authentication__Guests__Tokens__Burst=10000 Authentication__Guests__Tokens__PerSecond=200
cluster='' soak=''
end() {
  local code=$?
  trap - EXIT INT TERM
  [[ -n $soak ]] && kill "$soak" 2>/dev/null && wait "$soak" 2>/dev/null
  [[ -n $cluster ]] && kill "$cluster" 2>/dev/null && wait "$cluster" 2>/dev/null
  if $temporary && ((code == 0)); then rm -rf -- "$data"; else echo "The logs are in $data." >&2; fi
  exit "$code"
}
trap end EXIT
trap 'exit 130' INT TERM

[[ -n ${build[*]} ]] || dotnet build "$root/ClientConsole/SignalRChat.ClientConsole.csproj" -c Release -v q --nologo
"$root/eng/cluster.sh" --data "$data" "${build[@]}" >"$data/cluster.log" 2>&1 &
cluster=$!
until [[ -s $data/cluster.json ]]; do
  kill -0 "$cluster" 2>/dev/null || { cat "$data/cluster.log" >&2; exit 1; }
  sleep 0.2
done
address=$(sed -n 's/.*"address": "\([^"]*\)".*/\1/p' "$data/cluster.json")

dotnet "$root/artifacts/bin/SignalRChat.ClientConsole/release/SignalRChat.ClientConsole.dll" \
  --url "$address" soak --duration $((60 * minutes)) "${soak_options[@]}" >"$data/soak.log" 2>&1 &
soak=$!

# pid_of PATTERN: the process id on the matching line of cluster.json.
pid_of() { sed -n "/$1/s/.*\"pid\": \([0-9]*\).*/\1/p" "$data/cluster.json"; }

killed_nodes=0 killed_redis=0 next_node=$node_every next_redis=$redis_every
SECONDS=0
# There are no kills in the last half minute, so that every pending send reaches its node.
while kill -0 "$soak" 2>/dev/null && ((SECONDS < 60 * minutes - 30)); do
  if ((node_every > 0 && SECONDS >= next_node)); then
    kill -9 "$(pid_of "node$((killed_nodes % 3 + 1))\"")" && killed_nodes=$((killed_nodes + 1))
    next_node=$((next_node + node_every))
  fi
  if ((redis_every > 0 && SECONDS >= next_redis)); then
    kill -9 "$(pid_of '"redis"')" && killed_redis=$((killed_redis + 1))
    next_redis=$((next_redis + redis_every))
  fi
  sleep 0.5
done

wait "$soak" && code=0 || code=$?
soak=''
cat "$data/soak.log"
echo "$minutes minutes through nginx, a node killed $killed_nodes times, Redis $killed_redis times: soak ended with $code."
exit "$code"
