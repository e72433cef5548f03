/* SPDX-License-Identifier: MIT */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define TEXT_SIZE sizeof(((struct error *)NULL)->text)

/* Bytes the sequence beginning with this byte should have; 1 for a stray one. */
static size_t
sequence_length(unsigned char lead)
{
	if (lead >= 0xf0)
		return 4;
	if (lead >= 0xe0)
		return 3;
	return lead >= 0xc0 ? 2 : 1;
}

/* The length of text without a code point that was cut in its middle. */
static size_t
whole_code_points(const char *text, size_t len)
{
	size_t lead = len;
	while (lead > 0 && len - lead < 4) {
		lead--;
		if (((unsigned char)text[lead] & 0xc0) != 0x80)
			break;
	}
	if (lead == len || sequence_length((unsigned char)text[lead]) <= len - lead)
		return len;
	return lead;
}

/*
 * Formats into text, which has room for size bytes and the result's NUL among
 * them. Names of files may hold newlines; the text of an error is one line.
 */
static size_t
format(char *text, size_t size, const char *fmt, va_list ap)
{
	int n = vsnprintf(text, size, fmt, ap);
	size_t len = n < 0 ? 0 : (size_t)n;
	if (len >= size)
		len = whole_code_points(text, size - 1);
	text[len] = '\0';
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			text[i] = '?';
	return len;
}

/*
 * The arguments may point into err->text, as in wrapping one error's text in
 * another, so the new text is made elsewhere and copied.
 */
static void
fill(struct error *err, enum error_code code, size_t pos, const char *fmt, va_list ap)
{
	char text[TEXT_SIZE];
	size_t len = format(text, sizeof(text), fmt, ap);

	memcpy(err->text, text, len + 1);
	err->code = code;
	err->pos = pos;
}

bool
error_set(struct error *err, enum error_code code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fill(err, code, 0, fmt, ap);
	va_end(ap);
	return false;
}

bool
error_syntax(struct error *err, size_t pos, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fill(err, ERROR_SYNTAX, pos, fmt, ap);
	va_end(ap);
	return false;
}

bool
error_errno(struct error *err, int errnum, const char *fmt, ...)
{
	const char *reason = strerror(errnum);
	size_t reason_len = strlen(reason);
	if (reason_len > TEXT_SIZE / 2)
		reason_len = whole_code_points(reason, TEXT_SIZE / 2);

	/* A path can be longer than the text: it is cut, the reason is not. */
	char text[TEXT_SIZE];
	va_list ap;
	va_start(ap, fmt);
	size_t len = format(text, sizeof(text) - reason_len - 2, fmt, ap);
	va_end(ap);

	memcpy(err->text, text, len);
	memcpy(err->text + len, ": ", 2);
	memcpy(err->text + len + 2, reason, reason_len);
	err->text[len + 2 + reason_len] = '\0';
	err->code = ERROR_IO;
	err->pos = 0;
	return false;
}

bool
error_add(struct error *err, const char *fmt, ...)
{
	char text[TEXT_SIZE];
	va_list ap;
	va_start(ap, fmt);
	size_t len = format(text, sizeof(text) - 2, fmt, ap);
	va_end(ap);
	memcpy(text + len, ": ", 2);
	len += 2;

	size_t room = sizeof(text) - 1 - len;
	size_t keep = strlen(err->text);
	if (keep > room)
		keep = whole_code_points(err->text, room);
	memmove(err->text + len, err->text, keep);
	memcpy(err->text, text, len);
	err->text[len + keep] = '\0';
	return false;
}
