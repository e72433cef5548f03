/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <signal.h>
#include <sys/stat.h>
#include <time.h>

#include "store/codec.h"
#include "store/envdir.h"
#include "store/store.h"
#include "store/table.h"
#include "tests/unit/scratch.h"
#include "tests/unit/tap.h"

/* How a store comes to be, what is not opened, and processes that share one. */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define MIB ((uint64_t)1 << 20)

enum { TABLE_ALPHA };

static const char *const tables[] = { "alpha" };
static const char *const features[] = { "base-1" };
static const struct store_schema schema = { tables, COUNT(tables), features, COUNT(features) };

static struct error err;

static struct store *
try_open(const char *dir, struct buf *notices)
{
	struct buf own = BUF_INIT;

	err = (struct error){ 0 };
	struct store *s = store_open(dir, &schema, NULL, notices ? notices : &own, &err);
	buf_release(&own);
	return s;
}

static struct store *
open_store(const char *dir)
{
	struct store *s = try_open(dir, NULL);

	scratch_need(s != NULL, "open", &err);
	return s;
}

static void
create(const char *dir)
{
	scratch_need(store_create(dir, &schema, NULL, NULL, &err), "create", &err);
}

/* A path in a store of the scratch directory. */
static const char *
in(const char *dir, const char *file)
{
	char name[SCRATCH_PATH_SIZE / 4];

	snprintf(name, sizeof(name), "%s/%s", dir, file);
	return scratch_path(name);
}

static unsigned
mode_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? st.st_mode & 07777 : 0;
}

/* How many entries a directory has. */
static int
n_entries(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *entry;
	int n = 0;

	scratch_need(d != NULL, path, NULL);
	while ((entry = readdir(d)))
		n += entry->d_name[0] != '.' || strlen(entry->d_name) > 2;
	closedir(d);
	return n;
}

static void
write_file(const char *path, const void *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	scratch_need(fd >= 0 && write(fd, bytes, len) == (ssize_t)len, path, NULL);
	close(fd);
}

/* Creation */

static bool
fill(struct txn_write *w, void *arg, struct error *e)
{
	struct key k = { .len = 0 };

	key_add_u32(&k, 1);
	if (arg)
		return error_set(e, ERROR_LIMIT, "no");
	return table_put(w, TABLE_ALPHA, &k, STR("first"), e);
}

static void
test_create(void)
{
	mode_t umask_before = umask(0);
	struct key k = { .len = 0 };
	struct str content;
	struct txn t;

	tap_ok(store_create(in("made", "a/b"), &schema, fill, NULL, &err), "made with its parents");
	umask(umask_before);
	tap_eq(mode_of(scratch_path("made")), 0700, "a parent's mode under umask 0");
	tap_eq(mode_of(scratch_path("made/a/b")), 0700, "the directory's");
	tap_eq(mode_of(scratch_path("made/a/b/data.mdb")), 0600, "that of data.mdb");
	tap_eq(mode_of(scratch_path("made/a/b/lock.mdb")), 0600, "of lock.mdb");
	tap_eq(mode_of(scratch_path("made/a/b/lock")), 0600, "of lock");
	tap_eq(n_entries(scratch_path("made/a")), 1, "no temporary directory is left");
	tap_eq(n_entries(scratch_path("made/a/b")), 3, "and three files are in it");

	struct store *s = open_store(scratch_path("made/a/b"));
	key_add_u32(&k, 1);
	tap_ok(txn_begin(&t, s, &err) && table_get(&t, TABLE_ALPHA, &k, &content, &err) &&
	       str_eq(content, STR("first")), "the first records are in it");
	txn_end(&t);
	store_close(s);

	tap_ok(!store_create(scratch_path("made/a/b"), &schema, fill, NULL, &err) &&
	       err.code == ERROR_EXISTS, "what is there is not made again");
	tap_ok(!store_create(scratch_path("made/a/c"), &schema, fill, &umask_before, &err) &&
	       err.code == ERROR_LIMIT, "the error of filling is told");
	tap_eq(n_entries(scratch_path("made/a")), 1, "neither left anything behind");
}

