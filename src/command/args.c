/* SPDX-License-Identifier: MIT */
#include "command/args.h"

#include <assert.h>

#include "text/repair.h"
#include "text/utf8.h"

const struct arg_spec args_common[] = {
	{ "csv", 0, NULL, 0, "print rows as CSV with a header" },
	{ "json", 0, NULL, 0, "print rows as JSON Lines" },
	{ "null", '0', NULL, 0, "end rows with NUL instead of a newline" },
	{ "color", 0, "WHEN", 0, "colours: auto, always or never" },
	{ "help", 'h', NULL, 0, "show what the command takes" },
	{ NULL, 0, NULL, 0, NULL },
};

#define N_COMMON (sizeof(args_common) / sizeof(args_common[0]))

/* All values of one row, in the order given. */
struct arg_list {
	struct str *p;
	size_t n, cap;
};

/* The words being parsed. */
struct parse {
	const struct arg_spec *specs;
	const struct str *words;
	size_t n, next;
	bool has_query;
	struct arena *arena;
	struct args *args;
	size_t n_operands;
};

static bool
is_option(const struct arg_spec *spec)
{
	return !(spec->flags & ARG_OPERAND);
}

static bool
is_common(const struct arg_spec *spec)
{
	return spec >= args_common &&
	       spec < args_common + sizeof(args_common) / sizeof(args_common[0]);
}

static bool
has_own_option(const struct arg_spec *specs, const char *name)
{
	for (; specs->name; specs++)
		if (is_option(specs) && strcmp(specs->name, name) == 0)
			return true;
	return false;
}

const struct arg_spec *
args_next_option(const struct arg_spec *specs, const struct arg_spec *spec)
{
	spec = spec ? spec + 1 : specs;
	for (;; spec++) {
		if (!spec->name && is_common(spec))
			return NULL;
		if (!spec->name)
			spec = args_common;
		if (is_option(spec) && !(is_common(spec) && has_own_option(specs, spec->name)))
			return spec;
	}
}

static const struct arg_spec *
find_letter(const struct parse *p, char letter)
{
	for (const struct arg_spec *s = NULL; (s = args_next_option(p->specs, s));)
		if (s->letter == letter)
			return s;
	return NULL;
}

/* The full name, or a beginning that only one has. */
static const struct arg_spec *
find_long(const struct parse *p, struct str name, bool *ambiguous)
{
	const struct arg_spec *found = NULL;

	*ambiguous = false;
	for (const struct arg_spec *s = NULL; (s = args_next_option(p->specs, s));) {
		if (!str_starts(str_from(s->name), name))
			continue;
		if (strlen(s->name) == name.len) {
			*ambiguous = false;
			return s;
		}
		*ambiguous |= found != NULL;
		found = s;
	}
	return *ambiguous ? NULL : found;
}

/* Text for the notebook is UTF-8; only the names of files may be other bytes. */
static bool
check_value(struct parse *p, const struct arg_spec *spec, struct str *value, struct error *err)
{
	struct buf repaired = BUF_INIT;
	size_t pos;

	if (spec->flags & ARG_PATH)
		return str_find_char(*value, '\0', 0) == STR_NONE ||
		       error_set(err, ERROR_USAGE, "the name of a file cannot hold a NUL byte");
	if (utf8_is_valid(*value, &pos))
		return true;
	repair_string(*value, &repaired);
	*value = arena_str(p->arena, buf_str(&repaired));
	buf_release(&repaired);
	return true;
}

static bool
add(struct parse *p, const struct arg_spec *spec, struct str value, struct error *err)
{
	size_t row = is_common(spec) ? p->args->n_specs + (size_t)(spec - args_common)
	                             : (size_t)(spec - p->specs);
	struct arg_list *list = &p->args->lists[row];

	if (list->n > 0 && spec->value && !(spec->flags & ARG_REPEAT))
		return error_set(err, ERROR_USAGE, "--%s was given twice", spec->name);
	if (!check_value(p, spec, &value, err))
		return false;
	if (list->n == list->cap) {
		size_t cap = list->cap ? 2 * list->cap : 1;
		struct str *grown = arena_alloc(p->arena, cap * sizeof(*grown));

		if (list->n > 0)
			memcpy(grown, list->p, list->n * sizeof(*grown));
		list->p = grown;
		list->cap = cap;
	}
	list->p[list->n++] = value;
	return true;
}

