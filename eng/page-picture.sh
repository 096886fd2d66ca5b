#!/usr/bin/env bash
# Draws the states of the page (artifacts/screens) and takes the README's picture from there. Needs Chromium; CHROMIUM names it
# if it is in another place.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet test Tests/Browser/SignalRChat.BrowserTests.csproj --filter 'FullyQualifiedName~PictureTests'
mkdir -p docs/images
cp artifacts/screens/wide-light.png docs/images/page.png
echo 'docs/images/page.png is new: look at it before it is committed.'
