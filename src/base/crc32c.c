/* SPDX-License-Identifier: MIT */
#include "base/crc32c.h"

/*
 * Table k holds, for every byte, the remainder left by that byte and k zero
 * bytes after it. Remainders are linear: that of a byte is the XOR of those of
 * its bits. So a table follows from eight constants, its entries at 0x80, 0x40
 * and so on to 0x01, and the compiler can write it out. Each constant is the
 * one before shifted right, reduced by the polynomial if a bit fell out; the
 * first is the polynomial itself, bits reversed.
 */
#define ENTRY(n, b7, b6, b5, b4, b3, b2, b1, b0) \
	(((n) & 0x80 ? b7 : 0) ^ ((n) & 0x40 ? b6 : 0) ^ \
	 ((n) & 0x20 ? b5 : 0) ^ ((n) & 0x10 ? b4 : 0) ^ \
	 ((n) & 0x08 ? b3 : 0) ^ ((n) & 0x04 ? b2 : 0) ^ \
	 ((n) & 0x02 ? b1 : 0) ^ ((n) & 0x01 ? b0 : 0))
#define FOUR(n, ...) \
	ENTRY((n), __VA_ARGS__), ENTRY((n) + 1, __VA_ARGS__), \
	ENTRY((n) + 2, __VA_ARGS__), ENTRY((n) + 3, __VA_ARGS__)
#define SIXTEEN(n, ...) \
	FOUR((n), __VA_ARGS__), FOUR((n) + 4, __VA_ARGS__), \
	FOUR((n) + 8, __VA_ARGS__), FOUR((n) + 12, __VA_ARGS__)
#define SIXTY_FOUR(n, ...) \
	SIXTEEN((n), __VA_ARGS__), SIXTEEN((n) + 16, __VA_ARGS__), \
	SIXTEEN((n) + 32, __VA_ARGS__), SIXTEEN((n) + 48, __VA_ARGS__)
#define TABLE(...) { \
	SIXTY_FOUR(0, __VA_ARGS__), SIXTY_FOUR(64, __VA_ARGS__), \
	SIXTY_FOUR(128, __VA_ARGS__), SIXTY_FOUR(192, __VA_ARGS__) }

static const uint32_t tables[8][256] = {
	TABLE(0x82f63b78, 0x417b1dbc, 0x20bd8ede, 0x105ec76f,
	      0x8ad958cf, 0xc79a971f, 0xe13b70f7, 0xf26b8303),
	TABLE(0xfbc3faf9, 0xff17c604, 0x7f8be302, 0x3fc5f181,
	      0x9d14c3b8, 0x4e8a61dc, 0x274530ee, 0x13a29877),
	TABLE(0x8b277743, 0xc76580d9, 0xe144fb14, 0x70a27d8a,
	      0x38513ec5, 0x9edea41a, 0x4f6f520d, 0xa541927e),
	TABLE(0x52a0c93f, 0xaba65fe7, 0xd725148b, 0xe964b13d,
	      0xf64463e6, 0x7b2231f3, 0xbf672381, 0xdd45aab8),
	TABLE(0x6ea2d55c, 0x37516aae, 0x1ba8b557, 0x8f2261d3,
	      0xc5670b91, 0xe045beb0, 0x7022df58, 0x38116fac),
	TABLE(0x1c08b7d6, 0x0e045beb, 0x85f4168d, 0xc00c303e,
	      0x6006181f, 0xb2f53777, 0xdb8ca0c3, 0xef306b19),
	TABLE(0xf56e0ef4, 0x7ab7077a, 0x3d5b83bd, 0x9c5bfaa6,
	      0x4e2dfd53, 0xa5e0c5d1, 0xd0065990, 0x68032cc8),
	TABLE(0x34019664, 0x1a00cb32, 0x0d006599, 0x847609b4,
	      0x423b04da, 0x211d826d, 0x9278fa4e, 0x493c7d27),
};

/* Byte by byte: the same on every machine, and compilers make one load of it. */
static uint32_t
load(const unsigned char *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

uint32_t
crc32c(uint32_t crc, const void *p, size_t len)
{
	const unsigned char *bytes = p;

	crc = ~crc;
	for (; len >= 8; bytes += 8, len -= 8) {
		uint32_t low = load(bytes) ^ crc;
		uint32_t high = load(bytes + 4);
		crc = tables[7][low & 0xff] ^ tables[6][low >> 8 & 0xff] ^
		      tables[5][low >> 16 & 0xff] ^ tables[4][low >> 24] ^
		      tables[3][high & 0xff] ^ tables[2][high >> 8 & 0xff] ^
		      tables[1][high >> 16 & 0xff] ^ tables[0][high >> 24];
	}
	for (; len > 0; bytes++, len--)
		crc = crc >> 8 ^ tables[0][(crc ^ *bytes) & 0xff];
	return ~crc;
}
