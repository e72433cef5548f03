/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <fcntl.h>
#include <lmdb.h>
#include <sys/stat.h>

#include "base/vec.h"
#include "store/codec.h"
#include "store/store.h"
#include "store/table.h"
#include "tests/unit/scratch.h"
#include "tests/unit/tap.h"

/* Codec, tables, cursors, growing and copying. Creation, refusals and locks: test_store_open.c. */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define MIB ((uint64_t)1 << 20)

enum { TABLE_ALPHA, TABLE_BETA, TABLE_RAW };

static const char *const tables[] = { "alpha", "beta", "raw" };
static const char *const features[] = { "base-1" };
static const struct store_schema schema = { tables, COUNT(tables), features, COUNT(features) };

static struct error err;

static struct store *
open_store(const char *dir, uint64_t map_size)
{
	struct store_options options = { .map_size = map_size };
	struct buf notices = BUF_INIT;
	struct store *s = store_open(dir, &schema, &options, &notices, &err);

	scratch_need(s != NULL, "open", &err);
	buf_release(&notices);
	return s;
}

static struct store *
new_store(const char *dir, uint64_t map_size)
{
	scratch_need(store_create(dir, &schema, NULL, NULL, &err), "create", &err);
	return open_store(dir, map_size);
}

static struct txn_write
begin_write(struct store *s)
{
	struct txn_write w;

	scratch_need(txn_write_begin(&w, s, 0, &err), "write", &err);
	return w;
}

static struct txn
begin_read(struct store *s)
{
	struct txn t;

	scratch_need(txn_begin(&t, s, &err), "read", &err);
	return t;
}

static struct key
key_of(struct str bytes)
{
	struct key k = { .len = 0 };

	key_add_bytes(&k, bytes.p, bytes.len);
	return k;
}

static struct key
key_u32(uint32_t n)
{
	struct key k = { .len = 0 };

	key_add_u32(&k, n);
	return k;
}

static void
put(struct txn_write *w, unsigned table, const struct key *k, struct str content)
{
	scratch_need(table_put(w, table, k, content, &err), "put", &err);
}

/* Codec */

static const uint64_t numbers[] = {
	0, 1, 0x7F, 0x80, 0xFF, 0x100, 0x3FFF, 0x4000, 0xFFFFFFFF, 0x100000000,
	UINT64_MAX / 2, UINT64_MAX / 2 + 1, UINT64_MAX - 1, UINT64_MAX,
};

static void
test_codec_numbers(void)
{
	struct buf b = BUF_INIT;
	struct str in;
	uint64_t n;
	bool same = true, cut = true;

	for (size_t i = 0; i < COUNT(numbers); i++) {
		buf_reset(&b);
		codec_add_number(&b, numbers[i]);
		buf_add_char(&b, 'x');
		in = buf_str(&b);
		same &= codec_take_number(&in, &n) && n == numbers[i] && in.len == 1;
		for (size_t len = 0; len + 1 < b.len; len++) {
			in = str_slice(buf_str(&b), 0, len);
			cut &= !codec_take_number(&in, &n) && in.len == len;
		}
	}
	tap_ok(same, "bare numbers come back, and what follows is left");
	tap_ok(cut, "a number that is cut is none");

	in = STR("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02");
	tap_ok(!codec_take_number(&in, &n), "a number of 65 bits is none");
	in = STR("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x00");
	tap_ok(!codec_take_number(&in, &n), "a number of eleven bytes is none");
	buf_release(&b);
}

static void
test_codec_strings(void)
{
	static const size_t lengths[] = { 0, 1, 127, 128, 300, 70000 };
	struct buf b = BUF_INIT, long_one = BUF_INIT;
	bool same = true, cut = true;
	struct str in, s;

	buf_add_repeat(&long_one, '\xE9', 70000);
	for (size_t i = 0; i < COUNT(lengths); i++) {
		struct str want = str_slice(buf_str(&long_one), 0, lengths[i]);
		buf_reset(&b);
		codec_add_string(&b, want);
		in = buf_str(&b);
		same &= codec_take_string(&in, &s) && str_eq(s, want) && in.len == 0;
		in = str_slice(buf_str(&b), 0, b.len - 1);
		cut &= !codec_take_string(&in, &s);
	}
	tap_ok(same, "strings come back");
	tap_ok(cut, "a string that is cut is none");
	in = STR("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01z");
	tap_ok(!codec_take_string(&in, &s), "nor is one longer than any record");
	buf_release(&b);
	buf_release(&long_one);
}

