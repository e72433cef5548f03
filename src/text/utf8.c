/* SPDX-License-Identifier: MIT */
#include "text/utf8.h"

/*
 * Counting takes eight bytes at a time: each step leaves 0 or 1 in every byte
 * of a word, and up to 255 steps are added up before the bytes are summed.
 */

#define LOW_BITS UINT64_C(0x0101010101010101)
#define HIGH_BITS UINT64_C(0x8080808080808080)
#define STEPS_MAX 255
#define SKIP_BLOCK 1024

static inline uint64_t
load(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof(w));
	return w;
}

static inline size_t
sum_bytes(uint64_t w)
{
	const uint64_t even = UINT64_C(0x00FF00FF00FF00FF);

	w = (w & even) + ((w >> 8) & even);
	return (w * UINT64_C(0x0001000100010001)) >> 48;
}

static inline uint64_t
continuations(uint64_t w)
{
	return (w >> 7) & (~w >> 6) & LOW_BITS;
}

static inline bool
is_continuation(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* Leads of four bytes are those that begin with four ones. */
static inline uint64_t
long_leads(uint64_t w)
{
	return (w >> 7) & (w >> 6) & (w >> 5) & (w >> 4) & LOW_BITS;
}

uint32_t
utf8_at(struct str text, size_t pos, size_t *len_out)
{
	const unsigned char *p = (const unsigned char *)text.p + pos;

	if (p[0] < 0x80) {
		*len_out = 1;
		return p[0];
	}
	if (p[0] < 0xE0) {
		*len_out = 2;
		return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
	}
	if (p[0] < 0xF0) {
		*len_out = 3;
		return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
	}
	*len_out = 4;
	return (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
}

size_t
utf8_before(struct str text, size_t pos)
{
	do
		pos--;
	while (pos > 0 && is_continuation(text.p[pos]));
	return pos;
}

/*
 * The bytes of the words of s that of() marks with a one, eight at a time; *end
 * is where whole words end. Inlined, so that the call of of() costs nothing.
 */
static inline size_t
sum_words(struct str s, uint64_t (*of)(uint64_t), size_t *end)
{
	size_t sum = 0, i = 0;

	while (s.len - i >= 8) {
		size_t steps = (s.len - i) / 8;
		uint64_t sums = 0;

		if (steps > STEPS_MAX)
			steps = STEPS_MAX;
		for (size_t stop = i + steps * 8; i < stop; i += 8)
			sums += of(load(s.p + i));
		sum += sum_bytes(sums);
	}
	*end = i;
	return sum;
}

size_t
utf8_count(struct str s)
{
	size_t i, inner = sum_words(s, continuations, &i);

	for (; i < s.len; i++)
		inner += is_continuation(s.p[i]);
	return s.len - inner;
}

size_t
utf8_skip(struct str s, size_t n)
{
	size_t seen = 0, i = 0;

	/* Whole blocks first: counting a block costs a tenth of going through it word by word. */
	for (; s.len - i >= SKIP_BLOCK; i += SKIP_BLOCK) {
		size_t here = utf8_count(str_slice(s, i, i + SKIP_BLOCK));

		if (seen + here > n)
			break;
		seen += here;
	}
	while (s.len - i >= 8) {
		size_t here = 8 - sum_bytes(continuations(load(s.p + i)));

		if (seen + here > n)
			break;
		seen += here;
		i += 8;
	}
	for (; i < s.len; i++) {
		if (is_continuation(s.p[i]))
			continue;
		if (seen++ == n)
			break;
	}
	return i;
}

size_t
utf8_count_utf16(struct str s)
{
	size_t i, pairs = sum_words(s, long_leads, &i);

	for (; i < s.len; i++)
		pairs += (unsigned char)s.p[i] >= 0xF0;
	return utf8_count(s) + pairs;
}

size_t
utf8_encode(uint32_t cp, char out[UTF8_MAX])
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xC0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xE0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	out[3] = (char)(0x80 | (cp & 0x3F));
	return 4;
}

/* Length of the well-formed sequence at p, 0 if there is none (Unicode 15.0, table 3-7). */
static size_t
sequence(const unsigned char *p, size_t len)
{
	unsigned char low = 0x80, high = 0xBF;
	size_t want = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;

	if (p[0] < 0xC2 || p[0] > 0xF4 || want > len)
		return 0;
	if (p[0] == 0xE0)
		low = 0xA0;
	else if (p[0] == 0xED)
		high = 0x9F;
	else if (p[0] == 0xF0)
		low = 0x90;
	else if (p[0] == 0xF4)
		high = 0x8F;
	if (p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < want; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
	}
	return want;
}

bool
utf8_is_valid(struct str bytes, size_t *pos)
{
	size_t i = 0;

	while (i < bytes.len) {
		if ((unsigned char)bytes.p[i] < 0x80) {
			while (bytes.len - i >= 8 && (load(bytes.p + i) & HIGH_BITS) == 0)
				i += 8;
			while (i < bytes.len && (unsigned char)bytes.p[i] < 0x80)
				i++;
			continue;
		}
		size_t n = sequence((const unsigned char *)bytes.p + i, bytes.len - i);

		if (n == 0)
			break;
		i += n;
	}
	*pos = i;
	return i == bytes.len;
}

bool
utf8_is_ascii(struct str s)
{
	size_t i = 0;

	for (; s.len - i >= 16; i += 16) {
		if ((load(s.p + i) | load(s.p + i + 8)) & HIGH_BITS)
			return false;
	}
	for (; i < s.len; i++) {
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	}
	return true;
}
