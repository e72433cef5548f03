/* SPDX-License-Identifier: MIT */
#include "text/repair.h"

#include <unictype.h>
#include <unistr.h>

#include "text/utf8.h"

#define INCOMPLETE (-2)		/* what u8_mbtoucr says of a sequence cut short */

static const char replacement[] = "\xEF\xBF\xBD";
#define REPLACEMENT_LEN (sizeof(replacement) - 1)

void
repair_init(struct repair *r)
{
	*r = (struct repair){ .encoding = REPAIR_UTF8 };
}

static void
end_line(struct repair *r)
{
	if (r->line > r->longest_line)
		r->longest_line = r->line;
	r->line = 0;
}

static void
put_bytes(struct repair *r, const char *p, size_t n, struct buf *out)
{
	buf_add(out, p, n);
	r->line += n;
	r->after_cr = false;
}

static void
put_invalid(struct repair *r, struct buf *out)
{
	put_bytes(r, replacement, REPLACEMENT_LEN, out);
	r->n_invalid++;
}

static void
put_line_feed(struct repair *r, struct buf *out)
{
	buf_add_char(out, '\n');
	end_line(r);
}

/* C0, DEL and C1, which stay in the text, and line ends, which become LF. */
static void
put_control(struct repair *r, uint32_t cp, uint64_t at, struct buf *out)
{
	char bytes[UTF8_MAX];

	if (cp == '\r') {
		put_line_feed(r, out);
		r->after_cr = true;
		return;
	}
	if (cp == '\n') {
		if (!r->after_cr)
			put_line_feed(r, out);
		r->after_cr = false;
		return;
	}
	if (cp == 0 && r->n_nul++ == 0)
		r->nul_at = at;
	if (cp != '\t' && cp != '\f')
		r->n_control++;
	put_bytes(r, bytes, utf8_encode(cp, bytes), out);
}

static void
put(struct repair *r, uint32_t cp, uint64_t at, struct buf *out)
{
	char bytes[UTF8_MAX];

	if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0)) {
		put_control(r, cp, at, out);
		return;
	}
	if (!r->has_word)
		r->has_word = uc_is_general_category_withtable(
			cp, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N);
	if (cp >= 0x61C && cp <= 0x2069 && uc_is_property_bidi_control(cp))
		r->n_control++;
	put_bytes(r, bytes, utf8_encode(cp, bytes), out);
}

/* Bytes from the start of s that are printable ASCII: a word at a time, then one by one. */
static size_t
plain_run(struct str s)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	const uint64_t highs = ones * 0x80;
	size_t i = 0;

	for (; s.len - i >= 8; i += 8) {
		uint64_t w;

		memcpy(&w, s.p + i, sizeof(w));
		uint64_t below = w - ones * 0x20;
		uint64_t del = (w ^ (ones * 0x7F)) - ones;

		/* With no high bit in w, a high bit in either means a byte below 20 or a DEL. */
		if ((w | below | del) & highs)
			break;
	}
	while (i < s.len && s.p[i] >= 0x20 && s.p[i] < 0x7F)
		i++;
	return i;
}

static bool
is_alphanumeric(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static void
put_plain(struct repair *r, struct str run, struct buf *out)
{
	for (size_t i = 0; i < run.len && !r->has_word; i++)
		r->has_word = is_alphanumeric(run.p[i]);
	put_bytes(r, run.p, run.len, out);
}

static void
put_valid(struct repair *r, struct str s, uint64_t at, struct buf *out)
{
	size_t len;

	buf_reserve(out, s.len);
	for (size_t i = 0; i < s.len; i += len) {
		len = plain_run(str_skip(s, i));
		if (len > 0) {
			put_plain(r, str_slice(s, i, i + len), out);
			continue;
		}
		put(r, utf8_at(s, i, &len), at + i, out);
	}
}

/* What follows a cut inside a sequence; returns how many of the bytes belong to it. */
static size_t
finish_sequence(struct repair *r, struct str bytes, struct buf *out)
{
	size_t used = 0;

	while (r->carry_len > 0 && used < bytes.len) {
		ucs4_t cp;

		r->carry[r->carry_len] = (unsigned char)bytes.p[used];
		int n = u8_mbtoucr(&cp, r->carry, r->carry_len + 1);

		if (n == INCOMPLETE) {
			r->carry_len++;
			used++;
			continue;
		}
		r->carry_len = 0;
		if (n > 0) {
			put(r, cp, 0, out);
			used++;
		} else {
			put_invalid(r, out);
		}
	}
	return used;
}

/*
 * The ill-formed sequence at the start of s: its maximal subpart becomes one
 * replacement, unless the input is cut before one can tell, when it is carried.
 */
static size_t
skip_invalid(struct repair *r, struct str s, struct buf *out)
{
	const uint8_t *p = (const uint8_t *)s.p;
	ucs4_t cp;
	size_t len = 1;

	while (len <= s.len && len < UTF8_MAX && u8_mbtoucr(&cp, p, len) == INCOMPLETE)
		len++;
	if (len > s.len) {
		memcpy(r->carry, s.p, s.len);
		r->carry_len = (unsigned)s.len;
		return s.len;
	}
	put_invalid(r, out);
	return len > 1 ? len - 1 : 1;
}

static void
feed_utf8(struct repair *r, struct str bytes, uint64_t at, struct buf *out)
{
	size_t i = finish_sequence(r, bytes, out);

	while (i < bytes.len) {
		size_t len;
		struct str rest = str_skip(bytes, i);
		bool valid = utf8_is_valid(rest, &len);

		put_valid(r, str_slice(rest, 0, len), at + i, out);
		i += len;
		if (!valid)
			i += skip_invalid(r, str_skip(bytes, i), out);
	}
}

static uint32_t
unit_at(const struct repair *r, unsigned i)
{
	unsigned low = r->encoding == REPAIR_UTF16BE;

	return (uint32_t)r->carry[i + 1 - low] << 8 | r->carry[i + low];
}

/* The carry holds a high surrogate and another unit, which is taken with it or stays. */
static void
put_pair(struct repair *r, struct buf *out)
{
	uint32_t high = unit_at(r, 0), low = unit_at(r, 2);

	if (low >= 0xDC00 && low <= 0xDFFF) {
		r->carry_len = 0;
		put(r, 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00), 0, out);
		return;
	}
	put_invalid(r, out);
	memcpy(r->carry, r->carry + 2, 2);
	r->carry_len = 2;
}

