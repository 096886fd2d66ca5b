#!/usr/bin/env bash
# Installs the tools that the tests need, builds and runs every test project of the solution and the tests of the JavaScript
# client, and prints one line at the end: N passed, N failed, N skipped.
# Passes its arguments to `dotnet test`, such as: eng/test.sh --filter FullyQualifiedName~Typing
set -euo pipefail
unset CDPATH
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
# The tests start hundreds of servers and clients that live for seconds. The profile-guided optimization takes longer than that
# to pay off. A tenth of a start is the protection against memory that is both writable and executable.
export DOTNET_TieredPGO=0 DOTNET_EnableWriteXorExecute=0

eng/install-tools.sh || {
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
}

results=$(mktemp -d)
trap 'rm -rf -- "$results"' EXIT

check_javascript() {
  {
    if eng/js-check.sh; then touch "$results/types-checked"; fi
    local code=0
    timeout 5m node --test --test-reporter=tap Tests/Browser/js/*.test.mjs Tests/Conformance/js/*.test.mjs >"$results/node.tap" || code=$?
    grep -E '^(not ok|# (tests|pass|fail))' "$results/node.tap" || true
    return "$code"
  } >"$results/javascript.log" 2>&1
}

# The JavaScript has a type check, which counts as one test, and separate tests. They run beside the first of the .NET tests,
# which measure no time. A filter for .NET tests does not apply to them. A restore downloads the compiler that checks the types.
if [[ " $* " != *" --filter "* ]]; then
  [[ " $* " == *" --no-build "* ]] || dotnet restore SignalRChat.sln
  check_javascript &
  javascript=$!
fi

# -m:1 runs one project after the other: some tests measure time, and two suites would disturb each other.
status=0
dotnet test SignalRChat.sln --configuration Release -m:1 \
  --results-directory "$results" --logger "trx;LogFilePrefix=tests" \
  --blame-hang-timeout 5m --blame-hang-dump-type none "$@" || status=$?

# The runner prints a line for each assembly and no total. A skipped test was counted but not executed. A test that was executed
# and did not pass has failed.
read -r passed failed skipped < <(
  find "$results" -name '*.trx' -exec grep -ho '<Counters [^>]*>' {} + | awk '
    function counter(name) {
      if (!match($0, " " name "=\"[0-9]+\"")) return 0
      return substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) + 0
    }
    { total += counter("total"); executed += counter("executed"); passed += counter("passed") }
    END { printf "%d %d %d\n", passed, executed - passed, total - executed }')

if [[ -n ${javascript:-} ]]; then
  wait "$javascript" || status=$?
  cat "$results/javascript.log"
  if [[ -e $results/types-checked ]]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  read -r js_passed js_failed js_skipped < <(awk '
    /^# (pass|fail|cancelled|skipped|todo) / { count[$2] = $3 }
    END { printf "%d %d %d\n", count["pass"], count["fail"] + count["cancelled"], count["skipped"] + count["todo"] }' "$results/node.tap")
  passed=$((passed + js_passed)) failed=$((failed + js_failed)) skipped=$((skipped + js_skipped))
fi

# An aborted run (a crash, a hang, a failed build) counts as one failure, so that the last line alone is correct.
if ((status != 0 && failed == 0)); then
  echo "The test run broke off with code $status: see above." >&2
  failed=1
elif ((failed > 0)); then
  status=1
elif ((passed == 0)); then
  echo "No test ran." >&2
  status=1
fi
if ((skipped > 0)) && [[ ${CI:-} == true ]]; then
  echo "A test that is skipped here is never run: mend it or remove it." >&2
  status=1
fi

echo "$passed passed, $failed failed, $skipped skipped"
exit "$((status == 0 ? 0 : 1))"
