#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Campaign 3: each call of the system fails once. fault.c says what is judged.

set -u
# shellcheck source=campaign.sh
. "${srcdir:-.}/tests/campaign/campaign.sh"

# A bit that changes on its way to the disk is found by check.
control_corrupt() {
	local notebook=${TMPDIR:-/tmp}/corrupt.$$ status=0
	n=$((n + 1))
	echo "Orchard Labs" | "$GLOSS" -n "$notebook" add - >/dev/null &&
		DEFECT=corrupt DEFECT_TEXT=unmistakable LD_PRELOAD=$tools/defect.so \
			"$GLOSS" -n "$notebook" tag -l company -d 1 -s 0:7 --note unmistakable >/dev/null ||
		status=99
	[ "$status" -ne 0 ] || "$GLOSS" -n "$notebook" check >"$notebook/said" 2>&1 || status=$?
	if [ "$status" -eq 2 ]; then
		echo "ok $n - check finds a bit that changed on its way to the disk"
	else
		echo "not ok $n - check finds a bit that changed on its way to the disk: status $status"
	fi
	sed 's/^/# /' "$notebook/said"
	rm -rf "$notebook"
}

if [ "${GLOSS_CAMPAIGN:-short}" = long ]; then
	echo 1..4
	campaign "faults that stay: each command does its work or says why not" 0 \
		fault -k "$tools/fault_shim.so"
else
	echo 1..3
fi
campaign "single faults: each command does its work or says why not" 0 \
	fault "$tools/fault_shim.so"
control_corrupt
finding='the notebook is as before'
export DEFECT=lose DEFECT_EVERY=2
campaign "a commit that is thrown away is found" 1 \
	fault -s 3 -p "$tools/defect.so" "$tools/fault_shim.so"
