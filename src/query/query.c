/* SPDX-License-Identifier: MIT */
#include "query/query.h"

#include <assert.h>

#include "query/resolve.h"

/* Sorted numbers; any document if has_limit is false. */
struct limit {
	bool has_limit;
	const uint32_t *p;
	size_t n;
};

struct query {
	struct parse_node *root;	/* NULL matches everything */
	const struct match_rule *rules;	/* by number of the leaf */
	size_t n_rules;
	struct limit limit;
};

void
query_item_init(struct query_item *item)
{
	*item = (struct query_item){ .folded = BUF_INIT, .words = BUF_INIT };
}

void
query_item_set(struct query_item *item, const struct annotation *a)
{
	item->annotation = a;
	item->made = 0;
	buf_reset(&item->folded);
	buf_reset(&item->words);
}

void
query_item_release(struct query_item *item)
{
	buf_release(&item->folded);
	buf_release(&item->words);
}

static unsigned
node_cost(const struct query *q, const struct parse_node *node)
{
	unsigned cost = 0;

	if (node->kind == PARSE_LEAF)
		return match_rule_cost(&q->rules[node->leaf->number]);
	for (const struct parse_node *child = node->first; child; child = child->next)
		cost += node_cost(q, child);
	return cost;
}

/* Operands in the order of their cost: what is cheap decides before a text is folded. */
static void
put_cheap_first(const struct query *q, struct parse_node *node)
{
	struct parse_node *sorted = NULL, *next;

	for (struct parse_node *child = node->first; child; child = next) {
		struct parse_node **at = &sorted;
		unsigned cost = node_cost(q, child);

		next = child->next;
		put_cheap_first(q, child);
		while (*at && node_cost(q, *at) <= cost)
			at = &(*at)->next;
		child->next = *at;
		*at = child;
	}
	node->first = sorted;
}

static struct limit
meet(struct limit a, struct limit b, struct arena *arena)
{
	if (!a.has_limit || !b.has_limit)
		return a.has_limit ? a : b;
	uint32_t *both = arena_alloc(arena, a.n * sizeof(*both));
	size_t n = 0;

	for (size_t i = 0, j = 0; i < a.n && j < b.n;) {
		if (a.p[i] == b.p[j])
			both[n++] = a.p[i];
		if (a.p[i] <= b.p[j])
			i++;
		else
			j++;
	}
	return (struct limit){ true, both, n };
}

static struct limit
unite(struct limit a, struct limit b, struct arena *arena)
{
	if (!a.has_limit || !b.has_limit)
		return (struct limit){ 0 };
	uint32_t *either = arena_alloc(arena, (a.n + b.n) * sizeof(*either));
	size_t n = 0;

	for (size_t i = 0, j = 0; i < a.n || j < b.n;) {
		bool left = j == b.n || (i < a.n && a.p[i] <= b.p[j]);
		uint32_t number = left ? a.p[i++] : b.p[j++];

		if (n == 0 || either[n - 1] != number)
			either[n++] = number;
	}
	return (struct limit){ true, either, n };
}

static struct limit
limit_of(const struct query *q, const struct parse_node *node, struct arena *arena)
{
	if (node->kind == PARSE_NOT)
		return (struct limit){ 0 };
	if (node->kind == PARSE_LEAF) {
		const struct match_rule *m = &q->rules[node->leaf->number];
		if (m->kind != MATCH_DOCUMENTS)
			return (struct limit){ 0 };
		return (struct limit){ true, m->documents, m->n_documents };
	}
	struct limit all = limit_of(q, node->first, arena);
	for (const struct parse_node *child = node->first->next; child; child = child->next) {
		struct limit one = limit_of(q, child, arena);
		all = node->kind == PARSE_AND ? meet(all, one, arena) : unite(all, one, arena);
	}
	return all;
}

struct query *
query_compile(struct str text, const struct reader *r, struct arena *arena, struct error *err)
{
	struct query *q = arena_zero(arena, 1, sizeof(*q));
	struct match_rule *rules;
	struct parse_tree tree;

	/* The query outlives the text it was typed as. */
	if (!parse_query(arena_str(arena, text), arena, &tree, err) ||
	    !resolve_leaves(&tree, r, arena, &rules, err))
		return NULL;
	q->root = tree.root;
	q->rules = rules;
	q->n_rules = tree.n_leaves;
	if (q->root) {
		put_cheap_first(q, q->root);
		q->limit = limit_of(q, q->root, arena);
	}
	return q;
}

/* What terms are held against: an item, or for query_holds answers known already. */
struct facts {
	const struct query *q;
	struct query_item *item;
	const bool *holds;
};

static bool
leaf_holds(const struct facts *f, size_t number)
{
	return f->holds ? f->holds[number] : match_rule_holds(&f->q->rules[number], f->item);
}

static bool
node_holds(const struct facts *f, const struct parse_node *node)
{
	switch (node->kind) {
	case PARSE_LEAF:
		return leaf_holds(f, node->leaf->number);
	case PARSE_NOT:
		return !node_holds(f, node->first);
	case PARSE_AND:
		for (const struct parse_node *child = node->first; child; child = child->next)
			if (!node_holds(f, child))
				return false;
		return true;
	case PARSE_OR:
		for (const struct parse_node *child = node->first; child; child = child->next)
			if (node_holds(f, child))
				return true;
		return false;
	}
	return false;
}

bool
query_matches(const struct query *q, struct query_item *item)
{
	return !q->root || node_holds(&(struct facts){ q, item, NULL }, q->root);
}

const uint32_t *
query_documents(const struct query *q, size_t *n)
{
	static const uint32_t none;

	*n = q->limit.n;
	if (!q->limit.has_limit)
		return NULL;
	return q->limit.p ? q->limit.p : &none;
}

size_t
query_n_terms(const struct query *q)
{
	return q->n_rules;
}

bool
query_term_matches(const struct query *q, size_t term, struct query_item *item)
{
	assert(term < q->n_rules);
	return match_rule_holds(&q->rules[term], item);
}

bool
query_term_of_document(const struct query *q, size_t term, uint32_t document, bool *holds)
{
	assert(term < q->n_rules);
	if (q->rules[term].kind != MATCH_DOCUMENTS)
		return false;
	*holds = match_rule_has_document(&q->rules[term], document);
	return true;
}

bool
query_holds(const struct query *q, const bool *holds)
{
	/* Without terms there may be no array at all. */
	return !q->root || node_holds(&(struct facts){ q, NULL, holds }, q->root);
}
