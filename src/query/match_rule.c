/* SPDX-License-Identifier: MIT */
#include "query/match_rule.h"

#include "base/day.h"
#include "text/fold.h"

/* The forms of one text of an annotation, each made when it is first asked for. */
enum form {
	FORM_FOLDED,
	FORM_WORDS,		/* of the folded text */
	FORM_EXACT_WORDS,	/* of the text as it is */
};

static struct str
raw_text(const struct annotation *a, enum query_text text)
{
	switch (text) {
	case QUERY_QUOTE:
		return a->quote;
	case QUERY_ENTITY:
		return a->entity;
	case QUERY_VALUE:
		return a->value.text;
	case QUERY_NOTE:
		return a->note;
	case QUERY_AUTHOR:
		return a->author;
	case QUERY_TEXTS:
		break;
	}
	return STR_EMPTY;
}

/* Borrowed until the next form is made. */
static struct str
form_of(struct query_item *item, enum query_text text, enum form form)
{
	unsigned slot = (unsigned)text * QUERY_FORMS + (unsigned)form;
	struct buf *out = form == FORM_FOLDED ? &item->folded : &item->words;
	struct span *s = &item->forms[slot];

	if (!(item->made & 1u << slot)) {
		s->start = out->len;
		if (form == FORM_FOLDED)
			fold_add(out, raw_text(item->annotation, text));
		else if (form == FORM_WORDS)
			phrase_add_words(out, form_of(item, text, FORM_FOLDED));
		else
			phrase_add_words(out, raw_text(item->annotation, text));
		s->end = out->len;
		item->made |= 1u << slot;
	}
	return str_slice(buf_str(out), s->start, s->end);
}

static bool
text_holds(const struct match_rule *m, struct query_item *item, enum query_text text)
{
	struct str raw = raw_text(item->annotation, text);

	if (raw.len == 0)
		return false;
	if (!phrase_may_occur(&m->phrase, m->is_exact ? raw : form_of(item, text, FORM_FOLDED)))
		return false;
	if (!phrase_needs_words(&m->phrase))
		return true;
	return phrase_occurs(&m->phrase,
	                     form_of(item, text, m->is_exact ? FORM_EXACT_WORDS : FORM_WORDS));
}

static bool
any_text_holds(const struct match_rule *m, struct query_item *item)
{
	for (unsigned text = 0; text < QUERY_TEXTS; text++)
		if (m->texts & 1u << text && text_holds(m, item, (enum query_text)text))
			return true;
	return false;
}

static bool
has_label(const struct match_rule *m, uint32_t label)
{
	for (size_t i = 0; i < m->n_labels; i++)
		if (m->labels[i] == label)
			return true;
	return false;
}

bool
match_rule_has_document(const struct match_rule *m, uint32_t document)
{
	size_t from = 0, to = m->n_documents;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (m->documents[middle] == document)
			return true;
		if (m->documents[middle] < document)
			from = middle + 1;
		else
			to = middle;
	}
	return false;
}

static bool
has_part(enum leaf_has has, const struct annotation *a)
{
	switch (has) {
	case LEAF_HAS_NOTE:
		return a->note.len > 0;
	case LEAF_HAS_ENTITY:
		return a->entity.len > 0;
	case LEAF_HAS_VALUE:
		return a->value.text.len > 0 || a->value.low.len > 0 || a->value.high.len > 0;
	}
	return false;
}

/* A bound that is missing leaves its side open. */
static bool
date_holds(const struct match_rule *m, const struct value *v)
{
	int32_t low = INT32_MIN, high = INT32_MAX;

	if (v->low.len == 0 && v->high.len == 0)
		return false;
	if ((v->low.len > 0 && !day_parse(v->low, &low)) ||
	    (v->high.len > 0 && !day_parse(v->high, &high)))
		return false;
	return low <= m->last && m->first <= high;
}

/* How the nearest amount within the bounds stands to the one asked for. */
static bool
bounds_hold(const struct match_rule *m, const struct decimal *low, const struct decimal *high)
{
	int from = low ? decimal_cmp(low, &m->amount) : -1;
	int to = high ? decimal_cmp(high, &m->amount) : 1;

	switch (m->compare) {
	case LEAF_LESS:
		return from < 0;
	case LEAF_AT_MOST:
		return from <= 0;
	case LEAF_EQUAL:
		return from <= 0 && to >= 0;
	case LEAF_AT_LEAST:
		return to >= 0;
	case LEAF_MORE:
		return to > 0;
	}
	return false;
}

static bool
money_holds(const struct match_rule *m, const struct value *v)
{
	bool is_range = v->low.len > 0 || v->high.len > 0;
	struct str low = is_range ? v->low : v->text;
	struct str high = is_range ? v->high : v->text;
	struct decimal from, to;

	if (low.len + high.len == 0 || (low.len > 0 && !decimal_parse(low, &from)) ||
	    (high.len > 0 && !decimal_parse(high, &to)))
		return false;
	if (m->unit.len > 0)
		return str_eq(v->unit, m->unit);
	return bounds_hold(m, low.len > 0 ? &from : NULL, high.len > 0 ? &to : NULL);
}

bool
match_rule_holds(const struct match_rule *m, struct query_item *item)
{
	const struct annotation *a = item->annotation;

	switch (m->kind) {
	case MATCH_LABELS:
		return has_label(m, a->label);
	case MATCH_WORDS:
		return (m->n_labels == 0 || has_label(m, a->label)) && any_text_holds(m, item);
	case MATCH_DOCUMENTS:
		return match_rule_has_document(m, a->document);
	case MATCH_ORIGIN:
		return str_eq(a->origin, m->origin);
	case MATCH_HAS:
		return has_part(m->has, a);
	case MATCH_ADDED:
		return m->since <= a->created && a->created < m->until;
	case MATCH_DATE:
		return date_holds(m, &a->value);
	case MATCH_MONEY:
		return money_holds(m, &a->value);
	}
	return false;
}

unsigned
match_rule_cost(const struct match_rule *m)
{
	switch (m->kind) {
	case MATCH_DATE:
	case MATCH_MONEY:
		return 2;
	case MATCH_WORDS:
		return m->n_labels > 0 ? 3 : 4;
	default:
		return 1;
	}
}
