/* SPDX-License-Identifier: MIT */
#include "query/leaf.h"

#include "query/leaf_value.h"
#include "text/utf8.h"

#define CLIP 80		/* bytes of a typed string that a message shows */

/* Fields by name, in the order in which messages list them. */
static const struct field {
	const char *name;
	enum leaf_field field;
	leaf_value_fn *read;	/* the value after ':' */
	const char *wants;	/* for "expected ..." */
} fields[] = {
	{ "label", LEAF_LABEL, leaf_value_labels,
	  "the name of a label, as label:company or label:company|model" },
	{ "doc", LEAF_DOC, leaf_value_words,
	  "a number or words of a title or source, as doc:7 or doc:avocado" },
	{ "text", LEAF_TEXT, leaf_value_words, "a word, a phrase in quotes or a prefix*" },
	{ "entity", LEAF_ENTITY, leaf_value_words, "a word, a phrase in quotes or a prefix*" },
	{ "note", LEAF_NOTE, leaf_value_words, "a word, a phrase in quotes or a prefix*" },
	{ "author", LEAF_AUTHOR, leaf_value_words, "a word, a phrase in quotes or a prefix*" },
	{ "exact", LEAF_EXACT, leaf_value_words, "a word, a phrase in quotes or a prefix*" },
	{ "origin", LEAF_ORIGIN, leaf_value_origin, "hand, rule or import" },
	{ "has", LEAF_HAS, leaf_value_has, "note, entity or value" },
	{ "added", LEAF_ADDED, leaf_value_age,
	  "an age or days, as added:<7d (h, d, w, m, y), added:2026-03 or added:2025-11..2026-03" },
	{ "published", LEAF_PUBLISHED, leaf_value_age,
	  "an age or days, as published:<7d, published:2026-03 or published:2025-11..2026-03" },
	{ "date", LEAF_DATE, leaf_value_days,
	  "days, as date:2026-03 or date:2025-11..2026-03; for the label with a word: "
	  "label:date word" },
	{ "money", LEAF_MONEY, leaf_value_unit,
	  "a unit or an amount, as money:EUR or money>1e9; for the label with a word: "
	  "label:money word" },
	{ "in", LEAF_LATER, NULL, NULL },
	{ "is", LEAF_LATER, NULL, NULL },
	{ "sort", LEAF_LATER, NULL, NULL },
};

#define N_FIELDS (sizeof(fields) / sizeof(fields[0]))

const char *
leaf_field_name(size_t i)
{
	return i < N_FIELDS && fields[i].field != LEAF_LATER ? fields[i].name : NULL;
}

struct str
leaf_field_list(struct arena *arena)
{
	struct buf list = BUF_INIT;
	const char *name;

	for (size_t i = 0; (name = leaf_field_name(i)) != NULL; i++)
		buf_addf(&list, "%s%s:", i > 0 ? ", " : "", name);
	struct str copy = arena_str(arena, buf_str(&list));
	buf_release(&list);
	return copy;
}

struct str
leaf_clip(struct str s)
{
	if (s.len <= CLIP)
		return s;
	size_t end = CLIP;
	while (!utf8_is_border(s, end))
		end--;
	return str_slice(s, 0, end);
}

static const struct field *
find_field(struct str name)
{
	for (size_t i = 0; i < N_FIELDS; i++)
		if (str_eq(name, str_from(fields[i].name)))
			return &fields[i];
	return NULL;
}

static bool
is_digits(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.len > 0;
}

/* Forms that have a meaning in the design and none here; read as words they would mislead. */
static bool
check_known(const struct token *t, struct arena *arena, struct error *err)
{
	struct str near = STR("near/");
	const char *what = NULL;

	if (t->text.p[0] == '/')
		what = "a regular expression";
	else if (str_starts(t->text, near) && is_digits(str_skip(t->text, near.len)))
		what = "near/N";
	if (!what)
		return true;
	return error_syntax(err, t->pos, "%s is not known; known are words, \"phrases\", pre*, "
	                    "*sub* and %.*s; quote it to search for it", what,
	                    STR_ARG(leaf_field_list(arena)));
}