static void
test_create_places(void)
{
	scratch_need(mkdir(scratch_path("places"), 0755) == 0 &&
	             mkdir(scratch_path("places/empty"), 0755) == 0 &&
	             mkdir(scratch_path("places/target"), 0700) == 0 &&
	             mkdir(scratch_path("places/full"), 0700) == 0 &&
	             symlink("target", scratch_path("places/link")) == 0, "mkdir", NULL);
	write_file(scratch_path("places/full/x"), "x", 1);
	write_file(scratch_path("places/file"), "x", 1);

	tap_ok(store_create(scratch_path("places/empty/"), &schema, NULL, NULL, &err),
	       "an empty directory, with a slash at the end");
	tap_eq(mode_of(scratch_path("places/empty")), 0700, "becomes private");
	tap_ok(store_create(scratch_path("places/link"), &schema, NULL, NULL, &err),
	       "a link to an empty directory");
	tap_ok(envdir_state(scratch_path("places/link")) == ENVDIR_PRESENT &&
	       envdir_state(scratch_path("places/target")) == ENVDIR_PRESENT, "is made where it points");
	tap_ok(!store_create(scratch_path("places/full"), &schema, NULL, NULL, &err) &&
	       err.code == ERROR_EXISTS, "not a directory with something in it");
	tap_ok(!store_create(scratch_path("places/file"), &schema, NULL, NULL, &err) &&
	       err.code == ERROR_EXISTS, "not a file");
	tap_ok(!store_create(scratch_path("places/file/x"), &schema, NULL, NULL, &err),
	       "nor under a file");
	tap_eq(n_entries(scratch_path("places")), 5, "no temporary directory is left");
	tap_ok(envdir_state(scratch_path("places/full")) == ENVDIR_FOREIGN &&
	       envdir_state(scratch_path("places/file")) == ENVDIR_FOREIGN &&
	       envdir_state(scratch_path("places/nothing")) == ENVDIR_ABSENT, "states are told apart");
}

enum { CREATED = 10, EXISTED, FAILED };

static int
race_to_create(void)
{
	scratch_say('r');
	scratch_stay();
	if (store_create(scratch_path("race/notebook"), &schema, fill, NULL, &err))
		return CREATED;
	if (err.code != ERROR_EXISTS)
		return FAILED;
	struct store *s = try_open(scratch_path("race/notebook"), NULL);
	struct txn t;
	uint64_t n = 0;
	if (!s || !txn_begin(&t, s, &err) || !table_count(&t, TABLE_ALPHA, &n, &err))
		return FAILED;
	txn_end(&t);
	store_close(s);
	return n == 1 ? EXISTED : FAILED;
}

static void
test_create_race(void)
{
	enum { N = 8 };
	struct scratch_child children[N];
	int n_created = 0, n_existed = 0;

	scratch_need(mkdir(scratch_path("race"), 0700) == 0, "mkdir", NULL);
	for (int i = 0; i < N; i++)
		children[i] = scratch_fork(race_to_create);
	for (int i = 0; i < N; i++)
		scratch_hear(&children[i]);
	for (int i = 0; i < N; i++)
		scratch_let_go(&children[i]);
	for (int i = 0; i < N; i++) {
		int status = scratch_wait(&children[i]);
		n_created += status == CREATED;
		n_existed += status == EXISTED;
	}
	tap_eq(n_created, 1, "of eight that make it at once, one does");
	tap_eq(n_existed, N - 1, "the others are told so and can open it");
	tap_eq(n_entries(scratch_path("race")), 1, "no temporary directory is left");
}

/* Modes and owners */

