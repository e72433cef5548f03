/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "script.h"

#include <stdio.h>

#include "base/vec.h"

#define WORD_LEN 6
#define LIVE_MOST 300		/* annotations that a writer keeps */
#define LABEL "company"

void
script_init(struct script *s, unsigned document, uint64_t seed)
{
	*s = (struct script){ .document = document, .chance = { seed * 2 + 1 } };
}

void
script_release(struct script *s)
{
	vec_release(&s->entries);
	vec_release(&s->changes);
}

static void
add_word(const struct script *s, unsigned word, struct buf *out)
{
	buf_addf(out, "%c%05u", 'a' + (int)(s->document % 26), word);
}

void
script_text(const struct script *s, struct buf *out)
{
	for (unsigned i = 0; i < SCRIPT_WORDS; i++) {
		add_word(s, i, out);
		buf_add_char(out, i % 12 == 11 ? '\n' : ' ');
	}
}

/* Brings the entries to the state after the first n changes. */
static void
replay(struct script *s, size_t n)
{
	for (size_t i = 0; i < s->entries.n; i++) {
		s->entries.p[i].there_now = s->entries.p[i].there;
		s->entries.p[i].note_now = s->entries.p[i].note;
	}
	for (size_t i = 0; i < n; i++) {
		const struct change *c = &s->changes.p[i];
		s->entries.p[c->entry].there_now = c->kind != CHANGE_UNTAG;
		s->entries.p[c->entry].note_now = c->note;
	}
}

/* The next word that has no annotation yet, however that ends. */
static unsigned
free_word(struct script *s)
{
	for (;;) {
		unsigned word = s->next_word++ % SCRIPT_WORDS;
		bool taken = false;
		for (size_t i = 0; !taken && i < s->entries.n; i++)
			taken = s->entries.p[i].word == word;
		if (!taken)
			return word;
	}
}

static void
extend_tag(struct script *s, struct change *c, struct buf *lines)
{
	struct entry e = { .word = free_word(s) };
	unsigned start = e.word * (WORD_LEN + 1);

	c->kind = CHANGE_TAG;
	c->entry = s->entries.n;
	vec_push(&s->entries, e);
	buf_addf(lines, "tag -l " LABEL " -d %u -s %u:%u --note n%u\n", s->document, start,
	         start + WORD_LEN, c->note);
}

void
script_extend(struct script *s, size_t n, bool together, struct buf *lines)
{
	replay(s, s->changes.n);
	for (size_t i = 0; i < n; i++) {
		struct change c = { .note = s->next_note++, .group = s->next_group };
		size_t live = 0;

		for (size_t k = 0; k < s->entries.n; k++)
			live += s->entries.p[k].there_now;
		size_t any = s->entries.n ? chance_below(&s->chance, s->entries.n) : 0;
		bool known = s->entries.n && s->entries.p[any].id && s->entries.p[any].there_now;
		if (known && (live > LIVE_MOST || chance_below(&s->chance, 4) == 0)) {
			c.kind = live > LIVE_MOST || chance_below(&s->chance, 3) == 0 ? CHANGE_UNTAG
			                                                              : CHANGE_EDIT;
			c.entry = any;
			if (c.kind == CHANGE_UNTAG)
				buf_addf(lines, "untag %u\n", s->entries.p[any].id);
			else
				buf_addf(lines, "edit %u --note n%u\n", s->entries.p[any].id, c.note);
			s->entries.p[any].there_now = c.kind == CHANGE_EDIT;
		} else {
			extend_tag(s, &c, lines);
		}
		vec_push(&s->changes, c);
		if (!together)
			s->next_group++;
	}
	if (together)
		s->next_group++;
}

