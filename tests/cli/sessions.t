#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Runs the transcripts *.session, each in a directory and a notebook of its own.
#
#	sessions.t [NAME...]		these, or all
#	sessions.t --update NAME...	writes what happens into them; read the diff!
#
# A transcript is what a person would see, with these beginnings of lines:
#
#	# text		a comment
#	$ line		a command line of bash; `gloss` is the program in the notebook
#	< text		a line of the command's standard input
#	! text		a line of its standard error
#	? N		its exit status, if that is not 0
#	anything else	a line of its standard output
#
# A line of output that begins like one of those, or is empty, has a backslash
# before it; `\ no newline` says that the last one is not ended. Control characters
# stand as their pictures, a carriage return as U+240D. Empty lines are for the
# eye. {dir} stands for the directory of the session, where `examples` are the
# project's. `same_as FILE` compares its input with tests/cli/FILE.
#
# shellcheck disable=SC2317 # same_as is called by a transcript

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

update=
if [ "${1:-}" = --update ]; then
	update=1
	shift
fi

# The names of places are not the same from run to run.
same_as() {
	perl "$here/transcript.pl" places "$place/session" >"$place/given"
	[ -z "$update" ] || cp "$place/given" "$here/$1"
	diff -u --label "$1" "$here/$1" --label given "$place/given"
}

run_command() {
	# shellcheck disable=SC2294 # it is a command line
	(cd "$place/session" && eval "$1") <"$2.in" >"$2.out" 2>"$2.err"
	echo $? >"$2.status"
}

# Runs the commands of the transcript on standard input; N.out, N.err and
# N.status in $place/played are what came of the one in its line N.
play() {
	local line command='' at=0 number=0 played=$place/played

	while IFS= read -r line || [ -n "$line" ]; do
		number=$((number + 1))
		case $line in
		'< '*)
			printf '%s\n' "${line#< }" >>"$played/$at.in"
			;;
		'$ '* | '# '* | '#' | '')
			[ -z "$command" ] || run_command "$command" "$played/$at"
			command=
			case $line in
			'$ '*)
				command=${line#\$ }
				at=$number
				: >"$played/$at.in"
				;;
			esac
			;;
		esac
	done
	[ -z "$command" ] || run_command "$command" "$played/$at"
}

# Plays the session NAME in the directory $work/NAME; what came of it is `now` there.
run_session() {
	place=$work/$1
	notebook=$place/session/notebook
	mkdir -p "$place/session" "$place/played"
	cp -R "$srcdir/examples" "$place/session/examples"
	chmod -R u+w "$place/session"
	play <"$here/$1.session"
	perl "$here/transcript.pl" render "$place/session" "$here/$1.session" "$place/played" \
		>"$place/now"
}

judge_session() {
	local file=$here/$1.session now=$work/$1/now

	if [ -n "$update" ]; then
		cp "$now" "$file"
		ok "$1 written"
	elif cmp -s "$file" "$now"; then
		ok "$1"
	else
		not_ok "$1" "$(diff -u --label "$1.session" "$file" --label now "$now")"
	fi
}

names=()
if [ $# -eq 0 ]; then
	set -- "$here"/*.session
fi
for name; do
	name=${name##*/}
	names+=("${name%.session}")
done

# They wait for the disk more than they compute: some at a time.
most=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
running=0
for name in "${names[@]}"; do
	if [ $running -gt "$most" ]; then
		wait -n
		running=$((running - 1))
	fi
	run_session "$name" &
	running=$((running + 1))
done
wait
for name in "${names[@]}"; do
	judge_session "$name"
done
finish