static void
test_modes(void)
{
	struct buf notices = BUF_INIT;

	create(scratch_path("wide"));
	chmod(scratch_path("wide"), 0755);
	chmod(in("wide", "data.mdb"), 0644);
	chmod(in("wide", "lock.mdb"), 0660);
	chmod(in("wide", "lock"), 0666);
	struct store *s = try_open(scratch_path("wide"), &notices);
	tap_ok(s != NULL, "a notebook open to others is opened");
	store_close(s);
	tap_ok(mode_of(scratch_path("wide")) == 0700 && mode_of(in("wide", "data.mdb")) == 0600 &&
	       mode_of(in("wide", "lock.mdb")) == 0600 && mode_of(in("wide", "lock")) == 0600,
	       "and closed to them");
	static const char *const told[] = { "wide was open", "data.mdb was", "lock.mdb was", "lock was" };
	for (size_t i = 0; i < COUNT(told); i++)
		tap_ok(strstr(notices.p, told[i]) != NULL, "there is a notice '%s'", told[i]);
	buf_reset(&notices);
	s = try_open(scratch_path("wide"), &notices);
	tap_ok(s && notices.len == 0, "the second time there is nothing to say");
	store_close(s);
	buf_release(&notices);
}

static void
test_owner(void)
{
	static const char *const names[] = { "", "data.mdb", "lock.mdb", "lock" };

	if (geteuid() != 0) {
		tap_skip("only root can give files away");
		return;
	}
	create(scratch_path("foreign"));
	for (size_t i = 0; i < COUNT(names); i++) {
		scratch_need(chown(in("foreign", names[i]), 65534, 0) == 0, "chown", NULL);
		tap_ok(!try_open(scratch_path("foreign"), NULL) && err.code == ERROR_IO &&
		       strstr(err.text, "65534"), "another's '%s' is refused", names[i]);
		scratch_need(chown(in("foreign", names[i]), 0, 0) == 0, "chown", NULL);
	}
	store_close(open_store(scratch_path("foreign")));
}

/* Refusals */

/* A store of its own whose data.mdb can be replaced. */
static const char *
victim(const char *name)
{
	create(scratch_path(name));
	scratch_need(unlink(in(name, "data.mdb")) == 0, "unlink", NULL);
	return in(name, "data.mdb");
}

static void
refused(const char *name, enum error_code code, const char *what)
{
	struct store *s = try_open(scratch_path(name), NULL);

	tap_ok(!s && err.code == code, "refused: %s (%s)", what, err.text);
	store_close(s);
}

static void
read_header(const char *name, char *page, size_t size)
{
	create(scratch_path(name));
	int fd = open(in(name, "data.mdb"), O_RDONLY | O_CLOEXEC);
	scratch_need(fd >= 0 && read(fd, page, size) == (ssize_t)size, "read", NULL);
	close(fd);
}

static void
test_refusals(void)
{
	char page[4096];

	refused("nothing-there", ERROR_IO, "a directory that is not there");
	write_file(victim("zero"), "", 0);
	refused("zero", ERROR_CORRUPT, "an empty data.mdb");
	write_file(victim("short"), "0123456789", 10);
	refused("short", ERROR_CORRUPT, "one of ten bytes");
	for (size_t i = 0; i < sizeof(page); i++)
		page[i] = (char)scratch_random();
	write_file(victim("garbage"), page, sizeof(page));
	refused("garbage", ERROR_CORRUPT, "garbage");

	read_header("donor", page, sizeof(page));
	write_file(victim("half"), page, sizeof(page));
	refused("half", ERROR_CORRUPT, "one page of two");
	page[20]++;
	write_file(victim("newer"), page, sizeof(page));
	refused("newer", ERROR_VERSION, "another file format");

	scratch_need(symlink("../donor/data.mdb", victim("link")) == 0, "symlink", NULL);
	refused("link", ERROR_IO, "data.mdb as a symbolic link");
	scratch_need(mkdir(victim("directory"), 0700) == 0, "mkdir", NULL);
	refused("directory", ERROR_CORRUPT, "data.mdb as a directory");
	scratch_need(mkfifo(victim("fifo"), 0600) == 0, "mkfifo", NULL);
	refused("fifo", ERROR_CORRUPT, "data.mdb as a pipe");

	create(scratch_path("lock-link"));
	scratch_need(unlink(in("lock-link", "lock")) == 0 &&
	             symlink("../donor/lock", in("lock-link", "lock")) == 0, "symlink", NULL);
	refused("lock-link", ERROR_IO, "lock as a symbolic link");
	store_close(open_store(scratch_path("donor")));
}

