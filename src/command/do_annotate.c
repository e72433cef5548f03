/* SPDX-License-Identifier: MIT */
#include "base/decimal.h"
#include "base/vec.h"
#include "command/designate.h"
#include "command/families.h"
#include "command/ids.h"
#include "command/listing.h"
#include "command/locate.h"
#include "query/search.h"
#include "text/match.h"

/* Annotations: tag, untag, edit. */

/* A span to be annotated. */
struct target {
	uint32_t document;
	const struct span *parts;
	size_t n_parts;
};

struct targets {
	struct session *s;
	struct arena arena;
	struct target *p;
	size_t n, cap;
};

static void
add_target(struct targets *t, uint32_t document, const struct span *parts, size_t n_parts)
{
	struct span *copy = arena_alloc(&t->arena, n_parts * sizeof(*copy));

	memcpy(copy, parts, n_parts * sizeof(*copy));
	vec_push(t, (struct target){ document, copy, n_parts });
}

static bool
targets_of_spans(struct targets *t, const struct args *a, struct error *err)
{
	enum locate_unit unit;
	struct document d;
	struct body body;

	if (!args_has(a, "doc"))
		return error_set(err, ERROR_USAGE, "-s needs a document: -d DOC");
	if (!locate_unit_parse(args_get(a, "units"), &unit, err) ||
	    !designate_document(t->s, args_get(a, "doc"), &d, err) ||
	    !document_body(t->s->reader, &d, &body, err))
		return false;
	for (size_t i = 0; i < args_count(a, "span"); i++) {
		struct span *parts;
		size_t n;
		if (!locate_parts(&body, args_at(a, "span", i), unit, &t->arena, &parts, &n, err))
			return error_add(err, "document %u", d.number);
		add_target(t, d.number, parts, n);
	}
	return true;
}

static bool
find_text(struct targets *t, const struct document *d, struct str text, struct error *err)
{
	struct span found;
	struct body body;
	size_t pos = 0;

	if (!session_check_stop(t->s, err) || !document_body(t->s->reader, d, &body, err))
		return false;
	struct str whole = body_slice(&body, (struct span){ 0, body.text.len });
	while (match_next(whole, text, &pos, &found))
		add_target(t, d->number, &found, 1);
	return true;
}

/* In all documents but those that a newer one has replaced. */
static bool
find_text_everywhere(struct targets *t, struct str text, struct error *err)
{
	struct document_walk walk;
	struct document d;
	bool ok = true;

	document_walk_open(&walk, t->s->reader);
	while (ok && document_walk_next(&walk, &d))
		ok = d.revised_by || find_text(t, &d, text, err);
	return document_walk_close(&walk, ok ? err : &(struct error){ 0 }) && ok;
}

/* Tells where the first few stand, so that one can be chosen. */
static bool
several(struct targets *t, struct str text, struct str where, struct error *err)
{
	enum { SHOWN = 3 };
	struct buf places = BUF_INIT;
	bool ok = true;

	for (size_t i = 0; ok && i < t->n && i < SHOWN; i++) {
		const struct target *target = &t->p[i];
		struct position start, end;
		struct document d;
		struct body body;

		ok = document_get(t->s->reader, target->document, &t->arena, &d, err) &&
		     document_body(t->s->reader, &d, &body, err) &&
		     body_position(&body, target->parts[0].start, &start, err) &&
		     body_position(&body, target->parts[0].end, &end, err);
		if (ok)
			buf_addf(&places, "%s-d %u -s %u:%u", i ? ", " : "", d.number, start.chr, end.chr);
	}
	if (ok)
		error_set(err, ERROR_CONFLICT, "'%.*s' occurs %zu times in %.*s: choose one (%s%s), or --all",
		          STR_ARG(text), t->n, STR_ARG(where), places.p, t->n > SHOWN ? ", ..." : "");
	buf_release(&places);
	return false;
}

static bool
targets_of_text(struct targets *t, const struct args *a, struct error *err)
{
	struct str text = args_get(a, "text");
	struct document d = { .number = 0 };
	struct str where = STR("the notebook");

	if (text.len == 0)
		return error_set(err, ERROR_USAGE, "-t needs a text that is not empty");
	if (args_has(a, "doc")) {
		if (!designate_document(t->s, args_get(a, "doc"), &d, err) || !find_text(t, &d, text, err))
			return false;
		where = arena_printf(&t->arena, "document %u", d.number);
	} else if (!find_text_everywhere(t, text, err)) {
		return false;
	}
	if (t->n == 0)
		return error_set(err, ERROR_NOT_FOUND, "'%.*s' does not occur in %.*s", STR_ARG(text),
		                 STR_ARG(where));
	return t->n == 1 || args_has(a, "all") || several(t, text, where, err);
}

