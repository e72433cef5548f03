#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Usage: GLOSS=/path/to/gloss bench/run.sh [load] [export] [commit] [search]
#
# Compares gloss with the baselines of ../shared/bench in one run, and prints
# tables; see README.md. Files go to $BENCH_DIR, by default under /tmp, and stay
# there, so that a part can be run again.

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
shared=${SHARED_BENCH:-$here/../../shared/bench}
gloss=${GLOSS:-$here/../build/gloss}
dir=${BENCH_DIR:-${TMPDIR:-/tmp}/gloss-bench}
corpus=$dir/medium
book=$dir/book
bin=$dir/bin

if [ ! -f "$shared/README.md" ]; then
	echo "bench: the baselines are not at $shared: skipped"
	exit 0
fi
for tool in python3 sqlite3 make gcc; do
	command -v "$tool" >/dev/null || {
		echo "bench: $tool is not here: skipped"
		exit 0
	}
done
[ -x "$gloss" ] || {
	echo "bench: no program at $gloss: build it, or set GLOSS" >&2
	exit 2
}

heading() {
	printf '\n== %s\n' "$*"
}

# seconds COMMAND...: its wall time; its output goes to standard error.
seconds() {
	local began=$EPOCHREALTIME
	"$@" >&2
	awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.2f", b - a }'
}

# row WHAT VALUE RATIO
row() {
	printf '%-52s %10s %12s\n' "$@"
}

ratio() {
	awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2fx", a / b }'
}

# median_ms COMMAND...: whole process, output through a pipe, 9 runs.
median_ms() {
	"$bin/wproc" -n "${RUNS:-9}" -- "$@" | sed -E 's/.*wall ms +([0-9.]+).*/\1/'
}

prepare() {
	mkdir -p "$dir/_build" "$bin"
	for program in wproc fsyncbench sqlbench lmbench writelimit; do
		make -s -C "$shared" B="$bin" "$bin/$program"
	done
	gcc -O2 -D_GNU_SOURCE -o "$bin/step" "$here/step.c"
	[ -e "$corpus/spans.csv" ] ||
		python3 "$shared/gen/gencorpus.py" --size medium --out "$corpus" --formats brat,csv
}

# Adds the documents and the spans; the corpus's labels are two more than ours.
load_gloss() {
	rm -rf "$book"
	documents_s=$(seconds sh -c "'$gloss' -n '$book' add --json '$corpus/brat' >'$dir/added.jsonl' 2>/dev/null")
	python3 "$here/lines.py" "$corpus/spans.csv" "$dir/added.jsonl" >"$dir/lines"
	"$gloss" -n "$book" label add place >&2
	"$gloss" -n "$book" label add event >&2
	spans_s=$(seconds sh -c "'$gloss' -n '$book' batch <'$dir/lines' >/dev/null")
}

part_load() {
	heading "load: a million annotations, all durable"
	load_gloss
	local lmdb_s sqlite_s
	lmdb_s=$(seconds "$bin/lmbench" load "$corpus/spans.csv" "$dir/lm_rec" rec)
	sqlite_s=$(seconds "$bin/sqlbench" load "$corpus/spans.csv" "$dir/sql.db")
	row "" seconds "to gloss"
	row "gloss add, 20,000 documents" "$documents_s" ""
	row "gloss batch, $(wc -l <"$dir/lines") tags" "$spans_s" 1.00x
	row "LMDB, records and by-document index" "$lmdb_s" "$(ratio "$lmdb_s" "$spans_s")"
	row "SQLite, table, 2 indexes, FTS5, trigrams" "$sqlite_s" "$(ratio "$sqlite_s" "$spans_s")"
	row "size of the notebook, MB" "$(du -m "$book/data.mdb" | cut -f1)" ""
}

# The other parts stand on this one's files.
need_load() {
	[ -e "$book/data.mdb" ] || load_gloss 2>/dev/null
	[ -e "$dir/lm_rec/data.mdb" ] || "$bin/lmbench" load "$corpus/spans.csv" "$dir/lm_rec" rec >/dev/null
	[ -e "$dir/sql.db" ] || "$bin/sqlbench" load "$corpus/spans.csv" "$dir/sql.db" >/dev/null
}

part_export() {
	heading "export: a million rows of CSV into a file, whole process"
	need_load
	local columns="id,doc,start,end,label,text,entity,note,created" all few loop lmdb sqlite
	all=$(median_ms "$gloss" -n "$book" export -o "$dir/out.csv")
	few=$(median_ms "$gloss" -n "$book" export --columns "$columns" -o "$dir/out.csv")
	lmdb=$(median_ms "$bin/lmbench" export "$dir/lm_rec" "$dir/x.csv")
	sqlite=$(median_ms sh -c "sqlite3 -csv '$dir/sql.db' \
		'SELECT id,doc,s,e,label,text,norm,note,created FROM ann' >'$dir/x.csv'")
	loop=$(cd "$dir" && "$bin/writelimit" "$corpus/spans.csv" "$dir/x.csv" 2>&1 |
		sed -E 's/.*: ([0-9.]+) ms .*write\(\).*/\1/' | sort -n | sed -n 3p)
	row "" ms "to gloss"
	row "gloss export, 9 columns as below" "$few" 1.00x
	row "gloss export, all 28 columns" "$all" "$(ratio "$all" "$few")"
	row "the plain C loop: format, quote, write" "$loop" "$(ratio "$loop" "$few")"
	row "LMDB cursor and the same loop" "$lmdb" "$(ratio "$lmdb" "$few")"
	row "sqlite3 -csv" "$sqlite" "$(ratio "$sqlite" "$few")"
	rm -f "$dir/out.csv" "$dir/x.csv"
}

