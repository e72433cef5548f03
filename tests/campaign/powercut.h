/* SPDX-License-Identifier: MIT */
#ifndef TESTS_CAMPAIGN_POWERCUT_H
#define TESTS_CAMPAIGN_POWERCUT_H

#include <stdint.h>

/*
 * What powercut_shim.so writes down and powercut reads: every call that
 * changes data.mdb or makes it last, and everything said on standard output,
 * in the order in which they were done. A record is this header and len bytes.
 */

enum trace_kind {
	TRACE_WRITE = 'W',	/* bytes at pos; on the disk only after a sync */
	TRACE_DURABLE = 'D',	/* the same through a descriptor opened with O_DSYNC */
	TRACE_SYNC = 'S',	/* all writes so far are on the disk */
	TRACE_RENAME = 'R',	/* a directory got its name: the notebook's, in this campaign */
	TRACE_SAID = 'A',	/* bytes on standard output */
};

struct trace {
	uint64_t pos;
	uint32_t len;
	uint32_t kind;
};

#endif
