/* SPDX-License-Identifier: MIT */
#include "notebook/journal.h"

#include "base/clock.h"
#include "base/vec.h"
#include "notebook/schema.h"
#include "store/table.h"

/* This notebook's own entries; other writers' come with the exchange between machines. */
#define WRITER_OWN 0

/* Fields of a header; a letter is never given another meaning. */
enum {
	FIELD_KIND = 'k', FIELD_TIME = 't', FIELD_AUTHOR = 'a', FIELD_COMMAND = 'c',
	FIELD_CHANGES = 'n', FIELD_TARGET = 'x', FIELD_STEP = 's', FIELD_TOP_UNDO = 'u',
	FIELD_TOP_REDO = 'r', FIELD_BELOW = 'b',
};

static const char *const kind_names[] = {
	[JOURNAL_DO] = "do",
	[JOURNAL_UNDO] = "undo",
	[JOURNAL_REDO] = "redo",
};

static struct key
piece_key(uint64_t sequence, uint32_t n)
{
	struct key k = { .len = 0 };

	key_add_u32(&k, WRITER_OWN);
	key_add_u64(&k, sequence);
	key_add_u32(&k, n);
	return k;
}

static bool
corrupt(uint64_t sequence, struct error *err)
{
	return error_set(err, ERROR_CORRUPT, "journal entry %llu makes no sense",
	                 (unsigned long long)sequence);
}

static bool
decode_kind(struct str name, enum journal_kind *kind)
{
	for (unsigned i = 0; i < sizeof(kind_names) / sizeof(kind_names[0]); i++) {
		if (!str_eq(name, str_from(kind_names[i])))
			continue;
		*kind = (enum journal_kind)i;
		return true;
	}
	return false;
}

static bool
decode_field(const struct codec_field *f, struct arena *arena, struct journal_entry *e)
{
	uint64_t time;

	switch (f->tag) {
	case FIELD_KIND:
		return decode_kind(f->value, &e->kind);
	case FIELD_AUTHOR:
		e->author = arena_str(arena, f->value);
		return true;
	case FIELD_COMMAND:
		e->command = arena_str(arena, f->value);
		return true;
	case FIELD_TIME:
		if (!codec_number(f, &time))
			return false;
		e->time = (int64_t)time;
		return true;
	case FIELD_CHANGES:
		return codec_number(f, &e->n_changes);
	case FIELD_TARGET:
		return codec_number(f, &e->target);
	case FIELD_STEP:
		return codec_number(f, &e->step);
	case FIELD_TOP_UNDO:
		return codec_number(f, &e->top_undo);
	case FIELD_TOP_REDO:
		return codec_number(f, &e->top_redo);
	case FIELD_BELOW:
		return codec_number(f, &e->below);
	}
	return false;
}

static void
encode(const struct journal_entry *e, struct buf *out)
{
	codec_add_field(out, FIELD_KIND, str_from(kind_names[e->kind]));
	codec_add_field_number(out, FIELD_TIME, (uint64_t)e->time);
	codec_add_field(out, FIELD_AUTHOR, e->author);
	codec_add_field(out, FIELD_COMMAND, e->command);
	codec_add_field_number(out, FIELD_CHANGES, e->n_changes);
	codec_add_field_number(out, FIELD_TARGET, e->target);
	codec_add_field_number(out, FIELD_STEP, e->step);
	codec_add_field_number(out, FIELD_TOP_UNDO, e->top_undo);
	codec_add_field_number(out, FIELD_TOP_REDO, e->top_redo);
	codec_add_field_number(out, FIELD_BELOW, e->below);
}

bool
journal_get(const struct reader *r, uint64_t sequence, struct arena *arena,
            struct journal_entry *e, struct error *err)
{
	struct key k = piece_key(sequence, 0);
	struct codec_field f;
	struct str content;
	bool found, damaged = false;

	*e = (struct journal_entry){ .sequence = sequence };
	if (!table_find(&r->txn, TABLE_JOURNAL, &k, &content, &found, err))
		return false;
	if (!found)
		return error_set(err, ERROR_NOT_FOUND, "there is no journal entry %llu",
		                 (unsigned long long)sequence);
	while (codec_next(&content, &f, &damaged))
		damaged |= !decode_field(&f, arena, e);
	return !damaged || corrupt(sequence, err);
}

