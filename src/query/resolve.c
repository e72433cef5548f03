/* SPDX-License-Identifier: MIT */
#include "query/resolve.h"

#include "base/clock.h"
#include "notebook/document.h"
#include "notebook/label.h"
#include "base/nearest.h"
#include "query/rule_documents.h"
#include "text/fold.h"

#define DAY_MS INT64_C(86400000)

struct resolver {
	const struct reader *r;
	struct arena *arena;
	struct label_list labels;
	int64_t now;
	bool walks_documents;	/* some rule must look at each of them */
	struct error *err;
};

static struct str
folded(const struct resolver *v, struct str s)
{
	struct buf b = BUF_INIT;

	fold_add(&b, s);
	struct str copy = arena_str(v->arena, buf_str(&b));
	buf_release(&b);
	return copy;
}

static bool
set_phrase(const struct resolver *v, const struct leaf *leaf, struct match_rule *m)
{
	const struct leaf_words *w = &leaf->words;
	struct str text = m->is_exact ? w->text : folded(v, w->text);

	return phrase_init(&m->phrase, text, w->open_start, w->open_end, v->arena) ||
	       error_syntax(v->err, w->pos,
	                    "accents alone cannot be searched for: expected a word");
}

static bool
set_words(const struct resolver *v, const struct leaf *leaf, unsigned texts,
          struct match_rule *m)
{
	m->kind = MATCH_WORDS;
	m->texts = texts;
	m->is_exact = leaf->field == LEAF_EXACT;
	return set_phrase(v, leaf, m);
}

static struct str
label_names(const struct resolver *v)
{
	struct buf names = BUF_INIT;

	for (size_t i = 0; i < v->labels.n && names.len < 400; i++)
		buf_addf(&names, "%s%.*s", i > 0 ? ", " : "", STR_ARG(v->labels.p[i].name));
	struct str copy = arena_str(v->arena, names.len > 0 ? buf_str(&names) : STR("none"));
	buf_release(&names);
	return copy;
}

static bool
unknown_label(const struct resolver *v, const struct leaf_name *name)
{
	struct nearest near = nearest_begin(name->text);

	for (size_t i = 0; i < v->labels.n; i++)
		nearest_try(&near, v->labels.p[i].name);
	struct str hint = STR_EMPTY, typed = leaf_clip(name->text);
	if (near.best.len > 0)
		hint = arena_printf(v->arena, " the nearest is '%.*s';", STR_ARG(near.best));
	return error_syntax(v->err, name->pos, "there is no label '%.*s';%.*s there are: %.*s",
	                    STR_ARG(typed), STR_ARG(hint), STR_ARG(label_names(v)));
}

static bool
set_labels(const struct resolver *v, const struct leaf_name *names, size_t n,
           struct match_rule *m)
{
	uint32_t *numbers = arena_alloc(v->arena, n * sizeof(*numbers));

	for (size_t i = 0; i < n; i++) {
		const struct label *label = label_by_name(&v->labels, names[i].text);
		if (!label)
			return unknown_label(v, &names[i]);
		numbers[i] = label->number;
	}
	m->labels = numbers;
	m->n_labels = n;
	return true;
}

static bool
unknown_field(const struct resolver *v, const struct leaf *leaf)
{
	struct nearest near = nearest_begin(leaf->name.text);
	struct str typed = leaf_clip(leaf->name.text);
	const char *field;

	for (size_t i = 0; (field = leaf_field_name(i)) != NULL; i++)
		nearest_try(&near, str_from(field));
	for (size_t i = 0; i < v->labels.n; i++)
		nearest_try(&near, v->labels.p[i].name);
	struct str known = near.best.len > 0 ?
		arena_printf(v->arena, "the nearest is '%.*s'", STR_ARG(near.best)) :
		arena_printf(v->arena, "there are %.*s and labels",
		             STR_ARG(leaf_field_list(v->arena)));
	return error_syntax(v->err, leaf->name.pos, "there is no field or label '%.*s'; %.*s; "
	                    "a colon inside a word must be quoted: \"%.*s\"", STR_ARG(typed),
	                    STR_ARG(known), STR_ARG(leaf_clip(leaf->typed)));
}

/* LABEL:word is one term: both must hold of the same annotation. */
static bool
resolve_named(const struct resolver *v, const struct leaf *leaf, struct match_rule *m)
{
	bool is_quoted = leaf->typed.p[0] == '"';

	if (!label_by_name(&v->labels, leaf->name.text))
		return is_quoted ? unknown_label(v, &leaf->name) : unknown_field(v, leaf);
	if (leaf->words.text.len == 0)
		return error_syntax(v->err, leaf->words.pos, "nothing follows '%.*s:': expected a "
		                    "word or a phrase in quotes", STR_ARG(leaf->name.text));
	return set_words(v, leaf, MATCH_ANY_TEXT, m) && set_labels(v, &leaf->name, 1, m);
}

static bool
resolve_words(const struct resolver *v, const struct leaf *leaf, struct match_rule *m)
{
	struct leaf_name name = { leaf->words.text, leaf->pos };

	if (!leaf->is_first || !label_by_name(&v->labels, name.text))
		return set_words(v, leaf, MATCH_ANY_TEXT, m);
	m->kind = MATCH_LABELS;
	return set_labels(v, &name, 1, m);
}

