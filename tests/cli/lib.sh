# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# What the command-line tests share: TAP, a scratch directory, the program.
# Sourced by tests/cli/*.t, which bash runs with GLOSS and srcdir set.
#
#	$work		a scratch directory of this test, removed at its end
#	$notebook	where gloss works: the function below gives it -n "$notebook"
#	$here		tests/cli of the sources

set -u
LC_ALL=C.UTF-8
TZ=UTC
GLOSS_NOW=2026-04-10T09:00:00Z
export LC_ALL TZ GLOSS_NOW
unset GLOSS_NOTEBOOK CDPATH NO_COLOR COLUMNS

: "${GLOSS:?the path of the program}"
srcdir=$(cd "${srcdir:-$(dirname "$0")/../..}" && pwd) || exit 99
here=$srcdir/tests/cli
work=$(mktemp -d) && work=$(cd "$work" && pwd -P) || exit 99
notebook=$work/notebook
export GLOSS srcdir work notebook here

count=0
failed=0

# What is to be done at the end, besides.
at_end=:
cleanup() {
	$at_end
	chmod -R u+rwx "$work"
	rm -rf "$work"
}
trap cleanup EXIT

gloss() {
	"$GLOSS" -n "$notebook" "$@"
}

# fresh: an empty notebook with the author that all tests have.
fresh() {
	rm -rf "$notebook"
	gloss set author tester >/dev/null
}

# ok NAME, not_ok NAME [DETAIL], skip NAME REASON.
ok() {
	count=$((count + 1))
	echo "ok $count - $1"
}

not_ok() {
	count=$((count + 1))
	failed=1
	echo "not ok $count - $1"
	[ -z "${2:-}" ] || printf '%s\n' "$2" | LC_ALL=C tr '\001-\010\013-\037\177' '?' | sed 's/^/# /'
}

skip() {
	count=$((count + 1))
	echo "ok $count - $1 # SKIP $2"
}

# is NAME GOT WANTED
is() {
	if [ "$2" = "$3" ]; then
		ok "$1"
	else
		not_ok "$1" "$(diff -u --label wanted --label got <(printf '%s\n' "$3") <(printf '%s\n' "$2"))"
	fi
}

# succeeds NAME COMMAND...: its exit status is 0; what it says is shown if not.
succeeds() {
	local name=$1 said status
	shift
	said=$("$@" 2>&1)
	status=$?
	if [ $status -eq 0 ]; then
		ok "$name"
	else
		not_ok "$name" "exit status $status
$said"
	fi
}

skip_all() {
	echo "1..0 # SKIP $1"
	exit 0
}

finish() {
	echo "1..$count"
	exit $failed
}

# helper NAME: the path of the C program NAME.c of this directory, built by
# `make check`, or here if it was not; fails if neither is possible.
helper() {
	local built=${builddir:-/nonexistent}/tests/cli/$1 mine=$work/helper-$1

	if [ -x "$built" ]; then
		echo "$built"
	elif [ -x "$mine" ] || ${CC:-cc} -I"${builddir:-$srcdir}" -o "$mine" "$here/$1.c" -llmdb 2>/dev/null; then
		echo "$mine"
	else
		return 1
	fi
}

# text_of DOC: the document's text, put together again from `show --json`.
text_of() {
	local size
	size=$(gloss docs --json "doc:$1" | sed 's/.*"bytes":\([0-9]*\),.*/\1/')
	gloss show --json "$1" | perl "$here/proof.pl" text | head -c "$size"
}

# texts_of_all DIR: the text of each document as DIR/NUMBER.
texts_of_all() {
	local doc
	mkdir -p "$1"
	gloss docs | cut -f1 | while read -r doc; do
		text_of "$doc" >"$1/$doc" || return 1
	done
}

# slices_hold CSV DIR: each row of an export is what the texts in DIR say.
slices_hold() {
	perl "$here/proof.pl" slices "$@"
}

# words_of FILE REGEX N: the first N different texts that match, whole characters.
words_of() {
	perl -CSDA -0777 -e 'my $re = shift; $_ = <STDIN>; print "$&\n" while /$re(?![\p{M}\x{200D}])/g' \
		"$2" <"$1" | sort -u | head -n "$3"
}

# tags_for DOC FILE: lines for `gloss batch` that tag, everywhere in the document,
# words and numbers found in its file, with each of the five labels.
tags_for() {
	local label

	for label in company person money date model; do
		case $label in
		company) words_of "$2" '[[:upper:]][[:alpha:]]{2,}' 12 ;;
		person) words_of "$2" '[[:upper:]][[:lower:]]+ [[:upper:]][[:lower:]]+' 12 ;;
		money) words_of "$2" '[^[:alnum:][:space:]]?[0-9][0-9.,]*' 12 ;;
		date) words_of "$2" '(19|20)[0-9][0-9]|[Yy]ear|[Mm]onth|[Ww]eek|[[:alpha:]]+day|[[:alpha:]]+ber' 12 ;;
		model) words_of "$2" '[A-Za-z]+[- ][0-9][0-9.]*[A-Za-z]*|[[:upper:]]{3,}' 12 ;;
		esac |
			sed "s/[\\\\\"]/\\\\&/g; s/.*/tag -l $label -d $1 --all -t \"&\"/"
	done
}

# labels_used: how many labels have annotations.
labels_used() {
	gloss label | awk -F'\t' '$4 > 0 { n++ } END { print n + 0 }'
}
