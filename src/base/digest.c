/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "base/digest.h"

void
digest_init(struct digest_state *s)
{
	SHA256Init(&s->sha);
}

void
digest_update(struct digest_state *s, const void *p, size_t len)
{
	if (len > 0)
		SHA256Update(&s->sha, p, len);
}

void
digest_final(struct digest_state *s, struct digest *out)
{
	SHA256Final(out->bytes, &s->sha);
}

struct digest
digest_of(struct str s)
{
	struct digest_state state;
	struct digest d;

	digest_init(&state);
	digest_update(&state, s.p, s.len);
	digest_final(&state, &d);
	return d;
}

void
digest_hex(const struct digest *d, char hex[DIGEST_HEX_SIZE])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < DIGEST_SIZE; i++) {
		hex[2 * i] = digits[d->bytes[i] >> 4];
		hex[2 * i + 1] = digits[d->bytes[i] & 15];
	}
	hex[2 * DIGEST_SIZE] = '\0';
}