static bool
take_long(struct parse *p, struct str word, struct error *err)
{
	struct str value = str_skip(word, 2), name;
	bool has_value = str_cut(&value, '=', &name), ambiguous;
	const struct arg_spec *spec = find_long(p, name, &ambiguous);

	if (!spec)
		return error_set(err, ERROR_USAGE, "%s option --%.*s; --help shows the options",
		                 ambiguous ? "ambiguous" : "unknown", STR_ARG(name));
	if (!spec->value && has_value)
		return error_set(err, ERROR_USAGE, "--%s takes no value", spec->name);
	if (spec->value && !has_value) {
		if (p->next == p->n)
			return error_set(err, ERROR_USAGE, "--%s needs %s", spec->name, spec->value);
		value = p->words[p->next++];
	}
	return add(p, spec, value, err);
}

static bool
take_letters(struct parse *p, struct str word, struct error *err)
{
	for (size_t i = 1; i < word.len; i++) {
		const struct arg_spec *spec = find_letter(p, word.p[i]);
		struct str value = str_skip(word, i + 1);

		if (!spec)
			return error_set(err, ERROR_USAGE, "unknown option -%c; --help shows the options",
			                 word.p[i]);
		if (!spec->value) {
			if (!add(p, spec, STR_EMPTY, err))
				return false;
			continue;
		}
		if (value.len == 0) {
			if (p->next == p->n)
				return error_set(err, ERROR_USAGE, "-%c needs %s", spec->letter, spec->value);
			value = p->words[p->next++];
		}
		return add(p, spec, value, err);
	}
	return true;
}

/* The row of the next operand; the last one takes all that follow. */
static bool
take_operand(struct parse *p, struct str word, struct error *err)
{
	const struct arg_spec *spec = NULL;
	size_t i = 0;

	for (const struct arg_spec *s = p->specs; s->name; s++) {
		if (is_option(s))
			continue;
		spec = s;
		if (i++ == p->n_operands || s->flags & ARG_REPEAT)
			break;
	}
	if (!spec || (i <= p->n_operands && !(spec->flags & ARG_REPEAT)))
		return error_set(err, ERROR_USAGE, "'%.*s' is one word too many; --help shows what is taken",
		                 STR_ARG(word));
	p->n_operands++;
	return add(p, spec, word, err);
}

static bool
is_operand(const struct parse *p, struct str word)
{
	if (word.len < 2 || word.p[0] != '-')
		return true;
	if (!p->has_query || word.p[1] == '-')
		return false;
	/* In a query -a is NOT a, unless it is exactly an option. */
	return word.len != 2 || !find_letter(p, word.p[1]);
}

static bool
check_required(const struct parse *p, struct error *err)
{
	for (const struct arg_spec *s = p->specs; s->name; s++) {
		if (!(s->flags & ARG_REQUIRED) || args_has(p->args, s->name))
			continue;
		if (!is_option(s))
			return error_set(err, ERROR_USAGE, "%s is missing; --help shows what is taken", s->value);
		return error_set(err, ERROR_USAGE, "--%s %s is missing; --help shows what is taken",
		                 s->name, s->value);
	}
	return true;
}

bool
args_parse(const struct arg_spec *specs, const struct str *words, size_t n, struct arena *arena,
           struct args *args, struct error *err)
{
	struct parse p = {
		.specs = specs, .words = words, .n = n, .arena = arena, .args = args,
	};
	bool options = true, ok = true;
	size_t n_specs = 0;