# A notebook as large, with one more document of 6,000 words of five letters.
part_commit() {
	heading "commit: one durable tag at a time, in turn with one durable LMDB put"
	need_load
	rm -rf "$dir/ins_book" "$dir/ins_one" "$dir/ins_rec" "$dir/ins_sql.db"*
	mkdir -m 700 "$dir/ins_book"
	cp "$book/data.mdb" "$dir/ins_book/"
	cp -r "$dir/lm_rec" "$dir/ins_one"
	cp -r "$dir/lm_rec" "$dir/ins_rec"
	cp "$dir/sql.db" "$dir/ins_sql.db"
	local number
	number=$(awk 'BEGIN { for (i = 0; i < 6000; i++) printf "w%04d%s", i, i % 12 == 11 ? "\n" : " " }' |
		"$gloss" -n "$dir/ins_book" add --title steps - | cut -f1)
	"$bin/lmbench" insert "$dir/ins_one" one nosync 1000 >/dev/null
	"$bin/lmbench" insert "$dir/ins_rec" rec nosync 1000 >/dev/null
	python3 "$shared/common/paired.py" "${STEPS:-200}" \
		"$bin/lmbench insert $dir/ins_one one sync 100000" \
		"$bin/step each $gloss $dir/ins_book $number 6000" \
		"$bin/step process $gloss $dir/ins_book $number 6000" \
		"$bin/lmbench insert $dir/ins_rec rec sync 100000" \
		"$bin/sqlbench insert $dir/ins_sql.db FULL 100000" |
		cut -c 62- | paste -d ' ' <(printf '%-44s\n' "one LMDB put, durable" "a line to a running gloss batch --each" \
			"a whole gloss tag, process and all" "LMDB, record and by-document index" \
			"SQLite FULL, FTS5 and trigrams") -
	rm -rf "$dir/ins_book" "$dir/ins_one" "$dir/ins_rec" "$dir/ins_sql.db"*
}

# ask WHAT GLOSS-ARGUMENTS... -- SQL -- PATTERN
ask() {
	local what=$1 sql="" pattern="" words=() gloss_ms sqlite_ms=- rg_ms=-
	shift
	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		words+=("$1")
		shift
	done
	[ $# -gt 1 ] && sql=$2
	[ $# -gt 3 ] && pattern=$4
	gloss_ms=$(median_ms "$gloss" -n "$book" "${words[@]}")
	[ -n "$sql" ] && sqlite_ms=$(median_ms sqlite3 "$dir/sql.db" "$sql")
	[ -n "$pattern" ] && command -v rg >/dev/null &&
		rg_ms=$(median_ms sh -c "rg -w -i $pattern '$corpus/spans.csv'")
	printf '%-28s %10s %10s %10s' "$what" "$gloss_ms" "$sqlite_ms" "$rg_ms"
	for peer in "$sqlite_ms" "$rg_ms"; do
		if [ "$peer" = - ]; then
			printf ' %12s' -
		else
			printf ' %12s' "$(ratio "$peer" "$gloss_ms")"
		fi
	done
	echo
}

part_search() {
	heading "search: whole processes, a million annotations, ms"
	need_load
	local columns="a.id,a.doc,a.s,a.e,a.label,a.text" from="JOIN ann a ON a.id=f.rowid WHERE"
	printf '%-28s %10s %10s %10s %12s %12s\n' "" gloss sqlite3 rg sqlite:gloss rg:gloss
	ask "meta, 50 rows" search meta --limit 50 -- \
		"SELECT $columns FROM fts f $from fts MATCH 'text:meta' LIMIT 50" -- "-m50 meta"
	ask "meta, count" search --count meta -- \
		"SELECT count(*) FROM fts WHERE fts MATCH 'text:meta'" -- "-c meta"
	ask "meta, all rows" search meta -- \
		"SELECT $columns FROM fts f $from fts MATCH 'text:meta'" -- meta
	ask "phrase, count" search --count '"meta platforms"' -- \
		"SELECT count(*) FROM fts WHERE fts MATCH '\"meta platforms\"'" -- "-c 'meta platforms'"
	ask "substring, count" search --count '*ckerb*' -- \
		"SELECT count(*) FROM tri WHERE tri MATCH '\"ckerb\"'" -- ""
	ask "prefix, count" search --count 'zuck*' -- \
		"SELECT count(*) FROM fts WHERE fts MATCH 'text:zuck*'" -- ""
	ask "label and word, count" search --count label:company meta -- \
		"SELECT count(*) FROM fts f $from fts MATCH 'text:meta' AND a.label='company'" -- ""
	ask "docs" docs -- "SELECT doc, count(*) FROM ann GROUP BY doc"
	ask "docs, one word" docs meta -- \
		"SELECT DISTINCT a.doc FROM fts f $from fts MATCH 'text:meta'"
	ask "show one document" show 778 -- "SELECT $columns FROM ann a WHERE doc=777"
	ask "label" label -- "SELECT label, count(*) FROM ann GROUP BY label"
	ask "nothing: open, one setting" info -- "SELECT 1"
}

prepare
parts=("$@")
[ $# -gt 0 ] || parts=(load export commit search)
for part in "${parts[@]}"; do
	"part_$part"
done
