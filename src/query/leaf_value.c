/* SPDX-License-Identifier: MIT */
#include "query/leaf_value.h"

#include "base/day.h"
#include "base/vec.h"

#define HOUR_MS INT64_C(3600000)
#define AGE_DIGITS 6	/* more would be no age of anything here */
#define UNIT_LEN 3

static const struct {
	char letter;
	int64_t ms;
} age_units[] = {
	{ 'H', HOUR_MS },
	{ 'D', 24 * HOUR_MS },
	{ 'W', 7 * 24 * HOUR_MS },
	{ 'M', 30 * 24 * HOUR_MS },
	{ 'Y', 365 * 24 * HOUR_MS },
};

static const char *const origins[] = { "hand", "rule", "import" };

static const char *const has_names[] = {
	[LEAF_HAS_NOTE] = "note",
	[LEAF_HAS_ENTITY] = "entity",
	[LEAF_HAS_VALUE] = "value",
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct str
leaf_value_unquote(struct str s, struct arena *arena)
{
	size_t len = s.len - 2, n = 0;
	char *p = arena_z(arena, str_slice(s, 1, s.len - 1));

	for (size_t i = 0; i < len; i++) {
		if (p[i] == '\\' && i + 1 < len && (p[i + 1] == '"' || p[i + 1] == '\\'))
			i++;
		p[n++] = p[i];
	}
	return (struct str){ p, n };
}

static bool
read_quoted(const struct leaf_value *v, size_t start, struct arena *arena, struct leaf_words *w,
            struct error *err)
{
	size_t end = lexer_quote_end(v->text, start);

	w->is_quoted = true;
	w->text = leaf_value_unquote(str_slice(v->text, start, end), arena);
	w->open_end = end < v->text.len && v->text.p[end] == '*';
	end += w->open_end;
	if (end < v->text.len)
		return error_syntax(err, v->pos + end, "expected a blank after the closing quote");
	if (str_trim(w->text).len == 0)
		return error_syntax(err, v->pos + start, "nothing stands between the quotes: "
		                    "expected words");
	return true;
}

static bool
read_bare(const struct leaf_value *v, size_t start, struct leaf_words *w, struct error *err)
{
	size_t end = v->text.len;

	w->open_end = end > start && v->text.p[end - 1] == '*';
	end -= w->open_end;
	w->text = str_slice(v->text, start, end);
	if (w->text.len == 0)
		return error_syntax(err, v->pos, "expected a word beside '*'");
	for (size_t i = start; i < end; i++) {
		if (v->text.p[i] == '"')
			return error_syntax(err, v->pos + i, "expected a blank before the quote");
		if (v->text.p[i] == '*')
			return error_syntax(err, v->pos + i, "'*' stands only at the start or the "
			                    "end of a word: quote the word to search for it");
	}
	return true;
}

bool
leaf_value_words(const struct leaf_value *v, struct arena *arena, struct leaf *leaf,
                 struct error *err)
{
	struct leaf_words *w = &leaf->words;
	size_t start = v->text.p[0] == '*';

	*w = (struct leaf_words){ .pos = v->pos, .open_start = start > 0 };
	if (start < v->text.len && v->text.p[start] == '"')
		return read_quoted(v, start, arena, w, err);
	return read_bare(v, start, w, err);
}

/* One name, bare or in quotes, from *pos, which moves to the '|' behind it or to the end. */
static bool
read_label(const struct leaf_value *v, size_t *pos, struct arena *arena, struct leaf_name *name,
           struct error *err)
{
	struct str s = v->text;
	size_t start = *pos;

	name->pos = v->pos + start;
	if (start < s.len && s.p[start] == '"') {
		*pos = lexer_quote_end(s, start);
		name->text = leaf_value_unquote(str_slice(s, start, *pos), arena);
		if (*pos < s.len && s.p[*pos] != '|')
			return error_syntax(err, v->pos + *pos,
			                    "expected '|' or a blank after the closing quote");
	} else {
		while (*pos < s.len && s.p[*pos] != '|' && s.p[*pos] != '"')
			++*pos;
		name->text = str_slice(s, start, *pos);
		if (*pos < s.len && s.p[*pos] == '"')
			return error_syntax(err, v->pos + *pos,
			                    "expected a blank before the quote");
	}
	if (name->text.len == 0)
		return error_syntax(err, name->pos, "expected %s", v->wants);
	return true;
}

bool
leaf_value_labels(const struct leaf_value *v, struct arena *arena, struct leaf *leaf,
                  struct error *err)
{
	VEC(struct leaf_name) names = VEC_INIT;
	struct leaf_name name;
	size_t pos = 0;
	bool ok = read_label(v, &pos, arena, &name, err);

	if (ok)
		vec_push(&names, name);
	while (ok && pos < v->text.len) {
		pos++;
		ok = read_label(v, &pos, arena, &name, err);
		if (ok)
			vec_push(&names, name);
	}
	if (ok) {
		struct leaf_name *copy = arena_alloc(arena, names.n * sizeof(*copy));
		memcpy(copy, names.p, names.n * sizeof(*copy));
		leaf->labels = copy;
		leaf->n_labels = names.n;
	}
	vec_release(&names);
	return ok;
}

static bool
unwanted(const struct leaf_value *v, struct error *err)
{
	struct str typed = leaf_clip(v->text);

	return error_syntax(err, v->pos, "'%.*s' does not fit here: expected %s", STR_ARG(typed),
	                    v->wants);
}

/* A value that is no text to look for: its quotes, if any, are taken off, stars refused. */
static bool
plain(const struct leaf_value *v, struct arena *arena, struct leaf *leaf, struct str *text,
      struct error *err)
{
	if (!leaf_value_words(v, arena, leaf, err))
		return false;
	*text = str_trim(leaf->words.text);
	return (!leaf->words.open_start && !leaf->words.open_end) || unwanted(v, err);
}

/* A copy with ASCII letters as capitals: 2026-q1, <7D. */
static struct str
capitals(struct str s, struct arena *arena)
{
	char *p = arena_z(arena, s);

	for (size_t i = 0; i < s.len; i++)
		if (p[i] >= 'a' && p[i] <= 'z')
			p[i] = (char)(p[i] - 'a' + 'A');
	return (struct str){ p, s.len };
}

static bool
find_name(struct str s, const char *const *names, size_t n, size_t *found)
{
	for (*found = 0; *found < n; ++*found)
		if (str_eq(s, str_from(names[*found])))
			return true;
	return false;
}

bool
leaf_value_origin(const struct leaf_value *v, struct arena *arena, struct leaf *leaf,
                  struct error *err)
{
	struct str s;
	size_t i;

	return plain(v, arena, leaf, &s, err) &&
	       (find_name(s, origins, COUNT(origins), &i) || unwanted(v, err));
}

bool
leaf_value_has(const struct leaf_value *v, struct arena *arena, struct leaf *leaf,
               struct error *err)
{
	struct str s;
	size_t i;

	if (!plain(v, arena, leaf, &s, err))
		return false;
	if (!find_name(s, has_names, COUNT(has_names), &i))
		return unwanted(v, err);
	leaf->has = (enum leaf_has)i;
	return true;
}

bool
leaf_value_days(const struct leaf_value *v, struct arena *arena, struct leaf *leaf,
                struct error *err)
{
	struct leaf_days *d = &leaf->days;
	struct str s, end;
	int32_t ignored;

	if (!plain(v, arena, leaf, &s, err))
		return false;
	s = capitals(s, arena);
	size_t dots = str_find(s, STR(".."), 0);
	end = dots == STR_NONE ? s : str_skip(s, dots + 2);
	s = dots == STR_NONE ? s : str_slice(s, 0, dots);
	if (!day_range_parse(s, &d->first, &ignored) || !day_range_parse(end, &ignored, &d->last))
		return unwanted(v, err);
	if (d->first > d->last)
		return error_syntax(err, v->pos, "'%.*s' ends before it begins: expected the "
		                    "earlier day first", STR_ARG(leaf_clip(v->text)));
	return true;
}

bool
leaf_value_age(const struct leaf_value *v, struct arena *arena, struct leaf *leaf,
               struct error *err)
{
	struct leaf_days *d = &leaf->days;
	struct str s;
	uint64_t n;

	if (!plain(v, arena, leaf, &s, err))
		return false;
	if (s.p[0] != '<' && s.p[0] != '>')
		return leaf_value_days(v, arena, leaf, err);
	s = capitals(s, arena);
	d->is_age = true;
	d->is_older = s.p[0] == '>';
	if (s.len < 3 || s.len > AGE_DIGITS + 2 || !str_to_u64(str_slice(s, 1, s.len - 1), &n))
		return unwanted(v, err);
	for (size_t i = 0; i < COUNT(age_units); i++) {
		if (s.p[s.len - 1] != age_units[i].letter)
			continue;
		d->age = (int64_t)n * age_units[i].ms;
		return true;
	}
	return unwanted(v, err);
}

bool
leaf_value_unit(const struct leaf_value *v, struct arena *arena, struct leaf *leaf,
                struct error *err)
{
	struct str s;

	if (!plain(v, arena, leaf, &s, err))
		return false;
	leaf->unit = s = capitals(s, arena);
	for (size_t i = 0; i < s.len; i++)
		if (s.p[i] < 'A' || s.p[i] > 'Z')
			return unwanted(v, err);
	return s.len == UNIT_LEN || unwanted(v, err);
}

bool
leaf_value_amount(const struct leaf_value *v, struct arena *arena, struct leaf *leaf,
                  struct error *err)
{
	struct str s;

	if (!plain(v, arena, leaf, &s, err))
		return false;
	char *p = arena_z(arena, s);
	for (size_t i = 0; i < s.len; i++)
		if (p[i] == 'E')
			p[i] = 'e';
	return decimal_parse((struct str){ p, s.len }, &leaf->amount) ||
	       error_syntax(err, v->pos, "'%.*s' is no number: expected digits, as "
	                    "money>1500000.25 or money>1.5e6", STR_ARG(leaf_clip(v->text)));
}
