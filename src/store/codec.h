/* SPDX-License-Identifier: MIT */
#ifndef STORE_CODEC_H
#define STORE_CODEC_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/*
 * Keys that sort, and the bytes of records.
 *
 * A key is a short run of big-endian numbers and fixed-size strings, so that
 * LMDB's byte order is the order of its parts. A record's content is a run of
 * fields: a tag byte, a length (LEB128, as in DWARF 5 section 7.6), the bytes.
 * Fields that are empty or zero are left out. Numbers that stand for a choice
 * (a status, an origin) are written by name, so that an enum may change.
 */

#define KEY_SIZE 64

struct key {
	unsigned char p[KEY_SIZE];
	size_t len;
};

/* Appends to a key that starts as `struct key k = { .len = 0 };`. */
void key_add_u32(struct key *k, uint32_t n);
void key_add_u64(struct key *k, uint64_t n);
void key_add_bytes(struct key *k, const void *p, size_t len);

static inline struct str
key_str(const struct key *k)
{
	return (struct str){ (const char *)k->p, k->len };
}

/* Takes a number off the front of a key; false if too short. */
bool key_take_u32(struct str *key, uint32_t *n);
bool key_take_u64(struct str *key, uint64_t *n);

void codec_add_number(struct buf *out, uint64_t n);	/* bare LEB128 */
void codec_add_string(struct buf *out, struct str s);	/* its length, then its bytes */
bool codec_take_number(struct str *in, uint64_t *n);
bool codec_take_string(struct str *in, struct str *s);

/* One field; nothing if it is empty or zero. */
void codec_add_field(struct buf *out, unsigned char tag, struct str value);
void codec_add_field_number(struct buf *out, unsigned char tag, uint64_t n);

struct codec_field {
	unsigned char tag;
	struct str value;	/* inside the record */
};

/* The next field of a record; false at its end. *damaged if the bytes make no sense. */
bool codec_next(struct str *record, struct codec_field *field, bool *damaged);

/* A field written by codec_add_field_number; false if it is no number. */
bool codec_number(const struct codec_field *field, uint64_t *n);

#endif