static void
test_codec_fields(void)
{
	struct buf b = BUF_INIT;
	struct codec_field f;
	bool damaged = false, same = true;
	uint64_t n;

	codec_add_field(&b, 'e', STR_EMPTY);
	codec_add_field_number(&b, 'z', 0);
	tap_eq(b.len, 0, "empty and zero fields are left out");
	for (size_t i = 0; i < COUNT(numbers); i++)
		codec_add_field_number(&b, (unsigned char)i, numbers[i]);
	codec_add_field(&b, 0xFF, STR("a\0b"));

	struct str record = buf_str(&b);
	for (size_t i = 1; i < COUNT(numbers); i++)
		same &= codec_next(&record, &f, &damaged) && f.tag == i && codec_number(&f, &n) &&
		        n == numbers[i];
	tap_ok(same && !damaged, "number fields come back");
	tap_ok(codec_next(&record, &f, &damaged) && f.tag == 0xFF && str_eq(f.value, STR("a\0b")),
	       "a field of bytes comes back");
	tap_ok(!codec_next(&record, &f, &damaged) && !damaged, "the end is no damage");

	record = str_slice(buf_str(&b), 0, b.len - 1);
	while (codec_next(&record, &f, &damaged))
		;
	tap_ok(damaged, "a record that is cut is damaged");
	damaged = false;
	record = STR("t");
	tap_ok(!codec_next(&record, &f, &damaged) && damaged, "so is a tag without a length");
	f.value = STR("123456789");
	tap_ok(!codec_number(&f, &n), "nine bytes are no number");
	buf_release(&b);
}

static int
sign(int order)
{
	return (order > 0) - (order < 0);
}

static void
test_keys(void)
{
	bool ordered = true, back = true;

	for (int i = 0; i < 2000; i++) {
		uint64_t a = scratch_random() >> scratch_below(64);
		uint64_t b = scratch_below(4) ? scratch_random() >> scratch_below(64) : a;
		uint32_t c = (uint32_t)scratch_random(), d = (uint32_t)scratch_random();
		struct key x = { .len = 0 }, y = { .len = 0 };
		struct str in;
		uint64_t got_a = 0;
		uint32_t got_c = 0;

		key_add_u64(&x, a);
		key_add_u32(&x, c);
		key_add_u64(&y, b);
		key_add_u32(&y, d);
		int want = a != b ? (a > b) - (a < b) : (c > d) - (c < d);
		ordered &= sign(str_cmp(key_str(&x), key_str(&y))) == want;
		in = key_str(&x);
		back &= key_take_u64(&in, &got_a) && key_take_u32(&in, &got_c) && in.len == 0 &&
		        got_a == a && got_c == c;
	}
	tap_ok(ordered, "keys sort as their numbers do");
	tap_ok(back, "numbers come back out of keys");

	struct str in = STR("\1\2\3");
	uint32_t n;
	uint64_t wide;
	tap_ok(!key_take_u32(&in, &n) && !key_take_u64(&in, &wide) && in.len == 3,
	       "a key too short gives no number and is left alone");
}

static void
test_key_after(void)
{
	static const struct {
		struct str prefix, after;
	} cases[] = {
		{ { "a", 1 }, { "b", 1 } },
		{ { "a\xFF", 2 }, { "b", 1 } },
		{ { "a\xFE\xFF\xFF", 4 }, { "a\xFF", 2 } },
		{ { "\xFF\xFF", 2 }, { "", 0 } },
		{ { "", 0 }, { "", 0 } },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct key prefix = key_of(cases[i].prefix), after = key_after(&prefix);
		tap_is((const char *)after.p, after.len, cases[i].after.p, cases[i].after.len,
		       "the key after prefix %zu", i);
	}
}

/* Tables */