	for (; specs[n_specs].name; n_specs++)
		p.has_query |= (specs[n_specs].flags & ARG_QUERY) != 0;
	*args = (struct args){
		specs, n_specs, arena_zero(arena, n_specs + N_COMMON, sizeof(*args->lists)),
	};
	while (ok && p.next < n) {
		struct str word = words[p.next++];

		if (options && str_eq(word, STR("--")))
			options = false;
		else if (!options || is_operand(&p, word))
			ok = take_operand(&p, word, err);
		else if (word.p[1] == '-')
			ok = take_long(&p, word, err);
		else
			ok = take_letters(&p, word, err);
	}
	return ok && (args_has(args, "help") || check_required(&p, err));
}

static const struct arg_list *
find_common(const struct args *a, const char *name)
{
	for (size_t i = 0; args_common[i].name; i++)
		if (strcmp(args_common[i].name, name) == 0)
			return &a->lists[a->n_specs + i];
	return NULL;
}

/* Of the command's own row, else of the common one; every name asked for is in a row. */
static const struct arg_list *
find_list(const struct args *a, const char *name)
{
	for (size_t i = 0; i < a->n_specs; i++)
		if (strcmp(a->specs[i].name, name) == 0)
			return &a->lists[i];
	const struct arg_list *common = find_common(a, name);
	assert(common);
	return common;
}

struct str
args_common_value(const struct args *a, const char *name)
{
	const struct arg_list *list = find_common(a, name);

	return list && list->n > 0 ? list->p[0] : STR_EMPTY;
}

size_t
args_count(const struct args *a, const char *name)
{
	return find_list(a, name)->n;
}

struct str
args_at(const struct args *a, const char *name, size_t i)
{
	const struct arg_list *list = find_list(a, name);

	return i < list->n ? list->p[i] : STR_EMPTY;
}

struct str
args_get(const struct args *a, const char *name)
{
	return args_at(a, name, 0);
}

bool
args_number(const struct args *a, const char *name, uint64_t fallback, uint64_t *n,
            struct error *err)
{
	*n = fallback;
	if (!args_has(a, name) || str_to_u64(args_get(a, name), n))
		return true;
	return error_set(err, ERROR_USAGE, "--%s needs a whole number, not '%.*s'", name,
	                 STR_ARG(args_get(a, name)));
}

struct str
args_join(const struct args *a, const char *name, struct arena *arena)
{
	const struct arg_list *list = find_list(a, name);
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < list->n; i++) {
		if (i > 0)
			buf_add_char(&out, ' ');
		buf_add_str(&out, list->p[i]);
	}
	struct str joined = arena_str(arena, buf_str(&out));
	buf_release(&out);
	return joined;
}

static void
add_option_form(const struct arg_spec *s, struct buf *out)
{
	if (s->letter)
		buf_addf(out, "-%c", s->letter);
	else
		buf_addf(out, "--%s", s->name);
	if (s->value)
		buf_addf(out, " %s", s->value);
}

void
args_usage(const char *command, const struct arg_spec *specs, struct buf *out)
{
	buf_add_z(out, command);
	for (const struct arg_spec *s = specs; s->name; s++) {
		bool required = s->flags & ARG_REQUIRED;

		buf_add_z(out, required ? " " : " [");
		if (is_option(s))
			add_option_form(s, out);
		else
			buf_add_z(out, s->value);
		if (s->flags & (ARG_REPEAT | ARG_QUERY))
			buf_add_z(out, "...");
		if (!required)
			buf_add_char(out, ']');
	}
}

static void
add_help_line(const struct arg_spec *s, struct buf *out)
{
	struct buf form = BUF_INIT;

	if (!is_option(s))
		buf_add_z(&form, s->value);
	else if (s->letter)
		buf_addf(&form, "-%c, --%s", s->letter, s->name);
	else
		buf_addf(&form, "    --%s", s->name);
	if (is_option(s) && s->value)
		buf_addf(&form, " %s", s->value);
	buf_addf(out, "  %-26s  %s\n", form.p, s->help);
	buf_release(&form);
}

void
args_help(const struct arg_spec *specs, struct buf *out)
{
	for (const struct arg_spec *s = specs; s->name; s++)
		if (!is_option(s))
			add_help_line(s, out);
	for (const struct arg_spec *s = NULL; (s = args_next_option(specs, s));)
		add_help_line(s, out);
}