static void
feed_utf16(struct repair *r, struct str bytes, uint64_t at, struct buf *out)
{
	for (size_t i = 0; i < bytes.len; i++) {
		r->carry[r->carry_len++] = (unsigned char)bytes.p[i];
		if (r->carry_len == 4)
			put_pair(r, out);
		if (r->carry_len != 2)
			continue;
		uint32_t unit = unit_at(r, 0);

		if (unit >= 0xD800 && unit <= 0xDBFF)
			continue;
		r->carry_len = 0;
		if (unit >= 0xDC00 && unit <= 0xDFFF)
			put_invalid(r, out);
		else
			put(r, unit, at + i - 1, out);
	}
}

static void
feed(struct repair *r, struct str bytes, uint64_t at, struct buf *out)
{
	if (r->encoding == REPAIR_UTF8)
		feed_utf8(r, bytes, at, out);
	else
		feed_utf16(r, bytes, at, out);
}

static bool
carry_is(const struct repair *r, struct str mark)
{
	return str_eq((struct str){ (const char *)r->carry, r->carry_len }, mark);
}

/* The first bytes turned out to be no byte order mark, but text. */
static void
start_without_mark(struct repair *r, struct buf *out)
{
	char first[sizeof(r->carry)];
	size_t len = r->carry_len;

	memcpy(first, r->carry, len);
	r->carry_len = 0;
	r->started = true;
	feed_utf8(r, (struct str){ first, len }, 0, out);
}

/* Collects bytes until it is known how the input begins; returns how many it took. */
static size_t
start(struct repair *r, struct str bytes, struct buf *out)
{
	size_t used = 0;

	while (!r->started && used < bytes.len) {
		r->carry[r->carry_len++] = (unsigned char)bytes.p[used++];
		if (carry_is(r, STR("\xEF")) || carry_is(r, STR("\xEF\xBB")) ||
		    carry_is(r, STR("\xFF")) || carry_is(r, STR("\xFE")))
			continue;
		if (carry_is(r, STR("\xFF\xFE")))
			r->encoding = REPAIR_UTF16LE;
		else if (carry_is(r, STR("\xFE\xFF")))
			r->encoding = REPAIR_UTF16BE;
		else if (!carry_is(r, STR("\xEF\xBB\xBF"))) {
			start_without_mark(r, out);
			break;
		}
		r->carry_len = 0;
		r->started = true;
	}
	return used;
}

void
repair_feed(struct repair *r, struct str bytes, struct buf *out)
{
	size_t used = start(r, bytes, out);

	if (r->started)
		feed(r, str_skip(bytes, used), r->read + used, out);
	r->read += bytes.len;
}

void
repair_end(struct repair *r, struct buf *out)
{
	if (!r->started)
		start_without_mark(r, out);
	if (r->carry_len > 0)
		put_invalid(r, out);
	/* A high surrogate and half a unit after it are two mistakes. */
	if (r->carry_len > 2 && r->encoding != REPAIR_UTF8)
		put_invalid(r, out);
	r->carry_len = 0;
	end_line(r);
}

uint64_t
repair_string(struct str bytes, struct buf *out)
{
	struct repair r;

	repair_init(&r);
	repair_feed(&r, bytes, out);
	repair_end(&r, out);
	return r.n_invalid;
}