static void
test_table(void)
{
	struct store *s = new_store(scratch_path("table"), 0);
	struct txn_write w = begin_write(s);
	struct key a = key_of(STR("a")), b = key_of(STR("b"));
	struct str content;
	uint64_t n;
	bool found;

	tap_ok(!table_get(&w.txn, TABLE_ALPHA, &a, &content, &err) && err.code == ERROR_NOT_FOUND,
	       "what is not there is not found");
	put(&w, TABLE_ALPHA, &a, STR("one"));
	put(&w, TABLE_ALPHA, &b, STR_EMPTY);
	put(&w, TABLE_BETA, &a, STR("other"));
	tap_ok(table_get(&w.txn, TABLE_ALPHA, &a, &content, &err) && str_eq(content, STR("one")),
	       "a writer sees what it wrote");
	put(&w, TABLE_ALPHA, &a, STR("another"));
	char *raw = table_reserve_raw(&w, TABLE_RAW, &a, 5, &err);
	memcpy(raw, "bytes", 5);
	tap_ok(txn_write_commit(&w, &err), "commit");

	store_close(s);
	s = open_store(scratch_path("table"), 0);
	struct txn t = begin_read(s);
	tap_ok(table_get(&t, TABLE_ALPHA, &a, &content, &err) && str_eq(content, STR("another")),
	       "the last put counts, also after opening again");
	tap_ok(table_find(&t, TABLE_ALPHA, &b, &content, &found, &err) && found && content.len == 0,
	       "a record may be empty");
	tap_ok(table_get(&t, TABLE_BETA, &a, &content, &err) && str_eq(content, STR("other")),
	       "tables do not mix");
	tap_ok(table_get_raw(&t, TABLE_RAW, &a, &content, &err) && str_eq(content, STR("bytes")),
	       "a raw value is its bytes");
	tap_ok(table_count(&t, TABLE_ALPHA, &n, &err) && n == 2, "records are counted");
	txn_end(&t);

	uint64_t generation = store_generation(s);
	w = begin_write(s);
	tap_ok(table_delete(&w, TABLE_ALPHA, &a, &err) &&
	       table_find(&w.txn, TABLE_ALPHA, &a, &content, &found, &err) && !found,
	       "a deleted record is gone");
	tap_ok(!table_delete(&w, TABLE_ALPHA, &a, &err) && err.code == ERROR_CORRUPT,
	       "a record to be deleted must be there");
	txn_write_abort(&w);
	tap_eq(store_generation(s), generation, "an abort is no new generation");
	t = begin_read(s);
	tap_ok(table_find(&t, TABLE_ALPHA, &a, &content, &found, &err) && found,
	       "what was aborted did not happen");
	txn_end(&t);
	w = begin_write(s);
	put(&w, TABLE_ALPHA, &a, STR("x"));
	tap_ok(txn_write_commit(&w, &err) && store_generation(s) > generation,
	       "a commit is a new generation");
	store_close(s);
}

/* A reader keeps its state while another commits. */
static void
test_snapshot(void)
{
	struct store *s = new_store(scratch_path("snapshot"), 0);
	struct key a = key_of(STR("a"));
	struct str content;
	bool found;

	struct txn t = begin_read(s);
	struct txn_write w = begin_write(s);
	put(&w, TABLE_ALPHA, &a, STR("new"));
	tap_ok(txn_write_commit(&w, &err), "commit beside a reader");
	tap_ok(table_find(&t, TABLE_ALPHA, &a, &content, &found, &err) && !found,
	       "a reader sees the state it began with");
	txn_end(&t);
	store_close(s);
}

/* Cursors against sorted arrays */

static int
compare_keys(const void *a, const void *b)
{
	return str_cmp(key_str(a), key_str(b));
}

static struct key
random_key(size_t len_max)
{
	static const char bytes[] = { '\0', '\1', '\x7F', '\xFE', '\xFF' };
	struct key k = { .len = 0 };

	for (size_t len = scratch_below(len_max + 1); k.len < len;)
		key_add_bytes(&k, &bytes[scratch_below(sizeof(bytes))], 1);
	return k;
}

static bool
walk_agrees(const struct txn *t, const struct key *keys, size_t n, const struct key *from,
            const struct key *to, bool down)
{
	struct str key, content;
	struct cursor c;
	bool same = true;

	cursor_open(&c, t, TABLE_ALPHA, down ? CURSOR_DOWN : CURSOR_UP, from, to);
	for (size_t i = 0; i < n; i++) {
		struct str want = key_str(&keys[down ? n - 1 - i : i]);
		if (str_cmp(want, key_str(from)) < 0 ||
		    (to->len > 0 && str_cmp(want, key_str(to)) >= 0))
			continue;
		same &= cursor_next(&c, &key, &content) && str_eq(key, want) && str_eq(content, want);
	}
	same &= !cursor_next(&c, &key, &content);
	return cursor_close(&c, &err) && same;
}

