/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/crc32c.h"
#include "base/csv.h"
#include "base/day.h"
#include "base/decimal.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/vec.h"
#include "tests/unit/tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define tap_str(got, want, ...) \
	do { \
		struct str tap_str_ = (got); \
		tap_is(tap_str_.p, tap_str_.len, (want), strlen(want), __VA_ARGS__); \
	} while (0)

/* xorshift64: the same numbers in every run. */
static uint64_t random_state = 88172645463325252u;

static uint64_t
random_next(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state;
}

static int
sign(int order)
{
	return (order > 0) - (order < 0);
}

/*
 * Runs what should end the process in a child, and gives its wait status and
 * what it wrote to standard error.
 */
static int
run_child(void (*run)(void), struct buf *errors)
{
	int ends[2];
	struct error err;

	if (pipe(ends) != 0)
		abort();
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		dup2(ends[1], STDERR_FILENO);
		run();
		_exit(0);
	}
	close(ends[1]);
	file_read_fd(ends[0], "child", 1 << 20, errors, &err);
	close(ends[0]);
	int status = -1;
	waitpid(pid, &status, 0);
	return status;
}

static void
fill_error(struct error *err, char c, size_t n)
{
	struct buf b = BUF_INIT;

	buf_add_repeat(&b, c, n);
	error_set(err, ERROR_IO, "%s", b.p);
	buf_release(&b);
}

static bool
is_whole_utf8(const char *text, const char *sequence)
{
	size_t n = strlen(sequence);
	size_t len = strlen(text);

	for (size_t i = 0; i + n <= len; i += n)
		if (memcmp(text + i, sequence, n) != 0)
			return false;
	return len % n == 0;
}

static void
test_error(void)
{
	struct error err = { 0 };
	struct error inner;
	size_t size = sizeof(err.text);

	tap_ok(!error_set(&err, ERROR_EXISTS, "%s has %d", "a", 7), "error_set is false");
	tap_eq(err.code, ERROR_EXISTS, "error_set sets the code");
	tap_eq(err.pos, 0, "error_set sets pos 0");
	tap_is_z(err.text, "a has 7", "error_set formats");

	tap_ok(!error_syntax(&err, 12, "unknown term '%s'", "x"), "error_syntax is false");
	tap_eq(err.code, ERROR_SYNTAX, "error_syntax sets the code");
	tap_eq(err.pos, 12, "error_syntax sets pos");

	tap_ok(!error_add(&err, "line %d", 3), "error_add is false");
	error_add(&err, "importing %s", "a.txt");
	tap_is_z(err.text, "importing a.txt: line 3: unknown term 'x'", "error_add goes in front");
	tap_eq(err.code, ERROR_SYNTAX, "error_add keeps the code");
	tap_eq(err.pos, 12, "error_add keeps pos");

	error_set(&err, ERROR_IO, "inside");
	error_set(&err, ERROR_USAGE, "outside: %s", err.text);
	tap_is_z(err.text, "outside: inside", "an error's own text may be an argument");
	error_add(&err, "%s", err.text);
	tap_is_z(err.text, "outside: inside: outside: inside", "also of error_add");

	error_set(&err, ERROR_IO, "a\nb\tc\x7f");
	tap_is_z(err.text, "a?b?c?", "no control characters");

	error_errno(&err, ENOENT, "%s: cannot read", "a");
	tap_eq(err.code, ERROR_IO, "error_errno sets the code");
	tap_is_z(err.text, "a: cannot read: No such file or directory", "error_errno tells why");

	struct buf path = BUF_INIT;
	buf_add_repeat(&path, 'p', PATH_MAX);
	error_errno(&err, ENOENT, "%s", path.p);
	tap_eq(strlen(err.text), size - 1, "a long path fills the text");
	tap_ok(str_ends(str_from(err.text), STR("p: No such file or directory")),
	       "and the reason stays");
	buf_release(&path);

	fill_error(&err, 'x', size - 1);
	tap_eq(strlen(err.text), size - 1, "a text that just fits is whole");
	fill_error(&err, 'x', size);
	tap_eq(strlen(err.text), size - 1, "one byte more is cut");

	/* Sequences of every length, at every offset to the border. */
	static const char *const sequences[] = {
		"x", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x8d\x8a",
	};
	for (size_t i = 0; i < COUNT(sequences); i++) {
		size_t n = strlen(sequences[i]);
		bool set_ok = true;
		bool add_ok = true;
		bool front_ok = true;
		for (size_t shift = 0; shift < 2 * n; shift++) {
			struct buf b = BUF_INIT;
			buf_add_repeat(&b, '.', shift);
			for (size_t k = 0; k < size; k++)
				buf_add_z(&b, sequences[i]);

			error_set(&err, ERROR_IO, "%s", b.p);
			size_t len = strlen(err.text);
			set_ok = set_ok && is_whole_utf8(err.text + shift, sequences[i]) &&
			         len > size - 1 - n;

			error_set(&inner, ERROR_IO, "%s", b.p + shift);
			error_add(&inner, "%.*s", (int)shift, b.p);
			len = strlen(inner.text);
			add_ok = add_ok && is_whole_utf8(inner.text + shift + 2, sequences[i]) &&
			         len > size - 1 - n;

			error_set(&inner, ERROR_IO, "lost");
			error_add(&inner, "%s", b.p);
			len = strlen(inner.text);
			size_t end = (size_t)(strchr(inner.text, ':') - inner.text);
			inner.text[end] = '\0';
			front_ok = front_ok && len < size &&
			           is_whole_utf8(inner.text + shift, sequences[i]);
			buf_release(&b);
		}
		tap_ok(set_ok, "error_set cuts between code points of %zu bytes", n);
		tap_ok(add_ok, "error_add cuts between code points of %zu bytes", n);
		tap_ok(front_ok, "a long context is cut between code points of %zu bytes", n);
	}

	error_set(&err, ERROR_IO, "%s", "");
	tap_is_z(err.text, "", "an empty text");
	error_add(&err, "a");
	tap_is_z(err.text, "a: ", "context of an empty text");
}

static void
say_hook(void)
{
	ssize_t n = write(STDERR_FILENO, "hook;", 5);
	(void)n;
}

static void
allocating_hook(void)
{
	say_hook();
	mem_alloc(SIZE_MAX);
}

static void
run_too_large(void)
{
	mem_set_exit_hook(say_hook);
	mem_alloc(SIZE_MAX);
}

static void
run_array_overflow(void)
{
	mem_resize_array(NULL, SIZE_MAX / 4 + 2, 4);
}

static void
run_hook_fails(void)
{
	mem_set_exit_hook(allocating_hook);
	mem_zero(SIZE_MAX);
}

static void
run_buf_overflow(void)
{
	struct buf b = BUF_INIT;

	buf_add_z(&b, "abc");
	buf_reserve(&b, SIZE_MAX - 3);
}

static void
run_arena_overflow(void)
{
	struct arena a = ARENA_INIT;

	arena_zero(&a, SIZE_MAX / 2, 3);
}

static void
run_arena_huge(void)
{
	struct arena a = ARENA_INIT;

	arena_alloc(&a, SIZE_MAX);
}

