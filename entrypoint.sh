#!/bin/sh
# What the image runs: a command of the indexer when one is named first, else the service with the arguments as its options.
#   faqbot                    the service
#   faqbot --urls http://…    the service
#   faqbot index --input …    a command
set -eu
here="$(dirname "$0")"
case "${1-}" in
  -h | --help) echo "Without arguments, or with the service's options, this starts the service. A command that is named first runs instead:" >&2
    exec dotnet "$here/FaqBot.Indexer.dll" "$@" ;;
  '' | -*) exec dotnet "$here/FaqBot.dll" "$@" ;;
  *) exec dotnet "$here/FaqBot.Indexer.dll" "$@" ;;
esac
