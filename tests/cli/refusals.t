#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# What gloss refuses: each with its exit status, nothing on standard output, one
# line on standard error that names the place and what to do, and nothing changed.
#
# shellcheck disable=SC2317 # functions are called by name
# shellcheck disable=SC2094 # state is a command, and a file

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

bin=$GLOSS
as=()
gloss() {
	"${as[@]}" "$bin" -n "$notebook" "$@"
}

# What anybody can see of the notebook.
visible() {
	gloss export --exact
	gloss docs --json
	gloss label --json
	gloss log
}

# What is on the disk: a refusal writes nothing there either.
state() {
	cksum <"$notebook/data.mdb"
}

# refused NAME STATUS PATTERN COMMAND...: PATTERN (grep -E) is what the one line
# says after "gloss: "; $work/state is what must be the same before and after.
refused() {
	local name=$1 wanted=$2 pattern=$3 status problems=
	shift 3

	"$@" >"$work/out" 2>"$work/err" </dev/null
	status=$?
	[ $status -eq "$wanted" ] || problems="exit status $status, wanted $wanted
"
	[ ! -s "$work/out" ] || problems+="on standard output: $(head -c 200 "$work/out")
"
	[ "$(wc -l <"$work/err")" -eq 1 ] || problems+="not one line
"
	grep -qE "^gloss: .*($pattern)" "$work/err" || problems+="it does not say: $pattern
"
	! LC_ALL=C grep -q '[[:cntrl:]]' "$work/err" || problems+="it has control characters
"
	state >"$work/after" 2>&1
	cmp -s "$work/state" "$work/after" || problems+="something changed:
$(diff "$work/state" "$work/after" | head -n 5)
"
	if [ -z "$problems" ]; then
		ok "$name"
	else
		not_ok "$name" "$problems$(cat "$work/err")"
	fi
}

# The notebook that nothing may change.
cd "$work" || exit 99
fresh
printf 'Harbour said Harbour.\ne\314\201t\303\251 \360\237\221\251\342\200\215\360\237\222\273 \360\237\207\257\360\237\207\265 end\n' >first.txt
printf 'A second one.\n' >second.txt
gloss add --title 'Alpha report' first.txt >/dev/null
gloss add --title 'Alpha notes' second.txt >/dev/null
gloss tag -l company -d 1 -s 0:7 >/dev/null
gloss tag -l date -d 2 -t second >/dev/null
visible >visible
state >state

# Files.

refused 'a missing file' 2 'missing\.txt: No such file' gloss add missing.txt
printf 'text\0more\n' >nul.bin
refused 'a binary file' 2 'nul\.bin.*NUL.*only text' gloss add nul.bin
: >empty.txt
refused 'an empty file' 2 'empty\.txt.*nothing to read' gloss add empty.txt
refused 'empty standard input' 2 'standard input.*nothing to read' gloss add -
refused 'a file with an escape sequence in its name' 2 '\[31mred.*No such file' \
	gloss add "$(printf 'a\033[31mred\007\302\233\342\200\256.txt')"
cp nul.bin "$(printf 'a\033[31mred.bin')"
refused 'and one that is there' 2 '\[31mred.*NUL' gloss add "$(printf 'a\033[31mred.bin')"
refused 'an unwritable place for an export' 2 '/nonexistent/x\.csv|/nonexistent' \
	gloss export -o /nonexistent/x.csv
refused 'a directory as the file of an export' 2 "$work" gloss export -o "$work"
refused 'an unwritable place for a backup' 2 '/nonexistent' gloss backup /nonexistent/x.mdb
refused 'a day that is none' 2 '2026-13.*2026-|--published.*2026-13' \
	gloss add --published 2026-13 second.txt
refused 'a type there is not' 2 'text or markdown' gloss add --type pdf second.txt
refused 'one title for two files' 2 '--title' gloss add --title x first.txt second.txt

# Spans.

