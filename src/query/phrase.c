/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "query/phrase.h"

#include "text/segment.h"

/* No word holds it: a control character is neither letter nor digit. */
#define MARK '\1'

void
phrase_add_words(struct buf *out, struct str text)
{
	size_t pos = 0, start = out->len;
	struct span word;

	while (segment_next_term(text, &pos, &word)) {
		if (out->len == start)
			buf_add_char(out, MARK);
		buf_add_str(out, str_slice(text, word.start, word.end));
		buf_add_char(out, MARK);
	}
}

bool
phrase_init(struct phrase *p, struct str text, bool open_start, bool open_end,
            struct arena *arena)
{
	struct span word, first = { 0, 0 }, last = { 0, 0 };
	size_t pos = 0;

	*p = (struct phrase){ .filter = text, .needle = STR_EMPTY };
	if (text.len == 0 || (open_start && open_end))
		return text.len > 0;
	struct str longest = STR_EMPTY;
	while (segment_next_term(text, &pos, &word)) {
		struct str w = str_slice(text, word.start, word.end);

		if (longest.len == 0)
			first = word;
		last = word;
		if (w.len > longest.len)
			longest = w;
	}
	if (longest.len == 0)
		return true;

	struct buf needle = BUF_INIT;
	phrase_add_words(&needle, text);
	p->filter = longest;
	p->needle = arena_str(arena, buf_str(&needle));
	buf_release(&needle);
	p->word_before = open_start && first.start > 0;
	p->word_after = open_end && last.end < text.len;
	if (open_start && !p->word_before)
		p->needle = str_skip(p->needle, 1);
	if (open_end && !p->word_after)
		p->needle.len--;
	return true;
}

bool
phrase_may_occur(const struct phrase *p, struct str text)
{
	return memmem(text.p, text.len, p->filter.p, p->filter.len) != NULL;
}

bool
phrase_occurs(const struct phrase *p, struct str words)
{
	if (words.len == 0)
		return false;
	/* Less one byte, a hit must leave room for a word. */
	words = str_slice(words, p->word_before, words.len - p->word_after);
	return memmem(words.p, words.len, p->needle.p, p->needle.len) != NULL;
}
