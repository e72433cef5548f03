/* SPDX-License-Identifier: MIT */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <sha2.h>
#include <stddef.h>

#include "base/str.h"

/* SHA-256 (FIPS 180-4), computed by libmd. */

#define DIGEST_SIZE 32
#define DIGEST_HEX_SIZE (2 * DIGEST_SIZE + 1)

struct digest {
	unsigned char bytes[DIGEST_SIZE];
};

struct digest_state {
	SHA2_CTX sha;
};

void digest_init(struct digest_state *s);
void digest_update(struct digest_state *s, const void *p, size_t len);
void digest_final(struct digest_state *s, struct digest *out);

/* Of one string. */
struct digest digest_of(struct str s);

/* Lower-case hexadecimal with a NUL. */
void digest_hex(const struct digest *d, char hex[DIGEST_HEX_SIZE]);

#endif
