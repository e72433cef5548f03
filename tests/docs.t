#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The manuals against the program. Every command, option, query field, export
# format and column that the program tells of must stand in its place in a
# manual, and the manuals must tell of no other; their examples, and README's,
# are run. Each check is tried on a manual with one thing left out or made up,
# where it must speak, before it is believed about ours.
#
# An example is a line that begins with "$ " in a display. It runs by sh in a
# folder with examples/, on a notebook that is fresh at the top of each page. It
# must exit with 0, or with N if it ends in "# exit status N". Lines shown below
# it, up to an empty one, must be among those printed, blanks squeezed; a table's
# header and a line that begins with ... are passed over.
#
# shellcheck disable=SC2317 # checks are called by name

set -u
LC_ALL=C.UTF-8
export LC_ALL

top=$(cd "${srcdir:-$(dirname "$0")/..}" && pwd) || exit 99
gloss=${GLOSS:-$top/build/gloss}
[ -x "$gloss" ] || {
	echo "Bail out! no program at $gloss"
	exit 99
}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/run" || exit 99
ln -s "$(realpath "$gloss")" "$work/bin/gloss"
PATH=$work/bin:$PATH
unset GLOSS_NOTEBOOK NO_COLOR COLUMNS
GLOSS_NOW=2026-11-22T16:15:37Z
export GLOSS_NOW
# For what the program tells of itself; the examples have others.
empty=$work/empty

# What the program tells, one a line.

commands() { gloss help | sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p'; }

# The rows of options of a command; those of info, which has none, are the common ones.
option_rows() { gloss help "$1" | grep -E '^ +-' ; }

# name_options NAME: rows as "NAME -l" and "NAME --label".
name_options() {
	sed -nE 's/^ *(-[a-zA-Z0-9]), (--[a-z-]+).*/\1\n\2/p; s/^ +(--[a-z-]+).*/\1/p' |
		sed "s/^/$1 /"
}

options() {
	local command
	option_rows info >"$work/common"
	name_options Common <"$work/common"
	for command in $(commands); do
		option_rows "$command" | grep -vxFf "$work/common" | name_options "$command"
	done
}

fields() {
	gloss -n "$empty" search zzzzzzzz:x 2>&1 |
		sed -n 's/.*there are \(.*\) and labels;.*/\1/p' | tr -d ' :' | tr , '\n'
}

formats() { gloss -n "$empty" export -f zzz 2>&1 | sed -n 's/.*there are: //p' | tr -d ' ' | tr , '\n'; }

columns() { gloss -n "$empty" export | tr -d '\r' | tr , '\n'; }

# What the manuals in folder $1 tell: the same lists.

# section FILE MACRO NAME: the lines below .Sh NAME or .Ss NAME.
section() {
	awk -v head=".$2 $3" -v other="^[.]S[h$([ "$2" = Ss ] && echo s)] " '
		$0 == head { on = 1; next }
		$0 ~ other { on = 0 }
		on' "$1"
}

told_commands() { section "$1/gloss.1" Sh COMMANDS | sed -n 's/^\.Ss \([a-z]*\)$/\1/p'; }

told_options() {
	section "$1/gloss.1" Sh COMMANDS | awk '
		/^\.Ss / { name = $2 }
		/^\.It Fl / {
			for (i = 2; i < NF; i++)
				if ($i == "Fl")
					print name " -" $(i + 1)
		}' | sort -u
}

told_fields() {
	{ section "$1/gloss-query.7" Sh FIELDS; section "$1/gloss-query.7" Sh LABELS; } |
		sed -n 's/^\.It Cm \([a-z]*\) .*/\1/p'
}

told_formats() { section "$1/gloss.1" Ss export | sed -n 's/^\.It Cm \([a-z]*\)$/\1/p'; }

told_columns() { section "$1/gloss.1" Sh 'CSV COLUMNS' | sed -n 's/^\.It Li \([a-z_]*\)$/\1/p'; }

# compare WHAT LEAST FOLDER: in words what is told on one side only. Fewer than
# LEAST of them means that they could not be read out of the program.
compare() {
	"$1" | sort -u >"$work/program"
	"told_$1" "$3" | sort -u >"$work/manual"
	[ "$(wc -l <"$work/program")" -ge "$2" ] || echo "the program told only $(wc -l <"$work/program")"
	comm -23 "$work/program" "$work/manual" | sed 's/$/: not in the manual/'
	comm -13 "$work/program" "$work/manual" | sed 's/$/: not in the program/'
}

check_commands() { compare commands 15 "$1"; }
check_options() { compare options 30 "$1"; }
check_fields() { compare fields 10 "$1"; }
check_formats() { compare formats 3 "$1"; }

# The columns stand in the manual in their order.
check_columns() {
	compare columns 28 "$1"
	[ "$(columns)" = "$(told_columns "$1")" ] || echo "the columns are in another order"
}

check_lint() { mandoc -T lint -W warning "$1"/*.[0-9] 2>&1; }

squeeze() { sed 's/[[:space:]][[:space:]]*/ /g; s/^ //; s/ $//' "$@"; }

# The displays of a page as a person sees them: mdoc's, or README's, which are indented.
displays() {
	case $1 in
	*README) sed 's/^[^ ].*//; s/^    //' "$1" ;;
	*)
		awk '/^\.Bd -literal/ { on = 1; next } /^\.Ed/ { on = 0; print "" } on' "$1" |
			sed 's/\\&//g; s/\\e/\\/g'
		;;
	esac
}

