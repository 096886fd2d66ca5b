#!/usr/bin/env bash
# Vendors the official browser client and its MessagePack protocol into wwwroot/lib/signalr.
#   eng/vendor-signalr.sh           fetches the pinned version, checks it and writes the files
#   eng/vendor-signalr.sh --check   checks the existing files; needs no network
# To update: change the pins, run it, read the diff.
set -euo pipefail

version='10.0.11'
declare -A integrity=(
  [@microsoft/signalr]='sha512-FulOJ2EEtKvLQcswe/U7v8pzyXyk7Jua5xgWJPPwyQU/2Z9ORvKcVjyO75VvLsem+CJ1ORRexJ+7Bz1FCei2aw=='
  [@microsoft/signalr-protocol-msgpack]='sha512-7b8SFwexzaD62fPkO3t3AlYTNCaTLy+0GNndlzYIry8mXCcG4qSwbnI2vkwY623I+YyywPby+d97/jkEl3oGLA=='
)
declare -A files=([@microsoft/signalr]='signalr.min.js' [@microsoft/signalr-protocol-msgpack]='signalr-protocol-msgpack.min.js')
packages=(@microsoft/signalr @microsoft/signalr-protocol-msgpack)

root="$(cd "$(dirname "$0")/.." && pwd)"
target="$root/wwwroot/lib/signalr"

if [[ "${1:-}" == '--check' ]]; then
  cd "$target"
  [[ "$(grep -cx "version  $version" VENDORED.txt)" == "${#packages[@]}" ]] || {
    echo "VENDORED.txt does not name version $version." >&2
    exit 1
  }
  sed -n 's/^sha256   //p' VENDORED.txt | sha256sum --check --quiet
  echo "${packages[*]} $version: as vendored."
  exit 0
fi

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir -p "$target"
: > "$work/VENDORED.txt"
for package in "${packages[@]}"; do
  file="${files[$package]}"
  cd "$work"
  rm -rf package
  tarball="$(npm pack --silent "$package@$version")"
  actual="sha512-$(openssl dgst -sha512 -binary "$tarball" | base64 -w0)"
  [[ "$actual" == "${integrity[$package]}" ]] || { echo "$tarball is $actual; expected ${integrity[$package]}." >&2; exit 1; }
  tar -xzf "$tarball"
  # The package is a UMD bundle. A bundler either treats such a file as CommonJS, so that it sets no global object, or leaves it
  # alone, so that it exports nothing. An ES module is the same everywhere. The source map is not vendored; without its line, a
  # browser's tools do not request it.
  {
    echo "// The browser build of $package as an ES module (eng/vendor-signalr.sh): nothing is put on the global object."
    if [[ "$package" == '@microsoft/signalr' ]]; then
      echo 'const exports = {}, module = { exports };'
    else
      echo "import signalR from './signalr.min.js';"
      echo 'const exports = {}, module = { exports }, require = () => signalR;'
    fi
    sed '/^\/\/# sourceMappingURL=/d' "package/dist/browser/$file"
    echo 'export default module.exports;'
  } > "$target/$file"
  cd "$target"
  {
    echo "package  $package"
    echo "version  $version"
    echo "source   npm: dist/browser/$file of the package, without its last line (sourceMappingURL), as an ES module"
    echo "tarball  ${integrity[$package]}"
    echo "licence  MIT (LICENSE.txt)"
    echo "sha256   $(sha256sum "$file")"
    echo
  } >> "$work/VENDORED.txt"
done
# The components of the MessagePack bundle, with their licences.
cp "$work/package/src/third-party-notices.txt" "$target/THIRD-PARTY-NOTICES.txt"
sed '$d' "$work/VENDORED.txt" > "$target/VENDORED.txt"
echo "${packages[*]} $version: vendored."
