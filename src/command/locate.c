/* SPDX-License-Identifier: MIT */
#include "command/locate.h"

#include "base/vec.h"
#include "text/utf8.h"

bool
locate_unit_parse(struct str s, enum locate_unit *unit, struct error *err)
{
	static const char *const names[] = {
		[LOCATE_CODEPOINTS] = "codepoints", [LOCATE_BYTES] = "bytes", [LOCATE_UTF16] = "utf16",
	};

	*unit = LOCATE_CODEPOINTS;
	if (s.len == 0)
		return true;
	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!str_eq(s, str_from(names[i])))
			continue;
		*unit = (enum locate_unit)i;
		return true;
	}
	return error_set(err, ERROR_USAGE, "units are codepoints, bytes or utf16, not '%.*s'", STR_ARG(s));
}

static bool
outside(struct str s, uint64_t length, const char *what, struct error *err)
{
	return error_set(err, ERROR_LIMIT,
	                 "the span %.*s is outside the document, which has %llu %s", STR_ARG(s),
	                 (unsigned long long)length, what);
}

/* UTF-16 has no checkpoints: counted from the start. */
static bool
byte_of_utf16(struct str text, uint32_t units, size_t *byte, uint64_t *length)
{
	uint64_t seen = 0;
	size_t pos = 0;

	while (seen < units && pos < text.len) {
		size_t len;
		utf8_at(text, pos, &len);
		seen += len == UTF8_MAX ? 2 : 1;
		pos += len;
	}
	*byte = pos;
	*length = seen;
	/* Between two surrogates there is no place; the code point's end is beyond it. */
	return seen == units;
}

static bool
to_byte(const struct body *body, struct str s, uint32_t n, enum locate_unit unit, size_t *byte,
        struct error *err)
{
	uint64_t length;

	switch (unit) {
	case LOCATE_BYTES:
		*byte = n;
		return n <= body->text.len || outside(s, body->text.len, "bytes", err);
	case LOCATE_UTF16:
		if (byte_of_utf16(body->text, n, byte, &length))
			return true;
		if (length > n)
			return error_set(err, ERROR_CONFLICT, "the span %.*s cuts a surrogate pair", STR_ARG(s));
		return outside(s, length, "UTF-16 units", err);
	case LOCATE_CODEPOINTS:
		break;
	}
	if (body_byte(body, n, byte, err))
		return true;
	if (err->code != ERROR_LIMIT)
		return false;
	return outside(s, *byte, "characters", err);
}

static bool
parse_pair(struct str s, uint32_t *first, uint32_t *second)
{
	struct str rest = s, head;

	return str_cut(&rest, ':', &head) && str_to_u32(head, first) && str_to_u32(rest, second);
}

bool
locate_span(const struct body *body, struct str s, enum locate_unit unit, struct span *span,
            struct error *err)
{
	uint32_t start, end;

	if (!parse_pair(s, &start, &end))
		return error_set(err, ERROR_USAGE,
		                 "a span is START:END, two whole numbers such as 120:134, not '%.*s'", STR_ARG(s));
	if (start > end)
		return error_set(err, ERROR_CONFLICT, "the span %.*s is reversed: START comes first", STR_ARG(s));
	if (!to_byte(body, s, start, unit, &span->start, err))
		return false;
	/* Most spans are short: their end is found from their start. */
	if (unit == LOCATE_CODEPOINTS && end - start < POSITION_STEP &&
	    body_skip(body, span->start, end - start, &span->end))
		return true;
	return to_byte(body, s, end, unit, &span->end, err);
}

bool
locate_parts(const struct body *body, struct str s, enum locate_unit unit, struct arena *arena,
             struct span **parts, size_t *n, struct error *err)
{
	VEC(struct span) found = VEC_INIT;
	struct str rest = s, part;
	struct span span;
	bool ok = true, more = true;

	while (ok && more) {
		more = str_cut(&rest, ';', &part);
		ok = locate_span(body, part, unit, &span, err);
		if (ok)
			vec_push(&found, span);
	}
	*n = found.n;
	*parts = arena_alloc(arena, (found.n + 1) * sizeof(**parts));
	if (found.n > 0)
		memcpy(*parts, found.p, found.n * sizeof(**parts));
	vec_release(&found);
	return ok;
}

bool
locate_lines(const struct body *body, struct str s, struct span *span, struct error *err)
{
	uint32_t first, last;

	if (!parse_pair(s, &first, &last) || first == 0)
		return error_set(err, ERROR_USAGE,
		                 "lines are FIRST:LAST, from 1, such as 10:20, not '%.*s'", STR_ARG(s));
	if (first > last)
		return error_set(err, ERROR_USAGE, "the lines %.*s are reversed: FIRST comes first", STR_ARG(s));
	if (!body_line(body, first - 1, &span->start, err) || !body_line(body, last, &span->end, err))
		return false;
	return span->start < body->text.len ||
	       error_set(err, ERROR_LIMIT, "the lines %.*s are beyond the end of the document",
	                 STR_ARG(s));
}
