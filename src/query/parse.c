/* SPDX-License-Identifier: MIT */
#include "query/parse.h"

#include "text/utf8.h"

#define TERM "a word, a field or '('"	/* what can begin a term, for messages */

struct parser {
	struct lexer lexer;
	struct token token;	/* the next one, not taken yet */
	struct arena *arena;
	struct parse_tree *tree;
	unsigned depth;
	struct error *err;
};

/* NULL means that the error is filled. */
static struct parse_node *parse_any(struct parser *p);
static struct parse_node *parse_not(struct parser *p, bool is_first);

static bool
take(struct parser *p)
{
	return lexer_next(&p->lexer, &p->token, p->err);
}

static struct parse_node *
new_node(struct parser *p, enum parse_kind kind, struct parse_node *first)
{
	struct parse_node *node = arena_zero(p->arena, 1, sizeof(*node));

	node->kind = kind;
	node->first = first;
	return node;
}

static struct parse_node *
fail(struct parser *p, size_t pos, const char *text)
{
	error_syntax(p->err, pos, "%s", text);
	return NULL;
}

static struct parse_node *
parse_leaf(struct parser *p, bool is_first)
{
	struct parse_tree *tree = p->tree;
	struct parse_node *node = new_node(p, PARSE_LEAF, NULL);
	struct leaf *leaf = arena_alloc(p->arena, sizeof(*leaf));

	if (tree->n_leaves == PARSE_LEAVES_MAX) {
		error_syntax(p->err, p->token.pos, "a query has at most %d terms",
		             PARSE_LEAVES_MAX);
		return NULL;
	}
	if (!leaf_read(&p->token, p->arena, leaf, p->err))
		return NULL;
	const struct leaf_words *w = &leaf->words;
	leaf->is_first = is_first && leaf->field == LEAF_WORDS && !w->is_quoted &&
	                 !w->open_start && !w->open_end;
	leaf->number = tree->n_leaves;
	tree->leaves[tree->n_leaves++] = leaf;
	node->leaf = leaf;
	return take(p) ? node : NULL;
}

static struct parse_node *
parse_group(struct parser *p)
{
	size_t open = p->token.pos;

	if (!take(p))
		return NULL;
	if (p->token.kind == TOKEN_CLOSE)
		return fail(p, open, "nothing stands between the parentheses: expected " TERM);
	struct parse_node *node = parse_any(p);
	if (!node)
		return NULL;
	if (p->token.kind != TOKEN_CLOSE)
		return fail(p, open, "this parenthesis is not closed: expected ')'");
	return take(p) ? node : NULL;
}

/* What stands where a term should. */
static struct parse_node *
no_term(struct parser *p)
{
	size_t pos = p->token.pos;

	switch (p->token.kind) {
	case TOKEN_AND:
		return fail(p, pos, "AND has nothing on its left: expected " TERM);
	case TOKEN_OR:
		return fail(p, pos, "OR has nothing on its left: expected " TERM);
	case TOKEN_CLOSE:
		return fail(p, pos, "this ')' has no '(' before it");
	default:
		return fail(p, pos, "expected " TERM);
	}
}

static bool
begins_term(const struct parser *p)
{
	switch (p->token.kind) {
	case TOKEN_WORD:
	case TOKEN_OPEN:
	case TOKEN_NOT:
	case TOKEN_MINUS:
		return true;
	default:
		return false;
	}
}

/* A negation keeps its operand's place: -company at the start is about the label, too. */
static struct parse_node *
parse_nested(struct parser *p, bool is_first)
{
	struct token t = p->token;

	if (t.kind == TOKEN_OPEN)
		return parse_group(p);
	if (!take(p))
		return NULL;
	if (!begins_term(p))
		return fail(p, t.pos, t.kind == TOKEN_NOT ? "nothing follows NOT: expected " TERM :
		                                          "nothing follows '-': expected " TERM);
	struct parse_node *operand = parse_not(p, is_first);
	return operand ? new_node(p, PARSE_NOT, operand) : NULL;
}

static struct parse_node *
parse_not(struct parser *p, bool is_first)
{
	if (p->token.kind == TOKEN_WORD)
		return parse_leaf(p, is_first);
	if (!begins_term(p))
		return no_term(p);
	if (p->depth == PARSE_DEPTH_MAX) {
		error_syntax(p->err, p->token.pos, "this is nested more than %d deep",
		             PARSE_DEPTH_MAX);
		return NULL;
	}
	p->depth++;
	struct parse_node *node = parse_nested(p, is_first);
	p->depth--;
	return node;
}

/* Puts first and its successors under one node, unless it is alone. */
static struct parse_node *
join(struct parser *p, enum parse_kind kind, struct parse_node *first)
{
	return first->next ? new_node(p, kind, first) : first;
}

static struct parse_node *
parse_all(struct parser *p)
{
	struct parse_node *first = parse_not(p, true);

	for (struct parse_node *last = first; last; last = last->next) {
		struct token t = p->token;

		if (t.kind == TOKEN_AND && !take(p))
			return NULL;
		if (t.kind == TOKEN_AND && !begins_term(p))
			return fail(p, t.pos, "AND has nothing on its right: expected " TERM);
		if (!begins_term(p))
			return join(p, PARSE_AND, first);
		last->next = parse_not(p, false);
	}
	return NULL;
}

static struct parse_node *
parse_any(struct parser *p)
{
	struct parse_node *first = parse_all(p);

	for (struct parse_node *last = first; last; last = last->next) {
		struct token t = p->token;

		if (t.kind != TOKEN_OR)
			return join(p, PARSE_OR, first);
		if (!take(p))
			return NULL;
		if (!begins_term(p))
			return fail(p, t.pos, "OR has nothing on its right: expected " TERM);
		last->next = parse_all(p);
	}
	return NULL;
}

static bool
check_bytes(struct str text, struct error *err)
{
	size_t pos;

	if (text.len > PARSE_BYTES_MAX)
		return error_syntax(err, PARSE_BYTES_MAX, "a query has at most %d bytes, not %zu",
		                    PARSE_BYTES_MAX, text.len);
	if (!utf8_is_valid(text, &pos))
		return error_syntax(err, pos, "invalid UTF-8: expected text");
	pos = str_find_char(text, '\0', 0);
	return pos == STR_NONE || error_syntax(err, pos, "a NUL character: expected text");
}

bool
parse_query(struct str text, struct arena *arena, struct parse_tree *tree, struct error *err)
{
	struct parser p = { .lexer = { .query = text }, .arena = arena, .tree = tree, .err = err };

	*tree = (struct parse_tree){ 0 };
	tree->leaves = arena_alloc(arena, PARSE_LEAVES_MAX * sizeof(struct leaf *));
	if (!check_bytes(text, err) || !take(&p))
		return false;
	if (p.token.kind == TOKEN_END)
		return true;
	tree->root = parse_any(&p);
	if (!tree->root)
		return false;
	if (p.token.kind == TOKEN_CLOSE)
		return error_syntax(err, p.token.pos, "this ')' has no '(' before it");
	return true;
}
