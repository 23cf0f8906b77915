#!/bin/sh
# Load on the HTTP server, by wrk (Debian's package), on the loopback.
#
#   bench/load/http.sh                     the server's own cost: bare Kestrel, /noop, a no-op decision, a validated one, one with a key
#   bench/load/http.sh card-fraud          a real system: ./bellwether serve card-fraud, decisions with its durable log, beside bare Kestrel
#
# SECONDS_EACH (15), CONNECTIONS (64), THREADS (1), PORT (18080), ROUNDS (2: rounds alternate, so that a busy machine is fair to
# all), BODY (the request, %s for the id), STORE (a workspace, such as one that `bellwether run` left with its trained model; by default
# an empty one, whose first rung decides), SERVE (the command that serves; the port is appended).
set -eu
cd "$(dirname "$0")/../.."
seconds=${SECONDS_EACH:-15}; connections=${CONNECTIONS:-64}; threads=${THREADS:-1}; port=${PORT:-18080}; rounds=${ROUNDS:-2}
command -v wrk >/dev/null || { echo "wrk must be installed: apt-get install wrk" >&2; exit 2; }
pid=
scratch=
stop() { [ -z "$pid" ] || { kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; pid=; }; }
clean() { stop; [ -z "$scratch" ] || rm -rf "$scratch"; }
trap clean EXIT
trap "exit 130" INT TERM

# start PATH COMMAND...: runs a server and waits until PATH is answered.
start() {
  path=$1; shift
  "$@" & pid=$!
  tries=0
  until curl -s -o /dev/null -X POST -H 'Content-Type: application/json' -d '{}' "http://127.0.0.1:$port$path"; do
    tries=$((tries + 1))
    kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 300 ] || { echo "the server did not start: $*" >&2; exit 1; }
    sleep 0.2
  done
}

# cpu: the clock ticks of processor time that the server has used.
cpu() { awk '{ print $14 + $15 }' "/proc/$pid/stat"; }

# load NAME PATH: a short warm-up, then the measured run. Processor time per request is the fairest figure on a shared machine.
load() {
  wrk -t"$threads" -c"$connections" -d3s -s bench/load/decide.lua "http://127.0.0.1:$port$2" >/dev/null
  before=$(cpu)
  line=$(wrk -t"$threads" -c"$connections" -d"${seconds}s" -s bench/load/decide.lua "http://127.0.0.1:$port$2" | grep '^requests ')
  printf '%-34s%s   server CPU %s us/request\n' "$1" "$line" \
    "$(echo "$line" | awk -v ticks="$(($(cpu) - before))" -v hz="$(getconf CLK_TCK)" '{ printf "%.1f", ticks / hz * 1e6 / $2 }')"
}

dotnet build bench/load/Target -c Release -v q --nologo -p:RunAnalyzers=false >&2
target=bench/load/Target/bin/Release/net10.0/Bellwether.LoadTarget
if [ $# -gt 0 ]; then
  start /noop "$target" bare "$port"
  load "bare Kestrel" /noop
  stop
  scratch=$(mktemp -d)
  SYSTEM=$1; export SYSTEM
  start "/v1/systems/$1/decide" ${SERVE:-./bellwether serve "$1" --store "${STORE:-$scratch}" --port} "$port"
  load "$1, durable" "/v1/systems/$1/decide"
  # What the server itself saw: latencies of each stage, and nothing undurable.
  curl -s "http://127.0.0.1:$port/v1/systems/$1" | head -c 3000 >&2; echo >&2
  exit
fi

round=1
while [ "$round" -le "$rounds" ]; do
  start /noop "$target" bare "$port"
  load "bare Kestrel" /noop
  stop
  start /noop "$target" server "$port"
  load "server, /noop" /noop
  load "server, no-op decision" /v1/systems/none/decide
  load "server, validated decision" /v1/systems/echo/decide
  stop
  keys=$(mktemp -d)
  KEY=$("$target" key "$keys/keys.json"); export KEY
  start /noop "$target" server "$port" "$keys/keys.json"
  load "server, no-op decision, with key" /v1/systems/none/decide
  stop
  unset KEY; rm -r "$keys"
  round=$((round + 1))
done
