#!/usr/bin/env bash
# Prints how much of each assembly the tests cover that call the server and the client library in their own process. It leaves
# out the tests that start processes, which it cannot count, and most tests of time, which it slows. Takes another filter as its
# argument, such as: eng/coverage.sh FullyQualifiedName~Typing. In Debug, because the symbols of a Release build do not name the files of
# this machine.
set -euo pipefail
unset CDPATH
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

eng/install-tools.sh
results=$(mktemp -d)
trap 'rm -rf -- "$results"' EXIT

folders=(Auth Client Contracts Services Storage)
filter="($(printf '|FullyQualifiedName~SignalRChat.Tests.%s.' "${folders[@]}"))"
filter+="&FullyQualifiedName!~Trimmed&FullyQualifiedName!~Client.Network"
included='[SignalRChat]*,[SignalRChat.Contracts]*,[SignalRChat.Client]*'
status=0
dotnet test Tests/SignalRChat.Tests.csproj --configuration Debug --filter "${1:-${filter/|/}}" --results-directory "$results" \
  --collect "XPlat Code Coverage" --blame-hang-timeout 5m --blame-hang-dump-type none \
  -- "DataCollectionRunSettings.DataCollectors.DataCollector.Configuration.Include=$included" \
  || status=$?

awk '
  function value(name) { match($0, " " name "=\"[^\"]+"); return substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 3) }
  function tell(of) { printf "%-21s %5.1f %% of lines, %5.1f %% of branches\n", of, 100 * value("line-rate"), 100 * value("branch-rate") }
  /<package / { tell(value("name")) }
  /<coverage / { tell("all") }' "$results"/*/coverage.cobertura.xml
exit "$status"
