/* SPDX-License-Identifier: MIT */
#ifndef QUERY_LEXER_H
#define QUERY_LEXER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/str.h"

/*
 * The tokens of a query. A word is a run without blanks and parentheses, but
 * for what stands in quotes; what fields, stars and quotes in it mean is
 * leaf.h's business. The text is valid UTF-8 without NUL and outlives tokens.
 */

enum token_kind {
	TOKEN_END,
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_MINUS,		/* directly before what it excludes */
	TOKEN_AND,
	TOKEN_OR,
	TOKEN_NOT,
	TOKEN_WORD,
};

struct token {
	enum token_kind kind;
	size_t pos;		/* in the query */
	struct str text;	/* inside the query */
};

struct lexer {
	struct str query;
	size_t pos;
};

/* The next token, TOKEN_END for ever after the last. */
bool lexer_next(struct lexer *l, struct token *t, struct error *err);

/*
 * One past the closing quote that belongs to the opening one at pos; STR_NONE
 * if there is none. A backslash inside quotes takes away the meaning of a quote
 * or a backslash.
 */
size_t lexer_quote_end(struct str s, size_t pos);

#endif
