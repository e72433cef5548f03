/* SPDX-License-Identifier: MIT */
#ifndef BASE_CRC32C_H
#define BASE_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/*
 * CRC-32C (Castagnoli, RFC 3720 appendix B.4), slicing by eight (Kounavis and
 * Berry, 2005). Start with 0 and feed pieces in turn: the result over two
 * pieces is crc32c(crc32c(0, a), b).
 */
uint32_t crc32c(uint32_t crc, const void *p, size_t len);

#endif
