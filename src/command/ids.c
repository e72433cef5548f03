/* SPDX-License-Identifier: MIT */
#include "command/ids.h"

#include <stdlib.h>

#include "base/vec.h"

typedef VEC(uint32_t) id_vec;

static bool
is_line_end(char c)
{
	return c == '\n' || c == '\0';
}

/* The first column, whether tabs, commas or blanks separate the others. */
static struct str
first_column(struct str line)
{
	size_t len = 0;

	line = str_trim(line);
	while (len < line.len && !memchr("\t, ", line.p[len], 3))
		len++;
	return str_slice(line, 0, len);
}

static bool
add_lines(struct str input, uint32_t **p, size_t *n, struct error *err)
{
	id_vec found = VEC_INIT;
	size_t line_number = 0;
	bool ok = true;

	for (size_t pos = 0, end; ok && pos < input.len; pos = end + 1) {
		uint32_t id;

		for (end = pos; end < input.len && !is_line_end(input.p[end]); end++)
			continue;
		struct str id_text = first_column(str_slice(input, pos, end));
		line_number++;
		if (id_text.len == 0)
			continue;
		if (str_to_u32(id_text, &id))
			vec_push(&found, id);
		else
			ok = error_set(err, ERROR_USAGE, "standard input, line %zu: expected an annotation "
			               "number first, not '%.*s'", line_number,
			               (int)(id_text.len < 40 ? id_text.len : 40), id_text.p);
	}
	*p = found.p;
	*n = found.n;
	return ok;
}

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static void
sort_unique(uint32_t *p, size_t *n)
{
	size_t kept = 0;

	if (*n == 0)
		return;
	qsort(p, *n, sizeof(*p), by_number);
	for (size_t i = 0; i < *n; i++)
		if (i == 0 || p[i] != p[i - 1])
			p[kept++] = p[i];
	*n = kept;
}

bool
ids_parse(struct session *s, const struct args *a, const char *operand, struct ids *ids,
          struct error *err)
{
	id_vec found = VEC_INIT;
	bool ok = true;

	for (size_t i = 0; ok && i < args_count(a, operand); i++) {
		struct str word = args_at(a, operand, i);
		uint32_t id, *lines = NULL;
		size_t n = 0;

		if (str_eq(word, STR("-"))) {
			ok = add_lines(s->input, &lines, &n, err);
			for (size_t k = 0; k < n; k++)
				vec_push(&found, lines[k]);
			mem_free(lines);
		} else if (str_to_u32(word, &id)) {
			vec_push(&found, id);
		} else {
			ok = error_set(err, ERROR_USAGE, "expected an annotation number, not '%.*s'",
			               STR_ARG(word));
		}
	}
	sort_unique(found.p, &found.n);
	ids->n = found.n;
	ids->p = arena_alloc(&s->arena, (found.n + 1) * sizeof(*ids->p));
	if (found.n > 0)
		memcpy(ids->p, found.p, found.n * sizeof(*ids->p));
	vec_release(&found);
	return ok;
}
