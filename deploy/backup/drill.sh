#!/bin/sh
# Proves that the latest backup can be put back: restores it aside, which reads every version in it, and asks it a question. Run it daily;
# a backup that nobody has restored is a hope.
#   BACKUPS   the folder of the backups          QUESTION  what to ask; nothing: only restore
#   KB        the knowledge base, "shop"         INDEXER   the indexer, "dotnet FaqBot.Indexer.dll"
set -eu
: "${BACKUPS:?names no folder}"
latest="$(ls "$BACKUPS" | grep '^faq-[0-9]*-[0-9]*\.db$' | sort | tail -n 1)"
[ -n "$latest" ] || { echo "There is no backup in $BACKUPS." >&2; exit 1; }
aside="$(mktemp -d)"
trap 'rm -rf "$aside"' EXIT
indexer="${INDEXER:-dotnet FaqBot.Indexer.dll}"
$indexer restore "$BACKUPS/$latest" --database "$aside/faq.db"
[ -z "${QUESTION:-}" ] || $indexer ask "$QUESTION" --json --kb "${KB:-shop}" --database "$aside/faq.db"
echo "$latest can be restored."
