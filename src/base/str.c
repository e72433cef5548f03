/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "base/str.h"

/* An empty str may have NULL for p, which C lets nobody add even 0 to. */

bool
str_eq(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}

int
str_cmp(struct str a, struct str b)
{
	size_t common = a.len < b.len ? a.len : b.len;
	int order = common ? memcmp(a.p, b.p, common) : 0;

	if (order != 0)
		return order;
	return (a.len > b.len) - (a.len < b.len);
}

bool
str_starts(struct str s, struct str prefix)
{
	return prefix.len == 0 ||
	       (s.len >= prefix.len && memcmp(s.p, prefix.p, prefix.len) == 0);
}

bool
str_ends(struct str s, struct str suffix)
{
	return suffix.len == 0 ||
	       (s.len >= suffix.len &&
	        memcmp(s.p + s.len - suffix.len, suffix.p, suffix.len) == 0);
}

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str
str_trim(struct str s)
{
	size_t start = 0;
	size_t end = s.len;

	while (start < end && is_blank(s.p[start]))
		start++;
	while (end > start && is_blank(s.p[end - 1]))
		end--;
	return end > 0 ? str_slice(s, start, end) : STR_EMPTY;
}

size_t
str_find(struct str s, struct str needle, size_t from)
{
	if (from > s.len || needle.len > s.len - from)
		return STR_NONE;
	if (needle.len == 0)
		return from;
	const char *hit = memmem(s.p + from, s.len - from, needle.p, needle.len);
	return hit ? (size_t)(hit - s.p) : STR_NONE;
}

size_t
str_find_char(struct str s, char c, size_t from)
{
	if (from >= s.len)
		return STR_NONE;
	const char *hit = memchr(s.p + from, c, s.len - from);
	return hit ? (size_t)(hit - s.p) : STR_NONE;
}

bool
str_cut(struct str *s, char sep, struct str *head)
{
	size_t pos = str_find_char(*s, sep, 0);
	if (pos == STR_NONE) {
		*head = *s;
		if (s->len > 0)
			*s = str_skip(*s, s->len);
		return false;
	}
	*head = str_slice(*s, 0, pos);
	*s = str_skip(*s, pos + 1);
	return true;
}

bool
str_to_u64(struct str s, uint64_t *n)
{
	uint64_t value = 0;

	if (s.len == 0)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		unsigned digit = (unsigned)(s.p[i] - '0');
		if (value > (UINT64_MAX - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*n = value;
	return true;
}

bool
str_to_u32(struct str s, uint32_t *n)
{
	uint64_t value;

	if (!str_to_u64(s, &value) || value > UINT32_MAX)
		return false;
	*n = (uint32_t)value;
	return true;
}