/* The sequence of the newest entry, 0 if there is none. */
static bool
last_sequence(const struct reader *r, uint64_t *sequence, struct error *err)
{
	struct key from = { .len = 0 }, to = { .len = 0 };
	struct str key, content;
	struct cursor c;
	uint32_t writer;
	bool ok = true;

	key_add_u32(&from, WRITER_OWN);
	key_add_u32(&to, WRITER_OWN + 1);
	*sequence = 0;
	cursor_open(&c, &r->txn, TABLE_JOURNAL, CURSOR_DOWN, &from, &to);
	if (cursor_next(&c, &key, &content))
		ok = (key_take_u32(&key, &writer) && key_take_u64(&key, sequence)) || corrupt(0, err);
	return cursor_close(&c, ok ? err : &(struct error){ 0 }) && ok;
}

bool
journal_last(const struct reader *r, struct arena *arena, struct journal_entry *e,
             struct error *err)
{
	uint64_t sequence;

	*e = (struct journal_entry){ 0 };
	if (!last_sequence(r, &sequence, err))
		return false;
	return sequence == 0 || journal_get(r, sequence, arena, e, err);
}

bool
journal_open(struct writer *w, struct error *err)
{
	if (w->journal.sequence != 0)
		return true;
	if (!last_sequence(&w->reader, &w->journal.sequence, err))
		return false;
	w->journal.sequence++;
	return true;
}

static bool
put_piece(struct writer *w, size_t len, struct error *err)
{
	struct key k = piece_key(w->journal.sequence, ++w->journal.n_pieces);

	if (!table_put(&w->txn, TABLE_JOURNAL, &k, str_slice(buf_str(&w->journal.pending), 0, len), err))
		return false;
	buf_drop(&w->journal.pending, len);
	return true;
}

static void
add_image(struct buf *out, struct image image)
{
	buf_add_char(out, image.exists ? '+' : '-');
	codec_add_string(out, image.bytes);
}

bool
journal_note(struct writer *w, enum object_kind kind, uint32_t number, uint64_t previous,
             struct image before, struct image after, struct error *err)
{
	struct buf change = BUF_INIT;

	if (w->journal.silent)
		return true;
	if (!journal_open(w, err))
		return false;
	if (w->journal.replaying)
		return true;
	codec_add_string(&change, object_kind_name(kind));
	codec_add_number(&change, number);
	codec_add_number(&change, previous);
	add_image(&change, before);
	add_image(&change, after);
	codec_add_string(&w->journal.pending, buf_str(&change));
	buf_release(&change);
	w->journal.n_changes++;
	while (w->journal.pending.len >= JOURNAL_PIECE)
		if (!put_piece(w, JOURNAL_PIECE, err))
			return false;
	return true;
}

static bool
put_header(struct writer *w, struct journal_entry *e, struct error *err)
{
	struct key k = piece_key(w->journal.sequence, 0);
	struct buf content = BUF_INIT;

	e->time = clock_now();
	e->author = w->origin.author;
	encode(e, &content);
	bool ok = table_put(&w->txn, TABLE_JOURNAL, &k, buf_str(&content), err);
	buf_release(&content);
	w->journal.written = w->journal.sequence;
	w->journal.written_at = e->time;
	w->journal.sequence = 0;
	w->journal.n_changes = 0;
	w->journal.n_pieces = 0;
	return ok;
}

/* The entry before the one that is open. */
static bool
journal_previous(struct writer *w, struct arena *arena, struct journal_entry *e, struct error *err)
{
	*e = (struct journal_entry){ 0 };
	return w->journal.sequence == 1 ||
	       journal_get(&w->reader, w->journal.sequence - 1, arena, e, err);
}

bool
journal_end(struct writer *w, struct error *err)
{
	uint64_t sequence = w->journal.sequence;
	struct arena arena = ARENA_INIT;
	struct journal_entry last;
	bool ok = false;

	if (sequence == 0)
		return true;
	if (w->journal.pending.len > 0 && !put_piece(w, w->journal.pending.len, err))
		goto out;
	if (!journal_previous(w, &arena, &last, err))
		goto out;
	struct journal_entry e = {
		.kind = JOURNAL_DO,
		.command = w->origin.command,
		.n_changes = w->journal.n_changes,
		.step = w->origin.step ? w->origin.step : sequence,
		.top_undo = sequence,
		.below = last.top_undo,
	};
	/* The next commit of the same command joins this step. */
	w->origin.step = e.step;
	ok = put_header(w, &e, err);
out:
	arena_release(&arena);
	return ok;
}