static void
test_mem(void)
{
	static const struct {
		const char *name;
		void (*run)(void);
		const char *errors;
	} cases[] = {
		{ "a size beyond all", run_too_large, "hook;gloss: out of memory\n" },
		{ "an array that overflows", run_array_overflow, "gloss: out of memory\n" },
		{ "a hook without memory", run_hook_fails, "hook;gloss: out of memory\n" },
		{ "a buffer that overflows", run_buf_overflow, "gloss: out of memory\n" },
		{ "an arena array that overflows", run_arena_overflow, "gloss: out of memory\n" },
		{ "an arena block that overflows", run_arena_huge, "gloss: out of memory\n" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf errors = BUF_INIT;
		int status = run_child(cases[i].run, &errors);
		tap_ok(WIFEXITED(status) && WEXITSTATUS(status) == 2, "%s: exit status 2",
		       cases[i].name);
		tap_is_z(errors.p, cases[i].errors, "%s: one line", cases[i].name);
		buf_release(&errors);
	}

	unsigned char *p = mem_zero(100);
	bool zero = true;
	for (size_t i = 0; i < 100; i++)
		zero = zero && p[i] == 0;
	tap_ok(zero, "mem_zero clears");
	p[99] = 7;
	p = mem_resize(p, 1000);
	tap_eq(p[99], 7, "mem_resize keeps what was there");
	mem_free(p);

	void *none = mem_alloc(0);
	tap_ok(none != NULL, "no bytes are a pointer too");
	none = mem_resize(none, 0);
	tap_ok(none != NULL, "also resized");
	mem_free(none);
	none = mem_resize_array(NULL, SIZE_MAX, 0);
	tap_ok(none != NULL, "many elements of no size");
	mem_free(none);
	mem_free(NULL);

	char *z = mem_copy_z("copy");
	tap_is_z(z, "copy", "mem_copy_z");
	mem_free(z);
}

static void
test_arena(void)
{
	struct arena a = ARENA_INIT;

	arena_reset(&a);
	tap_ok(!a.blocks, "reset of an unused arena");
	arena_rewind(&a, arena_mark(&a));
	tap_ok(!a.blocks, "rewind of an unused arena");

	/* Each piece is filled with its number; none may overlap another. */
	unsigned char *pieces[300];
	bool aligned = true;
	for (size_t i = 0; i < COUNT(pieces); i++) {
		pieces[i] = arena_alloc(&a, i);
		aligned = aligned && (uintptr_t)pieces[i] % alignof(max_align_t) == 0;
		if (i)
			memset(pieces[i], (int)(i & 0xff), i);
		arena_str(&a, STR("x"));
	}
	tap_ok(aligned, "pieces are aligned");
	bool intact = true;
	for (size_t i = 0; i < COUNT(pieces); i++)
		for (size_t k = 0; k < i; k++)
			intact = intact && pieces[i][k] == (unsigned char)i;
	tap_ok(intact, "pieces do not overlap");

	struct str kept = arena_str(&a, STR("kept"));
	struct arena_mark mark = arena_mark(&a);
	for (size_t i = 0; i < 100; i++)
		memset(arena_alloc(&a, 1000), 1, 1000);
	arena_rewind(&a, mark);
	tap_ok(a.blocks == mark.block && a.used == mark.used, "rewind comes back");
	tap_str(kept, "kept", "what was before the mark stays");
	struct str again = arena_str(&a, STR("again"));
	tap_str(kept, "kept", "and is not written over");
	tap_str(again, "again", "after a rewind the arena goes on");

	struct arena_mark outer = arena_mark(&a);
	arena_str(&a, STR("outer"));
	struct arena_mark in = arena_mark(&a);
	arena_alloc(&a, 200000);
	arena_rewind(&a, in);
	arena_rewind(&a, outer);
	tap_ok(a.blocks == outer.block && a.used == outer.used, "marks nest");

	arena_alloc(&a, 1000000);
	arena_reset(&a);
	tap_ok(a.blocks != NULL && a.used == 0, "reset keeps a block");
	struct arena_block *block = a.blocks;
	arena_alloc(&a, 16);
	tap_ok(a.blocks == block, "and uses it");

	arena_release(&a);
	tap_ok(!a.blocks && a.used == 0, "release");
	arena_init(&a);

	struct arena_mark nothing = arena_mark(&a);
	arena_alloc(&a, 10);
	arena_alloc(&a, 100000);
	arena_rewind(&a, nothing);
	tap_eq(a.used, 0, "rewind to the very start");

	unsigned char *p = arena_alloc(&a, 64);
	memset(p, 0xff, 64);
	arena_reset(&a);
	p = arena_zero(&a, 8, 8);
	bool zero = true;
	for (size_t i = 0; i < 64; i++)
		zero = zero && p[i] == 0;
	tap_ok(zero, "arena_zero clears used memory");
	tap_ok(arena_zero(&a, 0, SIZE_MAX) != NULL, "no elements");
	tap_ok(arena_zero(&a, SIZE_MAX, 0) != NULL, "elements of no size");

	struct str copy = arena_str(&a, (struct str){ "a\0b", 3 });
	tap_is(copy.p, copy.len, "a\0b", 3, "arena_str copies NUL");
	tap_eq(copy.p[3], 0, "a NUL follows");
	copy = arena_str(&a, (struct str){ NULL, 0 });
	tap_ok(copy.len == 0 && copy.p && copy.p[0] == '\0', "an empty copy");
	tap_is_z(arena_z(&a, str_slice(STR("abcdef"), 1, 4)), "bcd", "arena_z");
	tap_str(arena_printf(&a, "%d %s", 42, "things"), "42 things", "arena_printf");
	copy = arena_printf(&a, "%0300d", 1);
	tap_ok(copy.len == 300 && copy.p[299] == '1' && copy.p[300] == '\0', "a long arena_printf");
	tap_str(arena_printf(&a, "%s", ""), "", "an empty arena_printf");
	arena_release(&a);
}

static void
test_buf(void)
{
	struct buf b = BUF_INIT;

	tap_ok(b.p && b.p[0] == '\0', "an unused buffer is a C string");
	buf_reset(&b);
	buf_truncate(&b, 0);
	buf_drop(&b, 0);
	buf_add(&b, NULL, 0);
	buf_add_z(&b, "");
	buf_add_repeat(&b, 'x', 0);
	tap_eq(b.cap, 0, "nothing added needs no memory");
	buf_release(&b);
	buf_release(&b);

	buf_add_z(&b, "abc");
	buf_add_char(&b, 'd');
	buf_add_str(&b, STR("ef"));
	buf_add(&b, "\0g", 2);
	tap_is(b.p, b.len, "abcdef\0g", 8, "pieces");
	tap_eq(b.p[8], 0, "NUL at the end");
	buf_truncate(&b, 6);
	tap_is_z(b.p, "abcdef", "buf_truncate");
	buf_truncate(&b, 6);
	tap_is_z(b.p, "abcdef", "buf_truncate to the same length");
	buf_drop(&b, 2);
	tap_is_z(b.p, "cdef", "buf_drop");
	buf_drop(&b, 4);
	tap_is_z(b.p, "", "buf_drop of all");

	size_t cap = b.cap;
	buf_add_z(&b, "x");
	buf_reset(&b);
	tap_ok(b.len == 0 && b.cap == cap && b.p[0] == '\0', "buf_reset keeps memory");

	bool terminated = true;
	for (size_t i = 0; i < 1000; i++) {
		buf_add_char(&b, (char)('a' + i % 26));
		terminated = terminated && b.p[b.len] == '\0' && b.cap > b.len;
	}
	tap_ok(terminated && b.len == 1000, "a NUL after each addition");
	bool same = true;
	for (size_t i = 0; i < 1000; i++)
		same = same && b.p[i] == (char)('a' + i % 26);
	tap_ok(same, "growth keeps the bytes");
	buf_release(&b);
	tap_ok(b.cap == 0 && b.len == 0 && b.p[0] == '\0', "buf_release");

	char *p = buf_reserve(&b, 0);
	tap_ok(p == b.p && b.p[0] == '\0' && b.cap >= 1, "reserve nothing");
	buf_add_z(&b, "ab");
	p = buf_reserve(&b, 100);
	tap_ok(p == b.p + 2 && b.cap >= 103 && b.len == 2, "reserve");
	memset(p, 'x', 100);
	tap_is(b.p, b.len, "ab", 2, "reserve does not change the length");
	buf_reset(&b);

	static const struct {
		uint64_t n;
		const char *text;
	} numbers[] = {
		{ 0, "0" }, { 9, "9" }, { 10, "10" }, { 1234567890, "1234567890" },
		{ UINT64_MAX, "18446744073709551615" },
	};
	for (size_t i = 0; i < COUNT(numbers); i++) {
		buf_reset(&b);
		buf_add_u64(&b, numbers[i].n);
		tap_is_z(b.p, numbers[i].text, "buf_add_u64 %s", numbers[i].text);
	}
	buf_reset(&b);
	buf_addf(&b, "%s-%d", "x", 5);
	buf_addf(&b, "%s", "");
	buf_addf(&b, "%0200d", 7);
	tap_eq(b.len, 203, "buf_addf appends");
	tap_ok(str_starts(buf_str(&b), STR("x-5000")) && str_ends(buf_str(&b), STR("007")),
	       "buf_addf formats");
	buf_reset(&b);
	buf_add_repeat(&b, '-', 5);
	tap_is_z(b.p, "-----", "buf_add_repeat");
	buf_release(&b);
	tap_eq(buf_empty[0], 0, "the shared empty string was left alone");
	buf_init(&b);
	tap_ok(b.p == buf_empty, "buf_init");
}

static void
test_vec(void)
{
	struct pair {
		int a;
		int b;
	};
	VEC(struct pair) v = VEC_INIT;

	for (int i = 0; i < 1000; i++)
		vec_push(&v, (struct pair){ i, -i });
	bool same = v.n == 1000;
	for (int i = 0; i < 1000; i++)
		same = same && v.p[i].a == i && v.p[i].b == -i;
	tap_ok(same, "vec_push keeps all");
	size_t cap = v.cap;
	vec_reset(&v);
	tap_ok(v.n == 0 && v.cap == cap, "vec_reset keeps memory");
	vec_reserve(&v, 5000);
	tap_ok(v.cap >= 5000 && v.n == 0, "vec_reserve");
	vec_release(&v);
	tap_ok(!v.p && v.n == 0 && v.cap == 0, "vec_release");
}

static void
test_str(void)
{
	struct str none = { NULL, 0 };

	tap_ok(str_eq(STR("a"), STR("a")) && !str_eq(STR("a"), STR("b")), "str_eq");
	tap_ok(!str_eq(STR("a"), STR("ab")), "str_eq looks at the length");
	tap_ok(str_eq(none, STR_EMPTY), "str_eq of nothing");
	tap_ok(str_eq((struct str){ "a\0b", 3 }, STR("a\0b")), "str_eq goes past NUL");

	static const struct {
		struct str a;
		struct str b;
		int order;
	} orders[] = {
		{ { "", 0 }, { "", 0 }, 0 },
		{ { NULL, 0 }, { "a", 1 }, -1 },
		{ { "a", 1 }, { NULL, 0 }, 1 },
		{ { "a", 1 }, { "b", 1 }, -1 },
		{ { "ab", 2 }, { "a", 1 }, 1 },
		{ { "a", 1 }, { "a\0", 2 }, -1 },
		{ { "\x7f", 1 }, { "\x80", 1 }, -1 },
		{ { "b", 1 }, { "abc", 3 }, 1 },
	};
	for (size_t i = 0; i < COUNT(orders); i++) {
		tap_eq(sign(str_cmp(orders[i].a, orders[i].b)), orders[i].order,
		       "str_cmp, case %zu", i);
	}

	tap_ok(str_starts(STR("abc"), STR("ab")) && str_starts(STR("abc"), STR_EMPTY) &&
	       !str_starts(STR("ab"), STR("abc")) && !str_starts(STR("abc"), STR("b")) &&
	       str_starts(none, none), "str_starts");
	tap_ok(str_ends(STR("abc"), STR("bc")) && str_ends(STR("abc"), STR_EMPTY) &&
	       !str_ends(STR("bc"), STR("abc")) && !str_ends(STR("abc"), STR("b")) &&
	       str_ends(none, none), "str_ends");

	tap_str(str_trim(STR(" \t\r\n\v\fa b \f")), "a b", "str_trim");
	tap_str(str_trim(STR(" \t ")), "", "str_trim of blanks only");
	tap_str(str_trim(STR_EMPTY), "", "str_trim of nothing");
	tap_eq(str_trim(none).len, 0, "str_trim of a null str");
	tap_str(str_trim(STR("\xc2\xa0x")), "\xc2\xa0x", "str_trim knows ASCII only");

	static const struct {
		const char *s;
		const char *needle;
		size_t from;
		size_t pos;
	} finds[] = {
		{ "abcabc", "c", 0, 2 }, { "abcabc", "c", 3, 5 }, { "abcabc", "c", 6, STR_NONE },
		{ "abcabc", "abc", 0, 0 }, { "abcabc", "abc", 1, 3 },
		{ "abcabc", "abcd", 0, STR_NONE },
		{ "abc", "", 0, 0 }, { "abc", "", 3, 3 }, { "abc", "", 4, STR_NONE },
		{ "", "", 0, 0 }, { "", "a", 0, STR_NONE }, { "aaab", "aab", 0, 1 },
		{ "abc", "a", STR_NONE, STR_NONE },
	};
	for (size_t i = 0; i < COUNT(finds); i++)
		tap_eq(str_find(str_from(finds[i].s), str_from(finds[i].needle), finds[i].from),
		       finds[i].pos, "str_find '%s' from %zu", finds[i].needle, finds[i].from);
	tap_eq(str_find(STR("a\0b\0c"), STR("\0c"), 0), 3, "str_find goes past NUL");

	tap_eq(str_find_char(STR("a=b=c"), '=', 0), 1, "str_find_char");
	tap_eq(str_find_char(STR("a=b=c"), '=', 2), 3, "str_find_char from a place");
	tap_eq(str_find_char(STR("a=b=c"), '=', 4), STR_NONE, "str_find_char: no more");
	tap_eq(str_find_char(STR("a="), '=', 9), STR_NONE, "str_find_char from beyond");
	tap_eq(str_find_char(none, '=', 0), STR_NONE, "str_find_char in nothing");

	struct str s = STR("a,,b");
	struct str head;
	tap_ok(str_cut(&s, ',', &head), "str_cut");
	tap_str(head, "a", "first piece");
	tap_ok(str_cut(&s, ',', &head), "str_cut again");
	tap_str(head, "", "empty piece");
	tap_ok(!str_cut(&s, ',', &head), "str_cut at the end");
	tap_str(head, "b", "last piece");
	tap_str(s, "", "nothing left");
	tap_ok(!str_cut(&s, ',', &head) && head.len == 0, "str_cut of nothing");
	s = none;
	tap_ok(!str_cut(&s, ',', &head) && head.len == 0 && s.len == 0, "str_cut of a null str");
	s = STR("a,");
	tap_ok(str_cut(&s, ',', &head) && s.len == 0, "a separator at the end");

	static const struct {
		const char *text;
		bool ok64;
		bool ok32;
		uint64_t n;
	} numbers[] = {
		{ "0", true, true, 0 },
		{ "007", true, true, 7 },
		{ "4294967295", true, true, UINT32_MAX },
		{ "4294967296", true, false, (uint64_t)UINT32_MAX + 1 },
		{ "18446744073709551615", true, false, UINT64_MAX },
		{ "18446744073709551616", false, false, 0 },
		{ "18446744073709551620", false, false, 0 },
		{ "99999999999999999999", false, false, 0 },
		{ "000000000000000000000000000001", true, true, 1 },
		{ "", false, false, 0 }, { "+1", false, false, 0 }, { "-1", false, false, 0 },
		{ " 1", false, false, 0 }, { "1 ", false, false, 0 }, { "1a", false, false, 0 },
		{ "0x1", false, false, 0 }, { "\xd9\xa1", false, false, 0 },
	};
	for (size_t i = 0; i < COUNT(numbers); i++) {
		uint64_t n64 = 99;
		uint32_t n32 = 99;
		struct str text = str_from(numbers[i].text);
		bool ok64 = str_to_u64(text, &n64);
		bool ok32 = str_to_u32(text, &n32);
		tap_ok(ok64 == numbers[i].ok64 && n64 == (ok64 ? numbers[i].n : 99),
		       "str_to_u64 '%s'", numbers[i].text);
		tap_ok(ok32 == numbers[i].ok32 && n32 == (ok32 ? numbers[i].n : 99),
		       "str_to_u32 '%s'", numbers[i].text);
	}
}

/* Bit by bit, straight from the definition. */
static uint32_t
crc32c_bitwise(uint32_t crc, const unsigned char *p, size_t len)
{
	crc = ~crc;
	for (size_t i = 0; i < len; i++) {
		crc ^= p[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78u : 0);
	}
	return ~crc;
}

static void
test_crc32c(void)
{
	unsigned char bytes[320];

	memset(bytes, 0, 32);
	tap_eq(crc32c(0, bytes, 32), 0x8a9136aau, "RFC 3720: 32 zero bytes");
	memset(bytes, 0xff, 32);
	tap_eq(crc32c(0, bytes, 32), 0x62a8ab43u, "RFC 3720: 32 bytes of ones");
	for (size_t i = 0; i < 32; i++)
		bytes[i] = (unsigned char)i;
	tap_eq(crc32c(0, bytes, 32), 0x46dd794eu, "RFC 3720: 32 bytes up");
	for (size_t i = 0; i < 32; i++)
		bytes[i] = (unsigned char)(31 - i);
	tap_eq(crc32c(0, bytes, 32), 0x113fdb5cu, "RFC 3720: 32 bytes down");
	static const unsigned char read_command[48] = {
		0x01, 0xc0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		0x14, 0, 0, 0, 0, 0, 0x04, 0, 0, 0, 0, 0x14, 0, 0, 0, 0x18,
		0x28, 0, 0, 0, 0, 0, 0, 0, 0x02, 0, 0, 0, 0, 0, 0, 0,
	};
	tap_eq(crc32c(0, read_command, 48), 0xd9963a56u, "RFC 3720: a read command");
	tap_eq(crc32c(0, "123456789", 9), 0xe3069283u, "the check value");
	tap_eq(crc32c(0, NULL, 0), 0, "nothing");
	tap_eq(crc32c(0x12345678, "", 0), 0x12345678, "nothing after something");

	bool bytes_ok = true;
	for (unsigned i = 0; i < 256; i++) {
		unsigned char eight[8] = { 0 };
		for (size_t at = 0; at < 8; at++) {
			memset(eight, 0, sizeof(eight));
			eight[at] = (unsigned char)i;
			bytes_ok = bytes_ok && crc32c(0, eight, 8) == crc32c_bitwise(0, eight, 8);
		}
	}
	tap_ok(bytes_ok, "every entry of every table");

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)random_next();
	bool same = true;
	bool pieces = true;
	for (size_t start = 0; start < 16; start++) {
		for (size_t len = 0; len <= 300; len++) {
			uint32_t want = crc32c_bitwise(0, bytes + start, len);
			same = same && crc32c(0, bytes + start, len) == want;
			size_t cut = len ? random_next() % len : 0;
			uint32_t first = crc32c(0, bytes + start, cut);
			pieces = pieces &&
			         crc32c(first, bytes + start + cut, len - cut) == want;
		}
	}
	tap_ok(same, "eight at a time equals bit by bit, all lengths and alignments");
	tap_ok(pieces, "in pieces equals whole");
}

