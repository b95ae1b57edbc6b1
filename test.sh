#!/usr/bin/env bash
# Builds everything and runs every test, installing what is missing. Ends with one line: N passed, N failed, N skipped.
# --long: readers of files get fifty times as many changed files (100,000 each).
set -uo pipefail
[ "${1:-}" = --long ] && export FAQBOT_LONG=1
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 FAQBOT_SHARED="${FAQBOT_SHARED:-$PWD/../shared}"

# What decides how products of bytes are computed.
processor() {
  local flags vectors vnni
  flags=" $(sed -n '/^flags/{s/.*: *//p;q}' /proc/cpuinfo 2>/dev/null) "
  case "$flags" in
    *" avx512bw "*) vectors=AVX-512 vnni=avx512_vnni ;;
    *" avx2 "*) vectors=AVX2 vnni=avx_vnni ;;
    *) uname -m; return ;;
  esac
  case "$flags" in
    *" $vnni "*) echo "$vectors with VNNI" ;;
    *) echo "$vectors without VNNI" ;;
  esac
}
echo "processor: $(processor)"

fail() { echo "test.sh: $*" >&2; exit 1; }

# Debian packages that the tests drive: command, package.
install_missing() {
  local missing=()
  while read -r command package; do
    command -v "$command" >/dev/null || missing+=("$package")
  done <<< "$1"
  [ ${#missing[@]} -eq 0 ] && return
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || fail "install these first: ${missing[*]} (apt-get install ${missing[*]})"
  echo "Installing ${missing[*]} …"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null \
    || fail "apt-get could not install ${missing[*]}"
}

command -v dotnet >/dev/null || fail ".NET SDK 10 is missing: https://dotnet.microsoft.com/download"
command -v npm >/dev/null || fail "Node.js 20 or later is missing: https://nodejs.org"
install_missing "redis-server redis-server
nginx nginx-light
pg_ctlcluster postgresql
pgbouncer pgbouncer
curl curl
promtool prometheus
chromium chromium
git git
zsh zsh
fish fish"

passed=0 failed=0 skipped=0
count() { passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3)); }

dotnet build FaqBot.sln -v quiet --nologo -clp:NoSummary || fail "the build failed"
# Not of the solution: it brings Aspire with it.
if dotnet build deploy/local -v quiet --nologo -clp:NoSummary -warnaserror; then count 1 0 0; else count 0 1 0; fi
if dotnet format FaqBot.sln --verify-no-changes --no-restore; then count 1 0 0; else count 0 1 0; fi

log="$(mktemp)" failures="$(mktemp)"
trap 'rm -f "$log" "$failures"' EXIT
for project in tests/*/*.csproj; do
  name="$(basename "$project" .csproj)"
  # What the others share: no tests of its own.
  [ "$name" = FaqBot.Testing ] && continue
  echo "== $name"
  "artifacts/bin/$name/debug/$name" --no-ansi --progress off 2>&1 | tee "$log"
  code=${PIPESTATUS[0]}
  grep -a -A 12 "^failed " "$log" >> "$failures"
  number() { sed -n "s/^ *$1: *\([0-9]*\).*/\1/p" "$log" | tail -n 1; }
  if [ -n "$(number total)" ]; then
    count "$(number succeeded)" "$(number failed)" "$(number skipped)"
    # A run that counts no failure and still fails (a crash on exit, a leaked process) is one.
    [ "$code" != 0 ] && [ "$(number failed)" = 0 ] && count 0 1 0
  else
    count 0 1 0
  fi
done

echo "== tests/web"
# The others are what makes the bundles of the widget and of the administration pages, which tests compare.
(npm_ci() { npm ci --ignore-scripts --no-audit --no-fund --loglevel=error; }
cd tests/web && npm_ci && (cd ../../src/FaqBot/Channels/Widget && npm_ci) && (cd ../../src/FaqBot/Admin/Pages && npm_ci)\
  && node --test) 2>&1 | tee "$log"
grep -a -A 20 "^ *not ok \|^✖ " "$log" >> "$failures"
node_number() { sed -n "s/^[#ℹ] $1 \([0-9]*\).*/\1/p" "$log" | tail -n 1; }
if [ -n "$(node_number pass)" ]; then
  count "$(node_number pass)" "$(node_number fail)" "$(node_number skipped)"
else
  count 0 1 0
fi

# Once more at the end, where the whole output is long.
[ -s "$failures" ] && { echo "== failures"; cat "$failures"; }
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
