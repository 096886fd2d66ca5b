#!/usr/bin/env bash
# Starts a whole cluster on this machine without containers: PostgreSQL, Redis, several nodes and nginx in front. All use free
# ports and one folder. It prints the address, restarts a part that dies, and stops everything at Ctrl+C. It runs as root or as
# an ordinary user.
#
#   eng/cluster.sh [--nodes N] [--data DIR] [--port N] [--no-build | --server FILE] [--no-restart]
#
#   --nodes N      the number of nodes, 1 to 9; by default 3
#   --data DIR     keeps everything there, also for the next run; by default a temporary folder, removed at the end
#   --port N       nginx's port; by default a free one
#   --no-build     uses the last build of the server (Release)
#   --server FILE  uses this SignalRChat.dll
#   --no-restart   does not restart a part that dies
#
# DIR/cluster.json has the process ids and ports of the running parts. A part that is killed by its id restarts at the same port:
#   kill -9 "$(jq '.nodes[0].pid' DIR/cluster.json)"
# Variables in the form of docs/settings.md (Chat__Limits__TextLength=8000) reach every node.
set -euo pipefail
unset CDPATH
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)

nodes=3 data='' port='' server=$root/artifacts/bin/SignalRChat/release/SignalRChat.dll build=true restart=true
while (($# > 0)); do
  case $1 in
    --nodes) nodes=$2; shift 2 ;;
    --data) data=$2; shift 2 ;;
    --port) port=$2; shift 2 ;;
    --no-build) build=false; shift ;;
    --server) server=$2 build=false; shift 2 ;;
    --no-restart) restart=false; shift ;;
    -h | --help) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; exit 0 ;;
    *) echo "There is no $1: see --help." >&2; exit 64 ;;
  esac
done
[[ $nodes =~ ^[1-9]$ ]] || { echo "--nodes is $nodes; expected 1 to 9." >&2; exit 64; }

die() { echo "$*" >&2; exit 1; }

# Debian does not put PostgreSQL's programs into the path.
postgres_bin=''
for bin in $(dirname -- "$(readlink -f -- "$(command -v initdb || true)")") $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -Vr); do
  [[ -x $bin/initdb && -x $bin/postgres && -x $bin/pg_isready && -x $bin/createdb ]] && postgres_bin=$bin && break
done
[[ -n $postgres_bin ]] || die "PostgreSQL is not installed (Debian: postgresql)."
for tool in redis-server nginx dotnet setsid; do
  command -v "$tool" >/dev/null || die "$tool is not installed."
done

temporary=false
if [[ -z $data ]]; then
  data=$(mktemp -d) temporary=true
fi
mkdir -p -- "$data"
data=$(cd -- "$data" && pwd)
# PostgreSQL refuses to run as root. Then it runs as its package's user, which must be able to reach the folder.
as_postgres=()
if ((EUID == 0)); then
  as_postgres=(setpriv --reuid=postgres --regid=postgres --clear-groups --)
  chmod 711 "$data"
fi

# --- The running parts: process ids and ports by name ---------------------------------------------------------------------------

declare -A pids=() ports=()
stopping=false

free_port() {
  local candidate
  while true; do
    candidate=$((20000 + (RANDOM << 15 | RANDOM) % 12000))
    [[ " ${ports[*]} " == *" $candidate "* ]] && continue
    # No process answers there.
    (exec 3<>"/dev/tcp/127.0.0.1/$candidate") 2>/dev/null || { echo "$candidate"; return; }
  done
}

# Each part runs in a new session, so that Ctrl+C reaches only this script, and the script stops the parts in order.
start() {
  local name=$1
  shift
  setsid "$@" >>"$data/$name.log" 2>&1 </dev/null &
  pids[$name]=$!
}

runs() { [[ -n ${pids[$1]:-} ]] && kill -0 "${pids[$1]}" 2>/dev/null; }

# wait_until SECONDS NAME COMMAND…: waits until the command succeeds, as long as the part runs.
wait_until() {
  local deadline=$((SECONDS + $1)) name=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    runs "$name" || { tail -n 20 "$data/$name.log" >&2; echo "$name has ended: its log is $data/$name.log" >&2; return 1; }
    ((SECONDS < deadline)) || { echo "$name does not answer: its log is $data/$name.log" >&2; return 1; }
    sleep 0.1
  done
}