static void
test_digest(void)
{
	static const struct {
		const char *text;
		const char *hex;
	} cases[] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
		{ "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
		  "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
		  "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1" },
	};
	char hex[DIGEST_HEX_SIZE];

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct digest d = digest_of(str_from(cases[i].text));
		digest_hex(&d, hex);
		tap_is_z(hex, cases[i].hex, "FIPS 180 vector of %zu bytes", strlen(cases[i].text));
	}

	struct buf b = BUF_INIT;
	buf_add_repeat(&b, 'a', 1000000);
	struct digest whole = digest_of(buf_str(&b));
	digest_hex(&whole, hex);
	tap_is_z(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
	         "FIPS 180 vector of a million bytes");

	struct digest_state state;
	struct digest pieces;
	digest_init(&state);
	digest_update(&state, NULL, 0);
	for (size_t at = 0, n = 0; at < b.len; at += n) {
		n = random_next() % 300;
		if (n > b.len - at)
			n = b.len - at;
		digest_update(&state, b.p + at, n);
	}
	digest_final(&state, &pieces);
	tap_ok(memcmp(&pieces, &whole, sizeof(whole)) == 0, "in pieces equals whole");
	buf_release(&b);
}

static void
test_clock(void)
{
	static const struct {
		const char *text;
		int64_t seconds;	/* -1: not a time */
	} parses[] = {
		{ "1970-01-01", 0 },
		{ "1970-01-01T00:01", 60 },
		{ "1970-01-01T00:01Z", 60 },
		{ "1970-01-01T01:00:01", 3601 },
		{ "2026-11-22T16:15:37Z", 1795364137 },
		{ "2000-02-29T23:59:59", 951868799 },
		{ "9999-12-31T23:59:59Z", 253402300799 },
		{ "", -1 }, { "2026", -1 }, { "2026-11", -1 }, { "2026-02-29", -1 },
		{ "2026-11-22T", -1 }, { "2026-11-22T1", -1 }, { "2026-11-22T16", -1 },
		{ "2026-11-22T16Z", -1 }, { "2026-11-22Z", -1 }, { "2026-11-22 16:15", -1 },
		{ "2026-11-22T24:00", -1 }, { "2026-11-22T16:60", -1 },
		{ "2026-11-22T16:15:60", -1 }, { "2026-11-22T16:15:", -1 },
		{ "2026-11-22T16:15:3", -1 }, { "2026-11-22T16:15:37ZZ", -1 },
		{ "2026-11-22T16:15:37.5Z", -1 }, { "2026-11-22T16:15:37+01:00", -1 },
		{ "2026-11-22T-1:15", -1 }, { "2026-11-22T+1:15", -1 }, { " 2026-11-22", -1 },
		{ "2026-11-22t16:15", -1 }, { "2026-11-22T16:15z", -1 }, { "12026-11-22", -1 },
	};
	for (size_t i = 0; i < COUNT(parses); i++) {
		int64_t ms = -77;
		bool ok = clock_parse(str_from(parses[i].text), &ms);
		tap_ok(ok == (parses[i].seconds >= 0), "clock_parse '%s': %s", parses[i].text,
		       ok ? "a time" : "not a time");
		tap_eq(ms, ok ? parses[i].seconds * 1000 : -77, "clock_parse '%s'", parses[i].text);
	}

	static const struct {
		int64_t ms;
		const char *text;
	} formats[] = {
		{ 0, "1970-01-01T00:00:00Z" },
		{ 999, "1970-01-01T00:00:00Z" },
		{ 1000, "1970-01-01T00:00:01Z" },
		{ -1, "1969-12-31T23:59:59Z" },
		{ -1000, "1969-12-31T23:59:59Z" },
		{ -1001, "1969-12-31T23:59:58Z" },
		{ INT64_C(1795364137123), "2026-11-22T16:15:37Z" },
		{ INT64_C(253402300799999), "9999-12-31T23:59:59Z" },
		{ INT64_C(253402300800000), "9999-12-31T23:59:59Z" },
		{ INT64_C(-62135596800000), "0001-01-01T00:00:00Z" },
		{ INT64_C(-62135596800001), "0001-01-01T00:00:00Z" },
		{ INT64_MAX, "9999-12-31T23:59:59Z" },
		{ INT64_MIN, "0001-01-01T00:00:00Z" },
	};
	char text[CLOCK_TEXT_SIZE];
	for (size_t i = 0; i < COUNT(formats); i++) {
		clock_format(formats[i].ms, text);
		tap_is_z(text, formats[i].text, "clock_format %lld", (long long)formats[i].ms);
	}
	bool round_trip = true;
	for (size_t i = 0; i < 100000; i++) {
		int64_t seconds = (int64_t)(random_next() % UINT64_C(315537897600)) - 62135596800;
		int64_t ms = 0;
		clock_format(seconds * 1000, text);
		round_trip = round_trip && clock_parse(str_from(text), &ms) && ms == seconds * 1000;
	}
	tap_ok(round_trip, "clock_parse reads what clock_format writes");

	struct error err = { .code = ERROR_NONE };
	setenv("GLOSS_NOW", "2026-11-22T16:15:37Z", 1);
	tap_eq(clock_now(), INT64_C(1795364137000), "GLOSS_NOW as a time");
	tap_ok(clock_is_fixed() && clock_check(&err) && err.code == ERROR_NONE,
	       "is fixed and fine");
	setenv("GLOSS_NOW", "86400", 1);
	tap_eq(clock_now(), 86400000, "GLOSS_NOW as seconds, read anew");
	setenv("GLOSS_NOW", "253402300800", 1);
	tap_ok(!clock_check(&err), "GLOSS_NOW beyond the calendar");
	setenv("GLOSS_NOW", "99999999999999999999", 1);
	tap_ok(!clock_check(&err), "GLOSS_NOW beyond all numbers");
	setenv("GLOSS_NOW", "yesterday", 1);
	tap_ok(!clock_check(&err) && err.code == ERROR_USAGE, "a wrong GLOSS_NOW");
	tap_ok(str_find(str_from(err.text), STR("'yesterday'"), 0) != STR_NONE, "is named");
	setenv("GLOSS_NOW", "", 1);
	tap_ok(!clock_is_fixed() && clock_check(&err), "an empty GLOSS_NOW is none");
	unsetenv("GLOSS_NOW");
	tap_ok(!clock_is_fixed() && clock_check(&err), "no GLOSS_NOW");
	tap_ok(clock_now() > INT64_C(1700000000000), "the real clock");
}

