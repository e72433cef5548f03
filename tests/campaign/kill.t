#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Campaign 1: kill -9 in the middle of annotating. kill.c says what is judged.

set -u
# shellcheck source=campaign.sh
. "${srcdir:-.}/tests/campaign/campaign.sh"

if [ "${GLOSS_CAMPAIGN:-short}" = long ]; then
	one=10000 four=2000
else
	one=1000 four=150
fi

echo 1..3
campaign "$one rounds, one writer: all that was acknowledged is there" 0 kill -r "$one"
campaign "$four rounds, four writers at once: the same, and none fails" 0 kill -w 4 -r "$four" -s 2
finding='is not what was saved\|were saved'
export DEFECT=lose DEFECT_EVERY=3
campaign "a commit that is thrown away is found" 1 kill -r 50 -p "$tools/defect.so"
