#!/bin/sh
# Makes one backup and keeps the latest. Run it hourly: see faqbot-backup.timer. A backup that fails ends with the indexer's exit code and
# leaves the others where they are.
#   DATABASE  the database of the service        BACKUPS  the folder of the backups
#   KEEP      how many to keep, 24               INDEXER  the indexer, "dotnet FaqBot.Indexer.dll"
set -eu
: "${DATABASE:?names no database}" "${BACKUPS:?names no folder}"
keep="${KEEP:-24}"
case "$keep" in '' | *[!0-9]* | 0) echo "KEEP is '$keep', expected a number, 1 or more" >&2; exit 2 ;; esac
mkdir -p "$BACKUPS"
${INDEXER:-dotnet FaqBot.Indexer.dll} backup "$BACKUPS/faq-$(date -u +%Y%m%d-%H%M%S).db" --database "$DATABASE"
# Names are of one form, so that their order is that of their age.
ls "$BACKUPS" | grep '^faq-[0-9]*-[0-9]*\.db$' | sort -r | tail -n "+$((keep + 1))" | while read -r old; do
  rm -- "$BACKUPS/$old"
done
