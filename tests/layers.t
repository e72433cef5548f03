#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The house rules that a compiler does not check (HACKING; STYLE 5.3), one
# rule_* function each: it stands in src/ and prints what breaks the rule. Each
# is tried on a small wrong tree, where it must speak, and on a small right
# one, where it must not, before it is believed about ours.
#
# shellcheck disable=SC2317 # rules are called by name

set -u
LC_ALL=C
export LC_ALL

# Layer: what it may include besides itself. main is main.c.
layers='
base:
text: base
store: base
notebook: base text store
recognise: base text
format: base text
query: base text notebook
command: base text store notebook recognise format query
tui: base text notebook query command
extract: base text
main: base text store notebook recognise format query command tui
'

sources() {
	find . -name '*.[ch]' | sed 's,^\./,,' | sort
}

# Every include as FILE:LINE:<name> or FILE:LINE:"name".
includes() {
	sources | xargs -r grep -HnE '^[[:space:]]*#[[:space:]]*include' |
		sed -E 's/^([^:]*:[0-9]+):[^<"]*([<"][^>"]*[>"]).*/\1:\2/'
}

# Includes of headers by pattern $1 in files that do not match pattern $2.
border() {
	includes | awk -F: -v header="^[<\"]($1)[>\"]$" -v at="^($2)$" \
		'$3 ~ header && $1 !~ at { print $1 ":" $2 ": " $3 " belongs elsewhere" }'
}

# Lines that match $1 in code, that is, not in block comments, of files not matching $2.
code() {
	sources | grep -vE "^($2)\$" | xargs -r grep -HnE "$1" |
		grep -vE '^[^:]*:[0-9]+:[[:space:]]*(/\*|\*[[:space:]/]|\*$)'
}

rule_direction() {
	includes | awk -F: -v table="$layers" '
		BEGIN {
			n = split(table, line, "\n")
			for (i = 1; i <= n; i++) {
				if (split(line[i], half, ":") < 2)
					continue
				known[half[1]] = may[half[1], half[1]] = 1
				m = split(half[2], below, " ")
				for (j = 1; j <= m; j++)
					may[half[1], below[j]] = 1
			}
		}
		$3 ~ /^["<][a-z_]+\// {
			from = $1 == "main.c" ? "main" : $1
			sub(/\/.*/, "", from)
			to = substr($3, 2)
			sub(/\/.*/, "", to)
			if (known[to] && !may[from, to])
				print $1 ":" $2 ": " from " may not include " to
		}'
	sources | awk -F/ -v table="$layers" '
		$0 != "main.c" && (NF < 2 || index(table, "\n" $1 ":") == 0) {
			print $0 ": in no known layer"
		}'
}

rule_spelling() {
	includes | while IFS=: read -r file line name; do
		path=${name:1:-1}
		case $name in
		'"config.h"') ;;
		'"'*/*) test -f "$path" && [[ $path != *..* ]] ;;
		'"'*) false ;;
		*) ! test -f "$path" ;;
		esac || echo "$file:$line: $name is not spelled \"layer/name.h\" from src/"
	done
}

rule_lmdb() { border 'lmdb\.h' 'store/.*'; }
rule_curses() { border '(n?cursesw?/)?(n?curses|term|panel)\.h' 'tui/tty_curses\.c'; }
rule_libedit() { border 'histedit\.h|editline/.*' 'tui/prompt\.c'; }
rule_unistring() {
	border 'uni(case|conv|ctype|gbrk|lbrk|name|norm|stdio|str|types|wbrk|width)\.h|unistring/.*' 'text/.*'
}
rule_sha2() { border 'sha2\.h|libmd/.*' 'base/.*'; }
rule_jansson() { border 'jansson\.h' '(format|extract)/.*'; }
rule_pcre2() {
	border 'pcre2[a-z]*\.h' 'text/.*'
	includes | awk -F: '$3 ~ /pcre2/ && !seen[$1]++ && ++n > 1 {
		print $1 ":" $2 ": a second file with PCRE2" }'
}

rule_stems() {
	sources | awk '{
		stem = $0
		sub(/\.[ch]$/, "", stem)
		name = stem
		sub(/.*\//, "", name)
		if (name in first && first[name] != stem)
			print $0 ": " name " is also " first[name]
		else
			first[name] = stem
	}'
}

rule_guards() {
	sources | grep '\.h$' | while IFS= read -r file; do
		guard=$(printf %s "$file" | tr 'a-z/.-' 'A-Z___')
		[ "$(grep -E '^#' "$file" | head -n 2 | tr '\n' ' ')" = "#ifndef $guard #define $guard " ] &&
			[ "$(grep . "$file" | tail -n 1)" = '#endif' ] ||
			echo "$file: guard is not $guard around everything"
	done
}

rule_licence() {
	sources | while IFS= read -r file; do
		[ "$(head -n 1 "$file")" = '/* SPDX-License-Identifier: MIT */' ] ||
			echo "$file: no SPDX line at its head"
	done
}