refused 'a span outside' 2 '0:999.*outside' gloss tag -l person -d 1 -s 0:999
refused 'a span that begins outside' 2 '998:999.*outside' gloss tag -l person -d 1 -s 998:999
refused 'a span reversed' 2 '5:2.*START' gloss tag -l person -d 1 -s 5:2
refused 'an empty span' 2 '3.*empty' gloss tag -l person -d 1 -s 3:3
refused 'half a combined letter' 2 'document 1.*23.*22:24' gloss tag -l person -d 1 -s 22:23
refused 'the other half' 2 'document 1.*23.*22:24' gloss tag -l person -d 1 -s 23:25
refused 'a part of an emoji' 2 'document 1.*28.*27:30' gloss tag -l person -d 1 -s 27:28
refused 'half a flag' 2 'document 1.*32.*31:33' gloss tag -l person -d 1 -s 31:32
refused 'a part of several inside one' 2 'document 1.*28' gloss tag -l person -d 1 -s '0:1;27:28'
refused 'half a code point in bytes' 2 'document 1' gloss tag -l person -d 1 -s 22:24 --units bytes
refused 'half a surrogate pair' 2 '27:28.*surrogate' gloss tag -l person -d 1 -s 27:28 --units utf16
refused 'a span that is none' 2 'START:END' gloss tag -l person -d 1 -s seven
refused 'a span without a document' 2 '-d DOC' gloss tag -l person -s 0:1
refused 'an edit outside' 2 'document 1.*outside' gloss edit 1 -s 0:999
refused 'an edit inside a letter' 2 'document 1.*22:24' gloss edit 1 -s 0:23

# Names.

refused 'an unknown label' 2 "'firm'.*company.*label add" gloss tag -l firm -d 1 -s 0:1
refused 'an unknown document' 2 "'gamma'.*gloss docs" gloss show gamma
refused 'an unknown number' 2 "'?99'?" gloss show 99
refused 'an ambiguous document' 2 'Alpha report.*Alpha notes.*number' gloss show alpha
refused 'a text that is there twice' 2 "'Harbour'.*2 times.*--all" gloss tag -l person -d 1 -t Harbour
refused 'a text that is not there' 2 "'Harbor'.*document 1" gloss tag -l person -d 1 -t Harbor
refused 'nor anywhere' 2 "'Harbor'.*notebook" gloss tag -l person -t Harbor
refused 'an unknown annotation' 2 '99' gloss untag 99
refused 'one of several' 2 '99' gloss untag 1 99
refused 'an unknown entry' 2 '99' gloss revert 99
refused 'a value that is none' 2 "--value.*DOLLARS.*ISO 4217" gloss edit 1 --value '1e9 DOLLARS'
refused 'a value that ends before it begins' 2 '--value' gloss tag -l money -d 2 -s 0:1 --value '5..3 USD'
refused 'a label with a long name' 2 '128' gloss label add "$(printf '%0129d' 0)"
refused 'a label that is there' 2 "'company'" gloss label add company
refused 'a key that is two' 2 'one character' gloss label add firm --key ab
refused 'a label with annotations' 2 "'company'.*--annotations" gloss label remove company
refused 'a field there is not' 2 "title.*'colour'" gloss set 1 colour=red
refused 'a day of a document that is none' 2 "2026.*'soon'" gloss set 1 published=soon
refused 'a status there is not' 2 'todo, doing or done' gloss set 1 status=old
refused 'a note longer than is kept' 2 '--note.*limit' gloss edit 1 --note "$(printf '%070000d' 0)"

# Queries: the message has the place, as a position or in the words of the query.

while IFS='|' read -r query pattern; do
	refused "the query $query" 2 "$pattern" gloss search "$query"
	refused "also as --where $query" 2 "--where.*($pattern)" gloss tag -l person --where "$query"
done <<'TABLE'
harbour AND|[0-9].*expected
(harbour|[0-9].*expected
harbour)|[0-9]
"harbour|[0-9]
money>1e|'1e'.*expected
label:firm|'firm'.*company
frob:x|'frob'
TABLE
refused 'the query of docs' 2 "'firm'" gloss docs label:firm
refused 'the query of an export' 2 "--where.*'firm'" gloss export --where label:firm
refused 'a limit that is none' 2 "--limit.*'many'" gloss search x --limit many

# Usage.

refused 'an unknown command' 2 "'serach'.*'search'" gloss serach
refused 'one like no other' 2 "'frobnicate'.*gloss help" gloss frobnicate
refused 'an unknown option' 2 '--tilte.*--help' gloss add --tilte x second.txt
refused 'an unknown letter' 2 '-x.*--help' gloss tag -x
refused 'a missing operand' 2 'FILE.*missing' gloss add
refused 'a missing value of an option' 2 '-l needs LABEL' gloss tag -l
refused 'a missing option' 2 '--label' gloss tag -d 1 -s 0:1
refused 'two ways at once' 2 '-s|-t|one of' gloss tag -l person -d 1 -s 0:1 -t x
refused 'a word too many' 2 "'two'" gloss log two
refused 'a format there is not' 2 "'xml'.*csv" gloss export -f xml
refused 'a column there is not' 2 "'colour'.*title" gloss export --columns colour
refused 'a clock that is none' 2 'GLOSS_NOW.*2026' env GLOSS_NOW=soon "$bin" -n "$notebook" docs

