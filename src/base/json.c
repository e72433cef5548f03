/* SPDX-License-Identifier: MIT */
#include "base/json.h"

#include <assert.h>

#define REPLACEMENT 0xfffd

void
json_init(struct json *j, struct buf *out)
{
	*j = (struct json){ .out = out };
}

/*
 * A comma goes before every value but the first of its array or object. A key
 * makes the value after it a first one. On top there are no commas, so that
 * values can be lines.
 */
static void
separate(struct json *j)
{
	if (j->depth == 0)
		return;
	if (!j->first[j->depth - 1])
		buf_add_char(j->out, ',');
	j->first[j->depth - 1] = false;
}

static void
begin(struct json *j, char bracket)
{
	assert(j->depth < sizeof(j->first) / sizeof(j->first[0]));
	separate(j);
	buf_add_char(j->out, bracket);
	j->first[j->depth++] = true;
}

static void
end(struct json *j, char bracket)
{
	assert(j->depth > 0);
	j->depth--;
	buf_add_char(j->out, bracket);
}

void
json_object_begin(struct json *j)
{
	begin(j, '{');
}

void
json_object_end(struct json *j)
{
	end(j, '}');
}

void
json_array_begin(struct json *j)
{
	begin(j, '[');
}

void
json_array_end(struct json *j)
{
	end(j, ']');
}

void
json_key(struct json *j, struct str name)
{
	assert(j->depth > 0);
	json_string(j, name);
	buf_add_char(j->out, ':');
	j->first[j->depth - 1] = true;
}

/*
 * Takes one code point off s, which is not empty. Broken bytes give U+FFFD,
 * one for each longest beginning of a sequence that could have been valid, as
 * the Unicode Standard recommends (section 3.9, table 3-7): what the byte
 * after the lead may be rules out overlong forms, surrogates and all beyond
 * U+10FFFF.
 */
static uint32_t
take_code_point(struct str *s)
{
	unsigned char lead = (unsigned char)s->p[0];
	unsigned char low = 0x80;
	unsigned char high = 0xbf;
	size_t more;
	uint32_t c;

	*s = str_skip(*s, 1);
	if (lead < 0x80)
		return lead;
	if (lead >= 0xc2 && lead <= 0xdf) {
		more = 1;
		c = lead & 0x1f;
	} else if (lead >= 0xe0 && lead <= 0xef) {
		more = 2;
		c = lead & 0x0f;
		low = lead == 0xe0 ? 0xa0 : low;
		high = lead == 0xed ? 0x9f : high;
	} else if (lead >= 0xf0 && lead <= 0xf4) {
		more = 3;
		c = lead & 0x07;
		low = lead == 0xf0 ? 0x90 : low;
		high = lead == 0xf4 ? 0x8f : high;
	} else {
		return REPLACEMENT;
	}
	for (; more > 0; more--) {
		unsigned char byte = s->len > 0 ? (unsigned char)s->p[0] : 0;
		if (byte < low || byte > high)
			return REPLACEMENT;
		c = c << 6 | (byte & 0x3f);
		low = 0x80;
		high = 0xbf;
		*s = str_skip(*s, 1);
	}
	return c;
}

/* What a terminal could act on, or what would hide or turn round its neighbours. */
static bool
needs_escape(uint32_t c)
{
	static const struct {
		uint32_t first;
		uint32_t last;
	} ranges[] = {
		{ 0x0000, 0x001f },	/* C0 */
		{ 0x007f, 0x009f },	/* DEL and C1 */
		{ 0x00ad, 0x00ad },	/* soft hyphen */
		{ 0x061c, 0x061c },	/* Arabic letter mark */
		{ 0x180e, 0x180e },	/* Mongolian vowel separator */
		{ 0x200b, 0x200f },	/* zero-width, direction marks */
		{ 0x2028, 0x202e },	/* line and paragraph separators, embeddings */
		{ 0x2060, 0x206f },	/* word joiner, invisible operators, isolates */
		{ 0xfeff, 0xfeff },	/* BOM */
		{ 0xfff9, 0xfffb },	/* interlinear annotation */
		{ 0xe0000, 0xe007f },	/* tags */
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return true;
	return false;
}

static void
add_escape(struct buf *out, uint32_t c)
{
	if (c < 0x10000) {
		buf_addf(out, "\\u%04x", (unsigned)c);
		return;
	}
	c -= 0x10000;
	buf_addf(out, "\\u%04x\\u%04x", (unsigned)(0xd800 + (c >> 10)),
	         (unsigned)(0xdc00 + (c & 0x3ff)));
}

void
json_string(struct json *j, struct str value)
{
	separate(j);
	buf_add_char(j->out, '"');
	while (value.len > 0) {
		struct str rest = value;
		uint32_t c = take_code_point(&rest);
		struct str bytes = str_slice(value, 0, value.len - rest.len);
		value = rest;
		if (c == '"' || c == '\\') {
			buf_add_char(j->out, '\\');
			buf_add_char(j->out, (char)c);
		} else if (c == REPLACEMENT) {
			buf_add_z(j->out, "\xef\xbf\xbd");
		} else if (needs_escape(c)) {
			add_escape(j->out, c);
		} else {
			buf_add_str(j->out, bytes);
		}
	}
	buf_add_char(j->out, '"');
}

void
json_number(struct json *j, uint64_t value)
{
	separate(j);
	buf_add_u64(j->out, value);
}

void
json_bool(struct json *j, bool value)
{
	separate(j);
	buf_add_z(j->out, value ? "true" : "false");
}

void
json_null(struct json *j)
{
	separate(j);
	buf_add_z(j->out, "null");
}
