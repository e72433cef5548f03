/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "text/position.h"

#include "text/utf8.h"

#define LOW_BITS UINT64_C(0x0101010101010101)
#define LOW_SEVEN UINT64_C(0x7F7F7F7F7F7F7F7F)
#define STEPS_MAX 255

/* A one in each byte of w that is a line feed; carries never leave their byte. */
static inline uint64_t
line_feeds(uint64_t w)
{
	w ^= LOW_BITS * '\n';
	return (~(((w & LOW_SEVEN) + LOW_SEVEN) | w | LOW_SEVEN)) >> 7;
}

static size_t
count_line_feeds(struct str s)
{
	const uint64_t even = UINT64_C(0x00FF00FF00FF00FF);
	size_t n = 0, i = 0;

	while (s.len - i >= 8) {
		size_t steps = (s.len - i) / 8;
		uint64_t sums = 0;

		if (steps > STEPS_MAX)
			steps = STEPS_MAX;
		for (size_t end = i + steps * 8; i < end; i += 8) {
			uint64_t w;

			memcpy(&w, s.p + i, sizeof(w));
			sums += line_feeds(w);
		}
		sums = (sums & even) + ((sums >> 8) & even);
		n += (sums * UINT64_C(0x0001000100010001)) >> 48;
	}
	for (; i < s.len; i++)
		n += s.p[i] == '\n';
	return n;
}

void
position_advance(struct position *p, struct str bytes)
{
	size_t chars = utf8_count(bytes);
	const char *last = bytes.len ? memrchr(bytes.p, '\n', bytes.len) : NULL;

	if (last != NULL) {
		size_t line_start = (size_t)(last - bytes.p) + 1;
		size_t after = utf8_count(str_skip(bytes, line_start));

		p->line += (uint32_t)count_line_feeds(str_slice(bytes, 0, line_start));
		p->line_chr = p->chr + (uint32_t)(chars - after);
	}
	p->byte += (uint32_t)bytes.len;
	p->chr += (uint32_t)chars;
}

size_t
position_bytes(struct str following, uint32_t n)
{
	return utf8_skip(following, n);
}
