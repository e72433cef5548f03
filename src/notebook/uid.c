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

	/* 26 digits of five bits hold 130: the first digit has two bits of zero in front. */
	for (int digit = 0; digit < UID_TEXT_SIZE - 1; digit++) {
		unsigned value = 0;
		for (int bit = digit * 5 - 2; bit < digit * 5 + 3; bit++) {
			unsigned set = bit < 0 ? 0 : uid->bytes[bit / 8] >> (7 - bit % 8) & 1;
			value = value << 1 | set;
		}
		text[digit] = alphabet[value];
	}
	text[UID_TEXT_SIZE - 1] = '\0';
}
