/* SPDX-License-Identifier: MIT */
#include "text/fold.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

#include "base/mem.h"
#include "text/utf8.h"

static bool
is_mark(uint32_t cp)
{
	return cp >= 0x300 && uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_Mn);
}

/* libunistring fails for want of memory only, as text is valid; mem says so and exits. */
static void
check_result(const uint8_t *p)
{
	if (p != NULL)
		return;
	assert(errno != EILSEQ);
	mem_alloc(SIZE_MAX);
}

/*
 * Takes nonspacing marks out, in place; returns what is left. Sets *unordered
 * if spacing ones, kept apart till now, may have to change places.
 */
static size_t
drop_marks(uint8_t *p, size_t len, bool *unordered)
{
	struct str s = { (const char *)p, len };
	size_t kept = 0, n;
	bool moves = false;

	for (size_t i = 0; i < len; i += n) {
		uint32_t cp = utf8_at(s, i, &n);

		if (is_mark(cp))
			continue;
		moves = moves || uc_combining_class(cp) != 0;
		memmove(p + kept, p + i, n);
		kept += n;
	}
	*unordered = moves && kept < len;
	return kept;
}

void
fold_add_general(struct buf *out, struct str s)
{
	size_t len;
	bool unordered;

	if (s.len == 0)
		return;
	uint8_t *folded = u8_casefold((const uint8_t *)s.p, s.len, NULL, UNINORM_NFKD, NULL, &len);

	check_result(folded);
	len = drop_marks(folded, len, &unordered);
	if (unordered) {
		uint8_t *ordered = u8_normalize(UNINORM_NFD, folded, len, NULL, &len);

		check_result(ordered);
		free(folded);
		folded = ordered;
	}
	buf_add(out, folded, len);
	free(folded);
}

/* Whether cp folds to itself and nothing beside it matters. */
static bool
is_inert(uint32_t cp)
{
	ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
	int tag;

	return !uc_is_property_changes_when_casefolded(cp) && uc_combining_class(cp) == 0 &&
	       !is_mark(cp) && uc_decomposition(cp, &tag, parts) < 0;
}

/*
 * Folds what most texts consist of without libunistring's strings: inert
 * characters, letters that are an inert or ASCII one and marks, and marks, of
 * which nothing is left. Returns false for the others.
 */
static bool
add_simple(struct buf *out, uint32_t cp)
{
	ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
	char bytes[UTF8_MAX];

	if (is_mark(cp))
		return !uc_is_property_changes_when_casefolded(cp);
	if (!is_inert(cp)) {
		int n = uc_canonical_decomposition(cp, parts);

		if (n < 1)
			return false;
		for (int i = 1; i < n; i++) {
			if (!is_mark(parts[i]) || uc_is_property_changes_when_casefolded(parts[i]))
				return false;
		}
		cp = parts[0];
		if (cp >= 'A' && cp <= 'Z')
			cp |= 0x20;
		else if (!is_inert(cp))
			return false;
	}
	buf_add(out, bytes, utf8_encode(cp, bytes));
	return true;
}

static size_t
ascii_run(struct str s)
{
	size_t i = 0;

	while (s.len - i >= 64 && utf8_is_ascii(str_slice(s, i, i + 64)))
		i += 64;
	while (i < s.len && (unsigned char)s.p[i] < 0x80)
		i++;
	return i;
}

/* From a character that is not simple to the next that is: marks go with what they follow. */
static size_t
general_run(struct str s)
{
	size_t i = 0, len;

	while (i < s.len) {
		uint32_t cp = utf8_at(s, i, &len);

		if (i > 0 && is_inert(cp))
			break;
		i += len;
	}
	return i;
}

/* Eight letters at a time: bytes from A to Z get the bit that makes them small. */
static void
add_ascii(struct buf *out, struct str s)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	char *to = buf_reserve(out, s.len);
	size_t i = 0;

	for (; s.len - i >= 8; i += 8) {
		uint64_t w;

		memcpy(&w, s.p + i, sizeof(w));
		uint64_t from_a = w + ones * (0x80 - 'A');
		uint64_t past_z = w + ones * (0x7F - 'Z');

		w |= (from_a & ~past_z & ones * 0x80) >> 2;
		memcpy(to + i, &w, sizeof(w));
	}
	for (; i < s.len; i++)
		to[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] | 0x20) : s.p[i];
	out->len += s.len;
	out->p[out->len] = '\0';
}

/* ASCII neither changes nor is changed by what stands beside it, marks included. */
void
fold_add(struct buf *out, struct str s)
{
	while (s.len > 0) {
		size_t n = ascii_run(s);

		if (n > 0) {
			add_ascii(out, str_slice(s, 0, n));
		} else if (!add_simple(out, utf8_at(s, 0, &n))) {
			n = general_run(s);
			fold_add_general(out, str_slice(s, 0, n));
		}
		s = str_skip(s, n);
	}
}