static bool
add_annotation_target(struct targets *t, uint32_t number, struct error *err)
{
	struct annotation a;

	if (!annotation_get(t->s->reader, number, &t->arena, &a, err))
		return false;
	add_target(t, a.document, a.parts, a.n_parts);
	return true;
}

static bool
targets_of_query(struct targets *t, const struct args *a, struct error *err)
{
	struct query *q = session_query(t->s, args_get(a, "where"), err);
	struct search search;
	struct search_hit hit;
	bool ok = true;

	if (!q)
		return error_add(err, "--where");
	search_open(&search, t->s->reader, q);
	while (ok && search_next(&search, &hit))
		ok = add_annotation_target(t, hit.annotation, err);
	return search_close(&search, ok ? err : &(struct error){ 0 }) && ok;
}

static bool
targets_of_ids(struct targets *t, const struct args *a, struct error *err)
{
	struct ids ids;

	if (!ids_parse(t->s, a, "id", &ids, err))
		return false;
	for (size_t i = 0; i < ids.n; i++)
		if (!add_annotation_target(t, ids.p[i], err))
			return false;
	return true;
}

static bool
find_targets(struct targets *t, const struct args *a, struct error *err)
{
	static const struct {
		const char *option;
		bool (*find)(struct targets *t, const struct args *a, struct error *err);
	} ways[] = {
		{ "span", targets_of_spans },
		{ "text", targets_of_text },
		{ "where", targets_of_query },
		{ "id", targets_of_ids },
	};
	const size_t n = sizeof(ways) / sizeof(ways[0]);
	size_t chosen = n, given = 0;

	for (size_t i = 0; i < n; i++) {
		if (!args_has(a, ways[i].option))
			continue;
		chosen = i;
		given++;
	}
	if (given != 1)
		return error_set(err, ERROR_USAGE, "say what to tag by one of: -d DOC -s START:END, "
		                 "-t TEXT, --where QUERY, or annotation numbers (- reads them)");
	if (args_has(a, "all") && !args_has(a, "text"))
		return error_set(err, ERROR_USAGE, "--all goes with -t TEXT");
	if (args_has(a, "doc") && chosen > 1)
		return error_set(err, ERROR_USAGE, "-d goes with -s or -t");
	return ways[chosen].find(t, a, err);
}

static bool
check_length(struct str s, const char *option, struct error *err)
{
	return s.len <= ANNOTATION_NOTE_MAX ||
	       error_set(err, ERROR_LIMIT, "--%s has %zu bytes; the limit is %zu", option, s.len,
	                 ANNOTATION_NOTE_MAX);
}

/* Whether a value is words: no search for amounts or days will find it. */
static bool
is_plain_words(const struct value *v)
{
	struct decimal d;

	return v->low.len == 0 && v->unit.len == 0 && !decimal_parse(v->text, &d);
}

/* --note, --entity, --value into an annotation, where they were given. */
static bool
set_attributes(struct session *s, const struct args *a, struct annotation *ann,
               struct error *err)
{
	struct str value = args_get(a, "value");

	if (args_has(a, "note"))
		ann->note = args_get(a, "note");
	if (args_has(a, "entity"))
		ann->entity = args_get(a, "entity");
	if (args_has(a, "value") && !value_parse(value, &s->arena, &ann->value, err))
		return error_add(err, "--value");
	if (is_plain_words(&ann->value) && value.len > 0 && value.p[0] >= '0' && value.p[0] <= '9')
		out_notice(s->out, "the value '%.*s' is neither an amount (2.5e9 USD) nor days (2026-01-31, "
		           "2026-Q1), and is kept as words", STR_ARG(value));
	return (!args_has(a, "note") || check_length(ann->note, "note", err)) &&
	       (!args_has(a, "entity") || check_length(ann->entity, "entity", err)) &&
	       check_length(value, "value", err);
}

static const struct annotation annotation_blank = {
	.quote = { "", 0 }, .entity = { "", 0 }, .note = { "", 0 },
	.value = { { "", 0 }, { "", 0 }, { "", 0 }, { "", 0 } },
	.author = { "", 0 }, .origin = { "", 0 },
};

