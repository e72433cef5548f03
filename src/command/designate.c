/* SPDX-License-Identifier: MIT */
#include "command/designate.h"

#include "base/file.h"
#include "text/fold.h"

#define CANDIDATES 4	/* that an error names */

/* What is known of the documents that may be meant. */
struct candidates {
	struct buf wanted;	/* folded */
	uint32_t exact, partial;
	unsigned n_exact, n_partial;
	struct buf names;
};

static void
consider_name(const struct candidates *c, struct str name, struct buf *folded, bool *exact,
              bool *partial)
{
	buf_reset(folded);
	fold_add(folded, name);
	*exact |= str_eq(buf_str(folded), buf_str(&c->wanted));
	*partial |= str_find(buf_str(folded), buf_str(&c->wanted), 0) != STR_NONE;
}

static void
consider(struct candidates *c, const struct document *d, struct buf *folded)
{
	bool exact = false, partial = false;

	consider_name(c, d->title, folded, &exact, &partial);
	consider_name(c, file_name(d->path), folded, &exact, &partial);
	consider_name(c, file_name(d->url), folded, &exact, &partial);
	if (exact) {
		c->exact = d->number;
		c->n_exact++;
	}
	if (!partial)
		return;
	c->partial = d->number;
	if (c->n_partial++ < CANDIDATES)
		buf_addf(&c->names, "%s%u (%.*s)", c->n_partial > 1 ? ", " : "", d->number,
		         STR_ARG(d->title));
}

/* Among the present documents, or among those that newer ones have replaced. */
static bool
find_candidates(const struct reader *r, bool old, struct candidates *c, struct error *err)
{
	struct document_walk walk;
	struct document d;
	struct buf folded = BUF_INIT;

	document_walk_open(&walk, r);
	while (document_walk_next(&walk, &d))
		if ((d.revised_by != 0) == old)
			consider(c, &d, &folded);
	buf_release(&folded);
	return document_walk_close(&walk, err);
}

static bool
choose(const struct candidates *c, struct str name, uint32_t *number, struct error *err)
{
	bool is_number = str_to_u32(name, number);

	/* The number of a document that is gone must not mean another one by chance. */
	if (c->n_exact == 1 || (c->n_partial == 1 && !is_number)) {
		*number = c->n_exact == 1 ? c->exact : c->partial;
		return true;
	}
	if (is_number && c->n_exact == 0)
		return error_set(err, ERROR_NOT_FOUND, "there is no document %u; 'gloss docs' lists them",
		                 *number);
	if (c->n_partial == 0)
		return error_set(err, ERROR_NOT_FOUND,
		                 "no document has '%.*s' in its title or file name; 'gloss docs' lists them",
		                 STR_ARG(name));
	return error_set(err, ERROR_CONFLICT, "%u documents have '%.*s' in title or file name: %s%s",
	                 c->n_partial, STR_ARG(name), c->names.p,
	                 c->n_partial > CANDIDATES ? ", ..." : "; give the number");
}

bool
designate_document(struct session *s, struct str name, struct document *d, struct error *err)
{
	struct candidates c = { .wanted = BUF_INIT, .names = BUF_INIT };
	uint32_t number;
	bool ok;

	if (str_to_u32(name, &number)) {
		struct error missing;

		if (document_get(s->reader, number, &s->arena, d, &missing))
			return true;
		if (missing.code != ERROR_NOT_FOUND) {
			*err = missing;
			return false;
		}
	}
	if (str_trim(name).len == 0)
		return error_set(err, ERROR_USAGE, "an empty name means no document");
	fold_add(&c.wanted, name);
	ok = find_candidates(s->reader, false, &c, err) &&
	     (c.n_partial > 0 || find_candidates(s->reader, true, &c, err)) && choose(&c, name, &number, err) &&
	     document_get(s->reader, number, &s->arena, d, err);
	buf_release(&c.wanted);
	buf_release(&c.names);
	return ok;
}
