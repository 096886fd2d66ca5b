#!/usr/bin/env bash
# Checks docs/asyncapi.yaml against the official JSON schema of AsyncAPI 3.0, and the frames of docs/protocol.md against
# docs/asyncapi.yaml with another reader and validator than those of the tests. For a change of the generator: it downloads packages
# from npm, so CI does not run it. CI does not see that a description is no AsyncAPI 3.0.
set -euo pipefail
unset CDPATH
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
npm install --prefix "$folder" --no-audit --no-fund --silent @asyncapi/specs@6.11.1 ajv@8 yaml@2
cp eng/asyncapi-check.mjs "$folder"
node "$folder/asyncapi-check.mjs" docs/asyncapi.yaml docs/protocol.md