/* Annotates one target, or finds what stands there already; its row either way. */
static bool
tag_target(struct session *s, const struct target *target, const struct annotation *model,
           struct listing *listing, struct error *err)
{
	struct arena_mark memory = arena_mark(&s->arena);
	struct annotation ann = *model;
	struct document d;
	struct body body;
	uint32_t same;

	ann.document = target->document;
	if (!document_get(s->reader, target->document, &s->arena, &d, err) ||
	    !document_body(s->reader, &d, &body, err))
		return false;
	if (!annotation_set_parts(&ann, &body, target->parts, target->n_parts, &s->arena, err))
		return error_add(err, "document %u", d.number);
	if (!annotation_find_same(s->reader, &ann, &same, err))
		return false;
	if (same && (ann.note.len || ann.entity.len || ann.value.text.len || ann.value.low.len))
		out_notice(s->out, "annotation %u stands there already and was left as it is: 'gloss edit %u' "
		           "changes its note, value or entity", same, same);
	bool ok = same ? listing_row_number(listing, same, err)
	               : annotation_add(s->writer, &ann, err) && listing_row(listing, &ann, err);
	arena_rewind(&s->arena, memory);
	return ok;
}

static bool
tag_all(struct session *s, const struct targets *t, const struct annotation *model,
        struct error *err)
{
	struct listing listing;
	bool ok = true;

	if (!listing_begin(&listing, s, err))
		return false;
	for (size_t i = 0; ok && i < t->n; i++)
		ok = session_check_stop(s, err) && tag_target(s, &t->p[i], model, &listing, err);
	return listing_end(&listing, ok);
}

static bool
run_tag(struct session *s, const struct args *a, struct error *err)
{
	struct targets targets = { .s = s, .arena = ARENA_INIT };
	struct annotation model = annotation_blank;
	struct label label;

	if (args_has(a, "dry-run") && s->all_or_none)
		return error_set(err, ERROR_USAGE, "--dry-run cannot stand in a batch that is all or none");
	bool ok = label_find(s->reader, args_get(a, "label"), &s->arena, &label, err) &&
	          set_attributes(s, a, &model, err) && find_targets(&targets, a, err);

	model.label = ok ? label.number : 0;
	ok = ok && tag_all(s, &targets, &model, err);
	s->nothing_found = ok && targets.n == 0;
	s->discard = args_has(a, "dry-run");
	vec_release(&targets);
	arena_release(&targets.arena);
	return ok;
}

static bool
untag_ids(struct session *s, const struct ids *ids, struct listing *listing, struct error *err)
{
	for (size_t i = 0; i < ids->n; i++)
		if (!session_check_stop(s, err) || !listing_row_number(listing, ids->p[i], err) ||
		    !annotation_remove(s->writer, ids->p[i], err))
			return false;
	return true;
}

static bool
run_untag(struct session *s, const struct args *a, struct error *err)
{
	struct listing listing;
	struct ids ids;

	if (!ids_parse(s, a, "id", &ids, err) || !listing_begin(&listing, s, err))
		return false;
	bool ok = listing_end(&listing, untag_ids(s, &ids, &listing, err));
	s->nothing_found = ok && ids.n == 0;
	return ok;
}

/* Label and span of an edit; *moved tells that another annotation may stand there now. */
static bool
edit_place(struct session *s, const struct args *a, struct annotation *ann, bool *moved,
           struct error *err)
{
	enum locate_unit unit;
	struct label label;
	struct document d;
	struct body body;
	struct span *parts;
	size_t n;

	*moved = args_has(a, "label") || args_has(a, "span");
	if (args_has(a, "label")) {
		if (!label_find(s->reader, args_get(a, "label"), &s->arena, &label, err))
			return false;
		ann->label = label.number;
	}
	if (!args_has(a, "span"))
		return true;
	return locate_unit_parse(args_get(a, "units"), &unit, err) &&
	       document_get(s->reader, ann->document, &s->arena, &d, err) &&
	       document_body(s->reader, &d, &body, err) &&
	       ((locate_parts(&body, args_get(a, "span"), unit, &s->arena, &parts, &n, err) &&
	         annotation_set_parts(ann, &body, parts, n, &s->arena, err)) ||
	        error_add(err, "document %u", d.number));
}

static bool
edit_one(struct session *s, const struct args *a, uint32_t number, struct listing *listing,
         struct error *err)
{
	struct arena_mark memory = arena_mark(&s->arena);
	struct annotation ann;
	uint32_t same = 0;
	bool moved;

