/* SPDX-License-Identifier: MIT */
#include "notebook/check_text.h"

#include "base/crc32c.h"
#include "base/vec.h"
#include "notebook/body.h"
#include "notebook/document.h"
#include "notebook/schema.h"
#include "store/table.h"
#include "text/utf8.h"

#define OWNERS_NAMED 5

/* A text and what is said of it in messages. */
struct subject {
	struct body body;
	struct buf owners;	/* "document 3" */
	bool intact;		/* it has its SHA-256 */
	struct position end;	/* counted, if it is intact */
};

typedef bool owner_fn(struct checker *c, struct subject *s, uint32_t document, size_t i,
                      struct error *err);

static bool
for_owners(struct checker *c, struct subject *s, owner_fn *fn, struct error *err)
{
	struct key from = { .len = 0 }, to;
	struct str key, content;
	struct cursor cursor;
	struct error end;
	uint32_t document;
	size_t n = 0;
	bool ok = true;

	key_add_bytes(&from, s->body.digest.bytes, DIGEST_SIZE);
	to = key_after(&from);
	cursor_open(&cursor, &c->r->txn, TABLE_CONTENTS, CURSOR_DAMAGED, &from, &to);
	while (ok && cursor_next(&cursor, &key, &content)) {
		key = str_skip(key, DIGEST_SIZE);
		if (key_take_u32(&key, &document))
			ok = fn(c, s, document, n++, err);
	}
	if (cursor_close(&cursor, &end) || !ok || end.code == ERROR_CORRUPT)
		return ok;
	*err = end;
	return false;
}

static bool
name_owner(struct checker *c, struct subject *s, uint32_t document, size_t i, struct error *err)
{
	(void)c;
	(void)err;
	if (i < OWNERS_NAMED)
		buf_addf(&s->owners, "%s%u", i ? ", " : "document ", document);
	else if (i == OWNERS_NAMED)
		buf_add_z(&s->owners, " and others");
	return true;
}

static bool
compare_owner(struct checker *c, struct subject *s, uint32_t document, size_t i,
              struct error *err)
{
	enum checker_state state;
	struct document d;

	(void)i;
	if (!checker_sort(document_get(c->r, document, &c->arena, &d, err), &state, err))
		return false;
	/* A row that is not the document's is found with the rows. */
	if (state != CHECKER_WHOLE || memcmp(&d.digest, &s->body.digest, sizeof(d.digest)) != 0)
		return true;
	if (d.bytes != s->end.byte || d.chars != s->end.chr || d.lines != s->end.line)
		checker_found(c, "document %u has %u bytes, %u characters and %u line ends, not %llu, "
		              "%llu and %llu as its record says", document, s->end.byte, s->end.chr,
		              s->end.line, (unsigned long long)d.bytes, (unsigned long long)d.chars,
		              (unsigned long long)d.lines);
	return true;
}

static size_t
piece_end(struct str text, uint32_t piece)
{
	size_t end = ((size_t)piece + 1) * POSITION_STEP;

	if (end >= text.len)
		return text.len;
	for (int i = 0; i < UTF8_MAX - 1 && !utf8_is_border(text, end); i++)
		end--;
	return end;
}

static bool
same_place(struct position a, struct position b)
{
	return a.byte == b.byte && a.chr == b.chr && a.line == b.line && a.line_chr == b.line_chr;
}

/* Where a text is damaged its checkpoints' places cannot be known, but their CRCs tell where. */
static void
compare_piece(struct checker *c, const struct subject *s, uint32_t piece,
              const struct checkpoint *stored, struct str bytes)
{
	size_t start = (size_t)(bytes.p - s->body.text.p);
	bool same_bytes = stored->crc == crc32c(0, bytes.p, bytes.len);

	if (!s->intact && !same_bytes)
		checker_found(c, "the text of %s differs between bytes %zu and %zu", s->owners.p, start,
		              start + bytes.len);
	else if (s->intact && (!same_bytes || !same_place(stored->at, s->end)))
		checker_found(c, "checkpoint %u of the text of %s is wrong: lines and offsets there are "
		              "not to be relied on", piece, s->owners.p);
}

