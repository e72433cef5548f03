/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "query/parse.h"
#include "tests/fuzz/fuzz.h"

/* Queries: a tree, or an error with a place inside the text and words to go with it. */

const char *const fuzz_samples[] = {
	"meta", "\"mark zuckerberg\" OR zuck*", "*berg* -label:company", "label:company|model (a OR b)",
	"company:meta doc:7 doc:\"two words\"", "money>=1e9 money:EUR date:2025-11..2026-03",
	"added:<7d published:2025-12", "NOT (a b) AND c", "exact:Word has:note", "((((", "\xE6\x9D\xB1\xE4\xBA\xAC",
	"note:x text:y entity:z author:a origin:hand", "near/5 a b", "/re/", "a\xC2\xA0" "b", NULL,
};

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct arena arena = ARENA_INIT;
	struct parse_tree tree;
	struct error err = { 0 };

	if (!parse_query(text, &arena, &tree, &err) &&
	    (err.code != ERROR_SYNTAX || err.pos > size || !err.text[0]))
		abort();
	arena_release(&arena);
	return 0;
}
