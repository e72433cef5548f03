/* SPDX-License-Identifier: MIT */
#include "command/listing.h"

#include "text/utf8.h"

bool
listing_init(struct listing *l, struct session *s, struct error *err)
{
	*l = (struct listing){ .s = s, .arena = ARENA_INIT, .kept = ARENA_INIT };
	return label_all(s->reader, &l->kept, &l->labels, err);
}

void
listing_release(struct listing *l)
{
	arena_release(&l->arena);
	arena_release(&l->kept);
}

static bool
turn_to_document(struct listing *l, uint32_t number, struct error *err)
{
	/* A large write may move a text that the same transaction has put. */
	if (l->document.number == number)
		return !l->s->writer || document_body(l->s->reader, &l->document, &l->body, err);
	l->at = (struct position){ 0 };
	return document_get(l->s->reader, number, &l->kept, &l->document, err) &&
	       document_body(l->s->reader, &l->document, &l->body, err);
}

/* From the last place if it is near and before, else from a checkpoint. */
static bool
find_position(const struct listing *l, const struct position *near, size_t byte,
              struct position *p, struct error *err)
{
	if (byte < near->byte || byte - near->byte > POSITION_STEP)
		return body_position(&l->body, byte, p, err);
	*p = *near;
	position_advance(p, body_slice(&l->body, (struct span){ p->byte, byte }));
	return true;
}

static bool
set_parts(struct listing *l, const struct annotation *a, struct mark *m, struct error *err)
{
	struct mark_part *parts = arena_alloc(&l->arena, a->n_parts * sizeof(*parts));
	const struct position *near = &l->at;

	for (size_t i = 0; i < a->n_parts; i++) {
		if (a->parts[i].end > l->body.text.len)
			return error_set(err, ERROR_CORRUPT,
			                 "annotation %u is outside its document: run gloss check", a->number);
		if (!find_position(l, near, a->parts[i].start, &parts[i].start, err) ||
		    !find_position(l, &parts[i].start, a->parts[i].end, &parts[i].end, err))
			return false;
		near = &parts[i].end;
	}
	l->at = parts[0].start;
	m->parts = parts;
	m->n_parts = a->n_parts;
	return true;
}

static void
set_context(const struct listing *l, struct span outer, struct mark *m)
{
	struct str text = l->body.text;
	size_t before = outer.start;

	for (int i = 0; i < MARK_CONTEXT && before > 0; i++)
		before = utf8_before(text, before);
	m->before = body_slice(&l->body, (struct span){ before, outer.start });
	struct str rest = str_skip(text, outer.end);
	if (rest.len > MARK_CONTEXT * UTF8_MAX)
		rest.len = MARK_CONTEXT * UTF8_MAX;
	size_t len = position_bytes(rest, MARK_CONTEXT);
	m->after = body_slice(&l->body, (struct span){ outer.end, outer.end + len });
}

bool
listing_mark(struct listing *l, const struct annotation *a, struct mark *m, struct error *err)
{
	const struct label *label = label_by_number(&l->labels, a->label);
	char *uid;

	arena_reset(&l->arena);
	if (!label)
		return error_set(err, ERROR_CORRUPT, "annotation %u has a label that is gone: run gloss check",
		                 a->number);
	if (!turn_to_document(l, a->document, err) || !set_parts(l, a, m, err))
		return false;
	set_context(l, annotation_outer(a), m);
	uid = arena_alloc(&l->arena, UID_TEXT_SIZE);
	uid_format(&a->uid, uid);
	m->id = a->number;
	m->doc = a->document;
	m->title = l->document.title;
	m->source = document_source(&l->document);
	m->published = l->document.published;
	m->label = label->name;
	m->text = a->quote;
	m->entity = a->entity;
	m->value = a->value.text;
	m->value_low = a->value.low;
	m->value_high = a->value.high;
	m->unit = a->value.unit;
	m->note = a->note;
	m->author = a->author;
	m->origin = a->origin;
	m->created = a->created;
	m->updated = a->updated;
	m->uid = (struct str){ uid, UID_TEXT_SIZE - 1 };
	return true;
}

bool
listing_mark_number(struct listing *l, uint32_t number, struct mark *m, struct error *err)
{
	struct arena_mark before = arena_mark(&l->s->arena);
	struct annotation a;
	bool ok = annotation_get(l->s->reader, number, &l->s->arena, &a, err) &&
	          listing_mark(l, &a, m, err);

	/* The mark borrows the annotation's strings, so they stay with it. */
	if (!ok)
		arena_rewind(&l->s->arena, before);
	return ok;
}

bool
listing_begin(struct listing *l, struct session *s, struct error *err)
{
	if (!listing_init(l, s, err)) {
		listing_release(l);
		return false;
	}
	out_begin(s->out, mark_columns, MARK_N_COLUMNS);
	return true;
}

struct place
listing_place(const struct mark *m)
{
	return (struct place){
		.document = m->doc,
		.annotation = m->id,
		.span = { m->parts[0].start.byte, m->parts[m->n_parts - 1].end.byte },
	};
}

bool
listing_row(struct listing *l, const struct annotation *a, struct error *err)
{
	struct field fields[MARK_N_COLUMNS];
	struct mark m;

	if (!listing_mark(l, a, &m, err))
		return false;
	mark_fields(&m, &l->arena, fields);
	out_fields(l->s->out, fields, listing_place(&m));
	return true;
}

bool
listing_row_number(struct listing *l, uint32_t number, struct error *err)
{
	struct arena_mark before = arena_mark(&l->s->arena);
	struct annotation a;
	bool ok = annotation_get(l->s->reader, number, &l->s->arena, &a, err) &&
	          listing_row(l, &a, err);

	arena_rewind(&l->s->arena, before);
	return ok;
}

bool
listing_end(struct listing *l, bool ok)
{
	if (ok)
		out_end(l->s->out);
	listing_release(l);
	return ok;
}
