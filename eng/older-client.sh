#!/usr/bin/env bash
# Builds the .NET client of an older version from git and runs its own end-to-end tests against the server of this tree.
# Takes the commit, by default that of version 0.1.0. It needs the history: a shallow clone does not have it.
set -euo pipefail
unset CDPATH
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

commit=${1:-846f5d5a689741d457c5e15395000bdf3226821a}
root=$PWD
older=$(mktemp -d)
trap 'rm -rf -- "$older"' EXIT

dotnet build SignalRChat.csproj --configuration Release --verbosity quiet
git archive "$commit" | tar --extract --directory "$older"

# Only the tests that run a server, with what they use. Their server is this tree's, in a process of its own.
mkdir "$older/OlderClient"
cat >"$older/OlderClient/SignalRChat.Tests.csproj" <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <IsTestProject>true</IsTestProject>
    <RestorePackagesWithLockFile>false</RestorePackagesWithLockFile>
    <RunAnalyzers>false</RunAnalyzers>
    <TreatWarningsAsErrors>false</TreatWarningsAsErrors>
  </PropertyGroup>
  <ItemGroup>
    <Compile Include="../Tests/Client/EndToEndTests.cs;../Tests/Client/Support/AppClient.cs;../Tests/Client/Support/Fake*.cs" />
    <Compile Include="../Tests/Client/Support/Faults.cs;../Tests/Support/TempDirectory.cs" />
    <FrameworkReference Include="Microsoft.AspNetCore.App" />
    <ProjectReference Include="../Client/SignalRChat.Client.csproj" />
    <PackageReference Include="Microsoft.NET.Test.Sdk" />
    <PackageReference Include="xunit" />
    <PackageReference Include="xunit.runner.visualstudio" />
    <Using Include="Xunit" />
  </ItemGroup>
</Project>
PROJECT
cp Tests/Client/Older/ChatServer.cs "$older/OlderClient/"

# The one test that is left out expects a code that has changed since: a room that does not exist is room-not-found now.
OLDER_CLIENT_SERVER="$root/artifacts/bin/SignalRChat/release/SignalRChat.dll" \
  dotnet test "$older/OlderClient/SignalRChat.Tests.csproj" --configuration Release --verbosity quiet --nologo \
    --filter "FullyQualifiedName!~A_refusal_carries_its_code"
