#!/bin/sh
# Fits the confidence of the bundled encoder on the shared data (FAQBOT_SHARED), on other questions than eval.sh measures it on.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
shared=${FAQBOT_SHARED:?set FAQBOT_SHARED to the folder of the shared test material}
node "$here/evaluation/sets.js" "$shared" "$here/.." "$work/evaluated"
node "$here/evaluation/calibration.js" "$shared" "$work/evaluated" "$work"
faq= queries=
for set in gov_own hwu64 massive_zh massive_en massive_zh_tw; do
  faq="$faq $work/$set.faq.tsv" queries="$queries $work/$set.queries.tsv"
done
dotnet build -c Release "$here/../src/FaqBot.Indexer" --nologo -v quiet
# shellcheck disable=SC2086 # several files
dotnet run -c Release --no-build --project "$here/../src/FaqBot.Indexer" -- calibrate --faq $faq --queries $queries --foreign "$work/foreign.tsv" \
  --output "${1:-$here/../models/faqbot-e5-small-zh-en/confidence.json}"
