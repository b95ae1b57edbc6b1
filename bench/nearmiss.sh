#!/bin/sh
# Measures near misses on the shared evaluation sets (FAQBOT_SHARED) and prints the tables as Markdown.
#   bench/nearmiss.sh                    at the default threshold
#   bench/nearmiss.sh --threshold 0.6    at another one beside
#   bench/nearmiss.sh … FOLDER           keeps vectors and reports there; the next run encodes only what is new
set -eu
here=$(cd "$(dirname "$0")" && pwd)
shared=${FAQBOT_SHARED:?set FAQBOT_SHARED to the folder of the shared test material}
threshold= work=
while [ $# -gt 0 ]; do
  case $1 in
    --threshold) threshold=${2:?nearmiss.sh: expected a number from 0 to 1 after --threshold}; shift 2 ;;
    -*) echo "nearmiss.sh: found option '$1', expected --threshold" >&2; exit 2 ;;
    *) work=$1; shift ;;
  esac
done
work=${work:-$(mktemp -d)}
node "$here/evaluation/nearmiss-sets.js" "$shared" "$here/.." "$work"
dotnet build -c Release "$here/../src/FaqBot.Indexer" --nologo -v quiet >&2
indexer=$here/../artifacts/bin/FaqBot.Indexer/release/FaqBot.Indexer
"$indexer" index --input "$work"/*.json --output "$work/faq.db" > "$work/index.txt"
mkdir -p "$work/reports"
while read -r _ name; do
  "$indexer" eval "$work/$name.queries.tsv" --database "$work/faq.db" --kb "$name" --json "$work/reports/$name.json" > "$work/reports/$name.txt"
done < "$work/sets.txt"
node "$here/evaluation/nearmiss-table.js" "$work" $threshold
