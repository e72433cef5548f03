/* SPDX-License-Identifier: MIT */
#include "notebook/notebook.h"

#include "base/file.h"
#include "base/mem.h"
#include "notebook/journal.h"
#include "notebook/label.h"
#include "notebook/schema.h"

struct notebook {
	struct store *store;
	char *dir;
};

/* The standard labels are there from the start; nobody undoes them. */
static bool
fill(struct txn_write *txn, void *arg, struct error *err)
{
	struct notebook nb = { .store = txn->txn.store, .dir = arg };
	struct writer w = {
		.reader = { &nb, txn->txn },
		.txn = *txn,
		.journal = { .silent = true, .pending = BUF_INIT },
	};

	return label_add_standard(&w, err);
}

bool
notebook_create(const char *dir, struct error *err)
{
	return store_create(dir, &schema_notebook, fill, NULL, err);
}

struct notebook *
notebook_open(const char *dir, const struct store_options *options, struct buf *notices,
              struct error *err)
{
	struct store *store = store_open(dir, &schema_notebook, options, notices, err);

	if (!store)
		return NULL;
	struct notebook *nb = mem_zero(sizeof(*nb));
	nb->store = store;
	nb->dir = mem_copy_z(dir);
	return nb;
}

void
notebook_close(struct notebook *nb)
{
	if (!nb)
		return;
	store_close(nb->store);
	mem_free(nb->dir);
	mem_free(nb);
}

const char *
notebook_directory(const struct notebook *nb)
{
	return nb->dir;
}

struct store *
notebook_store(struct notebook *nb)
{
	return nb->store;
}

bool
notebook_read(struct notebook *nb, struct reader *r, struct error *err)
{
	r->notebook = nb;
	return txn_begin(&r->txn, nb->store, err);
}

void
notebook_read_end(struct reader *r)
{
	txn_end(&r->txn);
}

bool
notebook_write(struct notebook *nb, struct writer *w, const struct change_origin *origin,
               unsigned wait_ms, struct error *err)
{
	*w = (struct writer){ .origin = *origin, .journal.pending = BUF_INIT };
	if (!txn_write_begin(&w->txn, nb->store, wait_ms, err))
		return false;
	w->reader = (struct reader){ nb, w->txn.txn };
	return true;
}

/*
 * A commit that failed may have reached the disk all the same, if the error
 * came after the last write: look before saying that nothing was saved.
 */
static bool
was_committed(const struct writer *w)
{
	struct arena arena = ARENA_INIT;
	struct journal_entry e;
	struct reader r;
	struct error ignored;
	bool found = false;

	if (w->journal.written != 0 && notebook_read(w->reader.notebook, &r, &ignored)) {
		found = journal_get(&r, w->journal.written, &arena, &e, &ignored) &&
		        e.time == w->journal.written_at && str_eq(e.command, w->origin.command) &&
		        str_eq(e.author, w->origin.author);
		notebook_read_end(&r);
	}
	arena_release(&arena);
	return found;
}

bool
notebook_commit(struct writer *w, struct error *err)
{
	struct error failed;

	if (!journal_end(w, err)) {
		notebook_abort(w);
		return false;
	}
	buf_release(&w->journal.pending);
	if (txn_write_commit(&w->txn, &failed))
		return true;
	if (failed.code != ERROR_MAP_FULL && was_committed(w))
		return true;
	*err = failed;
	return false;
}

void
notebook_abort(struct writer *w)
{
	buf_release(&w->journal.pending);
	txn_write_abort(&w->txn);
}

bool
notebook_backup(struct notebook *nb, const char *path, struct error *err)
{
	struct file_replace f;
	bool ok = file_replace_begin(&f, path, err);

	ok = ok && store_copy(nb->store, f.fd, err) && file_replace_commit(&f, err);
	file_replace_release(&f);
	return ok;
}