static bool
prefix_agrees(const struct txn *t, const struct key *keys, size_t n, const struct key *prefix)
{
	struct key after = key_after(prefix);
	struct str key, content;
	struct cursor c;
	size_t want = 0, got = 0;

	for (size_t i = 0; i < n; i++)
		want += str_starts(key_str(&keys[i]), key_str(prefix));
	cursor_open(&c, t, TABLE_ALPHA, CURSOR_UP, prefix, &after);
	while (cursor_next(&c, &key, &content))
		got += str_starts(key, key_str(prefix));
	return cursor_close(&c, &err) && got == want;
}

static void
test_cursors(void)
{
	struct store *s = new_store(scratch_path("cursors"), 0);
	struct key all = { .len = 0 };
	VEC(struct key) keys = VEC_INIT;
	bool up = true, down = true, prefixes = true;

	struct txn_write w = begin_write(s);
	tap_ok(walk_agrees(&w.txn, NULL, 0, &all, &all, false) &&
	       walk_agrees(&w.txn, NULL, 0, &all, &all, true), "an empty table, up and down");
	for (int i = 0; i < 600; i++) {
		struct key k = random_key(6);
		struct str content;
		bool found;
		if (k.len == 0 || !table_find(&w.txn, TABLE_ALPHA, &k, &content, &found, &err) || found)
			continue;
		put(&w, TABLE_ALPHA, &k, key_str(&k));
		vec_push(&keys, k);
	}
	qsort(keys.p, keys.n, sizeof(*keys.p), compare_keys);
	tap_ok(walk_agrees(&w.txn, keys.p, keys.n, &all, &all, false), "all of %zu, up", keys.n);
	tap_ok(walk_agrees(&w.txn, keys.p, keys.n, &all, &all, true), "all, down");
	for (int i = 0; i < 2000; i++) {
		struct key from = random_key(6), to = random_key(6), prefix = random_key(3);
		up &= walk_agrees(&w.txn, keys.p, keys.n, &from, &to, false);
		down &= walk_agrees(&w.txn, keys.p, keys.n, &from, &to, true);
		prefixes &= prefix_agrees(&w.txn, keys.p, keys.n, &prefix);
	}
	tap_ok(up, "ranges, up");
	tap_ok(down, "ranges, down");
	tap_ok(prefixes, "prefixes");
	txn_write_abort(&w);
	vec_release(&keys);
	store_close(s);
}

/* Checksums: a copy is damaged by LMDB itself, one bit in each record. */

#define CRC_CONTENT "0123456789"
#define CRC_RECORD_LEN (1 + sizeof(CRC_CONTENT) - 1 + 4)
#define CRC_BITS (CRC_RECORD_LEN * 8)

static void
copy_store(struct store *s, const char *dir)
{
	char path[SCRATCH_PATH_SIZE + 16];

	scratch_need(mkdir(dir, 0700) == 0, "mkdir", NULL);
	snprintf(path, sizeof(path), "%s/data.mdb", dir);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	scratch_need(fd >= 0 && store_copy(s, fd, &err), "copy", &err);
	close(fd);
}