	if (!annotation_get(s->reader, number, &s->arena, &ann, err) ||
	    !edit_place(s, a, &ann, &moved, err) || !set_attributes(s, a, &ann, err) ||
	    (moved && !annotation_find_same(s->reader, &ann, &same, err)))
		return false;
	if (same)
		return error_set(err, ERROR_EXISTS,
		                 "annotation %u would become the same as annotation %u: untag one of them",
		                 number, same);
	bool ok = annotation_put(s->writer, &ann, err) && listing_row(listing, &ann, err);
	arena_rewind(&s->arena, memory);
	return ok;
}

static bool
edit_ids(struct session *s, const struct args *a, const struct ids *ids,
         struct listing *listing, struct error *err)
{
	for (size_t i = 0; i < ids->n; i++)
		if (!session_check_stop(s, err) || !edit_one(s, a, ids->p[i], listing, err))
			return false;
	return true;
}

static bool
run_edit(struct session *s, const struct args *a, struct error *err)
{
	static const char *const changes[] = { "label", "span", "note", "value", "entity" };
	struct listing listing;
	struct ids ids;
	bool given = false;

	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		given |= args_has(a, changes[i]);
	if (!given)
		return error_set(err, ERROR_USAGE,
		                 "say what to change: --label, -s, --note, --value or --entity");
	if (!ids_parse(s, a, "id", &ids, err))
		return false;
	if (args_has(a, "span") && ids.n != 1)
		return error_set(err, ERROR_USAGE, "-s goes with one annotation");
	if (!listing_begin(&listing, s, err))
		return false;
	bool ok = listing_end(&listing, edit_ids(s, a, &ids, &listing, err));
	s->nothing_found = ok && ids.n == 0;
	return ok;
}

static const struct arg_spec tag_args[] = {
	{ "label", 'l', "LABEL", ARG_REQUIRED, "the label to give" },
	{ "doc", 'd', "DOC", 0, "the document: number, or enough of title or file name" },
	{ "span", 's', "START:END", ARG_REPEAT,
	  "characters, half-open, from 0; 0:4;10:15 is one annotation of two parts" },
	{ "text", 't', "TEXT", 0, "where this text stands, exactly; it must occur once" },
	{ "all", 0, NULL, 0, "with -t: everywhere it occurs" },
	{ "where", 0, "QUERY", 0, "where annotations like this stand" },
	{ "note", 0, "NOTE", 0, "a note on it" },
	{ "value", 0, "VALUE", 0, "what it stands for: '2.5e9 USD', 2026-01-01..2026-03-31" },
	{ "entity", 0, "ENTITY", 0, "whom or what it names" },
	{ "units", 0, "UNITS", 0, "of -s: codepoints, bytes or utf16" },
	{ "dry-run", 0, NULL, 0, "show what would be tagged; change nothing" },
	{ "id", 0, "ID", ARG_OPERAND | ARG_REPEAT,
	  "where these annotations stand; - reads numbers from standard input" },
	{ NULL, 0, NULL, 0, NULL },
};

static const struct arg_spec untag_args[] = {
	{ "id", 0, "ID", ARG_OPERAND | ARG_REPEAT | ARG_REQUIRED,
	  "annotation numbers; - reads them from standard input" },
	{ NULL, 0, NULL, 0, NULL },
};

static const struct arg_spec edit_args[] = {
	{ "label", 'l', "LABEL", 0, "another label" },
	{ "span", 's', "START:END", 0, "another span of the same document" },
	{ "note", 0, "NOTE", 0, "another note; an empty one removes it" },
	{ "value", 0, "VALUE", 0, "another value; an empty one removes it" },
	{ "entity", 0, "ENTITY", 0, "another entity; an empty one removes it" },
	{ "units", 0, "UNITS", 0, "of -s: codepoints, bytes or utf16" },
	{ "id", 0, "ID", ARG_OPERAND | ARG_REPEAT | ARG_REQUIRED,
	  "annotation numbers; - reads them from standard input" },
	{ NULL, 0, NULL, 0, NULL },
};

const struct command do_annotate_commands[] = {
	{ "tag", "Annotate spans with a label", tag_args, NEED_WRITE | NEED_DASH, run_tag },
	{ "untag", "Remove annotations", untag_args, NEED_WRITE | NEED_DASH, run_untag },
	{ "edit", "Change annotations", edit_args, NEED_WRITE | NEED_DASH, run_edit },
	{ NULL, NULL, NULL, 0, NULL },
};