static void
raw_put(const char *dir, const char *table, const char *name)
{
	MDB_env *env;
	MDB_txn *txn;
	MDB_dbi dbi;
	MDB_val key = { strlen(name), (void *)name }, value = { 0, "" };
	int rc = mdb_env_create(&env);

	mdb_env_set_maxdbs(env, 8);
	rc = rc ? rc : mdb_env_open(env, dir, 0, 0600);
	rc = rc ? rc : mdb_txn_begin(env, NULL, 0, &txn);
	rc = rc ? rc : mdb_dbi_open(txn, table, MDB_CREATE, &dbi);
	rc = rc ? rc : mdb_put(txn, dbi, &key, &value, 0);
	rc = rc ? rc : mdb_txn_commit(txn);
	scratch_need(rc == 0, mdb_strerror(rc), NULL);
	mdb_env_close(env);
}

static void
test_features(void)
{
	create(scratch_path("feature"));
	raw_put(scratch_path("feature"), "features", "telepathy-9");
	refused("feature", ERROR_VERSION, "a feature of a newer gloss");
	tap_ok(strstr(err.text, "telepathy-9") && strstr(err.text, "newer"), "which is named");

	scratch_need(mkdir(scratch_path("alien"), 0700) == 0, "mkdir", NULL);
	raw_put(scratch_path("alien"), "pears", "williams");
	refused("alien", ERROR_CORRUPT, "an LMDB file that is no notebook");
}

/* Processes */

static int
hold_write_lock(void)
{
	struct key k = { .len = 0 };
	struct txn_write w;
	struct store *s = try_open(scratch_path("locked"), NULL);

	key_add_u32(&k, 7);
	if (!s || !txn_write_begin(&w, s, 0, &err) ||
	    !table_put(&w, TABLE_ALPHA, &k, STR("never"), &err))
		return FAILED;
	scratch_say('w');
	scratch_stay();
	txn_write_abort(&w);
	store_close(s);
	return 0;
}

static long
milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
busy(struct store *s, const struct scratch_child *child, const char *what)
{
	struct txn_write w;
	struct txn t;
	char pid[32];
	long start = milliseconds();

	snprintf(pid, sizeof(pid), "process %ld", (long)child->pid);
	bool got = txn_write_begin(&w, s, 200, &err);
	long took = milliseconds() - start;
	tap_ok(!got && err.code == ERROR_BUSY && strstr(err.text, pid), "%s: busy, and by whom: %s",
	       what, err.text);
	tap_ok(took >= 190 && took < 2000, "%s: after the wait, %ld ms", what, took);
	tap_ok(txn_begin(&t, s, &err), "%s: reading goes on", what);
	txn_end(&t);
}

static bool
can_write(struct store *s)
{
	struct key k = { .len = 0 };
	struct txn_write w;
	struct str content;
	bool found = true;

	key_add_u32(&k, 7);
	bool ok = txn_write_begin(&w, s, 1000, &err) &&
	          table_find(&w.txn, TABLE_ALPHA, &k, &content, &found, &err) && !found;
	if (ok)
		ok = txn_write_commit(&w, &err);
	return ok;
}

