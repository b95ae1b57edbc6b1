#!/usr/bin/env bash
# Takes the pictures of the documentation anew, from the pages as they are: the moving one needs img2webp (Debian's package webp).
set -euo pipefail
cd "$(dirname "$0")/../.."
FAQBOT_PICTURES=docs/pictures artifacts/bin/FaqBot.Tests/debug/FaqBot.Tests --filter-class '*PictureTests'
cd docs/pictures
img2webp -loop 0 -lossy -q 60 -d 2500 edit-1.png edit-2.png admin-test.png admin-publish.png edit-3.png -o edit-live.webp
rm edit-[0-9].png
