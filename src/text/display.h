/* SPDX-License-Identifier: MIT */
#ifndef TEXT_DISPLAY_H
#define TEXT_DISPLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/*
 * The display filter: everything printed to a terminal passes it, standard
 * error too, so that no document, file name or note can drive the terminal.
 * The result is printable in every terminal; stored text is never changed.
 *
 * Any bytes are accepted; invalid UTF-8 shows as U+FFFD. C0 and DEL become ^X,
 * C1 <9B>, bidi controls a name such as <RLO>, zero-width and other invisible
 * characters (U+00AD, 180E, 200B-D, 2060-4, FEFF, FFF9-B, tag characters,
 * variation selectors, whatever else is ignorable by default) a middle dot.
 * ZWJ and ZWNJ between letters of scripts that need them, ZWJ between emoji and
 * FE0F after an emoji go silently. Line and paragraph separators become <LS>,
 * <PS>; unassigned, private use and what wcwidth does not know U+FFFD. More
 * than four marks on one base are cut and a + stands for the rest; a mark
 * without a base gets a dotted circle. What comes out goes through a second
 * time unchanged. (Trojan Source, CVE-2021-42574; reference/reliability.md C2.)
 */

enum display_flags {
	DISPLAY_LINE = 0,	/* TAB and LF are shown as ^I and ^J too */
	DISPLAY_BLOCK = 1,	/* LF breaks the line, TAB goes to the next multiple of eight */
};

/* Appends s as it may be shown; *column, if given, is the column it starts at and ends at. */
void display_add(struct buf *out, struct str s, enum display_flags flags, size_t *column);

/*
 * How many characters of s the filter hides or replaces, tab, line feed and
 * what goes silently in its proper place not among them.
 */
size_t display_count_hidden(struct str s);

#endif