static void
test_write_lock(void)
{
	create(scratch_path("locked"));

	struct scratch_child child = scratch_fork(hold_write_lock);
	scratch_need(scratch_hear(&child) == 'w', "the child writes", NULL);
	struct store *s = open_store(scratch_path("locked"));
	busy(s, &child, "a writer");
	kill(child.pid, SIGSTOP);
	busy(s, &child, "a stopped writer");
	kill(child.pid, SIGCONT);
	scratch_let_go(&child);
	tap_eq(scratch_wait(&child), 0, "the writer ends");
	tap_ok(can_write(s), "then another may write, and sees nothing of what was aborted");
	store_close(s);

	child = scratch_fork(hold_write_lock);
	scratch_need(scratch_hear(&child) == 'w', "the child writes", NULL);
	s = open_store(scratch_path("locked"));
	kill(child.pid, SIGKILL);
	tap_eq(scratch_wait(&child), 128 + SIGKILL, "a writer is killed");
	tap_ok(can_write(s), "and another may write at once");
	store_close(s);

	child = scratch_fork(hold_write_lock);
	scratch_need(scratch_hear(&child) == 'w', "the child writes", NULL);
	s = open_store(scratch_path("locked"));
	kill(child.pid, SIGSTOP);
	busy(s, &child, "one stopped");
	kill(child.pid, SIGKILL);
	scratch_wait(&child);
	tap_ok(can_write(s), "a writer killed while stopped is in nobody's way");
	store_close(s);
}

#define CHUNK 300000

static bool
put_chunk(struct store *s, uint32_t i)
{
	static char bytes[CHUNK];
	struct key k = { .len = 0 };
	struct txn_write w;

	key_add_u32(&k, i);
	memset(bytes, (int)i, CHUNK);
	for (;;) {
		if (!txn_write_begin(&w, s, 1000, &err))
			return false;
		if (!table_put(&w, TABLE_ALPHA, &k, (struct str){ bytes, CHUNK }, &err))
			txn_write_abort(&w);
		else if (txn_write_commit(&w, &err))
			return true;
		if (err.code != ERROR_MAP_FULL || !store_grow(s, &err))
			return false;
	}
}

static struct store *
open_small(void)
{
	struct store_options options = { .map_size = MIB };
	struct buf notices = BUF_INIT;
	struct store *s = store_open(scratch_path("resized"), &schema, &options, &notices, &err);

	buf_release(&notices);
	return s;
}

static int
grow_elsewhere(void)
{
	struct store *s = open_small();

	if (!s)
		return FAILED;
	scratch_say('o');
	scratch_stay();
	for (uint32_t i = 1; i <= 20; i++)
		if (!put_chunk(s, i))
			return FAILED;
	scratch_say('g');
	scratch_stay();
	store_close(s);
	return 0;
}

static bool
has_chunks(struct store *s, uint32_t first, uint32_t last)
{
	struct str content;
	struct txn t;
	bool ok = txn_begin(&t, s, &err);

	for (uint32_t i = first; ok && i <= last; i++) {
		struct key k = { .len = 0 };
		key_add_u32(&k, i);
		ok = table_get(&t, TABLE_ALPHA, &k, &content, &err) && content.len == CHUNK &&
		     content.p[CHUNK - 1] == (char)i;
	}
	txn_end(&t);
	return ok;
}

static void
test_resized(void)
{
	create(scratch_path("resized"));
	for (int writes = 0; writes < 2; writes++) {
		struct scratch_child child = scratch_fork(grow_elsewhere);
		scratch_need(scratch_hear(&child) == 'o', "the child opens", NULL);
		struct store *s = open_small();
		scratch_need(s && has_chunks(s, 1, writes ? 21 : 0), "open", &err);
		scratch_let_go(&child);
		tap_eq(scratch_hear(&child), 'g', "another process grows the map");
		if (writes)
			tap_ok(put_chunk(s, 30), "this one, whose map is smaller, may write");
		tap_ok(has_chunks(s, 1, 20), "and read all of it");
		tap_ok(put_chunk(s, 21), "and write");
		scratch_let_go(&child);
		tap_eq(scratch_wait(&child), 0, "the other one ends well");
		tap_ok(has_chunks(s, 1, 21), "all is there");
		store_close(s);
	}
}

int
main(void)
{
	test_create();
	test_create_places();
	test_create_race();
	test_modes();
	test_owner();
	test_refusals();
	test_features();
	test_write_lock();
	test_resized();
	return tap_done();
}