size_t
script_answers(struct script *s, size_t first, struct str rows)
{
	struct str line, id;
	size_t n = 0;
	uint32_t number;

	while (str_cut(&rows, '\n', &line)) {
		if (first + n == s->changes.n) {
			tool_finding("more rows than command lines: '%.*s'", STR_ARG(line));
			return n;
		}
		struct entry *e = &s->entries.p[s->changes.p[first + n].entry];
		str_cut(&line, '\t', &id);
		if (!str_to_u32(id, &number) || number == 0 || (e->id && e->id != number))
			tool_finding("a row of annotation '%.*s' where %u was meant", STR_ARG(id), e->id);
		else
			e->id = number;
		n++;
	}
	return n;
}

static struct entry *
entry_of(struct script *s, uint32_t id, uint32_t start)
{
	struct entry *found = NULL;

	for (size_t i = 0; i < s->entries.n; i++) {
		struct entry *e = &s->entries.p[i];
		if (e->id == id)
			return e;
		if (e->id == 0 && e->there_now && e->word * (WORD_LEN + 1) == start)
			found = e;
	}
	return found;
}

enum { ROW_ID, ROW_DOC, ROW_START, ROW_END, ROW_LABEL, ROW_TEXT, ROW_NOTE, ROW_N };

/* Whether a row is what its entry says; *counts tells if it is of this document. */
static bool
row_holds(struct script *s, struct str line, bool *counts, struct buf *why)
{
	struct str row = line, f[ROW_N];
	struct buf word = BUF_INIT, note = BUF_INIT;
	uint32_t id, doc, start, end;
	struct entry *e = NULL;

	for (int i = 0; i < ROW_N; i++)
		str_cut(&row, '\t', &f[i]);
	bool ok = str_to_u32(f[ROW_ID], &id) && str_to_u32(f[ROW_DOC], &doc) &&
	          str_to_u32(f[ROW_START], &start) && str_to_u32(f[ROW_END], &end);
	*counts = ok && doc == s->document;
	if (*counts) {
		e = entry_of(s, id, start);
		ok = e && e->there_now;
	}
	if (ok && *counts) {
		add_word(s, e->word, &word);
		buf_addf(&note, "n%u", e->note_now);
		ok = start == e->word * (WORD_LEN + 1) && end == start + WORD_LEN &&
		     str_eq(f[ROW_LABEL], STR(LABEL)) && str_eq(f[ROW_TEXT], buf_str(&word)) &&
		     str_eq(f[ROW_NOTE], buf_str(&note));
		if (ok)
			e->id = id;
	}
	if (!ok && why->len == 0)
		buf_addf(why, "row '%.*s' is not what was saved%s%s", STR_ARG(line),
		         note.len ? ", with the note " : "", note.p);
	buf_release(&word);
	buf_release(&note);
	return ok;
}

/* Whether an export shows the entries as they were replayed. */
static bool
export_holds(struct script *s, struct str export, struct buf *why)
{
	size_t want = 0, have = 0;
	struct str line;
	bool counts, ok = true;

	for (size_t i = 0; i < s->entries.n; i++)
		want += s->entries.p[i].there_now;
	str_cut(&export, '\n', &line);
	while (ok && str_cut(&export, '\n', &line)) {
		ok = row_holds(s, line, &counts, why);
		have += counts;
	}
	if (ok && have != want && why->len == 0)
		buf_addf(why, "%zu annotations of document %u where %zu were saved", have, s->document,
		         want);
	return ok && have == want;
}

bool
script_holds(struct script *s, struct str export, size_t n, size_t *held, struct buf *why)
{
	size_t next = n;

	buf_reset(why);
	replay(s, n);
	*held = n;
	if (export_holds(s, export, why))
		return true;
	while (next < s->changes.n && s->changes.p[next].group == s->changes.p[n].group)
		next++;
	if (next == n)
		return false;
	replay(s, next);
	*held = next;
	return export_holds(s, export, why);
}

void
script_settle(struct script *s, size_t n)
{
	size_t kept = 0;

	replay(s, n);
	for (size_t i = 0; i < s->entries.n; i++) {
		struct entry e = s->entries.p[i];
		if (!e.there_now)
			continue;
		e.there = true;
		e.note = e.note_now;
		s->entries.p[kept++] = e;
	}
	s->entries.n = kept;
	vec_reset(&s->changes);
}
