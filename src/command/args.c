/* SPDX-License-Identifier: MIT */
#include "command/args.h"

#include "text/repair.h"


const struct arg_spec args_common[] = {
	{ "csv", 0, NULL, 0, "print rows as CSV with a header" },
	{ "json", 0, NULL, 0, "print rows as JSON Lines" },
	{ "null", '0', NULL, 0, "end rows with NUL instead of a newline" },
	{ "color", 0, "WHEN", 0, "colours: auto, always or never" },
	{ "help", 'h', NULL, 0, "show what the command takes" },
	{ NULL, 0, NULL, 0, NULL },
};

struct arg_value {
	const struct arg_spec *spec;
	struct str value;
};

/* The words being parsed. */
struct parse {
	const struct arg_spec *specs;
	const struct str *words;
	size_t n, next;
	bool has_query;
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

static bool
add(struct parse *p, const struct arg_spec *spec, struct str value, struct error *err)
{
	for (size_t i = 0; i < p->args->n && !(spec->flags & ARG_REPEAT); i++)
		if (p->args->values[i].spec == spec && spec->value)
			return error_set(err, ERROR_USAGE, "--%s was given twice", spec->name);
	p->args->values[p->args->n++] = (struct arg_value){ spec, value };
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
	struct parse p = { .specs = specs, .words = words, .n = n, .args = args };
	bool options = true, ok = true;

	for (const struct arg_spec *s = specs; s->name; s++)
		p.has_query |= (s->flags & ARG_QUERY) != 0;
	/* A bundle of letters yields a value for each byte at most. */
	size_t most = n;
	for (size_t i = 0; i < n; i++)
		most += words[i].len;
	*args = (struct args){ specs, arena_zero(arena, most + 1, sizeof(*args->values)), 0 };
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

struct str
args_common_value(const struct args *a, const char *name)
{
	for (size_t i = 0; i < a->n; i++)
		if (is_common(a->values[i].spec) && strcmp(a->values[i].spec->name, name) == 0)
			return a->values[i].value;
	return STR_EMPTY;
}

size_t
args_count(const struct args *a, const char *name)
{
	size_t count = 0;

	for (size_t i = 0; i < a->n; i++)
		count += strcmp(a->values[i].spec->name, name) == 0;
	return count;
}

struct str
args_at(const struct args *a, const char *name, size_t i)
{
	for (size_t k = 0; k < a->n; k++)
		if (strcmp(a->values[k].spec->name, name) == 0 && i-- == 0)
			return a->values[k].value;
	return STR_EMPTY;
}

struct str
args_get(const struct args *a, const char *name)
{
	return args_at(a, name, 0);
}

struct str
args_text(const struct args *a, const char *name, struct arena *arena)
{
	struct buf text = BUF_INIT;

	repair_string(args_get(a, name), &text);
	struct str copy = arena_str(arena, buf_str(&text));
	buf_release(&text);
	return copy;
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
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < a->n; i++) {
		if (strcmp(a->values[i].spec->name, name) != 0)
			continue;
		if (out.len > 0)
			buf_add_char(&out, ' ');
		buf_add_str(&out, a->values[i].value);
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
