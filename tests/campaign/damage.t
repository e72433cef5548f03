#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Campaign 5: the notebook's file is damaged. damage.c says what is judged.

set -u
# shellcheck source=campaign.sh
. "${srcdir:-.}/tests/campaign/campaign.sh"

if [ "${GLOSS_CAMPAIGN:-short}" = long ]; then
	files=50000
else
	files=1000
fi

echo 1..2
campaign "$files damaged files: told, never a signal" 0 damage -n "$files"
finding='by signal'
export DEFECT=crash
campaign "a command that ends by a signal is found" 1 damage -n 13 -p "$tools/defect.so"
