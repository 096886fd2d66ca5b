#!/usr/bin/env bash
# Prints the rate of each turn of phrase of Tests/Architecture/ProseTests.cs in comments and Markdown, with its ceiling and its
# aim.
set -euo pipefail
unset CDPATH
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

dotnet test Tests/SignalRChat.Tests.csproj --configuration Release --filter FullyQualifiedName~ProseTests \
  --logger "console;verbosity=detailed" "$@" | grep -E "ceiling [0-9]|floor [0-9]|Failed!|error"
