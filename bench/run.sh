#!/bin/sh
# Every measurement of docs/benchmarks.md, with its exact command, as markdown. Most of an hour on two quiet cores; each alone takes one to ten minutes.
#
#   bench/run.sh                everything
#   bench/run.sh replay http    only these: replay, decide, append, http, server, trees, linear, text, structure, vectors, factors, lexical
#
# QUICK=1 halves the samples, for a look.
set -eu
cd "$(dirname "$0")/.."
bench="dotnet bench/bin/Release/net10.0/Bellwether.Bench.dll"
[ "${QUICK:-0}" = 1 ] && { events=300000; seconds=4; rows=200000; sizes=100000; } || { events=1000000; seconds=10; rows=1000000; sizes=100000,1000000,5000000; }
wanted=${*:-replay decide append http server trees linear text structure vectors factors lexical}

dotnet build bench -c Release -v q --nologo -p:RunAnalyzers=false >/dev/null
dotnet build src/Cli -c Release -v q --nologo -p:RunAnalyzers=false >/dev/null

echo "$(date -u +%Y-%m-%d), $(nproc) cores, $(awk '/MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo) GiB, .NET $(dotnet --version), load before: $(cut -d' ' -f1-3 /proc/loadavg)"
# measured COMMAND...: prints the command, runs it, prints what it says.
measured() { printf '\n`%s`\n\n' "$*"; "$@"; }

for what in $wanted; do
  printf '\n### %s (load %s)\n' "$what" "$(cut -d' ' -f1 /proc/loadavg)"
  case $what in
    replay) measured $bench replay "$events" 3 ;;
    decide) measured $bench decide ;;
    append) measured $bench --job short --inProcess --filter '*AppendBenchmarks*' --artifacts "$(mktemp -d)" | grep -E '^(`|\|)' ;;
    http) measured env SECONDS_EACH="$seconds" bench/load/http.sh card-fraud 2>/dev/null ;;
    server) measured env SECONDS_EACH=5 ROUNDS=1 bench/load/http.sh 2>/dev/null ;;
    trees) measured $bench trees --rows "$sizes" --columns 28 --trees 100 --leaves 255 --depth 0,8 --threads 1,2 ;;
    text) measured $bench text --texts 40000 --threads 1 ; measured $bench text --texts 40000 --threads 2 ;;
    linear)
      measured $bench linear dense 50000 200000 "$rows"
      measured $bench linear sparse 10000 30000 100000
      measured $bench linear ftrl 100000 ;;
    structure) measured $bench structure ${DATA:+--data "$DATA"} --threads 2 ;;
    vectors) measured $bench vectors --queries 2000 --links 16 --effort 200; measured $bench vectors --filters --queries 1000; measured $bench vectors --growth ;;
    factors) measured $bench factors ../shared/data --threads 2 --runs 1 ;;
    lexical) measured $bench lexical --documents 10000,100000,"$rows" --queries 1000 ;;
    *) echo "unknown: $what" >&2; exit 2 ;;
  esac
done
printf '\nload after: %s\n' "$(cut -d' ' -f1-3 /proc/loadavg)"
