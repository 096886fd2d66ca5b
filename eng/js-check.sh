#!/usr/bin/env bash
# Checks the types of the JavaScript (eng/js-check.json) with the TypeScript compiler of the package Microsoft.TypeScript.MSBuild, which `dotnet restore` brings: a
# native one that needs no Node. Prints every error, and ends with 1 if there is one.
set -euo pipefail
unset CDPATH
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

version=$(sed -n 's/.*"Microsoft.TypeScript.MSBuild" Version="\[\(.*\)\]".*/\1/p' Tests/Browser/SignalRChat.BrowserTests.csproj)
case "$(uname -m)" in x86_64) platform=linux-x64 ;; aarch64) platform=linux-arm64 ;; *) platform="linux-$(uname -m)" ;; esac
packages=${NUGET_PACKAGES:-${HOME:-/root}/.nuget/packages}
compiler="$packages/microsoft.typescript.msbuild/$version/tools/runtimes/$platform/tsc"

[[ -f "$compiler" ]] || { echo "There is no TypeScript compiler at $compiler: run dotnet restore." >&2; exit 1; }
[[ -x "$compiler" ]] || chmod u+x "$compiler"
"$compiler" --project eng/js-check.json
echo "The JavaScript has no type errors (TypeScript $version)."
