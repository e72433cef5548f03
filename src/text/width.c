/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "text/width.h"

#include <wchar.h>

#include "text/segment.h"
#include "text/utf8.h"

static inline bool
is_plain(char c)
{
	return c >= 0x20 && c < 0x7F;
}

int
width_of(uint32_t cp)
{
	if (cp >= 0x20 && cp < 0x7F)
		return 1;
	return wcwidth((wchar_t)cp);
}

size_t
width_str(struct str s)
{
	size_t columns = 0, len;

	for (size_t i = 0; i < s.len; i += len) {
		int w = width_of(utf8_at(s, i, &len));

		if (w > 0)
			columns += (size_t)w;
	}
	return columns;
}

size_t
width_fit(struct str s, size_t columns)
{
	size_t pos = 0;

	while (pos < s.len) {
		/* Between two plain characters there is a border: no need to ask. */
		if (columns > 0 && pos + 1 < s.len && is_plain(s.p[pos]) &&
		    is_plain(s.p[pos + 1])) {
			columns--;
			pos++;
			continue;
		}
		struct str rest = str_skip(s, pos);
		size_t len = segment_grapheme_next(rest, 0);
		size_t wide = width_str(str_slice(rest, 0, len));

		if (wide > columns)
			break;
		columns -= wide;
		pos += len;
	}
	return pos;
}
