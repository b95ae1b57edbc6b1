#!/bin/sh
# Fits the shipped confidences on the shared data (FAQBOT_SHARED), on other questions than eval.sh measures them on.
#   bench/calibrate.sh                       that of the bundled encoder
#   bench/calibrate.sh en FOLDER OUTPUT      that of an encoder of English, for src/FaqBot.Core/Matching/Data
set -eu
here=$(cd "$(dirname "$0")" && pwd)
language=${1:-all}
model=${2:-$here/../models/faqbot-e5-small-zh-en}
case $language in
  all) sets= foreign=foreign ;;
  en) sets="hwu64 massive_en bitext few_hwu64 few_massive_en" foreign=foreign_en ;;
  *) echo "calibrate.sh: found language '$language', expected all or en" >&2; exit 2 ;;
esac
work=$(mktemp -d)
shared=${FAQBOT_SHARED:?set FAQBOT_SHARED to the folder of the shared test material}
node "$here/evaluation/calibration.js" "$shared" "$work"
siblings="$shared/data/train/nearmiss/clusters_*_fit.jsonl"
extra=
if [ "$language" = all ]; then
  sets=$(cat "$work/sets")
  extra="--judge $here/../models/faqbot-judge-zh-en"
else
  siblings="$shared/data/train/nearmiss/clusters_en_*_fit.jsonl"
fi
faq= queries=
for set in $sets; do
  faq="$faq $work/$set.faq.tsv" queries="$queries $work/$set.queries.tsv"
done
dotnet build -c Release "$here/../src/FaqBot.Indexer" --nologo -v quiet
# shellcheck disable=SC2086 # several files
dotnet run -c Release --no-build --project "$here/../src/FaqBot.Indexer" -- calibrate --model "$model" --faq $faq --queries $queries \
  --foreign "$work/$foreign.tsv" --siblings $siblings $extra --output "${3:-$model/confidence.json}"
