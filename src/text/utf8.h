/* SPDX-License-Identifier: MIT */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/*
 * text/ treats UTF-8 text as data. It may include base only, and is the one
 * place that knows libunistring. Unless a function says otherwise, text is
 * valid UTF-8 (RFC 3629), as everything in a notebook is after repair.h, and
 * positions are bytes.
 */

#define UTF8_MAX 4			/* bytes of the longest code point */
#define UTF8_REPLACEMENT 0xFFFDu

/* The code point at pos < len; *len_out is how many bytes it takes. */
uint32_t utf8_at(struct str text, size_t pos, size_t *len_out);

/* Start of the code point before pos > 0. */
size_t utf8_before(struct str text, size_t pos);

/* Whether pos is at the start of a code point or at the end of the text. */
static inline bool
utf8_is_border(struct str text, size_t pos)
{
	return pos == text.len || (pos < text.len && ((unsigned char)text.p[pos] & 0xC0) != 0x80);
}

/* How many code points s has: a word at a time, for megabytes. */
size_t utf8_count(struct str s);

/* Bytes that n code points from the start of s take; s.len if there are fewer. */
size_t utf8_skip(struct str s, size_t n);

/* UTF-16 code units s would take. */
size_t utf8_count_utf16(struct str s);

/* Writes cp, a Unicode scalar value; returns the number of bytes. */
size_t utf8_encode(uint32_t cp, char out[UTF8_MAX]);

/* Whether any bytes at all are valid UTF-8. *pos is where they stop being so, or the end. */
bool utf8_is_valid(struct str bytes, size_t *pos);

/* Whether all bytes are below 0x80; sixteen at a time. */
bool utf8_is_ascii(struct str s);

#endif
