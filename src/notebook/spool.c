/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "notebook/spool.h"

#include <errno.h>
#include <unistd.h>

#include "base/crc32c.h"
#include "base/file.h"
#include "base/vec.h"
#include "text/utf8.h"

#define READ_SIZE (64 * 1024)

/* The next whole piece of the text, which begins where the last one ended. */
static bool
put_piece(struct spool *s, struct str piece, struct digest_state *sha, struct error *err)
{
	if (s->size + piece.len > SPOOL_MAX)
		return error_set(err, ERROR_LIMIT, "larger than 1 GiB of text: split it");
	struct checkpoint c = { s->end, crc32c(0, piece.p, piece.len) };
	vec_push(&s->checkpoints, c);
	position_advance(&s->end, piece);
	digest_update(sha, piece.p, piece.len);
	s->size += piece.len;
	if (s->head.len < SPOOL_HEAD)
		buf_add(&s->head, piece.p, piece.len < SPOOL_HEAD ? piece.len : SPOOL_HEAD);
	return file_write_fd(s->fd, "a temporary file", piece, err);
}

/* Whole pieces off the front of pending; at the end what is left too. */
static bool
put_pieces(struct spool *s, struct buf *pending, bool at_end, struct digest_state *sha,
           struct error *err)
{
	size_t done = 0;

	for (;;) {
		size_t len = pending->len - done;
		struct str rest = str_skip(buf_str(pending), done);
		/* Checkpoints stay within three bytes of the multiples of the step. */
		size_t want = POSITION_STEP - s->size % POSITION_STEP;
		if (want <= UTF8_MAX - 1)
			want += POSITION_STEP;
		if (len == 0 || (len <= want && !at_end))
			break;
		if (want > len)
			want = len;
		while (!utf8_is_border(rest, want))
			want--;
		if (!put_piece(s, str_slice(rest, 0, want), sha, err))
			return false;
		done += want;
	}
	buf_drop(pending, done);
	return true;
}

static bool
check_content(const struct spool *s, struct error *err)
{
	if (s->repair.n_nul > 0 && s->repair.encoding == REPAIR_UTF8)
		return error_set(err, ERROR_SYNTAX,
		                 "a binary file (a NUL at byte %llu): only text can be added",
		                 (unsigned long long)s->repair.nul_at);
	if (s->size == 0)
		return error_set(err, ERROR_SYNTAX, "empty: there is nothing to read in it");
	return true;
}

static bool
read_all(struct spool *s, int fd, struct buf *pending, struct digest_state *sha,
         struct error *err)
{
	char bytes[READ_SIZE];

	for (;;) {
		ssize_t n = read(fd, bytes, sizeof(bytes));
		if (n < 0 && errno == EINTR)
			return error_set(err, ERROR_INTERRUPTED, "interrupted");
		if (n < 0)
			return error_errno(err, errno, "cannot read");
		if (n == 0)
			break;
		repair_feed(&s->repair, (struct str){ bytes, (size_t)n }, pending);
		/* A binary file of gigabytes need not be read to its end. */
		if (s->repair.n_nul > 0 && s->repair.encoding == REPAIR_UTF8)
			return check_content(s, err);
		if (!put_pieces(s, pending, false, sha, err))
			return false;
	}
	repair_end(&s->repair, pending);
	return put_pieces(s, pending, true, sha, err) && check_content(s, err);
}

bool
spool_read(struct spool *s, int fd, const char *name, struct error *err)
{
	struct buf pending = BUF_INIT;
	struct digest_state sha;
	bool ok;

	*s = (struct spool){ .fd = -1, .head = BUF_INIT };
	repair_init(&s->repair);
	digest_init(&sha);
	ok = file_temporary(&s->fd, err) && read_all(s, fd, &pending, &sha, err);
	digest_final(&sha, &s->digest);
	buf_release(&pending);
	if (ok)
		return true;
	spool_release(s);
	return error_add(err, "%s", name);
}

void
spool_release(struct spool *s)
{
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
	buf_release(&s->head);
	vec_release(&s->checkpoints);
}

bool
spool_copy(const struct spool *s, char *to, struct error *err)
{
	uint64_t done = 0;

	while (done < s->size) {
		ssize_t n = pread(s->fd, to + done, s->size - done, (off_t)done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return error_errno(err, errno, "cannot read a temporary file");
		if (n == 0)
			return error_set(err, ERROR_IO, "a temporary file has become shorter");
		done += (uint64_t)n;
	}
	return true;
}