rule_comments() { code '^[[:space:]]*//|[;{}),][[:space:]]*//' '-'; }

rule_reminders() { sources | xargs -r grep -HnE '\b(TODO|FIXME|HACK)\b'; }

rule_prints() {
	code '\b(v?f?w?printf|v?dprintf|f?puts|f?putc|putchar|perror|psignal|errx?|warnx?)[[:space:]]*\(' \
		'main\.c|tui/.*|base/mem\.c'
}

rule_shells() { code '\b(system|popen)\(' '-'; }

rules=$(declare -F | sed -n 's/^declare -f rule_//p')

# file PATH LINE...: a source with the licence line and these lines.
file() {
	local path=$1
	shift
	mkdir -p "$(dirname "$path")"
	printf '%s\n' '/* SPDX-License-Identifier: MIT */' "$@" >"$path"
}

header() {
	local path=$1 guard
	shift
	guard=$(printf %s "$path" | tr 'a-z/.' 'A-Z__')
	file "$path" "#ifndef $guard" "#define $guard" "$@" '#endif'
}

right_tree() {
	header base/one.h '#include <sha2.h>'
	file base/one.c '#include "config.h"' '#include "base/one.h"' '#include <unistd.h>' \
		'/* Like printf(3), see https://example.org/. */' \
		' * system() is not called here,' \
		'	snprintf(text, sizeof text, "http://x"); buf_printf(b, "TODOS"); error_set(err);' \
		'	vsnprintf(p, n, fmt, ap); unsystem(); put("a system (x)");'
	file base/mem.c '	fprintf(stderr, "gloss: out of memory\n");'
	header text/two.h '#include "base/one.h"' '#include <unistr.h>' '#include <pcre2.h>'
	header store/three.h '#include <lmdb.h>'
	header notebook/four.h '#include "store/three.h"' '#include "text/two.h"'
	header query/five.h '#include "notebook/four.h"'
	header format/six.h '#include "text/two.h"' '#include <jansson.h>'
	header command/seven.h '#include "query/five.h"' '#include "store/three.h"' '#include "format/six.h"'
	header tui/eight.h '#include "command/seven.h"' '#include "notebook/four.h"'
	file tui/tty_curses.c '#include <curses.h>' '	printf("x");'
	file tui/prompt.c '#include <histedit.h>'
	file main.c '#include "tui/eight.h"' '#include "store/three.h"' '	puts("x");'
}