/* All days in turn, counted by the rules of the calendar alone. */
static void
test_day_all(void)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int32_t day = -719162;
	int weekday = 1;
	bool from = true, to = true, week = true, text_ok = true, parse = true, range = true;
	char text[DAY_TEXT_SIZE];

	for (int y = 1; y <= 9999; y++) {
		bool leap = y % 400 == 0 || (y % 4 == 0 && y % 100 != 0);
		for (int m = 1; m <= 12; m++) {
			int length = lengths[m - 1] + (leap && m == 2);
			for (int d = 1; d <= length; d++, day++) {
				struct day_civil c = { y, m, d };
				from = from && day_is_valid(c) && day_from_civil(c) == day;
				c = day_to_civil(day);
				to = to && c.year == y && c.month == m && c.day == d;
				week = week && day_weekday(day) == weekday;
				weekday = weekday % 7 + 1;

				char want[40];
				snprintf(want, sizeof(want), "%04d-%02d-%02d", y, m, d);
				day_format(day, text);
				text_ok = text_ok && strcmp(text, want) == 0;
				int32_t parsed = 0, first = 0, last = 0;
				parse = parse && day_parse(str_from(want), &parsed) &&
				        parsed == day;
				range = range && day_range_parse(str_from(want), &first, &last) &&
				        first == day && last == day;
			}
			range = range && day_month_length(y, m) == length;
			range = range && !day_is_valid((struct day_civil){ y, m, length + 1 });
		}
	}
	tap_eq(day, 2932897, "number of days");
	tap_ok(from, "day_from_civil, all days");
	tap_ok(to, "day_to_civil, all days");
	tap_ok(week, "day_weekday, all days");
	tap_ok(text_ok, "day_format, all days");
	tap_ok(parse, "day_parse, all days");
	tap_ok(range, "day_range_parse and month lengths, all days");
}

/* The weeks of all years follow on one another from Monday to Sunday. */
static void
test_day_weeks(void)
{
	int32_t next = day_from_civil((struct day_civil){ 1, 1, 1 });
	bool ok = true;
	int longest = 0, shortest = 99;

	for (int y = 1; y <= 9999; y++) {
		int weeks = 0;
		for (int w = 0; w <= 99; w++) {
			char text[40];
			int32_t first, last;
			snprintf(text, sizeof(text), "%04d-W%02d", y, w);
			if (!day_range_parse(str_from(text), &first, &last))
				continue;
			ok = ok && w == ++weeks && first == next && last == first + 6 &&
			     day_weekday(first) == 1;
			if (w == 1) {
				int32_t fourth = day_from_civil((struct day_civil){ y, 1, 4 });
				ok = ok && first <= fourth && fourth <= last;
			}
			next = last + 1;
		}
		if (y == 9999)
			break;	/* its last week ends in the year 10000 */
		longest = weeks > longest ? weeks : longest;
		shortest = weeks < shortest ? weeks : shortest;
	}
	tap_ok(ok, "weeks have no gaps");
	tap_ok(longest == 53 && shortest == 52, "years have 52 or 53 weeks");
}

