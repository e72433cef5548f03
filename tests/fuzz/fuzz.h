/* SPDX-License-Identifier: MIT */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/*
 * A fuzz target: any bytes, no crash, no broken property (which is an assert).
 * With --enable-fuzzers libFuzzer drives it; else driver.c does, with seeded
 * mutations of the samples below.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What driver.c starts from; ends with NULL. */
extern const char *const fuzz_samples[];

#endif
