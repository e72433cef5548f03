#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# What leaves as CSV is read by a strict reader (proof.pl) and proved against the
# documents; what a spreadsheet would run is guarded; what was NUL is not.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

# The examples, tagged all over.

fresh
(cd "$srcdir" && "$GLOSS" -n "$notebook" add examples examples/README) >"$work/added" 2>/dev/null
is 'the examples are there' "$(wc -l <"$work/added")" 8
doc=0
for file in "$srcdir"/examples/*.{txt,md} "$srcdir/examples/README"; do
	doc=$(gloss docs --json | grep -F "/${file##*/}\"" | sed 's/^{"doc":\([0-9]*\),.*/\1/')
	tags_for "$doc" "$file"
	mkdir -p "$work/files"
	cp "$file" "$work/files/$doc"
done >"$work/tags"
succeeds 'words and numbers are tagged' gloss batch <"$work/tags"
n=$(gloss search '' --count)
is 'hundreds of times' "$((n > 400))" 1
is 'with all five labels' "$(labels_used)" 5
gloss export >"$work/all.csv"
texts_of_all "$work/texts"
is 'each row has 28 fields and its slice is its quote' "$(slices_hold "$work/all.csv" "$work/texts")" "$n"
is 'also in the files themselves' "$(slices_hold "$work/all.csv" "$work/files")" "$n"
gloss export --exact >"$work/exact.csv"
is 'and exactly' "$(slices_hold --exact "$work/exact.csv" "$work/texts")" "$n"
gloss export --bom >"$work/bom.csv"
is '--bom puts a byte order mark first' "$(head -c 3 "$work/bom.csv")" "$(printf '\357\273\277')"
is 'and changes nothing else' "$(tail -c +4 "$work/bom.csv" | cksum)" "$(cksum <"$work/all.csv")"
is 'search --csv gives the same rows' "$(gloss search '' --csv | cksum)" "$(cksum <"$work/all.csv")"
gloss export -o "$work/file.csv" 2>/dev/null
is 'a file gets the same bytes' "$(cksum <"$work/file.csv")" "$(cksum <"$work/all.csv")"
gloss export --where 'model doc:5' >"$work/some.csv"
is 'a part of it too' "$(slices_hold "$work/some.csv" "$work/texts")" "$(gloss search model doc:5 --count)"

# Widths of characters, combining marks, several parts, the ends of a document.

fresh
printf 'é\347\214\253 e\314\201\314\243 \360\237\247\221\360\237\217\275\342\200\215\360\237\217\255 \360\237\207\257\360\237\207\265\n\n\342\200\251x' >"$work/wide"
gloss add --title Wide - <"$work/wide" >"$work/added"
gloss batch >/dev/null <<'LINES'
tag -l company -d 1 -s 0:1
tag -l company -d 1 -s 1:2
tag -l company -d 1 -s 0:17
tag -l person -d 1 -s 3:6
tag -l person -d 1 -s 7:11
tag -l date -d 1 -s 12:14
tag -l model -d 1 -s '0:1;3:6;12:14;17:18'
tag -l money -d 1 -s 14:15
tag -l money -d 1 -s 17:18
LINES
is 'a document of wide and joined characters is tagged' "$(gloss search '' --count)" 9
gloss export >"$work/wide.csv"
texts_of_all "$work/wide.texts"
is 'and its slices hold' "$(slices_hold "$work/wide.csv" "$work/wide.texts")" 9
is 'a combining mark is never tagged without its letter' \
	"$(gloss tag -l date -d 1 --all -t e 2>&1)" "gloss: 'e' does not occur in document 1"

# Formulas. Each line is one tagged text; its context has the others.

fresh
cat >"$work/formulas" <<'LINES'
=1+1
+44 20 7946
-cmd|' /C calc'!A0
@SUM(A1)
＝1
＋1
－1
＠x
 =blank
-12.50
+3
plain = plain
'=quoted
LINES
printf '\t=tab\n\357\273\277=bom\n' >>"$work/formulas"
gloss add --title '=HYPERLINK("http://x","y")' --author '@author' - <"$work/formulas" >/dev/null
gloss set author '+tester'
gloss show 1 --json | sed 's/^{"line":[0-9]*,"start":\([0-9]*\),"end":\([0-9]*\),.*/tag -l model -d 1 -s \1:\2/' |
	gloss batch >/dev/null
gloss edit 1 --note '=note' --entity '@entity' >/dev/null
gloss edit 2 --value '-5 USD' --note '-5' >/dev/null
gloss edit 3 --value '-word' --note ' plain' >/dev/null
gloss export >"$work/formulas.csv"
texts_of_all "$work/formulas.texts"
is 'formulas are guarded, in all columns' "$(slices_hold "$work/formulas.csv" "$work/formulas.texts")" 15
is 'the columns are named' "$(perl "$here/proof.pl" column guarded "$work/formulas.csv" | sed -n 1p)" \
	'title text entity note after author'
is 'only those that are written' "$(gloss export --columns id,text,guarded | sed -n 2p | tr -d '\r')" \
	"1,'=1+1,text"
gloss export --exact >"$work/formulas.exact.csv"
is 'and nothing is under --exact' "$(slices_hold --exact "$work/formulas.exact.csv" "$work/formulas.texts")" 15
is 'a tab-separated export is exact' "$(gloss export -f tsv --columns title,note | sed -n 2p)" \
	"=HYPERLINK(\"http://x\",\"y\")	=note"
is 'JSON Lines too' "$(gloss export -f jsonl --columns text,guarded | sed -n 1p)" '{"text":"=1+1","guarded":""}'

# NUL comes from UTF-16 only; spreadsheets and readers in C stop at it.

fresh
printf '\377\376N\0U\0L\0:\0\0\0=\0\0\0.\0\n\0' >"$work/utf16"
gloss add --title NUL "$work/utf16" >/dev/null 2>&1
gloss tag -l model -d 1 -s 0:7 >/dev/null
gloss tag -l model -d 1 -s 4:6 >/dev/null
gloss export >"$work/nul.csv"
gloss export --exact >"$work/nul.exact.csv"
texts_of_all "$work/nul.texts"
is 'the text has its NULs' "$(tr '\0' '@' <"$work/nul.texts/1")" 'NUL:@=@.'
is 'NUL is written as U+2400' "$(slices_hold "$work/nul.csv" "$work/nul.texts")" 2
is 'there is none in the file' "$(tr -d '\0' <"$work/nul.csv" | cksum)" "$(cksum <"$work/nul.csv")"
is 'under --exact it stays' "$(slices_hold --exact "$work/nul.exact.csv" "$work/nul.texts")" 2
is 'check' "$(gloss check | tail -n 1)" "findings	0"

# Choosing columns.

is 'columns in the order given' "$(gloss export --columns end,start,text,id | tr -d '\r')" \
	"end,start,text,id
7,0,NUL:␀=␀,1
6,4,'␀=,2"
is 'a column twice' "$(gloss export --columns id,id | tr -d '\r')" 'id,id
1,1
2,2'
finish