static void
test_day(void)
{
	test_day_all();
	test_day_weeks();

	tap_eq(day_from_civil((struct day_civil){ 1970, 1, 1 }), 0, "the epoch");
	static const struct day_civil invalid[] = {
		{ 0, 1, 1 }, { 10000, 1, 1 }, { -1, 1, 1 }, { 2026, 0, 1 }, { 2026, 13, 1 },
		{ 2026, 1, 0 }, { 2026, 1, -1 }, { 2026, 2, 29 }, { 1900, 2, 29 }, { 2026, 4, 31 },
	};
	for (size_t i = 0; i < COUNT(invalid); i++)
		tap_ok(!day_is_valid(invalid[i]), "%d-%d-%d is no day", invalid[i].year,
		       invalid[i].month, invalid[i].day);
	tap_ok(!day_is_valid(day_to_civil(INT32_MAX)) && !day_is_valid(day_to_civil(INT32_MIN)),
	       "the ends of the type are no valid days");
	tap_eq(day_weekday(0), 4, "1970-01-01 was a Thursday");
	int far = day_weekday(INT32_MAX) + day_weekday(INT32_MIN);
	tap_ok(far >= 2 && far <= 14, "weekdays at the ends of the type");

	static const struct {
		const char *text;
		const char *first;	/* NULL: not a range */
		const char *last;
	} ranges[] = {
		{ "2026-11-22", "2026-11-22", "2026-11-22" },
		{ "2026-11", "2026-11-01", "2026-11-30" },
		{ "2024-02", "2024-02-01", "2024-02-29" },
		{ "2026-12", "2026-12-01", "2026-12-31" },
		{ "2026", "2026-01-01", "2026-12-31" },
		{ "0001", "0001-01-01", "0001-12-31" },
		{ "9999", "9999-01-01", "9999-12-31" },
		{ "2026-W07", "2026-02-09", "2026-02-15" },
		{ "2026-W01", "2025-12-29", "2026-01-04" },
		{ "2026-W53", "2026-12-28", "2027-01-03" },
		{ "2025-W53", NULL, NULL },
		{ "2026-W00", NULL, NULL },
		{ "2026-W54", NULL, NULL },
		{ "9999-W51", "9999-12-20", "9999-12-26" },
		{ "9999-W52", NULL, NULL },
		{ "2026-Q1", "2026-01-01", "2026-03-31" },
		{ "2026-Q2", "2026-04-01", "2026-06-30" },
		{ "2026-Q3", "2026-07-01", "2026-09-30" },
		{ "2026-Q4", "2026-10-01", "2026-12-31" },
		{ "2026-H1", "2026-01-01", "2026-06-30" },
		{ "2026-H2", "2026-07-01", "2026-12-31" },
		{ "2026-SP", "2026-03-01", "2026-05-31" },
		{ "2026-SU", "2026-06-01", "2026-08-31" },
		{ "2026-FA", "2026-09-01", "2026-11-30" },
		{ "2026-WI", "2026-12-01", "2027-02-28" },
		{ "2027-WI", "2027-12-01", "2028-02-29" },
		{ "9999-WI", NULL, NULL },
		{ "9999-Q4", "9999-10-01", "9999-12-31" },
		{ "", NULL, NULL }, { "202", NULL, NULL }, { "20266", NULL, NULL },
		{ "0000", NULL, NULL }, { "0000-01", NULL, NULL }, { "0000-W01", NULL, NULL },
		{ "0000-WI", NULL, NULL }, { "0000-Q1", NULL, NULL },
		{ "2026-", NULL, NULL }, { "2026-1", NULL, NULL }, { "2026-00", NULL, NULL },
		{ "2026-13", NULL, NULL }, { "2026-99", NULL, NULL }, { "2026/11", NULL, NULL },
		{ "2026-W7", NULL, NULL }, { "2026-w07", NULL, NULL }, { "2026-W007", NULL, NULL },
		{ "2026-W07-", NULL, NULL }, { "2026-W07-1", NULL, NULL },
		{ "2026-Q0", NULL, NULL }, { "2026-Q5", NULL, NULL }, { "2026-H3", NULL, NULL },
		{ "2026-H0", NULL, NULL }, { "2026-XX", NULL, NULL }, { "2026-sp", NULL, NULL },
		{ "2026-SPX", NULL, NULL }, { "2026-S", NULL, NULL }, { "+026", NULL, NULL },
		{ " 2026", NULL, NULL }, { "2026-+1", NULL, NULL }, { "2026-02-30", NULL, NULL },
	};
	for (size_t i = 0; i < COUNT(ranges); i++) {
		int32_t first = 0, last = 0;
		char text[2][DAY_TEXT_SIZE];
		bool ok = day_range_parse(str_from(ranges[i].text), &first, &last);
		if (!tap_ok(ok == (ranges[i].first != NULL), "range '%s'", ranges[i].text) || !ok)
			continue;
		day_format(first, text[0]);
		day_format(last, text[1]);
		tap_is_z(text[0], ranges[i].first, "'%s' begins", ranges[i].text);
		tap_is_z(text[1], ranges[i].last, "'%s' ends", ranges[i].text);
	}

	static const char *const wrong[] = {
		"", "2026-11-2", "2026-11-222", "2026-1-022", "2026/11/22", "2026-11-00",
		"2026-00-11", "0000-01-01", "20a6-01-01", "2026-11-2x", "+026-11-22", "2026- 1-22",
	};
	for (size_t i = 0; i < COUNT(wrong); i++) {
		int32_t day = 5;
		tap_ok(!day_parse(str_from(wrong[i]), &day) && day == 5, "no day: '%s'", wrong[i]);
	}
}

#define FORTY "1234567890123456789012345678901234567891"
#define ZEROS60 "000000000000000000000000000000000000000000000000000000000000"

static void
test_decimal(void)
{
	static const struct {
		const char *text;
		const char *plain;	/* NULL: not a number */
	} cases[] = {
		{ "0", "0" }, { "-0", "0" }, { "+0", "0" }, { "000", "0" }, { "0.000", "0" },
		{ "-.0", "0" }, { "0e999999999999999999999999", "0" }, { "0e-99", "0" },
		{ "1", "1" }, { "+1", "1" }, { "-1", "-1" }, { "007", "7" }, { "10", "10" },
		{ "1.50", "1.5" }, { ".5", "0.5" }, { "-.5", "-0.5" }, { "0.125", "0.125" },
		{ "-0.125", "-0.125" }, { "12.34", "12.34" }, { "100.001", "100.001" },
		{ "0.05", "0.05" }, { "1.0", "1" }, { "10.10", "10.1" },
		{ "2.5e9", "2500000000" }, { "2.5e+9", "2500000000" }, { "25e-1", "2.5" },
		{ "25e-2", "0.25" }, { "25e-3", "0.025" }, { ".5e1", "5" }, { "1e0", "1" },
		{ "1e00000000000000000000000000000000002", "100" },
		{ FORTY, FORTY }, { FORTY "000", FORTY "000" }, { "0." FORTY, "0." FORTY },
		{ FORTY "2", NULL }, { "1." FORTY, NULL }, { FORTY ".00", FORTY },
		{ "000" FORTY, FORTY },
		{ "1e60", "1" ZEROS60 }, { "1" ZEROS60, "1" ZEROS60 }, { "1e61", NULL },
		{ "1" ZEROS60 "0", NULL }, { "10e60", NULL }, { "0.1e61", "1" ZEROS60 },
		{ "1e-60", "0." "00000000000000000000000000000000000000000000000000000000000" "1" },
		{ "1e-61", NULL }, { "10e-61", "0." "0000000000000000000000000000000000000000000"
		  "0000000000000000" "1" },
		{ "0." ZEROS60 "1", NULL }, { "0." ZEROS60 "1e1",
		  "0." "00000000000000000000000000000000000000000000000000000000000" "1" },
		{ FORTY "e60", FORTY ZEROS60 },
		{ "1e99999999999999999999999", NULL }, { "1e-99999999999999999999999", NULL },
		{ "1e9223372036854775807", NULL }, { "1e-9223372036854775808", NULL },
		{ "", NULL }, { "+", NULL }, { "-", NULL }, { ".", NULL }, { "1.", NULL },
		{ "-.", NULL }, { "e5", NULL }, { "1e", NULL }, { "1e+", NULL }, { "1e-", NULL },
		{ "1E5", NULL }, { "1e5.0", NULL }, { "1e5e5", NULL }, { "--1", NULL },
		{ "+-1", NULL }, { "1,000", NULL }, { " 1", NULL }, { "1 ", NULL },
		{ "1.2.3", NULL },
		{ "0x10", NULL }, { "inf", NULL }, { "nan", NULL }, { "1e--5", NULL },
		{ "1..5", NULL },
		{ "\xef\xbc\x91", NULL },
	};
	struct buf b = BUF_INIT;
	struct decimal d, e;

	for (size_t i = 0; i < COUNT(cases); i++) {
		memset(&d, 0x55, sizeof(d));
		bool ok = decimal_parse(str_from(cases[i].text), &d);
		if (!tap_ok(ok == (cases[i].plain != NULL), "decimal '%s'", cases[i].text) || !ok)
			continue;
		buf_reset(&b);
		decimal_format(&d, &b);
		tap_is_z(b.p, cases[i].plain, "decimal '%s' in full", cases[i].text);
		tap_ok(d.n == 0 ? !d.negative && d.exponent == 0 :
		       d.digits[0] != '0' && d.digits[d.n - 1] != '0', "no zeros at the ends");
		tap_ok(decimal_parse(buf_str(&b), &e) && decimal_cmp(&d, &e) == 0, "and back");
	}
	tap_ok(!decimal_parse((struct str){ "1\0", 2 }, &d), "a NUL is no digit");
	tap_ok(!decimal_parse((struct str){ NULL, 0 }, &d), "nothing is no number");

	/* In rising order. */
	static const char *const rising[] = {
		"-1e60", "-100", "-99.9", "-10", "-9", "-1.1", "-1.01", "-1", "-0.5", "-0.05",
		"-1e-60", "0", "1e-60", "0.05", "0.5", "0.51", "0.6", "1", "1.0000000001", "1.01",
		"1.1", "9", "10", "10.5", "99.9", "100", "101", "110", FORTY, "1e60",
	};
	bool ordered = true;
	for (size_t i = 0; i < COUNT(rising); i++)
		for (size_t k = 0; k < COUNT(rising); k++) {
			int want = (i > k) - (i < k);
			ordered = ordered && decimal_parse(str_from(rising[i]), &d) &&
			          decimal_parse(str_from(rising[k]), &e) &&
			          sign(decimal_cmp(&d, &e)) == want;
		}
	tap_ok(ordered, "decimal_cmp orders");
	decimal_parse(STR("1.50e3"), &d);
	decimal_parse(STR("01500.00"), &e);
	tap_eq(decimal_cmp(&d, &e), 0, "the same number written in two ways");

	/* Small numbers against whole arithmetic in thousandths. */
	static const int64_t powers[] = { 1, 10, 100, 1000, 10000, 100000, 1000000 };
	bool same = true;
	for (int i = 0; i < 100000; i++) {
		int64_t m[2];
		struct decimal v[2];
		for (int k = 0; k < 2; k++) {
			int64_t mantissa = (int64_t)(random_next() % 4001) - 2000;
			int exponent = (int)(random_next() % 7) - 3;
			buf_reset(&b);
			buf_addf(&b, "%llde%d", (long long)mantissa, exponent);
			same = same && decimal_parse(buf_str(&b), &v[k]);
			m[k] = mantissa * powers[exponent + 3];
		}
		same = same &&
		       sign(decimal_cmp(&v[0], &v[1])) == (m[0] > m[1]) - (m[0] < m[1]);
	}
	tap_ok(same, "decimal_cmp agrees with whole numbers");
	buf_release(&b);
}