static void
set_days(const struct resolver *v, const struct leaf_days *d, struct match_rule *m)
{
	m->first = d->first;
	m->last = d->last;
	m->since = d->first * DAY_MS;
	m->until = (d->last + INT64_C(1)) * DAY_MS;
	if (!d->is_age)
		return;
	m->since = d->is_older ? INT64_MIN : v->now - d->age;
	m->until = d->is_older ? v->now - d->age : INT64_MAX;
}

static bool
is_digits(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.len > 0;
}

static bool
resolve_doc_number(const struct resolver *v, const struct leaf_words *w, struct match_rule *m)
{
	uint32_t *number = arena_alloc(v->arena, sizeof(*number));
	struct document d;
	struct error e;

	m->documents = number;
	m->n_documents = 1;
	if (str_to_u32(w->text, number)) {
		if (document_get(v->r, *number, v->arena, &d, &e))
			return true;
		if (e.code != ERROR_NOT_FOUND) {
			*v->err = e;
			return false;
		}
	}
	return error_syntax(v->err, w->pos, "there is no document %.*s; quote the number to look "
	                    "for it in titles", STR_ARG(leaf_clip(w->text)));
}

/* Words wait for the walk over the documents, which rule_documents.c does once for all. */
static bool
resolve_doc(struct resolver *v, const struct leaf *leaf, struct match_rule *m)
{
	const struct leaf_words *w = &leaf->words;

	m->kind = MATCH_DOCUMENTS;
	if (!w->is_quoted && !w->open_start && !w->open_end && is_digits(w->text))
		return resolve_doc_number(v, w, m);
	v->walks_documents = true;
	m->texts = MATCH_TITLE;
	if (!set_phrase(v, leaf, m))
		return false;
	if (phrase_needs_words(&m->phrase))
		rule_documents_phrase(m, folded(v, w->text), w->open_start, w->open_end, v->arena);
	return true;
}

static bool
resolve_leaf(struct resolver *v, const struct leaf *leaf, struct match_rule *m)
{
	switch (leaf->field) {
	case LEAF_WORDS:
		return resolve_words(v, leaf, m);
	case LEAF_EXACT:
		return set_words(v, leaf, MATCH_ANY_TEXT, m);
	case LEAF_TEXT:
		return set_words(v, leaf, MATCH_QUOTE, m);
	case LEAF_ENTITY:
		return set_words(v, leaf, MATCH_ENTITY, m);
	case LEAF_NOTE:
		return set_words(v, leaf, MATCH_NOTE, m);
	case LEAF_AUTHOR:
		return set_words(v, leaf, MATCH_AUTHOR, m);
	case LEAF_NAMED:
		return resolve_named(v, leaf, m);
	case LEAF_DOC:
		return resolve_doc(v, leaf, m);
	case LEAF_LABEL:
		m->kind = MATCH_LABELS;
		return set_labels(v, leaf->labels, leaf->n_labels, m);
	case LEAF_PUBLISHED:
		m->kind = MATCH_DOCUMENTS;
		m->texts = MATCH_PUBLISHED;
		v->walks_documents = true;
		break;
	case LEAF_ADDED:
		m->kind = MATCH_ADDED;
		break;
	case LEAF_DATE:
		m->kind = MATCH_DATE;
		break;
	case LEAF_ORIGIN:
		m->kind = MATCH_ORIGIN;
		break;
	case LEAF_HAS:
		m->kind = MATCH_HAS;
		break;
	case LEAF_MONEY:
		m->kind = MATCH_MONEY;
		break;
	case LEAF_LATER:
		break;
	}
	m->origin = str_trim(leaf->words.text);
	m->has = leaf->has;
	m->unit = leaf->unit;
	m->compare = leaf->compare;
	m->amount = leaf->amount;
	set_days(v, &leaf->days, m);
	return true;
}

/* What the notebook has must be there; an age or a stretch of days may well find nothing. */
static bool
check_found(const struct resolver *v, const struct leaf *leaf, const struct match_rule *m)
{
	const struct leaf_words *w = &leaf->words;

	if (leaf->field != LEAF_DOC || m->n_documents > 0)
		return true;
	return error_syntax(v->err, w->pos, "no document has '%.*s' in its title or source",
	                    STR_ARG(leaf_clip(w->text)));
}

bool
resolve_leaves(const struct parse_tree *tree, const struct reader *r, struct arena *arena,
               struct match_rule **rules, struct error *err)
{
	struct resolver v = { .r = r, .arena = arena, .now = clock_now(), .err = err };
	size_t n = tree->n_leaves;

	*rules = arena_zero(arena, n, sizeof(**rules));
	if (!label_all(r, arena, &v.labels, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!resolve_leaf(&v, tree->leaves[i], &(*rules)[i]))
			return false;
	if (v.walks_documents && !rule_documents_find(r, *rules, n, arena, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!check_found(&v, tree->leaves[i], &(*rules)[i]))
			return false;
	return true;
}
