/* SPDX-License-Identifier: MIT */
#include "base/nearest.h"

#define BYTES_MAX 128	/* longer ones are no slip of the finger */
#define EDIT 4		/* cost of one byte */
#define CASE 1

struct nearest
nearest_begin(struct str typed)
{
	return (struct nearest){ .typed = typed, .best = STR_EMPTY, .cost = (size_t)-1 };
}

static size_t
replace_cost(char a, char b)
{
	if (a == b)
		return 0;
	char small = (char)(a | 0x20);
	return small == (char)(b | 0x20) && small >= 'a' && small <= 'z' ? CASE : EDIT;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t
edit_cost(struct str a, struct str b)
{
	size_t rows[3][BYTES_MAX + 1], *last = rows[0], *row = rows[1], *next = rows[2];

	for (size_t j = 0; j <= b.len; j++)
		row[j] = j * EDIT;
	for (size_t i = 0; i < a.len; i++) {
		next[0] = row[0] + EDIT;
		for (size_t j = 0; j < b.len; j++) {
			next[j + 1] = least(row[j] + replace_cost(a.p[i], b.p[j]),
			                    least(next[j], row[j + 1]) + EDIT);
			if (i > 0 && j > 0 && a.p[i] == b.p[j - 1] && a.p[i - 1] == b.p[j])
				next[j + 1] = least(next[j + 1], last[j - 1] + EDIT);
		}
		size_t *oldest = last;
		last = row;
		row = next;
		next = oldest;
	}
	return row[b.len];
}

void
nearest_try(struct nearest *n, struct str name)
{
	if (n->typed.len > BYTES_MAX || name.len > BYTES_MAX)
		return;
	size_t cost = edit_cost(n->typed, name);
	size_t longer = n->typed.len > name.len ? n->typed.len : name.len;
	if (cost >= n->cost || 2 * cost >= longer * EDIT)
		return;
	n->cost = cost;
	n->best = name;
}
