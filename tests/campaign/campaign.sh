# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# What the campaigns' scripts share: they source it.

tools=${builddir:-.}/tests/campaign

# campaign WHAT EXPECTED-STATUS PROGRAM ARGUMENT...: one result of TAP. What is
# expected to be found has to have the words $finding, if that is set.
n=0
finding=
campaign() {
	local what=$1 want=$2 status=0 said
	shift 2
	n=$((n + 1))
	said=$("$tools/$1" "${@:2}") || status=$?
	printf '%s\n' "$said"
	if [ "$status" -eq 1 ] && ! grep -q "FINDING: .*$finding" <<<"$said"; then
		status="1 without '$finding'"
	fi
	if [ "$status" = "$want" ]; then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what: status $status, not $want"
	fi
}

