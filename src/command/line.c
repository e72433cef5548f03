/* SPDX-License-Identifier: MIT */
#include "command/line.h"

#include "base/vec.h"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool
take_single_quoted(struct str s, size_t *pos, struct buf *word, struct error *err)
{
	size_t end = str_find_char(s, '\'', *pos + 1);

	if (end == STR_NONE)
		return error_syntax(err, *pos, "a ' is not closed");
	buf_add_str(word, str_slice(s, *pos + 1, end));
	*pos = end + 1;
	return true;
}

static char
unescape(char c)
{
	return c == 'n' ? '\n' : c == 't' ? '\t' : c;
}

static bool
take_double_quoted(struct str s, size_t *pos, struct buf *word, struct error *err)
{
	size_t i = *pos + 1;

	for (; i < s.len && s.p[i] != '"'; i++) {
		bool escape = s.p[i] == '\\' && i + 1 < s.len && memchr("\"\\nt", s.p[i + 1], 4);
		buf_add_char(word, escape ? unescape(s.p[++i]) : s.p[i]);
	}
	if (i == s.len)
		return error_syntax(err, *pos, "a \" is not closed");
	*pos = i + 1;
	return true;
}

/* One word from *pos on; *plain tells that nothing in it was quoted. */
static bool
take_word(struct str s, size_t *pos, struct buf *word, bool *plain, struct error *err)
{
	*plain = true;
	while (*pos < s.len && !is_blank(s.p[*pos])) {
		char c = s.p[*pos];
		bool ok = true;

		if (c == '\'' || c == '"' || c == '\\')
			*plain = false;
		if (c == '\'')
			ok = take_single_quoted(s, pos, word, err);
		else if (c == '"')
			ok = take_double_quoted(s, pos, word, err);
		else if (c == '\\' && *pos + 1 == s.len)
			ok = error_syntax(err, *pos, "nothing follows the \\");
		else if (c == '\\')
			buf_add_char(word, s.p[(*pos += 2) - 1]);
		else
			buf_add_char(word, s.p[(*pos)++]);
		if (!ok)
			return false;
	}
	return true;
}

static size_t
skip_blanks(struct str s, size_t pos)
{
	while (pos < s.len && is_blank(s.p[pos]))
		pos++;
	return pos;
}

/* Blanks, and comments, which reach to the end of their line. */
static size_t
skip_to_command(struct str s, size_t pos)
{
	while ((pos = skip_blanks(s, pos)) < s.len && s.p[pos] == '#') {
		pos = str_find_char(s, '\n', pos);
		if (pos == STR_NONE)
			return s.len;
	}
	return pos;
}

bool
line_next(struct str *rest, struct arena *arena, struct words *words, bool *more,
          struct error *err)
{
	VEC(struct str) found = VEC_INIT;
	struct buf word = BUF_INIT;
	struct str s = *rest;
	size_t pos = skip_to_command(s, 0);
	bool ok = true, plain;

	while (ok && (pos = skip_blanks(s, pos)) < s.len) {
		buf_reset(&word);
		ok = take_word(s, &pos, &word, &plain, err);
		if (ok && plain && str_eq(buf_str(&word), STR(";"))) {
			if (found.n > 0)
				break;
			pos = skip_to_command(s, pos);
		} else if (ok) {
			vec_push(&found, arena_str(arena, buf_str(&word)));
		}
	}
	*more = found.n > 0;
	words->n = found.n;
	words->p = arena_alloc(arena, (found.n + 1) * sizeof(*words->p));
	if (found.n > 0)
		memcpy(words->p, found.p, found.n * sizeof(*words->p));
	*rest = str_skip(s, pos < s.len ? pos : s.len);
	vec_release(&found);
	buf_release(&word);
	return ok;
}

static bool
needs_quotes(struct str word)
{
	if (word.len == 0 || word.p[0] == '#' || str_eq(word, STR(";")))
		return true;
	for (size_t i = 0; i < word.len; i++)
		if (is_blank(word.p[i]) || memchr("'\"\\", word.p[i], 3))
			return true;
	return false;
}

static void
add_quoted(struct str word, struct buf *out)
{
	if (str_find_char(word, '\'', 0) == STR_NONE && str_find_char(word, '\n', 0) == STR_NONE) {
		buf_add_char(out, '\'');
		buf_add_str(out, word);
		buf_add_char(out, '\'');
		return;
	}
	buf_add_char(out, '"');
	for (size_t i = 0; i < word.len; i++) {
		if (word.p[i] == '\n')
			buf_add_z(out, "\\n");
		else if (word.p[i] == '"' || word.p[i] == '\\')
			buf_addf(out, "\\%c", word.p[i]);
		else
			buf_add_char(out, word.p[i]);
	}
	buf_add_char(out, '"');
}

void
line_join(const struct str *words, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_add_char(out, ' ');
		if (needs_quotes(words[i]))
			add_quoted(words[i], out);
		else
			buf_add_str(out, words[i]);
	}
}
