#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The completion scripts that are installed are what the command table makes
# now, and shells can read them.

set -u
: "${srcdir:?}" "${GLOSS:?}" "${TMPDIR:?}"
n=0

result() {
	n=$((n + 1))
	if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}

compare() {
	"$GLOSS" completion "$1" >"$TMPDIR/$1" && cmp "$TMPDIR/$1" "$srcdir/completions/$2" >&2
	result $? "completions/$2 is up to date: build/gloss completion $1 > completions/$2"
}

parse() {
	if ! command -v "$1" >/dev/null; then
		n=$((n + 1))
		echo "ok $n # SKIP $1 is not here"
		return
	fi
	"$1" -n "$srcdir/completions/$2"
	result $? "$1 can read it"
}

compare bash bash/gloss
compare zsh zsh/_gloss
compare fish fish/gloss.fish
parse bash bash/gloss
parse zsh zsh/_gloss
parse fish fish/gloss.fish

# What bash offers after the command's name, and after -l.
offered=$(
	PATH=${GLOSS%/*}:$PATH
	export GLOSS_NOTEBOOK=$TMPDIR/notebook
	source "$srcdir/completions/bash/gloss"
	COMP_WORDS=(gloss ta) COMP_CWORD=1 && _gloss && echo "${COMPREPLY[*]}"
	COMP_WORDS=(gloss tag -l com) COMP_CWORD=3 && _gloss && echo "${COMPREPLY[*]}"
	COMP_WORDS=(gloss export --co) COMP_CWORD=2 && _gloss && echo "${COMPREPLY[*]}"
)
[ "$offered" = $'tag\ncompany\n--columns --color' ]
result $? "bash completes commands, labels and options"
[ "$offered" = $'tag\ncompany\n--columns --color' ] || echo "# offered: $offered"

"$GLOSS" completion tcsh >"$TMPDIR/out" 2>"$TMPDIR/err"
[ $? = 2 ] && [ ! -s "$TMPDIR/out" ] && grep -q 'bash, zsh or fish' "$TMPDIR/err"
result $? "another shell is refused"
echo "1..$n"
