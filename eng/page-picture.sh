#!/usr/bin/env bash
# Draws the states of the page (artifacts/screens) and takes the pictures of the docs from there. Needs Chromium; CHROMIUM names it
# if it is in another place.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet test Tests/Browser/SignalRChat.BrowserTests.csproj --filter 'FullyQualifiedName~PictureTests'
mkdir -p docs/images
cp artifacts/screens/wide-light.png docs/images/page.png
for state in bans blocked-people connection direct emoji format inbox names new-private-room person phone-replies-and-reactions \
    phone-rooms question replies-and-reactions report room-settings; do
  cp "artifacts/screens/$state.png" "docs/images/page-$state.png"
done
echo 'The pictures in docs/images are new: look at them before they are committed.'
