#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The tour that ./demo gives, from the top of a checkout built in build/: each
# step says what it does, shows the command, runs it. The notebook is made anew
# under build/ every time; the user's own is never touched.

set -eu
cd "$(dirname "$0")/.."

notebook=build/demo-notebook
rm -rf "$notebook"
unset GLOSS_NOTEBOOK GLOSS_NOW

say() {
	printf '\n%s\n' "$*"
}

# A gloss command as one would type it.
show() {
	local word
	printf '\n    $ gloss'
	for word; do
		case $word in
		*[!-A-Za-z0-9_./,:+=]*) printf " '%s'" "$word" ;;
		*) printf ' %s' "$word" ;;
		esac
	done
	printf '\n'
}

run() {
	show "$@"
	build/gloss -n "$notebook" "$@"
}

# The same with its output cut to a screenful.
run_some() {
	local lines=$1
	shift
	run "$@" | cut -c 1-110 | awk -v most=$((lines + 2)) \
		'NR <= most { print } END { if (NR > most) print "    ... " NR - most " more lines" }'
}

build/gloss --version
say 'gloss is a research notebook. This tour adds articles, tags, searches, exports, undoes.'

say '1. Add a folder of articles. Each gets a number.'
run add examples

say '2. Tag by text. It must occur once, or take --all.'
run tag -l person -d orchard -t 'Ada Romero' --note 'chief executive'
run_some 4 tag -l company -d orchard -t 'Harbour Labs' --all --entity 'Harbour Labs Inc.'
# shellcheck disable=SC2016 # a dollar, no variable
run tag -l money -d orchard -t '$2.5 billion' --value '2.5e9 USD'
run tag -l date -d orchard -t 'next spring' --value 2026-SP
run_some 4 tag -l model -t Quince --all

say '3. Or by place: characters from START to before END. A badly placed one is refused.'
run tag -l company -d orchard -s 22:39
run tag -l company -d orchard -s 22:99999 || printf '    (exit status %d)\n' $?

say '4. Read with the tags shown.'
run show orchard --lines 1:5

say '5. Search: a label, words, a value. Everything, offline.'
run_some 6 search model
run search company harbour --count
run search 'money>1e9'
run_some 5 search quince --kwic

say '6. What was found can be tagged on: results pipe into tag.'
run label add ai-lab --key a --description 'a firm that trains models'
printf '\n    $ gloss search company harbour | gloss tag -l ai-lab -\n'
build/gloss -n "$notebook" search company harbour |
	build/gloss -n "$notebook" tag -l ai-lab - | head -n 3

say '7. Every change can be taken back, a bulk one in one step.'
run undo
run_some 5 log

say '8. Export: CSV with context, offsets and values, one row per annotation.'
run export build/demo.csv
run export --where 'label:person|money|date'

say '9. The notebook proves itself: texts, quotes, spans, counters, journal.'
run check

say "The notebook stays in $notebook, the export in build/demo.csv. 'build/gloss help' lists all commands."
