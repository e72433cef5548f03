/* SPDX-License-Identifier: MIT */
#ifndef TESTS_UNIT_TAP_H
#define TESTS_UNIT_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/*
 * TAP (Test Anything Protocol 12) for unit tests: check with tap_ok and its
 * kin, end main with `return tap_done();`, which prints the plan.
 */

static int tap_count_;
static int tap_failed_;

#define tap_ok(cond, ...) tap_result_((cond), __FILE__, __LINE__, __VA_ARGS__)

__attribute__((format(printf, 4, 5)))
static inline bool
tap_result_(bool pass, const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	printf("%sok %d - ", pass ? "" : "not ", ++tap_count_);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	if (!pass) {
		printf("# at %s:%d\n", file, line);
		tap_failed_++;
	}
	fflush(stdout);
	return pass;
}

/* Bytes equal; shows both when not. */
#define tap_is(got, got_len, want, want_len, ...) \
	do { \
		size_t tap_got_len_ = (got_len), tap_want_len_ = (want_len); \
		const char *tap_got_ = (got), *tap_want_ = (want); \
		if (!tap_ok(tap_got_len_ == tap_want_len_ && \
		            memcmp(tap_got_, tap_want_, tap_want_len_) == 0, __VA_ARGS__)) \
			printf("#  got: %.*s\n# want: %.*s\n", (int)tap_got_len_, tap_got_, \
			       (int)tap_want_len_, tap_want_); \
	} while (0)

#define tap_is_z(got, want, ...) \
	do { \
		const char *tap_z_got_ = (got), *tap_z_want_ = (want); \
		tap_is(tap_z_got_, strlen(tap_z_got_), tap_z_want_, strlen(tap_z_want_), \
		       __VA_ARGS__); \
	} while (0)

/* Integers equal; shows both when not. */
#define tap_eq(got, want, ...) \
	do { \
		long long tap_eq_got_ = (long long)(got), tap_eq_want_ = (long long)(want); \
		if (!tap_ok(tap_eq_got_ == tap_eq_want_, __VA_ARGS__)) \
			printf("#  got: %lld\n# want: %lld\n", tap_eq_got_, tap_eq_want_); \
	} while (0)

/* A test that cannot run here, and why. */
static inline void
tap_skip(const char *why)
{
	printf("ok %d # SKIP %s\n", ++tap_count_, why);
}

static inline int
tap_done(void)
{
	printf("1..%d\n", tap_count_);
	return tap_failed_ ? 1 : 0;
}

#endif