# answers PORT PATH: whether the part answers an HTTP request with 200.
answers() {
  local status
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' "$2" >&3
  read -r -t 5 _ status _ <&3 || status=0
  exec 3>&-
  [[ $status == 200 ]]
}

start_postgres() { start postgres "${as_postgres[@]}" "$postgres_bin/postgres" -D "$data/postgres" -p "${ports[postgres]}"; }

start_redis() { start redis redis-server "$data/redis.conf"; }

start_nginx() { start nginx nginx -e "$data/nginx-error.log" -c "$data/nginx.conf"; }

start_node() {
  start "node$1" env "${node_environment[@]}" "ASPNETCORE_URLS=http://127.0.0.1:${ports[node$1]}" \
    dotnet "$server" --contentRoot "$root"
}

write_state() {
  local i separator=''
  {
    printf '{\n  "address": "http://127.0.0.1:%s",\n  "pid": %s,\n' "${ports[nginx]}" "$$"
    for i in nginx postgres redis; do
      printf '  "%s": { "pid": %s, "port": %s },\n' "$i" "${pids[$i]}" "${ports[$i]}"
    done
    printf '  "nodes": ['
    for ((i = 1; i <= nodes; i++)); do
      printf '%s\n    { "name": "node%s", "pid": %s, "port": %s, "url": "http://127.0.0.1:%s", "log": "%s/node%s.log" }' \
        "$separator" "$i" "${pids[node$i]}" "${ports[node$i]}" "${ports[node$i]}" "$data" "$i"
      separator=,
    done
    printf '\n  ]\n}\n'
  } >"$data/cluster.json.new"
  mv -f -- "$data/cluster.json.new" "$data/cluster.json"
}

# stop SIGNAL NAME…: sends the signal, and waits for the parts to end. A second Ctrl+C makes it return at once.
stop() {
  local signal=$1 name
  shift
  for name; do
    if runs "$name"; then kill "-$signal" "${pids[$name]}" 2>/dev/null || true; fi
  done
  for name; do
    while runs "$name" && wait "${pids[$name]}" 2>/dev/null; do :; done
    if [[ -n ${pids[$name]:-} ]]; then kill -9 -- "-${pids[$name]}" 2>/dev/null || true; fi
    unset "pids[$name]"
  done
}

stop_all() {
  local code=$?
  $stopping && return
  stopping=true
  trap 'for pid in "${pids[@]}"; do kill -9 -- "-$pid" 2>/dev/null || true; done' INT TERM
  trap - EXIT
  echo
  echo "Stopping; once more Ctrl+C does not wait for it."
  local i names=()
  for ((i = 1; i <= nodes; i++)); do names+=("node$i"); done
  stop TERM "${names[@]}"
  stop QUIT nginx
  stop TERM redis
  # A fast shutdown: it does not wait for clients, and the next start needs no recovery.
  stop INT postgres
  rm -f -- "$data/cluster.json"
  if $temporary; then rm -rf -- "$data"; fi
  exit "$code"
}
trap stop_all EXIT
trap 'exit 0' INT TERM

# --- Made once ------------------------------------------------------------------------------------------------------------------

