#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# On a terminal no document, title, name or argument says anything to the
# terminal: only newlines, text that shows, and colours of our own come out.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

script -qec true /dev/null </dev/null >/dev/null 2>&1 || skip_all 'no script(1) with -qec'

TERM=xterm-256color
export TERM

# on_terminal COMMAND...: what a terminal gets from it.
on_terminal() {
	printf '%q ' "$@" >"$work/line"
	SHELL=/bin/bash script -qec "bash $work/line" /dev/null </dev/null
}
on_terminal_gloss() {
	on_terminal "$GLOSS" -n "$notebook" "$@"
}

# tame NAME [--color] COMMAND...: its output is not empty and harmless.
tame() {
	local name=$1 color='' said
	shift
	if [ "$1" = --color ]; then
		color=--color
		shift
	fi
	on_terminal_gloss "$@" >"$work/seen"
	if [ ! -s "$work/seen" ]; then
		not_ok "$name" 'there is no output'
	elif said=$(perl "$here/proof.pl" terminal $color <"$work/seen"); then
		ok "$name"
	else
		not_ok "$name" "$said
$(cat -v "$work/seen" | head -n 20)"
	fi
}

# Everything a terminal could take for an order, in text, title, author and note.
evil=$(printf 'a\033]0;title\007b\033[31mred\033[2J\033[1m\033Pq\033\\ c\302\23331m d\302\205 e\177 f\342\200\256rtl\342\200\254 g\342\201\246x\342\201\251 h\342\200\217 i\b\b\b j\vk\fl\rm \302\235 52;c;eA==\302\234 n\342\200\250o\342\200\251p')
fresh
printf '%s\nsecond\tline\033[?1049h\n\033c\n' "$evil" >"$work/evil.txt"
printf '\377\3761\0\0\0002\0\n\0' >"$work/nul.txt"
cp "$work/evil.txt" "$work/$(printf 'x\033]2;y\007\302\233.txt')"
gloss add --title "$evil" --author "$evil" "$work/evil.txt" >/dev/null 2>&1
gloss add "$work/nul.txt" >/dev/null 2>&1
gloss tag -l company -d 1 -s 0:13 --note "$evil" --entity "$evil" >/dev/null
gloss tag -l model -d 1 -s 5:20 >/dev/null
gloss tag -l person -d 2 -s 0:2 >/dev/null
gloss label add odd --description "$evil" >/dev/null

tame 'docs' --color docs
tame 'show' --color show 1
tame 'show of a NUL' --color show 2
tame 'a part of show' --color show 1 -s 2:9
tame 'search' --color search ''
tame 'search --kwic' --color search --kwic ''
tame 'label' --color label
tame 'log' --color log
tame 'info' --color info
tame 'edit' --color edit 1 --note "$evil"
tame 'set' --color set 1 "author=$evil"
tame 'the warnings of add' --color add --title "$evil" --type markdown "$work"
tame 'an error with a name' --color add "$(printf 'no\033]0;x\007\302\233such')"
tame 'an error with an option' --color docs "$(printf -- '--\033]0;x\007')"
tame 'an error with a command' --color "$(printf '\033]0;x\007\302\233')"
tame 'an error with a query' --color search "$(printf 'label:\033]0;x\007\302\233')"
tame 'an error with a text' --color tag -l model -t "$(printf '\033]0;x\007\302\233')"
tame 'an export' --color export
tame 'as CSV' --color docs --csv
tame 'as JSON Lines' --color docs --json
tame 'help' --color help
tame 'check' --color check

# Colours, and none.

has_escapes() {
	on_terminal "$@" | LC_ALL=C grep -c "$(printf '\033')" | sed 's/^[1-9].*/some/; s/^0$/none/'
}
is 'show has colours' "$(has_escapes "$GLOSS" -n "$notebook" show 2)" some
is 'none under NO_COLOR' "$(has_escapes env NO_COLOR=1 "$GLOSS" -n "$notebook" show 2)" none
is 'an empty NO_COLOR counts as none' "$(has_escapes env NO_COLOR= "$GLOSS" -n "$notebook" show 2)" some
is 'none on a dumb terminal' "$(has_escapes env TERM=dumb "$GLOSS" -n "$notebook" show 2)" none
is 'none without TERM' "$(has_escapes env -u TERM "$GLOSS" -n "$notebook" show 2)" none
is 'none with --color never' "$(has_escapes "$GLOSS" -n "$notebook" show 2 --color never)" none
is 'lists have none under NO_COLOR' "$(has_escapes env NO_COLOR=1 "$GLOSS" -n "$notebook" docs)" none
is 'brackets where there are no colours' \
	"$(on_terminal env NO_COLOR=1 "$GLOSS" -n "$notebook" show 2 | tr -d '\r' | head -n 1 | grep -c '^\[p:1.*]2$')" 1
is 'nothing is lost: the orders are shown' \
	"$(on_terminal env NO_COLOR=1 "$GLOSS" -n "$notebook" show 1 | tr -d '\r\n' | grep -c 'title.*red.*rtl.*52;c;eA==')" 1
NO_COLOR=1
export NO_COLOR
tame 'show under NO_COLOR' show 1
tame 'docs under NO_COLOR' docs
unset NO_COLOR

# Piped: brackets, tabs, and the bytes as they are.

is 'piped show has brackets' "$(gloss show 1 | head -n 1 | tr -d '\033' | cut -c 1-4)" '[c:a'
is 'and no colours' "$(gloss show 2 | tr -d '\0' | LC_ALL=C grep -c "$(printf '\033')")" 0
is 'colours if asked for' "$(gloss show 2 --color always | tr -d '\0' | LC_ALL=C grep -c "$(printf '\033')")" 1
is 'piped docs has no header' "$(gloss docs | cut -f1 | head -n 1)" 1
is 'and on a terminal one' "$(on_terminal_gloss docs --color never | tr -d '\r' | awk 'NR == 1 { print $1, $2 }')" 'doc title'

# Lists are as wide as the terminal at most, and their columns stand in line.

fresh
for n in 1 2 3; do
	printf 'A document with a title that is much too long for a line of a narrow terminal, number %s\n' $n |
		gloss add - >/dev/null
done
gloss tag -l company --all -t 'much too long for a line of a narrow terminal' --note 'and with a note that is long too' >/dev/null
for columns in 60 80 200; do
	on_terminal env COLUMNS=$columns NO_COLOR=1 "$GLOSS" -n "$notebook" search '' | tr -d '\r' >"$work/table"
	is "a table of at most $columns columns" \
		"$(perl -CSD -lne "print if length > $columns" "$work/table")" ''
	is "with $columns its columns stand in line" \
		"$(awk 'NR == 1 { at = index($0, "label") } NR > 1 { print index($0, "company") - at }' "$work/table" | sort -u)" 0
done
finish
