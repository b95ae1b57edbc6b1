#!/bin/sh
# Measures accuracy, calibration and scope on the shared evaluation sets (FAQBOT_SHARED) and prints the tables of docs/evaluation.md.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=${1:-$(mktemp -d)}
sets="shop gov_own legal_zh chitchat_zh chitchat_en hwu64 massive_zh massive_zh_tw massive_en bitext xsid_zh xsid_en"
node "$here/evaluation/sets.js" "${FAQBOT_SHARED:?set FAQBOT_SHARED to the folder of the shared test material}" "$here/.." "$work"
dotnet build -c Release "$here/../src/FaqBot.Indexer" --nologo -v quiet
for set in $sets; do
  dotnet run -c Release --no-build --project "$here/../src/FaqBot.Indexer" -- eval "$work/$set.queries.tsv" --input "$work/$set.json" --baselines \
    --json "$work/$set.report.json" --html "$work/$set.html" > "$work/$set.txt"
done
node "$here/evaluation/table.js" "$work" $sets