static void
flip_bits(const char *dir)
{
	MDB_env *env;
	MDB_txn *txn;
	MDB_dbi dbi;
	char bytes[CRC_RECORD_LEN];
	int rc = mdb_env_create(&env);

	mdb_env_set_maxdbs(env, 8);
	mdb_env_set_mapsize(env, 64 * MIB);
	rc = rc ? rc : mdb_env_open(env, dir, 0, 0600);
	rc = rc ? rc : mdb_txn_begin(env, NULL, 0, &txn);
	rc = rc ? rc : mdb_dbi_open(txn, "alpha", 0, &dbi);
	for (uint32_t i = 0; rc == 0 && i < CRC_BITS; i++) {
		struct key k = key_u32(i);
		MDB_val key = { k.len, k.p }, value;
		rc = mdb_get(txn, dbi, &key, &value);
		scratch_need(rc == 0 && value.mv_size == sizeof(bytes), "a raw record", NULL);
		memcpy(bytes, value.mv_data, sizeof(bytes));
		bytes[i / 8] = (char)(bytes[i / 8] ^ (1 << i % 8));
		value.mv_data = bytes;
		rc = mdb_put(txn, dbi, &key, &value, 0);
	}
	/* A whole record under a key that is not its own. */
	struct key k = key_u32(CRC_BITS), other = key_u32(CRC_BITS + 1);
	MDB_val key = { k.len, k.p }, value;
	rc = rc ? rc : mdb_get(txn, dbi, &key, &value);
	if (rc == 0) {
		memcpy(bytes, value.mv_data, sizeof(bytes));
		value.mv_data = bytes;
		key = (MDB_val){ other.len, other.p };
		rc = mdb_put(txn, dbi, &key, &value, 0);
	}
	rc = rc ? rc : mdb_txn_commit(txn);
	scratch_need(rc == 0, mdb_strerror(rc), NULL);
	mdb_env_close(env);
}

static void
test_crc(void)
{
	struct store *s = new_store(scratch_path("crc"), 0);
	struct txn_write w = begin_write(s);
	struct key all = { .len = 0 }, good = key_u32(CRC_BITS), moved = key_u32(CRC_BITS + 1);
	struct str key, content;
	struct cursor c;
	size_t noticed = 0, damaged = 0, whole = 0;

	for (uint32_t i = 0; i <= CRC_BITS; i++) {
		struct key k = key_u32(i);
		put(&w, TABLE_ALPHA, &k, STR(CRC_CONTENT));
	}
	scratch_need(txn_write_commit(&w, &err), "commit", &err);
	copy_store(s, scratch_path("crc-copy"));
	store_close(s);
	flip_bits(scratch_path("crc-copy"));

	s = open_store(scratch_path("crc-copy"), 0);
	struct txn t = begin_read(s);
	for (uint32_t i = 0; i < CRC_BITS; i++) {
		struct key k = key_u32(i);
		bool found;
		err.code = ERROR_NONE;
		noticed += !table_get(&t, TABLE_ALPHA, &k, &content, &err) && err.code == ERROR_CORRUPT;
		noticed += !table_find(&t, TABLE_ALPHA, &k, &content, &found, &err);
	}
	tap_eq(noticed, 2 * CRC_BITS, "each of %zu flipped bits is noticed", CRC_BITS);
	tap_ok(table_get(&t, TABLE_ALPHA, &good, &content, &err) && str_eq(content, STR(CRC_CONTENT)),
	       "the record beside them is good");
	tap_ok(!table_get(&t, TABLE_ALPHA, &moved, &content, &err),
	       "a record under another key is noticed");

	cursor_open(&c, &t, TABLE_ALPHA, CURSOR_UP, &good, &all);
	while (cursor_next(&c, &key, &content))
		whole++;
	tap_ok(!cursor_close(&c, &err) && err.code == ERROR_CORRUPT && whole == 1,
	       "a walk ends at damage, with an error");
	whole = 0;
	cursor_open(&c, &t, TABLE_ALPHA, CURSOR_DAMAGED, &all, &all);
	while (cursor_next(&c, &key, &content)) {
		damaged += c.damaged && content.len == 0;
		whole += !c.damaged && str_eq(content, STR(CRC_CONTENT));
	}
	tap_ok(cursor_close(&c, &err) && damaged == CRC_BITS + 1 && whole == 1,
	       "a walk for damaged records goes on");
	txn_end(&t);
	store_close(s);
}

/* Growing */

#define CHUNK ((size_t)100000)
#define N_CHUNKS 60

/* One value in a transaction of its own, growing the map as often as is asked for. */
static bool
put_chunk(struct store *s, uint32_t i, unsigned *n_grown)
{
	for (;;) {
		struct key k = key_u32(i);
		struct txn_write w;

		if (!txn_write_begin(&w, s, 0, &err))
			return false;
		char *p = table_reserve_raw(&w, TABLE_RAW, &k, CHUNK, &err);
		if (p) {
			memset(p, (int)i, CHUNK);
			if (txn_write_commit(&w, &err))
				return true;
		} else {
			txn_write_abort(&w);
		}
		if (err.code != ERROR_MAP_FULL || !store_grow(s, &err))
			return false;
		++*n_grown;
	}
}

