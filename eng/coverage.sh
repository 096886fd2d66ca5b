#!/usr/bin/env bash
# Runs the tests of services, authentication and storage, which call the server in their own process, and prints the coverage of
# each assembly. It leaves out tests of time, because coverage slows them, and cannot count tests of other processes. It passes
# its arguments to `dotnet test`.
set -euo pipefail
unset CDPATH
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

eng/install-tools.sh
results=$(mktemp -d)
trap 'rm -rf -- "$results"' EXIT

filter=""
for folder in Services Contracts Auth Storage; do
  filter+="${filter:+|}FullyQualifiedName~SignalRChat.Tests.$folder."
done
dotnet test Tests/SignalRChat.Tests.csproj --configuration Release --filter "$filter" --results-directory "$results" \
  --collect "XPlat Code Coverage" --blame-hang-timeout 5m --blame-hang-dump-type none "$@"

report=$(find "$results" -name coverage.cobertura.xml | head -1)
awk '
  function rate(name) { return match($0, name "=\"[0-9.]+\"") ? substr($0, RSTART + length(name) + 2, RLENGTH - length(name) - 3) * 100 : 0 }
  function text(name) { return match($0, name "=\"[^\"]+\"") ? substr($0, RSTART + length(name) + 2, RLENGTH - length(name) - 3) : "" }
  /<coverage / { all = sprintf("%-26s %5.1f %% of lines, %5.1f %% of branches", "all", rate("line-rate"), rate("branch-rate")) }
  /<package / { printf "%-26s %5.1f %% of lines, %5.1f %% of branches\n", text(" name"), rate("line-rate"), rate("branch-rate") }
  END { print all }' "$report"
