#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The real articles beside the project, where they are: added, tagged by words
# and numbers that grep finds in them, exported, and each slice proved.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

articles=$srcdir/../shared/articles
ls "$articles"/*.txt >/dev/null 2>&1 || skip_all "no articles at $articles"

fresh
is 'all are added, in the order of their names' \
	"$(gloss add "$articles"/*.txt | cut -f1,2)" \
	"$(printf '%s\n' "$articles"/*.txt | awk '{ print NR "\tadded" }')"

doc=0
for file in "$articles"/*.txt; do
	doc=$((doc + 1))
	tags_for $doc "$file"
done >"$work/tags"
succeeds 'words and numbers are tagged' gloss batch <"$work/tags"
n=$(gloss search '' --count)
is 'at least fifty times' "$((n >= 50))" 1
is 'with all five labels' "$(labels_used)" 5

succeeds 'exported' gloss export "$work/all.csv"
texts_of_all "$work/texts"
is 'each slice is its quote' "$(slices_hold "$work/all.csv" "$work/texts")" "$n"

# A file that needed no mending is stored as it is.
doc=0
for file in "$articles"/*.txt; do
	doc=$((doc + 1))
	if grep -q "$(printf '\r')" "$file" || [ "$(head -c 3 "$file")" = "$(printf '\357\273\277')" ]; then
		skip "text $doc is that of its file" 'it has a BOM or other line ends'
	else
		is "text $doc is that of its file" "$(text_of $doc | cksum)" "$(cksum <"$file")"
	fi
done

gloss docs --json >"$work/before"
is 'one undo takes all tags back' "$(gloss undo >/dev/null && gloss search '' --count)" 0
is 'one redo brings them again' "$(gloss redo >/dev/null && gloss docs --json)" "$(cat "$work/before")"
succeeds 'check' gloss check
finish