static bool
chunks_are_there(struct store *s)
{
	struct txn t = begin_read(s);
	bool ok = true;

	for (uint32_t i = 0; i < N_CHUNKS; i++) {
		struct key k = key_u32(i);
		struct str value;
		ok &= table_get_raw(&t, TABLE_RAW, &k, &value, &err) && value.len == CHUNK &&
		      value.p[0] == (char)i && value.p[CHUNK - 1] == (char)i;
	}
	txn_end(&t);
	return ok;
}

static void
test_grow(void)
{
	struct store *s = new_store(scratch_path("grow"), MIB);
	struct store_size size;
	unsigned n_grown = 0;
	bool ok = true;

	for (uint32_t i = 0; ok && i < N_CHUNKS; i++)
		ok = put_chunk(s, i, &n_grown);
	tap_ok(ok, "60 values of 100 KB go into a map of 1 MiB that grows");
	tap_eq(n_grown, 3, "which it does three times");
	tap_ok(chunks_are_there(s), "all are there");
	tap_ok(store_size(s, &size, &err) && size.map == 8 * MIB && size.used > N_CHUNKS * CHUNK &&
	       size.file >= size.used, "sizes are told");
	store_close(s);
	s = open_store(scratch_path("grow"), MIB);
	tap_ok(chunks_are_there(s), "also through a map asked to be too small");
	store_close(s);
}

/* Once the address space is used up everything fails, and nothing crashes. */
static void
test_grow_too_far(void)
{
	struct store *s = new_store(scratch_path("far"), 0);
	struct txn_write w;
	struct txn t;
	int i = 0;

	while (i < 24 && store_grow(s, &err))
		i++;
	tap_ok(i < 24 && err.code == ERROR_LIMIT, "a map cannot grow without end (%d times)", i);
	tap_ok(store_generation(s) == 0, "the map that is gone is not looked at");
	tap_ok(txn_begin(&t, s, &err), "the next transaction opens the store anew");
	txn_end(&t);
	tap_ok(txn_write_begin(&w, s, 0, &err), "a writer too");
	txn_write_abort(&w);
	store_close(s);
	s = open_store(scratch_path("far"), 0);
	tap_ok(txn_begin(&t, s, &err), "and the store can be opened again");
	txn_end(&t);
	store_close(s);
}

static void
test_copy(void)
{
	struct store *s = new_store(scratch_path("copy"), 0);
	struct txn_write w = begin_write(s);
	struct str content;

	for (uint32_t i = 0; i < 1000; i++) {
		struct key k = key_u32(i);
		put(&w, TABLE_ALPHA, &k, STR("content"));
	}
	scratch_need(txn_write_commit(&w, &err), "commit", &err);
	w = begin_write(s);
	for (uint32_t i = 0; i < 990; i++) {
		struct key k = key_u32(i);
		scratch_need(table_delete(&w, TABLE_ALPHA, &k, &err), "delete", &err);
	}
	scratch_need(txn_write_commit(&w, &err), "commit", &err);
	w = begin_write(s);
	struct key late = key_of(STR("late")), last = key_u32(999);
	put(&w, TABLE_BETA, &late, STR("x"));
	copy_store(s, scratch_path("copied"));
	txn_write_abort(&w);
	struct store_size before, after;
	scratch_need(store_size(s, &before, &err), "size", &err);
	store_close(s);

	s = open_store(scratch_path("copied"), 0);
	struct txn t = begin_read(s);
	uint64_t n;
	tap_ok(table_count(&t, TABLE_ALPHA, &n, &err) && n == 10 &&
	       table_get(&t, TABLE_ALPHA, &last, &content, &err) && str_eq(content, STR("content")),
	       "a copy opens and holds what was committed");
	tap_ok(table_count(&t, TABLE_BETA, &n, &err) && n == 0, "but nothing more");
	tap_ok(store_size(s, &after, &err) && after.file < before.file, "and is compact");
	txn_end(&t);
	store_close(s);
}

int
main(void)
{
	test_codec_numbers();
	test_codec_strings();
	test_codec_fields();
	test_keys();
	test_key_after();
	test_table();
	test_snapshot();
	test_cursors();
	test_crc();
	test_grow();
	test_grow_too_far();
	test_copy();
	return tap_done();
}