static void
run_json_too_deep(void)
{
	struct buf b = BUF_INIT;
	struct json j;

	json_init(&j, &b);
	for (int i = 0; i < 17; i++)
		json_array_begin(&j);
}

/* The code point that the only character of a JSON string stands for; -1 if none. */
static long
json_decode_one(struct str s)
{
	if (s.len < 3 || s.p[0] != '"' || s.p[s.len - 1] != '"')
		return -1;
	s = str_slice(s, 1, s.len - 1);
	if (s.p[0] == '\\' && s.p[1] != 'u')
		return s.len == 2 ? (long)(unsigned char)s.p[1] : -1;
	if (s.p[0] == '\\') {
		unsigned high, low;
		if (s.len == 6 && sscanf(s.p, "\\u%4x", &high) == 1)
			return high >= 0xd800 && high < 0xe000 ? -1 : (long)high;
		if (s.len == 12 && sscanf(s.p, "\\u%4x\\u%4x", &high, &low) == 2)
			return 0x10000 + ((long)(high - 0xd800) << 10) + (long)(low - 0xdc00);
		return -1;
	}
	const unsigned char *p = (const unsigned char *)s.p;
	switch (s.len) {
	case 1:
		return p[0];
	case 2:
		return (p[0] & 0x1f) << 6 | (p[1] & 0x3f);
	case 3:
		return (p[0] & 0x0f) << 12 | (p[1] & 0x3f) << 6 | (p[2] & 0x3f);
	case 4:
		return (p[0] & 0x07) << 18 | (p[1] & 0x3f) << 12 | (p[2] & 0x3f) << 6 |
		       (p[3] & 0x3f);
	}
	return -1;
}

static size_t
encode(uint32_t c, char out[4])
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

static void
test_json(void)
{
	struct buf b = BUF_INIT;
	struct json j;

	json_init(&j, &b);
	json_object_begin(&j);
	json_key(&j, STR("a"));
	json_number(&j, 1);
	json_key(&j, STR("b"));
	json_array_begin(&j);
	json_string(&j, STR("x"));
	json_bool(&j, true);
	json_bool(&j, false);
	json_array_begin(&j);
	json_array_end(&j);
	json_object_begin(&j);
	json_object_end(&j);
	json_object_begin(&j);
	json_key(&j, STR("k"));
	json_object_begin(&j);
	json_object_end(&j);
	json_object_end(&j);
	json_number(&j, UINT64_MAX);
	json_array_end(&j);
	json_key(&j, STR("c\"\n"));
	json_string(&j, STR_EMPTY);
	json_object_end(&j);
	tap_is_z(b.p, "{\"a\":1,\"b\":[\"x\",true,false,[],{},{\"k\":{}},18446744073709551615],"
	         "\"c\\\"\\u000a\":\"\"}", "structure and commas");

	buf_reset(&b);
	json_init(&j, &b);
	json_number(&j, 0);
	buf_add_char(&b, '\n');
	json_string(&j, STR("x"));
	tap_is_z(b.p, "0\n\"x\"", "values on top are not separated");

	buf_reset(&b);
	json_init(&j, &b);
	for (int i = 0; i < 16; i++)
		json_array_begin(&j);
	for (int i = 0; i < 16; i++)
		json_array_end(&j);
	tap_is_z(b.p, "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]", "16 deep");
	struct buf errors = BUF_INIT;
	int status = run_child(run_json_too_deep, &errors);
	tap_ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT, "17 deep is our mistake");
	buf_release(&errors);

#define BAD "\xef\xbf\xbd"
	static const struct {
		struct str value;
		const char *text;
	} strings[] = {
		{ { NULL, 0 }, "" },
		{ { "a/b", 3 }, "a/b" },
		{ { "\"\\", 2 }, "\\\"\\\\" },
		{ { "\b\f\n\r\t", 5 }, "\\u0008\\u000c\\u000a\\u000d\\u0009" },
		{ { "\0", 1 }, "\\u0000" },
		{ { "\x1b[31m", 5 }, "\\u001b[31m" },
		{ { "\x7f", 1 }, "\\u007f" },
		{ { "\xc2\x80\xc2\x9b\xc2\x9f\xc2\xa0", 8 }, "\\u0080\\u009b\\u009f\xc2\xa0" },
		{ { "\xe2\x80\xa8\xe2\x80\xa9", 6 }, "\\u2028\\u2029" },
		{ { "\xe2\x80\xae", 3 }, "\\u202e" },
		{ { "\xe2\x81\xa6\xe2\x81\xa9", 6 }, "\\u2066\\u2069" },
		{ { "\xe2\x80\x8b\xe2\x80\x8d\xe2\x80\x8f", 9 }, "\\u200b\\u200d\\u200f" },
		{ { "\xd8\x9c", 2 }, "\\u061c" },
		{ { "\xef\xbb\xbf", 3 }, "\\ufeff" },
		{ { "\xf3\xa0\x81\x81", 4 }, "\\udb40\\udc41" },
		{ { "\xe2\x80\x90", 3 }, "\xe2\x80\x90" },
		{ { "\xf0\x9f\x8d\x8a", 4 }, "\xf0\x9f\x8d\x8a" },
		{ { "\xef\xbf\xbd", 3 }, BAD },
		{ { "\x80", 1 }, BAD },
		{ { "a\xff" "b", 3 }, "a" BAD "b" },
		{ { "\xc0\x80", 2 }, BAD BAD },
		{ { "\xc1\xbf", 2 }, BAD BAD },
		{ { "\xc3", 1 }, BAD },
		{ { "\xc3\"", 2 }, BAD "\\\"" },
		{ { "\xe2\x82", 2 }, BAD },
		{ { "\xe2\x82" "a", 3 }, BAD "a" },
		{ { "\xe2\x82\xc3\xa9", 4 }, BAD "\xc3\xa9" },
		{ { "\xe0\x80\xaf", 3 }, BAD BAD BAD },
		{ { "\xed\xa0\x80", 3 }, BAD BAD BAD },
		{ { "\xf0\x80\x80\xaf", 4 }, BAD BAD BAD BAD },
		{ { "\xf0\x9f\x8d", 3 }, BAD },
		{ { "\xf0\x9f\x8d\xf0", 4 }, BAD BAD },
		{ { "\xf4\x90\x80\x80", 4 }, BAD BAD BAD BAD },
		{ { "\xf5\x80\x80\x80", 4 }, BAD BAD BAD BAD },
		/* The Unicode Standard, table 3-8. */
		{ { "\xf1\x80\x80\xe1\x80\xc2\x62\x80\x63\x80\xbf\x64", 12 },
		  BAD BAD BAD "b" BAD "c" BAD BAD "d" },
	};
