/* SPDX-License-Identifier: MIT */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/*
 * A writer of JSON (RFC 8259) into a buffer, without blanks. Strings are UTF-8;
 * what a terminal could act on (C0, DEL, C1, bidi and zero-width controls,
 * U+2028/9) is written as \uXXXX, so that JSON can be shown as it is. Commas
 * are the writer's business; nesting up to 16 deep is asserted.
 */

struct json {
	struct buf *out;
	unsigned depth;
	bool first[16];
};

void json_init(struct json *j, struct buf *out);
void json_object_begin(struct json *j);
void json_object_end(struct json *j);
void json_array_begin(struct json *j);
void json_array_end(struct json *j);
void json_key(struct json *j, struct str name);
void json_string(struct json *j, struct str value);
void json_number(struct json *j, uint64_t value);
void json_bool(struct json *j, bool value);
void json_null(struct json *j);

#endif
