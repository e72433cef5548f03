#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Texts that are odd but texts: taken, with one warning that counts what is odd,
# stored as promised, tagged, exported, proved.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

# accepts NAME FILE WARNING TEXT: FILE is added with exit status 0 and one line of
# warning, which begins with the title and has WARNING (grep -E); the same is in
# --json; what is stored has the bytes of the file TEXT; tagging its first and its
# last character and exporting holds.
accepts() {
	local name=$1 file=$2 warning=$3 text=$4 status last first

	fresh
	gloss add "$file" >"$work/out" 2>"$work/err"
	status=$?
	is "$name: added" "$status $(cut -f1,2 "$work/out")" "0 1	added"
	is "$name: one line of warning" "$(wc -l <"$work/err")" 1
	is "$name: it counts" "$(grep -cE "^gloss: .*: $warning\$" "$work/err")" 1
	is "$name: stored" "$(text_of 1 | cksum)" "$(cksum <"$text")"
	last=$(gloss docs --json | sed 's/.*"chars":\([0-9]*\),.*/\1/')
	first=$((last > 1000000 ? last - 1000000 : 0))
	gloss tag -l model -d 1 -s "$first:$last" >/dev/null
	gloss tag -l person -d 1 -s "$((last - 1)):$last" >/dev/null
	gloss export >"$work/odd.csv"
	texts_of_all "$work/odd"
	is "$name: exported" "$(slices_hold "$work/odd.csv" "$work/odd")" 2
	is "$name: check" "$(gloss check | tail -n 1)" "findings	0"

	fresh
	is "$name: in --json" \
		"$(gloss add --json "$file" 2>/dev/null | grep -cE "\"result\":\"added\",.*\"warnings\":\"$warning\"")" 1
	is "$name: again it is the same, without warning" "$(gloss add "$file" 2>&1 | cut -f1,2)" "1	same"
}

printf 'one\377two\303\n\355\240\200 three\340\200end\n' >"$work/invalid.txt"
printf 'one\357\277\275two\357\277\275\n\357\277\275\357\277\275\357\277\275 three\357\277\275\357\277\275end\n' >"$work/invalid"
accepts 'invalid UTF-8' "$work/invalid.txt" '7 invalid sequences replaced by U\+FFFD' "$work/invalid"

printf 'bell\007 escape\033[31m del\177 c1\302\233m bidi\342\200\256x\342\200\254 tab\tff\f\n' >"$work/control.txt"
accepts 'control characters' "$work/control.txt" '6 control characters, .*' "$work/control.txt"

{
	printf 'word '
	head -c 1048576 /dev/zero | tr '\0' 'x'
	printf ' end\n'
} >"$work/line.txt"
accepts 'a line of a megabyte' "$work/line.txt" 'a line of 1048585 bytes' "$work/line.txt"

printf '\360\237\216\211\360\237\221\251\342\200\215\360\237\222\273 \342\235\244\357\270\217\360\237\207\257\360\237\207\265!' >"$work/emoji.txt"
accepts 'emoji alone' "$work/emoji.txt" '0 letters or digits in it' "$work/emoji.txt"

printf 'a\377b\033c\n' >"$work/both.txt"
printf 'a\357\277\275b\033c\n' >"$work/both"
accepts 'several things at once' "$work/both.txt" \
	'1 invalid sequence replaced by U\+FFFD; 1 control character, .*' "$work/both"

printf '\376\377\000N\000U\000\000\000L\330\074\337\211\330\075\000.' >"$work/utf16.txt"
printf 'NU\000L\360\237\216\211\357\277\275.' >"$work/utf16"
accepts 'UTF-16 with half a pair and a NUL' "$work/utf16.txt" \
	'1 invalid sequence replaced by U\+FFFD; 1 control character, .*' "$work/utf16"

# Not odd at all: no warning.

fresh
printf 'Na\303\257ve caf\303\251s\tand \342\200\234quotes\342\200\235\302\240\342\200\224\r\n\343\202\253\343\203\257\n' |
	gloss add - >"$work/out" 2>"$work/err"
is 'a text of the world has no warning' "$(cat "$work/err")" ''
printf '7\n' | gloss add - >"$work/out" 2>"$work/err"
is 'nor has a digit' "$(cat "$work/err")" ''
finish
