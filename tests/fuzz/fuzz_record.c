/* SPDX-License-Identifier: MIT */
#include "notebook/annotation.h"
#include "notebook/document.h"
#include "notebook/span_index.h"
#include "tests/fuzz/fuzz.h"

/* Records of a damaged notebook: they decode or are refused, and nothing is read past their end. */

const char *const fuzz_samples[] = {
	"\x01\x01\x01\x01\x01\x01\x01\x01" "i\x10" "0123456789abcdef" "d\x01\x03" "l\x01\x02" "p\x02\x0A\x10"
	"q\x06" "Harbou" "n\x04note" "a\x01x" "o\x04hand" "c\x06\x01\x02\x03\x04\x05\x06",
	"\x01\x01\x01\x01\x01\x01\x01\x01" "t\x05Title" "p\x02/a" "s\x04todo" "b\x02\x10\x10" "c\x01\x10",
	"\x01\x01\x01\x01\x01\x01\x01\x02", "p\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", NULL,
};

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str content = { (const char *)data, size };
	struct arena arena = ARENA_INIT;
	struct annotation a;
	struct document d;
	struct span_row row;

	annotation_decode(STR("\0\0\0\7"), content, &arena, &a);
	document_decode(STR("\0\0\0\7"), content, &d);
	if (size >= 12)
		span_index_decode(str_slice(content, 0, 12), str_skip(content, 12), &row);
	arena_release(&arena);
	return 0;
}