# Batches: the number of the line, and nothing done.

batch() {
	printf '%s\n' "$@" | gloss batch
}
refused 'a batch with a bad word' 2 "line 3.*'frobnicate'" \
	batch 'untag 1' 'label add firm' 'frobnicate'
refused 'a batch with a bad span' 2 'line 2.*outside' batch 'untag 1' 'tag -l date -d 2 -s 0:999'
refused 'a batch with an open quote' 2 'line 4' batch 'untag 1' '' '# nothing' "label add 'firm"
refused 'a batch with a bad file' 2 'line 2.*missing\.txt' batch 'untag 1' 'add second.txt missing.txt'
refused 'a batch with an undo' 2 "line 2.*undo" batch 'untag 1' 'undo'
refused 'a batch with a bad query' 2 "line 2.*'firm'" batch 'untag 1' 'search label:firm'

# Standard output that cannot be written.

if [ -c /dev/full ]; then
	full() {
		gloss docs --json >/dev/full
	}
	refused 'an output that is full' 2 'standard output' full
else
	skip 'an output that is full' 'no /dev/full'
fi

# A notebook that somebody writes at this moment.

if hold=$(helper hold); then
	mkfifo hold.in hold.out
	"$hold" "$notebook" <hold.in >hold.out &
	exec 8>hold.in 9<hold.out
	read -r -t 10 holder <&9
	started=$SECONDS
	refused 'a notebook in use' 75 "process ${holder:-none}.*try again" gloss untag 1
	is 'after some patience' "$((SECONDS - started >= 4))" 1
	exec 8>&- 9<&-
	wait
	is 'and then no more' "$(gloss tag -l company -d 1 -s 0:7 --dry-run | cut -f1)" 1
else
	skip 'a notebook in use' 'no C compiler'
fi

is 'all is as it was' "$(visible)" "$(cat visible)"

# Notebooks that cannot be opened: data.mdb stays as it is.

# unopened NAME STATUS PATTERN: with $notebook as prepared.
unopened() {
	state >"$work/state"
	refused "$@" gloss docs
	refused "$1, to be written" "$2" "$3" gloss label add firm
}
real=$notebook
notebook=$work/none
mkdir "$notebook"
: >"$notebook/data.mdb"
unopened 'an empty data.mdb' 2 'none/data\.mdb is empty.*backup'
head -c 100000 "$GLOSS" >"$notebook/data.mdb"
unopened 'a data.mdb of garbage' 2 'none/data\.mdb.*backup'
head -c 10 "$real/data.mdb" >"$notebook/data.mdb"
unopened 'a data.mdb cut short' 2 'none/data\.mdb.*backup'
notebook=$work/first.txt
state >state 2>&1
refused 'a file in place of a notebook' 2 'first\.txt' gloss docs
notebook=$work/newer
cp -R "$real" "$notebook"
rm "$notebook/lock.mdb"
if newer=$(helper newer) && "$newer" "$notebook" time-travel-9; then
	unopened 'a notebook of a newer gloss' 2 "newer.*'time-travel-9'.*newer gloss"
else
	skip 'a notebook of a newer gloss' 'no C compiler'
fi

# Permissions: as somebody who is not root.

away=
remove_away() {
	[ -z "$away" ] || rm -rf -- "$away"
}
at_end=remove_away
if [ "$(id -u)" -ne 0 ]; then
	other=$work/other
	mkdir "$other"
elif away=$(mktemp -d /tmp/gloss-refusals.XXXXXX) && other=$away && chmod 755 "$other" &&
	cp "$GLOSS" "$other/program" && chmod 755 "$other/program" && mkdir "$other/own" &&
	chown 65534:65534 "$other/own" &&
	setpriv --reuid 65534 --regid 65534 --clear-groups "$other/program" --version >/dev/null 2>&1; then
	as=(setpriv --reuid 65534 --regid 65534 --clear-groups env "HOME=$other/own" "TMPDIR=$other/own")
	bin=$other/program
	other=$away/own
else
	other=