# run_example: the command in $example, then what is shown below it in $shown.
run_example() {
	local want=0 got line
	[[ $example =~ \#\ exit\ status\ ([0-9]+) ]] && want=${BASH_REMATCH[1]}
	(cd "$work/run/there" && sh -c "$example") </dev/null >"$work/printed" 2>&1
	got=$?
	n_examples=$((n_examples + 1))
	if [ "$got" -ne "$want" ]; then
		echo "${example%%$'\n'*}: exit status $got, not $want"
		sed 's/^/  /' "$work/printed"
		return
	fi
	squeeze "$work/printed" >"$work/squeezed"
	squeeze <<<"$shown" | while IFS= read -r line; do
		case $line in
		'' | ...* | 'doc title'* | 'id doc'* | 'entry time'* | 'label key'*) ;;
		*)
			grep -qxF -e "$line" "$work/squeezed" ||
				echo "${example%%$'\n'*}: did not print: $line"
			;;
		esac
	done
}

finish_example() {
	[ -n "$example" ] && run_example
	example='' shown=''
}

# check_page FILE: its examples in their order.
check_page() {
	local example='' shown='' line end=''
	n_examples=0
	rm -rf "$work/run/there"
	mkdir "$work/run/there" && cp -r "$top/examples" "$work/run/there/" || exit 99
	GLOSS_NOTEBOOK=$work/run/there/notebook
	export GLOSS_NOTEBOOK
	gloss set author anna
	while IFS= read -r line; do
		if [ -n "$end" ]; then
			example+=$'\n'$line
			[ "$line" = "$end" ] && end=
			continue
		fi
		case $line in
		'$ '*)
			finish_example
			example=${line#'$ '}
			[[ $example =~ \<\<\'([A-Z]+)\' ]] && end=${BASH_REMATCH[1]}
			;;
		'') finish_example ;;
		*) shown+=$line$'\n' ;;
		esac
	done < <(displays "$1")
	finish_example
	[ "$n_examples" -ge 8 ] || echo "only $n_examples examples were found"
	unset GLOSS_NOTEBOOK
}

check_examples() {
	local page
	for page in "$1"/*.[0-9] "$1"/README; do
		[ -f "$page" ] && check_page "$page" | sed "s,^,${page##*/}: ,"
	done
}

count=0
failed=0

# result NAME COMPLAINTS: ok if there are none.
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

# wrong CHECK FILE SED WORD: the check must name WORD in a copy that sed has changed.
wrong() {
	local check=$1 file=$2 script=$3 word=$4 said
	rm -rf "$work/wrong"
	cp -r "$work/ours" "$work/wrong"
	sed -i "$script" "$work/wrong/$file"
	if cmp -s "$work/wrong/$file" "$work/ours/$file"; then
		said="sed changed nothing"
	else
		said=$("check_$check" "$work/wrong")
		grep -qF -e "$word" <<<"$said" && said= || said="it said: $said"
	fi
	result "$check: noticed: $word ($script)" "$said"
}

mkdir "$work/ours"
cp "$top"/man/*.[0-9] "$top/README" "$work/ours/" || exit 99
gloss -n "$empty" docs

wrong commands gloss.1 's/^\.Ss revert$/.Ss/' 'revert: not in the manual'
wrong commands gloss.1 's/^\.Ss revert$/.Ss rewind/' 'rewind: not in the program'
wrong options gloss.1 '/^\.It Fl k , Fl -kwic$/d' 'search --kwic: not in the manual'
wrong options gloss.1 '/^\.It Fl -dry-run$/d' 'tag --dry-run: not in the manual'
wrong options gloss.1 '/^\.It Fl 0 , Fl -null$/d' 'Common -0: not in the manual'
wrong options gloss.1 's/^\.It Fl -each$/.It Fl -every/' 'batch --every: not in the program'
wrong fields gloss-query.7 '/^\.It Cm published /d' 'published: not in the manual'
wrong formats gloss.1 '/^\.It Cm tsv$/d' 'tsv: not in the manual'
wrong columns gloss.1 '/^\.It Li uid$/d' 'uid: not in the manual'
wrong columns gloss.1 's/^\.It Li end$/.It Li e/; s/^\.It Li start$/.It Li end/; s/^\.It Li e$/.It Li start/' \
	'another order'
wrong examples gloss.1 's/^\$ gloss search zeppelin.*/$ gloss search zeppelin/' 'exit status 1, not 0'
wrong examples gloss.1 's/2500000000  USD  /2400000000  USD  /' 'did not print'
wrong examples gloss-query.7 "s/^\\$ gloss search 'litt\\*'/$ gloss search 'x:litt*'/" 'exit status 2, not 0'
wrong examples README 's/gloss search/gloss serch/' 'exit status 2, not 0'

for check in commands options fields formats columns examples; do
	result "$check" "$("check_$check" "$work/ours")"
done

if command -v mandoc >/dev/null; then
	wrong lint gloss.1 's/^\.Sh SYNOPSIS$/.Sh/' WARNING
	result lint "$(check_lint "$work/ours")"
else
	count=$((count + 1))
	echo "ok $count - lint # SKIP mandoc is not here"
fi
echo "1..$count"
exit $failed
