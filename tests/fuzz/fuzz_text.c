/* SPDX-License-Identifier: MIT */
#include <locale.h>
#include <stdlib.h>

#include "text/display.h"
#include "text/fold.h"
#include "text/repair.h"
#include "text/segment.h"
#include "text/utf8.h"
#include "text/width.h"
#include "tests/fuzz/fuzz.h"

/* Foreign bytes: repaired they are UTF-8, however cut; filtered they cannot drive a terminal. */

const char *const fuzz_samples[] = {
	"plain text, two words\r\nand a line\r", "Z\xC3\xBCrich Zu\xCC\x88rich \xE6\x9D\xB1\xE4\xBA\xAC",
	"\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7 \xF0\x9F\x87\xA9\xF0\x9F\x87\xAA",
	"\x1B[31m\x1B]0;title\x07 \xC2\x9B" "2J \xE2\x80\xAE", "\xFF\xFE" "a", "\xEF\xBB\xBF" "bom",
	"\xED\xA0\x80\xE0\x80\xAF\xF4\x90\x80\x80\xC0", "e\xCC\x81\xCC\x82\xCC\x83\xCC\x84\xCC\x85\xCC\x86", NULL,
};

static void
repair_in_pieces(struct str bytes, size_t piece, struct buf *out)
{
	struct repair r;

	repair_init(&r);
	for (size_t pos = 0; pos < bytes.len; pos += piece) {
		size_t end = pos + piece < bytes.len ? pos + piece : bytes.len;
		repair_feed(&r, str_slice(bytes, pos, end), out);
	}
	repair_end(&r, out);
}

static void
check_display(struct str s)
{
	struct buf shown = BUF_INIT;

	display_add(&shown, s, DISPLAY_BLOCK, NULL);
	for (size_t pos = 0, len; pos < shown.len; pos += len) {
		uint32_t cp = utf8_at(buf_str(&shown), pos, &len);
		if (cp != '\n' && width_of(cp) < 0)
			abort();
	}
	buf_release(&shown);
}

static void
check_segments(struct str text)
{
	for (size_t pos = 0; pos < text.len;) {
		size_t next = segment_grapheme_next(text, pos);
		if (next <= pos || !segment_is_grapheme_border(text, next))
			abort();
		pos = next;
	}
	size_t pos = 0;
	struct span word;
	while (segment_next_word(text, &pos, &word))
		if (word.start >= word.end || word.end > text.len)
			abort();
}

static void
check_fold(struct str text)
{
	struct buf once = BUF_INIT, twice = BUF_INIT, general = BUF_INIT;

	fold_add(&once, text);
	fold_add(&twice, buf_str(&once));
	fold_add_general(&general, text);
	if (!str_eq(buf_str(&once), buf_str(&twice)) || !str_eq(buf_str(&once), buf_str(&general)))
		abort();
	buf_release(&once);
	buf_release(&twice);
	buf_release(&general);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = { (const char *)data, size };
	struct buf whole = BUF_INIT, pieces = BUF_INIT;
	size_t pos;

	setlocale(LC_CTYPE, "C.UTF-8");
	repair_in_pieces(bytes, size ? size : 1, &whole);
	repair_in_pieces(bytes, 1 + size % 5, &pieces);
	if (!str_eq(buf_str(&whole), buf_str(&pieces)) || !utf8_is_valid(buf_str(&whole), &pos))
		abort();
	check_display(bytes);
	check_segments(buf_str(&whole));
	check_fold(buf_str(&whole));
	buf_release(&whole);
	buf_release(&pieces);
	return 0;
}