/* Where the name of a field ends and its operator begins; STR_NONE in a plain word. */
static size_t
find_operator(struct str s)
{
	size_t colon = STR_NONE;

	for (size_t i = 0; i < s.len && s.p[i] != '"'; i++) {
		bool compares = s.p[i] == '<' || s.p[i] == '>' || s.p[i] == '=';

		if (compares && colon == STR_NONE && find_field(str_slice(s, 0, i)))
			return i;
		if (s.p[i] == ':' && colon == STR_NONE)
			colon = i;
	}
	return colon == 0 ? STR_NONE : colon;
}

/* <, <=, =, >= or > off the front of s. */
static enum leaf_compare
take_compare(struct str *s)
{
	char sign = s->p[0];

	*s = str_skip(*s, 1);
	if (sign == '=')
		return LEAF_EQUAL;
	bool or_equal = s->len > 0 && s->p[0] == '=';
	*s = str_skip(*s, or_equal);
	if (sign == '<')
		return or_equal ? LEAF_AT_MOST : LEAF_LESS;
	return or_equal ? LEAF_AT_LEAST : LEAF_MORE;
}

static bool
read_field(const struct field *f, const struct token *t, size_t at, struct arena *arena,
           struct leaf *leaf, struct error *err)
{
	struct str value = str_skip(t->text, at);
	leaf_value_fn *read = f->read;

	leaf->field = f->field;
	if (f->field == LEAF_LATER)
		return error_syntax(err, t->pos, "%s: is not known; known are words, \"phrases\", "
		                    "pre*, *sub* and %.*s", f->name,
		                    STR_ARG(leaf_field_list(arena)));
	if (value.p[0] == ':') {
		value = str_skip(value, 1);
	} else if (f->field == LEAF_MONEY) {
		leaf->compare = take_compare(&value);
		read = leaf_value_amount;
	} else {
		return error_syntax(err, t->pos + at, "'%s' is followed by ':', not by '%c': "
		                    "expected %s", f->name, value.p[0], f->wants);
	}
	struct leaf_value v = {
		.text = value,
		.pos = t->pos + (size_t)(value.p - t->text.p),
		.wants = f->wants,
	};
	if (value.len == 0)
		return error_syntax(err, v.pos, "nothing follows '%.*s': expected %s",
		                    STR_ARG(t->text), f->wants);
	return read(&v, arena, leaf, err);
}

/* A name that is no field's: some label's, if there is one, or a mistake. */
static bool
read_named(const struct token *t, struct leaf_name name, size_t colon, struct arena *arena,
           struct leaf *leaf, struct error *err)
{
	struct leaf_value v = { .text = str_skip(t->text, colon + 1), .pos = t->pos + colon + 1 };

	leaf->field = LEAF_NAMED;
	leaf->name = name;
	leaf->words = (struct leaf_words){ .text = STR_EMPTY, .pos = v.pos };
	return v.text.len == 0 || leaf_value_words(&v, arena, leaf, err);
}

bool
leaf_read(const struct token *t, struct arena *arena, struct leaf *leaf, struct error *err)
{
	struct leaf_value v = { .text = t->text, .pos = t->pos };
	struct str s = t->text;

	*leaf = (struct leaf){ .field = LEAF_WORDS, .pos = t->pos, .typed = s };
	if (s.p[0] == '"') {
		size_t end = lexer_quote_end(s, 0);
		struct leaf_name name = { leaf_value_unquote(str_slice(s, 0, end), arena), t->pos };

		if (end < s.len && s.p[end] == ':' && name.text.len > 0)
			return read_named(t, name, end, arena, leaf, err);
		return leaf_value_words(&v, arena, leaf, err);
	}
	if (!check_known(t, arena, err))
		return false;
	if (s.p[0] == '<' || s.p[0] == '>' || s.p[0] == '=')
		return error_syntax(err, t->pos, "expected a field directly before '%c', as "
		                    "money>1e9 or added:<7d; quote it to search for it", s.p[0]);
	size_t at = find_operator(s);
	if (at == STR_NONE)
		return leaf_value_words(&v, arena, leaf, err);
	const struct field *f = find_field(str_slice(s, 0, at));
	if (f)
		return read_field(f, t, at, arena, leaf, err);
	struct leaf_name name = { str_slice(s, 0, at), t->pos };
	return read_named(t, name, at, arena, leaf, err);
}