fi
if [ -n "$other" ]; then
	state() {
		chmod -R u+rwx "$other"
		cksum <"$notebook/data.mdb"
	}
	with_mode() {
		chmod "$1" "$2"
		shift 2
		"$@"
	}
	cd "$other" || exit 99
	notebook=$other/notebook
	gloss set author tester >/dev/null
	mkdir "$other/locked"
	printf 'text\n' >"$other/locked.txt"
	[ ${#as[@]} -eq 0 ] || chown -R 65534:65534 "$other"
	gloss label add firm >/dev/null
	state >"$work/state" 2>&1
	refused 'an unreadable file' 2 'locked\.txt: Permission denied' \
		with_mode 0 "$other/locked.txt" gloss add "$other/locked.txt"
	refused 'an unreadable directory' 2 'locked: Permission denied' \
		with_mode 0 "$other/locked" gloss add "$other/locked"
	refused 'an unwritable notebook' 2 'notebook/(lock|data\.mdb).*(denied|writ)' \
		with_mode 500 "$notebook" with_mode 400 "$notebook/lock" with_mode 400 "$notebook/data.mdb" \
		gloss label add bank
	refused 'a notebook in an unwritable directory' 2 'locked.*Permission denied' \
		with_mode 500 "$other/locked" "${as[@]}" "$bin" -n "$other/locked/notebook" docs
	refused 'a temporary directory that is not there' 2 '/nonexistent.*TMPDIR' \
		"${as[@]}" env TMPDIR=/nonexistent "$bin" -n "$notebook" add "$other/locked.txt"
	if [ ${#as[@]} -gt 0 ]; then
		refused "somebody else's notebook" 2 'notebook.*owner' "$GLOSS" -n "$notebook" docs
	else
		skip "somebody else's notebook" 'not root'
	fi
else
	skip 'permissions' 'root, and no other user to be'
fi
as=()
bin=$GLOSS
cd "$work" || exit 99

# A disk that is full: a small file system in a mount namespace of its own, so
# that nobody else sees it; or else a limit on the size of files.

cat >"$work/full.sh" <<'SCRIPT'
# $1: mount, or limit. Fills the notebook, and tells what came of it.
cd "$work" || exit 99
if [ "$1" = mount ]; then
	mkdir -p disk && mount -t tmpfs -o size=600k none disk || exit 77
	notebook=$work/disk/notebook
else
	notebook=$work/small
fi
gloss() {
	"$GLOSS" -n "$notebook" "$@"
}
gloss add first.txt >/dev/null || exit 99
gloss tag -l company -d 1 -s 0:7 >/dev/null || exit 99
[ "$1" = mount ] || ulimit -f 400
before=$(gloss export; gloss docs --json; gloss log)
n=0
while gloss add "piece$n.txt" >out 2>err || ! status=$?; do
	before=$(gloss export; gloss docs --json; gloss log)
	n=$((n + 1))
	[ $n -lt 20 ] || exit 98
done
echo "status $status, after $((n > 0)), output $(wc -c <out), lines $(wc -l <err)"
cp err err.full
[ "$before" = "$(gloss export; gloss docs --json; gloss log)" ] && echo unchanged
gloss check | tail -n 1
if [ "$1" = mount ]; then
	gloss export -o disk/big.csv --where nothing 2>/dev/null
	dd if=/dev/zero of=disk/fill bs=1k 2>/dev/null
	ls disk >listed
	gloss export -o disk/all.csv >out 2>err
	echo "export $?, lines $(wc -l <err), output $(wc -c <out)"
	ls disk | cmp - listed && echo 'nothing left'
fi
SCRIPT
for n in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19; do
	{ echo "Piece $n"; head -c 60000 /dev/zero | tr '\0' 'y'; echo; } >"$work/piece$n.txt"
done
full_disk() {
	local said

	said=$("${@:3}" bash "$work/full.sh" "$1")
	is "$2: refused and nothing changed" "$(head -n 3 <<<"$said")" 'status 2, after 1, output 0, lines 1
unchanged
findings	0'
	is "$2: it is named" "$(grep -cE '^gloss: .*(no room|too large|not saved)' "$work/err.full")" 1
	[ "$1" = mount ] || return
	is "$2: an export is refused and leaves nothing" "$(tail -n +4 <<<"$said")" \
		'export 2, lines 1, output 0
nothing left'
}
if unshare -rm true 2>/dev/null && unshare -rm mount -t tmpfs none "$work/none" 2>/dev/null; then
	full_disk mount 'a full disk' unshare -rm
else
	skip 'a full disk' 'no mount namespace of our own'
fi
full_disk limit 'a limit on the size of files'
finish