password() { head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n'; }

make_postgres() {
  install -d -m 700 "$data/postgres"
  if ((EUID == 0)); then chown postgres: "$data/postgres"; fi
  (umask 077 && password >"$data/postgres.password")
  if ((EUID == 0)); then chown postgres: "$data/postgres.password"; fi
  "${as_postgres[@]}" "$postgres_bin/initdb" -D "$data/postgres" -U chat -E UTF8 --locale=C --no-instructions \
    --auth=scram-sha-256 --pwfile="$data/postgres.password" >"$data/initdb.log" 2>&1 || die "initdb failed: its log is $data/initdb.log"
  "${as_postgres[@]}" tee -a "$data/postgres/postgresql.conf" >/dev/null <<<"listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 300"
}

make_redis() {
  (umask 077 && password >"$data/redis.password")
  (umask 077 && printf 'bind 127.0.0.1\nport %s\nrequirepass %s\nsave ""\nappendonly no\ndir %s\n' \
    "${ports[redis]}" "$(<"$data/redis.password")" "$data" >"$data/redis.conf")
}

# The shipped configuration, with the addresses and the folder of this cluster.
make_nginx() {
  local i servers='' kind places=''
  for ((i = 1; i <= nodes; i++)); do
    servers+="        server 127.0.0.1:${ports[node$i]}\\1\\n"
  done
  for kind in client_body proxy fastcgi uwsgi scgi; do places+=" ${kind}_temp_path $data/nginx-$kind;"; done
  # This user may not be able to set a limit above the shell's.
  sed -e "/^worker_rlimit_nofile/d; s|^pid .*|pid $data/nginx.pid; daemon off;|" \
    -e "s|/dev/stderr|$data/nginx-error.log|; s|/dev/stdout|$data/nginx-access.log|" \
    -e "s|listen 80;|listen 127.0.0.1:${ports[nginx]};|; s|^http {|http {$places|" \
    -e "s|^ *server node1:8080\(.*\)|${servers%\\n}|; /^ *server node[23]:/d" \
    "$root/deploy/nginx/nginx.conf" >"$data/nginx.conf"
}

if $build && ! dotnet build "$root/SignalRChat.csproj" -c Release -v q --nologo >"$data/build.log" 2>&1; then
  cat "$data/build.log" >&2
  exit 1
fi
[[ -f $server ]] || die "The server is not built: $server is not there."

ports[nginx]=${port:-$(free_port)}
for name in postgres redis; do ports[$name]=$(free_port); done
for ((i = 1; i <= nodes; i++)); do ports[node$i]=$(free_port); done

[[ -f $data/postgres/PG_VERSION ]] || make_postgres
make_redis
make_nginx
node_environment=(
  "ASPNETCORE_ENVIRONMENT=${ASPNETCORE_ENVIRONMENT:-Production}"
  "ConnectionStrings__Postgres=Host=127.0.0.1;Port=${ports[postgres]};Database=chat;Username=chat;Password=$(<"$data/postgres.password")"
  "ConnectionStrings__Redis=127.0.0.1:${ports[redis]},password=$(<"$data/redis.password")"
  "Authentication__Guests__Enabled=${Authentication__Guests__Enabled:-true}"
  "Chat__Rooms__Create=${Chat__Rooms__Create:-Anyone}"
  "Storage__DataDirectory=$data/node"
  "Proxies__KnownProxies=127.0.0.1"
  "Chat__Drain__ReadinessDelay=${Chat__Drain__ReadinessDelay:-00:00:01}"
  "Chat__Drain__Window=${Chat__Drain__Window:-00:00:05}"
)

# --- Up -------------------------------------------------------------------------------------------------------------------------

start_postgres
wait_until 30 postgres "$postgres_bin/pg_isready" -h 127.0.0.1 -p "${ports[postgres]}"
if [[ ! -e $data/database-made ]]; then
  PGPASSWORD=$(<"$data/postgres.password") "$postgres_bin/createdb" -h 127.0.0.1 -p "${ports[postgres]}" -U chat chat
  touch "$data/database-made"
fi
start_redis
for ((i = 1; i <= nodes; i++)); do start_node "$i"; done
for ((i = 1; i <= nodes; i++)); do wait_until 60 "node$i" answers "${ports[node$i]}" /health/ready; done
start_nginx
wait_until 10 nginx answers "${ports[nginx]}" /
write_state

echo "http://127.0.0.1:${ports[nginx]}"
echo "$nodes nodes, PostgreSQL and Redis; process ids and ports: $data/cluster.json; Ctrl+C stops all of it." >&2

# --- Until the script is stopped ------------------------------------------------------------------------------------------------

revive() {
  case $1 in
    node*) start_node "${1#node}" ;;
    *) "start_$1" ;;
  esac
}

while sleep 0.5; do
  $restart || continue
  for name in "${!pids[@]}"; do
    runs "$name" && continue
    wait "${pids[$name]}" 2>/dev/null && code=0 || code=$?
    # The child processes of a dead part keep its port: nginx's workers outlive it.
    kill -9 -- "-${pids[$name]}" 2>/dev/null || true
    echo "$name has ended with $code and is started again." >&2
    revive "$name"
    write_state
  done
done
