/* SPDX-License-Identifier: MIT */
#include "query/rule_documents.h"

#include "base/day.h"
#include "base/vec.h"
#include "notebook/document.h"
#include "text/fold.h"
#include "text/value.h"

#define DAY_MS INT64_C(86400000)

/* Title and source are apart, so that no phrase reaches from one into the other. */
enum { TITLE, SOURCE, N_TEXTS };

struct candidate {
	struct buf folded[N_TEXTS];
	struct buf words[N_TEXTS];
	bool is_published;
	int64_t since, until;	/* the days on which it was */
};

/* Numbers found for each rule. */
struct found {
	uint32_t *p;
	size_t n, cap;
};

/* UAX #29 has avocado_labs and labs.txt as one word each; in a path they are not. */
static void
part_words(char *p, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)p[i];
		bool joins = c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');

		if (!joins)
			p[i] = ' ';
	}
}

void
rule_documents_phrase(struct match_rule *m, struct str folded, bool open_start, bool open_end,
                      struct arena *arena)
{
	char *parted = arena_z(arena, folded);

	part_words(parted, folded.len);
	phrase_init(&m->phrase, (struct str){ parted, folded.len }, open_start, open_end, arena);
}

static void
set_published(struct candidate *c, struct str published, struct arena *arena)
{
	struct value value;
	struct error ignored;
	int32_t first, last;

	c->is_published = value_parse(published, arena, &value, &ignored) &&
	                  day_parse(value.low, &first) && day_parse(value.high, &last);
	if (!c->is_published)
		return;
	c->since = first * DAY_MS;
	c->until = (last + INT64_C(1)) * DAY_MS;
}

static void
set_text(struct candidate *c, unsigned i, struct str text)
{
	struct buf *folded = &c->folded[i], *words = &c->words[i];
	struct buf parted = BUF_INIT;

	buf_reset(folded);
	buf_reset(words);
	fold_add(folded, text);
	buf_add_str(&parted, buf_str(folded));
	part_words(parted.p, parted.len);
	phrase_add_words(words, buf_str(&parted));
	buf_release(&parted);
}

static bool
holds(const struct match_rule *m, const struct candidate *c)
{
	if (m->texts & MATCH_PUBLISHED)
		return c->is_published && c->since < m->until && m->since < c->until;
	for (unsigned i = 0; i < N_TEXTS; i++)
		if (phrase_may_occur(&m->phrase, buf_str(&c->folded[i])) &&
		    (!phrase_needs_words(&m->phrase) ||
		     phrase_occurs(&m->phrase, buf_str(&c->words[i]))))
			return true;
	return false;
}

/* The rules that ask for the walk have no documents until it has ended. */
static bool
is_asking(const struct match_rule *m)
{
	return m->kind == MATCH_DOCUMENTS && !m->documents;
}

static bool
look_at_all(const struct reader *r, const struct match_rule *rules, size_t n,
            struct found *found, struct error *err)
{
	struct candidate c = { .is_published = false };
	struct arena arena = ARENA_INIT;
	struct document_walk walk;
	struct document d;

	for (unsigned i = 0; i < N_TEXTS; i++) {
		buf_init(&c.folded[i]);
		buf_init(&c.words[i]);
	}
	document_walk_open(&walk, r);
	while (document_walk_next(&walk, &d)) {
		arena_reset(&arena);
		set_text(&c, TITLE, d.title);
		set_text(&c, SOURCE, document_source(&d));
		set_published(&c, d.published, &arena);
		for (size_t i = 0; i < n; i++)
			if (is_asking(&rules[i]) && holds(&rules[i], &c))
				vec_push(&found[i], d.number);
	}
	for (unsigned i = 0; i < N_TEXTS; i++) {
		buf_release(&c.folded[i]);
		buf_release(&c.words[i]);
	}
	arena_release(&arena);
	return document_walk_close(&walk, err);
}

bool
rule_documents_find(const struct reader *r, struct match_rule *rules, size_t n,
                    struct arena *arena, struct error *err)
{
	struct found *found = arena_zero(arena, n, sizeof(*found));
	bool ok = look_at_all(r, rules, n, found, err);

	for (size_t i = 0; i < n; i++) {
		if (!is_asking(&rules[i]))
			continue;
		uint32_t *copy = arena_alloc(arena, found[i].n * sizeof(*copy));
		if (found[i].n > 0)
			memcpy(copy, found[i].p, found[i].n * sizeof(*copy));
		rules[i].documents = copy;
		rules[i].n_documents = found[i].n;
		vec_release(&found[i]);
	}
	return ok;
}
