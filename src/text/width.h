/* SPDX-License-Identifier: MIT */
#ifndef TEXT_WIDTH_H
#define TEXT_WIDTH_H

#include <stdint.h>

#include "base/str.h"

/*
 * Columns on the terminal, by wcwidth(3) of the process's LC_CTYPE, which must
 * be UTF-8: ncurses and the terminals go by it, libunistring's table differs.
 * Text here has been through the display filter: nothing is unprintable.
 */

/* Columns of one code point: 0, 1 or 2; -1 if libc does not know it. */
int width_of(uint32_t cp);

/* Columns of a displayable line. */
size_t width_str(struct str s);

/* Bytes of the longest start of s, whole clusters, that fits in columns: maybe none. */
size_t width_fit(struct str s, size_t columns);

#endif
