#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Campaign 2: the power fails while annotating. powercut.c says what is judged.

set -u
# shellcheck source=campaign.sh
. "${srcdir:-.}/tests/campaign/campaign.sh"

if [ "${GLOSS_CAMPAIGN:-short}" = long ]; then
	cuts=30000 seed=$(date +%j)
else
	cuts=1000 seed=1
fi

echo 1..2
campaign "$cuts cuts: all that was acknowledged is there" 0 \
	powercut -n "$cuts" -s "$seed" "$tools/powercut_shim.so"
finding='acknowledged:'
campaign "a store that is not synced is found" 1 \
	powercut -n 100 -d nosync "$tools/powercut_shim.so:$tools/defect.so"
