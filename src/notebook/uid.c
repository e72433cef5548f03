/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "notebook/uid.h"

#include <stdlib.h>
#include <sys/random.h>

#include "base/clock.h"

#define TIME_SIZE 6

static void
put_big_endian(unsigned char *p, uint64_t n, size_t size)
{
	for (size_t i = 0; i < size; i++)
		p[i] = (unsigned char)(n >> (8 * (size - 1 - i)));
}

struct uid
uid_new(char kind, uint32_t number)
{
	struct uid uid = { { 0 } };

	put_big_endian(uid.bytes, (uint64_t)clock_now(), TIME_SIZE);
	if (clock_is_fixed()) {
		uid.bytes[TIME_SIZE] = (unsigned char)kind;
		put_big_endian(uid.bytes + UID_SIZE - 4, number, 4);
		return uid;
	}
	/* The kernel serves 256 bytes and less whole, once it is seeded at boot. */
	if (getrandom(uid.bytes + TIME_SIZE, UID_SIZE - TIME_SIZE, 0) != UID_SIZE - TIME_SIZE)
		abort();
	return uid;
}

void
uid_format(const struct uid *uid, char text[UID_TEXT_SIZE])
{
	static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

	unsigned bits = 0, value = 0;
	size_t byte = UID_SIZE;

	/* From the end, five bits a digit; the first of the 26 has but three. */
	for (int digit = UID_TEXT_SIZE - 2; digit >= 0; digit--) {
		if (bits < 5 && byte > 0) {
			value |= (unsigned)uid->bytes[--byte] << bits;
			bits += 8;
		}
		text[digit] = alphabet[value & 31];
		value >>= 5;
		bits -= bits < 5 ? bits : 5;
	}
	text[UID_TEXT_SIZE - 1] = '\0';
}