#undef BAD
	for (size_t i = 0; i < COUNT(strings); i++) {
		/* A copy of just the size lets the sanitizer see a byte too many. */
		char *exact = mem_alloc(strings[i].value.len);
		if (strings[i].value.len)
			memcpy(exact, strings[i].value.p, strings[i].value.len);
		buf_reset(&b);
		json_init(&j, &b);
		json_string(&j, (struct str){ exact, strings[i].value.len });
		struct str inner = str_slice(buf_str(&b), 1, b.len - 1);
		tap_str(inner, strings[i].text, "json string, case %zu", i);
		mem_free(exact);
	}

	bool all = true;
	bool quiet = true;
	for (uint32_t c = 0; c <= 0x10ffff; c++) {
		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		char bytes[4];
		size_t n = encode(c, bytes);
		buf_reset(&b);
		json_init(&j, &b);
		json_string(&j, (struct str){ bytes, n });
		all = all && json_decode_one(buf_str(&b)) == (long)c;
		if (c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x200b && c <= 0x200f) ||
		    (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
			quiet = quiet && b.p[1] == '\\';
	}
	tap_ok(all, "every code point comes back");
	tap_ok(quiet, "every control is escaped");

	bool plain = true;
	for (int i = 0; i < 20000; i++) {
		char bytes[12];
		size_t n = random_next() % sizeof(bytes);
		for (size_t k = 0; k < n; k++)
			bytes[k] = (char)random_next();
		buf_reset(&b);
		json_init(&j, &b);
		json_string(&j, (struct str){ bytes, n });

		/* Written once more, valid text changes only where a backslash is. */
		struct buf twice = BUF_INIT;
		json_init(&j, &twice);
		json_string(&j, str_slice(buf_str(&b), 1, b.len - 1));
		size_t escapes = 0;
		for (size_t k = 1; k + 1 < b.len; k++)
			escapes += b.p[k] == '\\' || b.p[k] == '"';
		plain = plain && twice.len == b.len + escapes;
		buf_release(&twice);
	}
	tap_ok(plain, "random bytes become valid UTF-8");
	buf_release(&b);
}

static void
test_csv(void)
{
	static const struct {
		const char *field;
		size_t len;
		bool formula;
	} formulas[] = {
		{ "", 0, false }, { "a", 1, false }, { "=1", 2, true }, { "+1", 2, true },
		{ "-1", 2, true }, { "@x", 2, true }, { "=", 1, true }, { "1=", 2, false },
		{ "a=1", 3, false }, { " =1", 3, true }, { "\t=1", 3, true }, { "\r=1", 3, true },
		{ "\n=1", 3, true }, { "\0=1", 3, true }, { "\xef\xbb\xbf=1", 5, true },
		{ " \xef\xbb\xbf\t\0\r\n@", 9, true }, { " \t", 2, false },
		{ "\xef\xbb\xbf", 3, false }, { "\xef\xbb", 2, false }, { "\xef", 1, false },
		{ "\xef\xbc\x9d" "1", 4, true },	/* U+FF1D */
		{ "\xef\xbc\x8b" "1", 4, true },	/* U+FF0B */
		{ "\xef\xbc\x8d" "1", 4, true },	/* U+FF0D */
		{ "\xef\xbc\xa0" "1", 4, true },	/* U+FF20 */
		{ " \xef\xbc\x9d", 4, true },
		{ "\xef\xbc\x9e", 3, false },		/* U+FF1E */
		{ "\xef\xbc\x8c", 3, false },		/* U+FF0C */
		{ "\xef\xbc\x9f", 3, false },		/* U+FF1F */
		{ "\xef\xbc\xa1", 3, false },		/* U+FF21 */
		{ "\xef\xbc", 2, false },
		{ "'=1", 3, false }, { "\xe2\x88\x92" "1", 4, false },
	};
	for (size_t i = 0; i < COUNT(formulas); i++)
		tap_eq(csv_is_formula((struct str){ formulas[i].field, formulas[i].len }),
		       formulas[i].formula, "csv_is_formula, case %zu", i);

	static const struct {
		const char *field;
		const char *text;
	} fields[] = {
		{ "", "" }, { "a", "a" }, { "a b", "a b" }, { "a,b", "\"a,b\"" },
		{ "a\"b", "\"a\"\"b\"" }, { "\"", "\"\"\"\"" }, { "\"\"", "\"\"\"\"\"\"" },
		{ "a\nb", "\"a\nb\"" }, { "a\rb", "\"a\rb\"" }, { "a\r\n", "\"a\r\n\"" },
		{ " a", "\" a\"" }, { "a ", "\"a \"" }, { " ", "\" \"" }, { "\ta", "\"\ta\"" },
		{ "a\t", "\"a\t\"" }, { "a\tb", "a\tb" }, { "a;b", "a;b" }, { "'=1", "'=1" },
		{ "\xc3\xa9", "\xc3\xa9" },
	};
	struct buf b = BUF_INIT;
	for (size_t i = 0; i < COUNT(fields); i++) {
		buf_reset(&b);
		csv_add_field(&b, str_from(fields[i].field));
		tap_is_z(b.p, fields[i].text, "csv field, case %zu", i);
	}
	buf_reset(&b);
	csv_add_field(&b, (struct str){ "a\0b", 3 });
	tap_is(b.p, b.len, "a\0b", 3, "a NUL is the caller's matter");
	csv_add_line_end(&b);
	tap_ok(str_ends(buf_str(&b), STR("b\r\n")), "lines end in CRLF");

	buf_reset(&b);
	csv_add_tab_field(&b, STR("a\tb\nc\rd\\e,\"f\" "));
	tap_is_z(b.p, "a\\tb\\nc\\rd\\\\e,\"f\" ", "tab-separated");
	buf_reset(&b);
	csv_add_tab_field(&b, (struct str){ NULL, 0 });
	tap_is_z(b.p, "", "an empty tab-separated field");
	buf_release(&b);
}

static char directory[PATH_MAX];

static const char *
path_in(struct arena *a, const char *name)
{
	return arena_printf(a, "%s/%s", directory, name).p;
}

static void
put(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	if (!f || fputs(text, f) < 0 || fclose(f) != 0)
		abort();
}

static void
tap_content(const char *path, const char *want, const char *what)
{
	struct buf b = BUF_INIT;
	struct error err;
	int fd = open(path, O_RDONLY);

	if (tap_ok(fd >= 0 && file_read_fd(fd, path, 1 << 20, &b, &err), "%s: readable", what))
		tap_is_z(b.p, want, "%s: content", what);
	if (fd >= 0)
		close(fd);
	buf_release(&b);
}

/* Entries of the test directory, so that no temporary file stays unseen. */
static int
count_entries(void)
{
	DIR *d = opendir(directory);
	int n = 0;

	while (readdir(d))
		n++;
	closedir(d);
	return n - 2;
}

static void
test_file_names(void)
{
	static const struct {
		const char *path;
		const char *dir;
		const char *name;
	} cases[] = {
		{ "a", ".", "a" }, { "a/b", "a", "b" }, { "/a", "/", "a" }, { "/a/b", "/a", "b" },
		{ "a//b", "a", "b" }, { "//a", "/", "a" }, { "a/", "a", "" }, { "/", "/", "" },
		{ "", ".", "" }, { "./a", ".", "a" }, { "../a", "..", "a" }, { ".", ".", "." },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		tap_str(file_directory(str_from(cases[i].path)), cases[i].dir,
		        "directory of '%s'", cases[i].path);
		tap_str(file_name(str_from(cases[i].path)), cases[i].name, "name of '%s'",
		        cases[i].path);
	}
}

static void
test_file_read(struct arena *a)
{
	struct buf b = BUF_INIT;
	struct error err = { .code = ERROR_NONE };
	const char *path = path_in(a, "read");

	put(path, "0123456789");
	static const struct {
		size_t max;
		bool ok;
	} limits[] = { { 0, false }, { 9, false }, { 10, true }, { 11, true }, { SIZE_MAX, true } };
	for (size_t i = 0; i < COUNT(limits); i++) {
		int fd = open(path, O_RDONLY);
		buf_reset(&b);
		buf_add_z(&b, "before ");
		bool ok = file_read_fd(fd, "x.txt", limits[i].max, &b, &err);
		close(fd);
		tap_eq(ok, limits[i].ok, "read with a limit of %zu", limits[i].max);
		tap_is_z(b.p, ok ? "before 0123456789" : "before ", "what the buffer holds");
		if (!ok)
			tap_ok(err.code == ERROR_LIMIT &&
			       str_starts(str_from(err.text), STR("x.txt: ")), "the limit is told");
	}

	put(path, "");
	int fd = open(path, O_RDONLY);
	buf_reset(&b);
	tap_ok(file_read_fd(fd, path, 0, &b, &err) && b.len == 0,
	       "an empty file within a limit of 0");
	close(fd);

	fd = open(directory, O_RDONLY);
	buf_reset(&b);
	buf_add_z(&b, "kept");
	tap_ok(!file_read_fd(fd, "dir", 100, &b, &err) && err.code == ERROR_IO,
	       "a directory cannot be read");
	tap_is_z(err.text, "dir: cannot read: Is a directory", "and why");
	tap_is_z(b.p, "kept", "the buffer is as before");
	close(fd);
	tap_ok(!file_read_fd(-1, "x", 100, &b, &err), "no descriptor");
	unlink(path);
	buf_release(&b);
}

