#!/usr/bin/env bash
# Checks the types of the JavaScript (eng/js-check.json). It uses the TypeScript compiler of the package
# Microsoft.TypeScript.MSBuild, which `dotnet restore` downloads: a native one that needs no Node. It prints every error, and
# exits with 1 if there is one.
# It writes the client's declarations (client/*.d.ts) from the JavaScript, so that a TypeScript app needs no `allowJs`.
#   eng/js-check.sh           checks the types, and that the declarations are as the JavaScript says
#   eng/js-check.sh --write   writes the declarations anew
set -euo pipefail
unset CDPATH
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

version=$(sed -n 's/.*"Microsoft.TypeScript.MSBuild" Version="\[\(.*\)\]".*/\1/p' Tests/Browser/SignalRChat.BrowserTests.csproj)
case "$(uname -m)" in x86_64) platform=linux-x64 ;; aarch64) platform=linux-arm64 ;; *) platform="linux-$(uname -m)" ;; esac
packages=${NUGET_PACKAGES:-${HOME:-/root}/.nuget/packages}
compiler="$packages/microsoft.typescript.msbuild/$version/tools/runtimes/$platform/tsc"

[[ -f "$compiler" ]] || { echo "There is no TypeScript compiler at $compiler: run dotnet restore." >&2; exit 1; }
[[ -x "$compiler" ]] || chmod u+x "$compiler"
# A declaration hides the JavaScript beside it from the compiler. So the compiler works on a copy without the generated ones.
mark='// Written by eng/js-check.sh --write from the JavaScript beside it.'
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
mkdir "$work/eng"
cp eng/js-check.json eng/js-types.json "$work/eng/"
cp -r wwwroot "$work/"
written() { (cd "$1" && grep -rlxF "$mark" js --include='*.d.ts' || true); }
written "$work/wwwroot" | (cd "$work/wwwroot" && xargs -r rm --)
(cd "$work" && "$compiler" --project eng/js-check.json)
echo "The JavaScript has no type errors (TypeScript $version)."

(cd "$work" && "$compiler" --project eng/js-types.json --outDir types)
while IFS= read -r file; do
  { echo "$mark"; cat "$work/types/$file"; } > "$work/wwwroot/$file"
done < <(cd "$work/types" && find js -name '*.d.ts')
if [[ "${1:-}" == --write ]]; then
  written wwwroot | (cd wwwroot && xargs -r rm --)
  written "$work/wwwroot" | while IFS= read -r file; do cp "$work/wwwroot/$file" "wwwroot/$file"; done
elif ! diff -rq wwwroot/js "$work/wwwroot/js"; then
  echo "The declarations of the JavaScript client are not as its JavaScript says: run eng/js-check.sh --write." >&2
  exit 1
fi
