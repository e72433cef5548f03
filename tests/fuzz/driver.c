/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"

/*
 * Drives a fuzz target without libFuzzer: `fuzz_x [RUNS [SEED]]`. Each input is
 * a sample, or two of them joined, with a few bytes changed, inserted, dropped
 * or doubled. The same seed gives the same inputs. Speaks TAP.
 */

#define SIZE_MAX_INPUT 4096

static uint64_t state;

/* splitmix64 (Steele, Lea and Flood, 2014). */
static uint64_t
random_next(void)
{
	uint64_t z = (state += 0x9E3779B97F4A7C15u);

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

static size_t
below(size_t n)
{
	return n ? random_next() % n : 0;
}

static size_t
count_samples(void)
{
	size_t n = 0;

	while (fuzz_samples[n])
		n++;
	return n;
}

static size_t
append(uint8_t *input, size_t len, const char *sample)
{
	size_t n = strlen(sample);

	if (n > SIZE_MAX_INPUT / 2 - len % (SIZE_MAX_INPUT / 2))
		n = SIZE_MAX_INPUT / 2 - len % (SIZE_MAX_INPUT / 2);
	memcpy(input + len, sample, n);
	return len + n;
}

static size_t
mutate(uint8_t *input, size_t len)
{
	static const uint8_t bytes[] = "\0\x01\x7F\x80\xBF\xC2\xED\xF4\xFF\n\t \"'\\:;()-/*<>=.,0919aZ";
	size_t at = below(len + 1);

	switch (below(4)) {
	case 0:
		if (at < len)
			input[at] = bytes[below(sizeof(bytes))];
		return len;
	case 1:
		if (len == SIZE_MAX_INPUT)
			return len;
		memmove(input + at + 1, input + at, len - at);
		input[at] = (uint8_t)random_next();
		return len + 1;
	case 2:
		if (at == len)
			return len;
		memmove(input + at, input + at + 1, len - at - 1);
		return len - 1;
	default: {
		size_t n = below(len - at + 1);
		if (len + n > SIZE_MAX_INPUT)
			return len;
		memmove(input + at + n, input + at, len - at);
		return len + n;
	}
	}
}

int
main(int argc, char **argv)
{
	long runs = argc > 1 ? atol(argv[1]) : 20000;
	size_t n_samples = count_samples();
	static uint8_t input[SIZE_MAX_INPUT];

	state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	for (size_t i = 0; i < n_samples; i++)
		LLVMFuzzerTestOneInput((const uint8_t *)fuzz_samples[i], strlen(fuzz_samples[i]));
	for (long run = 0; run < runs; run++) {
		size_t len = append(input, 0, fuzz_samples[below(n_samples)]);
		if (below(4) == 0)
			len = append(input, len, fuzz_samples[below(n_samples)]);
		for (size_t n = below(8); n > 0; n--)
			len = mutate(input, len);
		/* An exact copy, so that the sanitizer sees a read past its end. */
		uint8_t *copy = malloc(len ? len : 1);
		memcpy(copy, input, len);
		LLVMFuzzerTestOneInput(copy, len);
		free(copy);
	}
	printf("ok 1 - %ld inputs\n1..1\n", runs);
	return 0;
}