static bool
check_pieces(struct checker *c, struct subject *s, struct error *err)
{
	struct checkpoint stored;
	enum checker_state state;
	size_t start = 0;

	for (uint32_t piece = 0; piece < body_n_pieces(&s->body); piece++) {
		size_t end = piece_end(s->body.text, piece);
		struct str bytes = str_slice(s->body.text, start, end);

		if (!checker_sort(body_checkpoint(&s->body, piece, &stored, err), &state, err))
			return false;
		if (state == CHECKER_WHOLE)
			compare_piece(c, s, piece, &stored, bytes);
		else if (state == CHECKER_ABSENT)
			checker_found(c, "checkpoint %u of the text of %s is missing", piece, s->owners.p);
		position_advance(&s->end, bytes);
		start = end;
	}
	return true;
}

static bool
check_subject(struct checker *c, struct subject *s, struct error *err)
{
	struct digest digest = digest_of(s->body.text);
	size_t pos;

	if (!for_owners(c, s, name_owner, err))
		return false;
	if (s->owners.len == 0)
		buf_add_z(&s->owners, "a removed document");
	s->intact = memcmp(digest.bytes, s->body.digest.bytes, DIGEST_SIZE) == 0;
	if (!s->intact)
		checker_found(c, "the text of %s is not the one that was added (SHA-256): put a backup in "
		              "its place", s->owners.p);
	if (!utf8_is_valid(s->body.text, &pos)) {
		vec_push(&c->unreadable, s->body.digest);
		checker_found(c, "the text of %s is not UTF-8 at byte %zu: its annotations were not "
		              "compared with it", s->owners.p, pos);
	}
	return check_pieces(c, s, err) && (!s->intact || for_owners(c, s, compare_owner, err));
}

static bool
check_texts(struct checker *c, struct error *err)
{
	struct key all = { .len = 0 };
	struct str key, text;
	struct cursor cursor;
	struct error end;
	bool ok = true;

	cursor_open(&cursor, &c->r->txn, TABLE_TEXTS, CURSOR_RAW, &all, &all);
	while (ok && cursor_next(&cursor, &key, &text)) {
		struct subject s = { .body = { .r = c->r, .text = text }, .owners = BUF_INIT };

		arena_reset(&c->arena);
		if (key.len != DIGEST_SIZE) {
			checker_found(c, "a key of the table texts makes no sense");
			continue;
		}
		memcpy(s.body.digest.bytes, key.p, DIGEST_SIZE);
		ok = check_subject(c, &s, err);
		buf_release(&s.owners);
	}
	if (cursor_close(&cursor, &end) || !ok)
		return ok;
	if (end.code != ERROR_CORRUPT) {
		*err = end;
		return false;
	}
	checker_found(c, "the texts cannot be read to their end: %s", end.text);
	return true;
}

static bool
check_checkpoint(struct checker *c, struct str key, struct str content, void *arg,
                 struct error *err)
{
	enum checker_state state;
	struct checkpoint stored;
	struct digest digest;
	struct body body;
	uint32_t piece;

	(void)arg;
	(void)content;
	struct str rest = key.len < DIGEST_SIZE ? STR_EMPTY : str_skip(key, DIGEST_SIZE);
	if (!key_take_u32(&rest, &piece) || rest.len > 0) {
		checker_found(c, "a key of the table checkpoints makes no sense");
		return true;
	}
	memcpy(digest.bytes, key.p, DIGEST_SIZE);
	if (!checker_sort(body_open(&body, c->r, &digest, err), &state, err))
		return false;
	if (state != CHECKER_WHOLE || piece >= body_n_pieces(&body)) {
		checker_found(c, "checkpoint %u belongs to no text", piece);
		return true;
	}
	if (!checker_sort(body_checkpoint(&body, piece, &stored, err), &state, err))
		return false;
	if (state == CHECKER_DAMAGED)
		checker_found(c, "%s", err->text);
	return true;
}

bool
check_text(struct checker *c, struct error *err)
{
	return check_texts(c, err) &&
	       checker_walk(c, TABLE_CHECKPOINTS, check_checkpoint, NULL, err);
}