/* More than a pipe holds, both ends non-blocking: every call comes up short. */
static void
test_file_pipe(void)
{
	struct buf sent = BUF_INIT;
	struct buf got = BUF_INIT;
	struct error err;
	int ends[2];

	for (size_t i = 0; i < 300000; i++)
		buf_add_char(&sent, (char)random_next());
	if (pipe(ends) != 0)
		abort();
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	fcntl(ends[1], F_SETFL, O_NONBLOCK);
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		close(ends[0]);
		_exit(file_write_fd(ends[1], "pipe", buf_str(&sent), &err) ? 0 : 1);
	}
	close(ends[1]);
	tap_ok(file_read_fd(ends[0], "pipe", sent.len, &got, &err), "read to the end of a pipe");
	close(ends[0]);
	int status = -1;
	waitpid(pid, &status, 0);
	tap_ok(status == 0, "write all to a pipe");
	tap_ok(str_eq(buf_str(&sent), buf_str(&got)), "all bytes arrive");

	void (*old)(int) = signal(SIGPIPE, SIG_IGN);
	if (pipe(ends) != 0)
		abort();
	close(ends[0]);
	tap_ok(!file_write_fd(ends[1], "out", STR("x"), &err) && err.code == ERROR_PIPE,
	       "nobody reads");
	tap_is_z(err.text, "out: nobody reads it", "and it is told");
	tap_ok(file_write_fd(ends[1], "out", STR_EMPTY, &err), "nothing to write");
	close(ends[1]);
	signal(SIGPIPE, old);
	buf_release(&sent);
	buf_release(&got);
}

static bool
replace_with(const char *path, const char *text, struct error *err)
{
	struct file_replace f;
	bool ok = file_replace_begin(&f, path, err) &&
	          file_write_fd(f.fd, path, str_from(text), err) &&
	          file_replace_commit(&f, err);

	file_replace_release(&f);
	return ok;
}

static void
test_file_replace(struct arena *a)
{
	struct file_replace f;
	struct error err = { .code = ERROR_NONE };
	struct stat st;
	const char *path = path_in(a, "file");
	int before = count_entries();

	tap_ok(replace_with(path, "one", &err), "replace makes a new file");
	tap_content(path, "one", "new file");
	tap_ok(stat(path, &st) == 0 && (st.st_mode & 07777) == 0600, "mode 0600");
	tap_ok(replace_with(path, "two", &err), "replace an old file");
	tap_content(path, "two", "replaced file");
	tap_eq(count_entries(), before + 1, "no temporary file is left");
	tap_eq(err.code, ERROR_NONE, "the error was not touched");

	tap_ok(file_replace_begin(&f, path, &err), "begin");
	tap_ok(fcntl(f.fd, F_GETFD) & FD_CLOEXEC, "closed on exec");
	tap_ok(fstat(f.fd, &st) == 0 && (st.st_mode & 07777) == 0600, "temporary mode 0600");
	tap_ok(str_starts(buf_str(&f.temporary), str_from(directory)), "temporary beside it");
	file_write_fd(f.fd, path, STR("three"), &err);
	tap_content(path, "two", "while writing");
	tap_eq(count_entries(), before + 2, "the temporary file is there");
	file_replace_release(&f);
	tap_content(path, "two", "after an abort");
	tap_eq(count_entries(), before + 1, "an abort removes the temporary file");
	file_replace_release(&f);
	tap_ok(f.fd < 0, "release twice");

	const char *link_path = path_in(a, "link");
	tap_ok(symlink("file", link_path) == 0, "a symbolic link");
	tap_ok(!replace_with(link_path, "x", &err) && err.code == ERROR_CONFLICT, "is refused");
	tap_ok(str_starts(str_from(err.text), str_from(link_path)), "and named");
	tap_content(path, "two", "what a link points to");
	tap_ok(lstat(link_path, &st) == 0 && S_ISLNK(st.st_mode), "the link is still one");
	unlink(link_path);
	tap_ok(symlink("nowhere", link_path) == 0 && !replace_with(link_path, "x", &err),
	       "a dangling link is refused");
	unlink(link_path);

	/* The path becomes a link while the new content is written. */
	const char *swapped = path_in(a, "swapped");
	tap_ok(file_replace_begin(&f, swapped, &err), "begin before the swap");
	tap_ok(symlink("file", swapped) == 0, "swap");
	tap_ok(!file_replace_commit(&f, &err) && err.code == ERROR_CONFLICT, "refused at commit");
	file_replace_release(&f);
	tap_content(path, "two", "what the swapped link points to");
	unlink(swapped);
	tap_eq(count_entries(), before + 1, "nothing is left");

	const char *fifo = path_in(a, "fifo");
	tap_ok(mkfifo(fifo, 0600) == 0 && !replace_with(fifo, "x", &err) &&
	       err.code == ERROR_CONFLICT, "a fifo is refused");
	unlink(fifo);
	tap_ok(!replace_with("/dev/null", "x", &err) && err.code == ERROR_CONFLICT,
	       "a device is refused");
	tap_ok(!replace_with(directory, "x", &err) && err.code == ERROR_CONFLICT,
	       "a directory is refused");
	tap_ok(!replace_with("", "x", &err) && err.code == ERROR_USAGE, "an empty path");
	tap_ok(!replace_with(path_in(a, "new/"), "x", &err) && err.code == ERROR_USAGE,
	       "a path that ends in a slash");
	tap_ok(!replace_with(path_in(a, "no/such/dir"), "x", &err) && err.code == ERROR_IO,
	       "a directory that does not exist");
	tap_ok(!replace_with(path_in(a, "file/x"), "x", &err) && err.code == ERROR_IO,
	       "a file as directory");

	char name[NAME_MAX + 2];
	memset(name, 'n', sizeof(name));
	name[NAME_MAX] = '\0';
	const char *longest = path_in(a, name);
	tap_ok(replace_with(longest, "x", &err), "the longest name");
	unlink(longest);
	name[NAME_MAX] = 'n';
	name[NAME_MAX + 1] = '\0';
	tap_ok(!replace_with(path_in(a, name), "x", &err), "a name too long");

	/* In the current directory, where a path has no directory part. */
	int here = open(".", O_RDONLY);
	if (chdir(directory) != 0)
		abort();
	tap_ok(replace_with("plain", "x", &err), "a bare name");
	tap_content("plain", "x", "bare name");
	unlink("plain");
	tap_ok(fchdir(here) == 0, "back");
	close(here);

	/* The directory vanishes: the old file cannot be replaced, and it is told. */
	const char *sub = path_in(a, "sub");
	tap_ok(mkdir(sub, 0700) == 0 && file_replace_begin(&f, path_in(a, "sub/x"), &err),
	       "begin in a directory");
	unlink(f.temporary.p);
	rmdir(sub);
	tap_ok(!file_replace_commit(&f, &err) && err.code == ERROR_IO, "the directory is gone");
	file_replace_release(&f);

	/* The temporary file vanishes. */
	tap_ok(file_replace_begin(&f, path, &err), "begin once more");
	unlink(f.temporary.p);
	tap_ok(!file_replace_commit(&f, &err) && err.code == ERROR_IO, "the temporary is gone");
	file_replace_release(&f);
	tap_content(path, "two", "still the old");

	tap_ok(file_sync_directory(directory, &err), "sync a directory");
	tap_ok(!file_sync_directory(path, &err) && err.code == ERROR_IO, "a file is none");
	tap_ok(!file_sync_directory(path_in(a, "none"), &err), "no directory");
	tap_eq(count_entries(), before + 1, "nothing is left over");
	unlink(path);
}

static void
test_file(void)
{
	struct arena a = ARENA_INIT;
	const char *tmp = getenv("TMPDIR");

	snprintf(directory, sizeof(directory), "%s/gloss-base-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(directory))
		abort();
	test_file_names();
	test_file_read(&a);
	test_file_pipe();
	test_file_replace(&a);
	tap_ok(rmdir(directory) == 0, "the directory is empty");
	arena_release(&a);
}

int
main(void)
{
	test_error();
	test_mem();
	test_arena();
	test_buf();
	test_vec();
	test_str();
	test_crc32c();
	test_digest();
	test_clock();
	test_day();
	test_decimal();
	test_json();
	test_csv();
	test_file();
	return tap_done();
}