# The wrong tree; each line of wrong_expect is a rule and a file it must name.
wrong_tree() {
	header base/up.h '#include "text/down.h"'
	header text/down.h '#include "store/odd.h"'
	header text/right.h '#include "base/up.h"'
	header store/odd.h '#include "text/down.h"'
	header notebook/odd2.h '#include "query/odd3.h"'
	header query/odd3.h '#include "store/odd.h"' '#include "format/odd4.h"'
	header format/odd4.h '#include "notebook/odd2.h"'
	header recognise/odd5.h '#  include  "notebook/odd2.h"'
	header command/odd6.h '#include "tui/odd7.h"'
	header tui/odd7.h '#include "store/odd.h"'
	header extract/odd8.h '#include "query/odd3.h"'
	header misc/odd9.h
	file loose.c ''
	file base/spell.c '#include "up.h"'
	file base/spell2.c '#include "../base/up.h"'
	file base/spell3.c '#include <base/up.h>'
	file base/spell4.c '#include "base/missing.h"'
	file notebook/lib.c '#include <lmdb.h>' '#include <curses.h>' '#include <editline/readline.h>' \
		'#include <unistr.h>' '#include <sha2.h>' '#include <jansson.h>' '#include <pcre2.h>'
	file tui/grid.c '# include <ncursesw/curses.h>' '#include <histedit.h>'
	file command/lib2.c '#include <unigbrk.h>' '#include "lmdb.h"'
	file text/regex.c '#include <pcre2.h>'
	file text/regex2.c '#include <pcre2.h>'
	header query/up.h
	file query/right.c
	file base/guard.h '#ifndef BASE_OTHER_H' '#define BASE_OTHER_H' '#endif'
	file base/guard2.h '#ifndef BASE_GUARD2_H' '#define BASE_GUARD2_H' '#endif' 'int x;'
	printf 'int x;\n' >base/bare.c
	printf 'int x;\n' >base/bare2.h
	file base/slash.c '	// like this'
	file base/slash2.c '	x(); // like this'
	file base/later.c '/* TODO: later */'
	file base/later2.c '	x();	/* FIXME */'
	file base/print.c '	printf("x");'
	file base/print2.c '	if (x) fprintf (stderr, "x");'
	file base/print3.c '	puts("x");'
	file base/print4.c '	perror("x");'
	file command/print5.c '	fputs("x", stdout);'
	file base/shell.c '	system("ls");'
	file tui/shell2.c '	f = popen("ls", "r");'
}
wrong_expect='
direction base/up.h
direction text/down.h
direction store/odd.h
direction notebook/odd2.h
direction query/odd3.h
direction format/odd4.h
direction recognise/odd5.h
direction command/odd6.h
direction tui/odd7.h
direction extract/odd8.h
direction misc/odd9.h
direction loose.c
spelling base/spell.c
spelling base/spell2.c
spelling base/spell3.c
spelling base/spell4.c
lmdb notebook/lib.c
curses notebook/lib.c
curses tui/grid.c
libedit notebook/lib.c
libedit tui/grid.c
unistring notebook/lib.c
unistring command/lib2.c
sha2 notebook/lib.c
jansson notebook/lib.c
pcre2 notebook/lib.c
pcre2 text/regex.c
pcre2 text/regex2.c
stems query/up.h
stems text/right.h
guards base/guard.h
guards base/guard2.h
guards base/bare2.h
licence base/bare.c
licence base/bare2.h
comments base/slash.c
comments base/slash2.c
reminders base/later.c
reminders base/later2.c
prints base/print.c
prints base/print2.c
prints base/print3.c
prints base/print4.c
prints command/print5.c
shells base/shell.c
shells tui/shell2.c
'

count=0
failed=0

# result NAME OFFENDERS: ok if there are none.
result() {
	count=$((count + 1))
	if [ -z "$2" ]; then
		echo "ok $count - $1"
	else
		echo "not ok $count - $1"
		printf '%s\n' "$2" | sed 's/^/# /'
		failed=1
	fi
}

src=$(cd "${srcdir:-$(dirname "$0")/..}/src" && pwd) || exit 99
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
mkdir "$work/right" "$work/wrong"
cd "$work/right" && right_tree || exit 99
cd "$work/wrong" && wrong_tree || exit 99

for rule in $rules; do
	named=$(cd "$work/wrong" && "rule_$rule" | sed 's/:.*//' | sort -u)
	expect=$(printf '%s\n' "$wrong_expect" | sed -n "s/^$rule //p" | sort -u)
	result "$rule: the wrong tree is found wrong" \
		"$({ [ -n "$expect" ] || echo 'nothing expected'; \
			comm -13 <(echo "$named") <(echo "$expect"); })"
	result "$rule: the right tree is found right" "$(cd "$work/right" && "rule_$rule")"
	result "$rule: ours" "$(cd "$src" && "rule_$rule")"
done
echo "1..$count"
exit $failed
