/* SPDX-License-Identifier: MIT */
#include "query/lexer.h"

/* U+00A0 and U+3000, which input methods put between words, in UTF-8. */
#define NO_BREAK_SPACE STR("\xC2\xA0")
#define IDEOGRAPHIC_SPACE STR("\xE3\x80\x80")

static const struct {
	char text[4];
	enum token_kind kind;
} keywords[] = {
	{ "AND", TOKEN_AND },
	{ "OR", TOKEN_OR },
	{ "NOT", TOKEN_NOT },
};

/* Bytes of the blank at pos; 0 if there is none. */
static size_t
blank_len(struct str s, size_t pos)
{
	if (s.p[pos] == ' ' || (s.p[pos] >= '\t' && s.p[pos] <= '\r'))
		return 1;
	if (str_starts(str_skip(s, pos), NO_BREAK_SPACE))
		return NO_BREAK_SPACE.len;
	if (str_starts(str_skip(s, pos), IDEOGRAPHIC_SPACE))
		return IDEOGRAPHIC_SPACE.len;
	return 0;
}

size_t
lexer_quote_end(struct str s, size_t pos)
{
	for (size_t i = pos + 1; i < s.len; i++) {
		if (s.p[i] == '"')
			return i + 1;
		if (s.p[i] == '\\' && i + 1 < s.len && (s.p[i + 1] == '"' || s.p[i + 1] == '\\'))
			i++;
	}
	return STR_NONE;
}

static bool
ends_word(struct str s, size_t pos)
{
	return pos == s.len || s.p[pos] == '(' || s.p[pos] == ')' || blank_len(s, pos) > 0;
}

static bool
read_word(struct lexer *l, struct token *t, struct error *err)
{
	struct str s = l->query;
	size_t pos = l->pos;

	while (!ends_word(s, pos)) {
		size_t next = s.p[pos] == '"' ? lexer_quote_end(s, pos) : pos + 1;

		if (next == STR_NONE)
			return error_syntax(err, pos, "this quote has no closing quote");
		pos = next;
	}
	t->kind = TOKEN_WORD;
	t->text = str_slice(s, l->pos, pos);
	l->pos = pos;
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (str_eq(t->text, str_from(keywords[i].text)))
			t->kind = keywords[i].kind;
	return true;
}

bool
lexer_next(struct lexer *l, struct token *t, struct error *err)
{
	struct str s = l->query;
	size_t len;

	while (l->pos < s.len && (len = blank_len(s, l->pos)) > 0)
		l->pos += len;
	*t = (struct token){ TOKEN_END, l->pos, STR_EMPTY };
	if (l->pos == s.len)
		return true;
	switch (s.p[l->pos]) {
	case '(':
		t->kind = TOKEN_OPEN;
		break;
	case ')':
		t->kind = TOKEN_CLOSE;
		break;
	case '-':
		t->kind = TOKEN_MINUS;
		if (l->pos + 1 == s.len || s.p[l->pos + 1] == ')' || blank_len(s, l->pos + 1) > 0)
			return error_syntax(err, l->pos, "'-' stands directly before what it "
			                    "excludes; quote it to search for it");
		break;
	default:
		return read_word(l, t, err);
	}
	t->text = str_slice(s, l->pos, l->pos + 1);
	l->pos++;
	return true;
}
