/* SPDX-License-Identifier: MIT */
#include "store/codec.h"

#include <assert.h>

static void
key_add_big_endian(struct key *k, uint64_t n, size_t size)
{
	assert(k->len + size <= KEY_SIZE);
	for (size_t i = 0; i < size; i++)
		k->p[k->len++] = (unsigned char)(n >> (8 * (size - 1 - i)));
}

void
key_add_u32(struct key *k, uint32_t n)
{
	key_add_big_endian(k, n, 4);
}

void
key_add_u64(struct key *k, uint64_t n)
{
	key_add_big_endian(k, n, 8);
}

void
key_add_bytes(struct key *k, const void *p, size_t len)
{
	assert(k->len + len <= KEY_SIZE);
	memcpy(k->p + k->len, p, len);
	k->len += len;
}

static bool
key_take_big_endian(struct str *key, uint64_t *n, size_t size)
{
	if (key->len < size)
		return false;
	*n = 0;
	for (size_t i = 0; i < size; i++)
		*n = *n << 8 | (unsigned char)key->p[i];
	*key = str_skip(*key, size);
	return true;
}

bool
key_take_u32(struct str *key, uint32_t *n)
{
	uint64_t wide;

	if (!key_take_big_endian(key, &wide, 4))
		return false;
	*n = (uint32_t)wide;
	return true;
}

bool
key_take_u64(struct str *key, uint64_t *n)
{
	return key_take_big_endian(key, n, 8);
}

void
codec_add_number(struct buf *out, uint64_t n)
{
	while (n >= 0x80) {
		buf_add_char(out, (char)(0x80 | (n & 0x7F)));
		n >>= 7;
	}
	buf_add_char(out, (char)n);
}

void
codec_add_string(struct buf *out, struct str s)
{
	codec_add_number(out, s.len);
	buf_add_str(out, s);
}

bool
codec_take_number(struct str *in, uint64_t *n)
{
	unsigned shift = 0;

	*n = 0;
	for (size_t i = 0; i < in->len && shift < 64; i++, shift += 7) {
		unsigned char byte = (unsigned char)in->p[i];
		if (shift == 63 && byte > 1)
			return false;
		*n |= (uint64_t)(byte & 0x7F) << shift;
		if (!(byte & 0x80)) {
			*in = str_skip(*in, i + 1);
			return true;
		}
	}
	return false;
}

bool
codec_take_string(struct str *in, struct str *s)
{
	uint64_t len;

	if (!codec_take_number(in, &len) || len > in->len)
		return false;
	*s = str_slice(*in, 0, len);
	*in = str_skip(*in, len);
	return true;
}

void
codec_add_field(struct buf *out, unsigned char tag, struct str value)
{
	if (value.len == 0)
		return;
	buf_add_char(out, (char)tag);
	codec_add_string(out, value);
}

void
codec_add_field_number(struct buf *out, unsigned char tag, uint64_t n)
{
	char bytes[8];
	size_t len = 0;

	for (; n != 0; n >>= 8)
		bytes[len++] = (char)(n & 0xFF);
	codec_add_field(out, tag, (struct str){ bytes, len });
}

bool
codec_next(struct str *record, struct codec_field *field, bool *damaged)
{
	if (record->len == 0)
		return false;
	field->tag = (unsigned char)record->p[0];
	*record = str_skip(*record, 1);
	if (codec_take_string(record, &field->value))
		return true;
	*damaged = true;
	return false;
}

bool
codec_number(const struct codec_field *field, uint64_t *n)
{
	if (field->value.len > 8)
		return false;
	*n = 0;
	for (size_t i = field->value.len; i-- > 0;)
		*n = *n << 8 | (unsigned char)field->value.p[i];
	return true;
}