bool
journal_end_as(struct writer *w, const struct journal_entry *e, struct error *err)
{
	struct journal_entry copy = *e;

	copy.command = w->origin.command;
	return put_header(w, &copy, err);
}

/* Appends the bytes of the stream from start on, at least len of them if there are so many. */
static bool
read_stream(const struct reader *r, uint64_t sequence, uint64_t start, size_t len,
            struct buf *out, struct error *err)
{
	uint64_t n = start / JOURNAL_PIECE + 1;
	size_t skip = start % JOURNAL_PIECE;

	while (len > 0) {
		struct key k = piece_key(sequence, (uint32_t)n++);
		struct str piece;
		bool found;

		if (!table_find(&r->txn, TABLE_JOURNAL, &k, &piece, &found, err))
			return false;
		if (!found || piece.len < skip)
			return true;
		piece = str_skip(piece, skip);
		skip = 0;
		buf_add_str(out, piece);
		len -= piece.len < len ? piece.len : len;
	}
	return true;
}

/* The change at start, without the number that tells its length; *next is the one after. */
static bool
read_change(struct journal_changes *c, uint64_t start, struct str *change, uint64_t *next)
{
	enum { LENGTH_MAX = 10 };
	struct str in;
	uint64_t len;

	buf_reset(&c->bytes);
	if (!read_stream(c->r, c->sequence, start, LENGTH_MAX, &c->bytes, &c->error))
		return false;
	in = buf_str(&c->bytes);
	if (!codec_take_number(&in, &len))
		return corrupt(c->sequence, &c->error);
	size_t prefix = c->bytes.len - in.len;
	if (in.len < len) {
		uint64_t have = c->bytes.len;
		if (!read_stream(c->r, c->sequence, start + have, len - in.len, &c->bytes, &c->error))
			return false;
	}
	if (c->bytes.len - prefix < len)
		return corrupt(c->sequence, &c->error);
	*change = str_slice(buf_str(&c->bytes), prefix, prefix + len);
	*next = start + prefix + len;
	return true;
}

void
journal_changes_open(struct journal_changes *c, const struct reader *r, uint64_t sequence,
                     bool backward)
{
	struct arena arena = ARENA_INIT;
	struct journal_entry e;
	struct str change;
	uint64_t start = 0;

	*c = (struct journal_changes){
		.r = r, .sequence = sequence, .backward = backward, .bytes = BUF_INIT,
	};
	if (journal_get(r, sequence, &arena, &e, &c->error)) {
		for (uint64_t i = 0; i < e.n_changes; i++) {
			vec_push(&c->starts, start);
			if (!read_change(c, start, &change, &start))
				break;
		}
		c->end = start;
	}
	arena_release(&arena);
}

static bool
take_image(struct str *in, struct image *image)
{
	if (in->len == 0 || (in->p[0] != '+' && in->p[0] != '-'))
		return false;
	image->exists = in->p[0] == '+';
	*in = str_skip(*in, 1);
	return codec_take_string(in, &image->bytes);
}

static bool
decode_change(struct str in, struct journal_change *change)
{
	struct str kind;
	uint64_t number;

	if (!codec_take_string(&in, &kind) || !object_kind_find(kind, &change->kind) ||
	    !codec_take_number(&in, &number) || number > UINT32_MAX ||
	    !codec_take_number(&in, &change->previous))
		return false;
	change->number = (uint32_t)number;
	return take_image(&in, &change->before) && take_image(&in, &change->after) && in.len == 0;
}

bool
journal_changes_next(struct journal_changes *c, struct journal_change *change)
{
	struct str bytes;
	uint64_t next;

	if (c->error.code != ERROR_NONE || c->done == c->starts.n)
		return false;
	size_t i = c->backward ? c->starts.n - 1 - c->done : c->done;
	c->done++;
	if (!read_change(c, c->starts.p[i], &bytes, &next))
		return false;
	return decode_change(bytes, change) || corrupt(c->sequence, &c->error);
}

bool
journal_changes_close(struct journal_changes *c, struct error *err)
{
	vec_release(&c->starts);
	buf_release(&c->bytes);
	if (c->error.code == ERROR_NONE)
		return true;
	*err = c->error;
	return false;
}
