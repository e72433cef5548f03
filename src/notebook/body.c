/* SPDX-License-Identifier: MIT */
#include "notebook/body.h"

#include "notebook/schema.h"
#include "store/table.h"
#include "text/utf8.h"

static struct key
text_key(const struct digest *digest)
{
	struct key k = { .len = 0 };

	key_add_bytes(&k, digest->bytes, DIGEST_SIZE);
	return k;
}

static struct key
checkpoint_key(const struct digest *digest, uint32_t piece)
{
	struct key k = text_key(digest);

	key_add_u32(&k, piece);
	return k;
}

bool
body_open(struct body *b, const struct reader *r, const struct digest *digest,
          struct error *err)
{
	struct key k = text_key(digest);

	b->r = r;
	b->digest = *digest;
	if (table_get_raw(&r->txn, TABLE_TEXTS, &k, &b->text, err))
		return true;
	if (err->code == ERROR_NOT_FOUND)
		error_set(err, ERROR_CORRUPT, "the text of a document is missing: run gloss check");
	return false;
}

static bool
put_checkpoints(struct writer *w, const struct spool *spool, struct error *err)
{
	for (size_t i = 0; i < spool->checkpoints.n; i++) {
		const struct checkpoint *c = &spool->checkpoints.p[i];
		struct key k = checkpoint_key(&spool->digest, (uint32_t)i);
		struct key content = { .len = 0 };

		key_add_u32(&content, c->at.byte);
		key_add_u32(&content, c->at.chr);
		key_add_u32(&content, c->at.line);
		key_add_u32(&content, c->at.line_chr);
		key_add_u32(&content, c->crc);
		if (!table_put(&w->txn, TABLE_CHECKPOINTS, &k, key_str(&content), err))
			return false;
	}
	return true;
}

bool
body_put(struct writer *w, const struct spool *spool, struct error *err)
{
	struct key k = text_key(&spool->digest);
	struct error missing;
	struct str there;

	if (table_get_raw(&w->reader.txn, TABLE_TEXTS, &k, &there, &missing))
		return true;
	if (missing.code != ERROR_NOT_FOUND) {
		*err = missing;
		return false;
	}
	char *to = table_reserve_raw(&w->txn, TABLE_TEXTS, &k, spool->size, err);
	return to && spool_copy(spool, to, err) && put_checkpoints(w, spool, err);
}

uint32_t
body_n_pieces(const struct body *b)
{
	return (uint32_t)((b->text.len + POSITION_STEP - 1) / POSITION_STEP);
}

bool
body_checkpoint(const struct body *b, uint32_t piece, struct checkpoint *c, struct error *err)
{
	struct key k = checkpoint_key(&b->digest, piece);
	size_t latest = (size_t)piece * POSITION_STEP;
	struct str content;

	if (!table_get(&b->r->txn, TABLE_CHECKPOINTS, &k, &content, err))
		return false;
	if (key_take_u32(&content, &c->at.byte) && key_take_u32(&content, &c->at.chr) &&
	    key_take_u32(&content, &c->at.line) && key_take_u32(&content, &c->at.line_chr) &&
	    key_take_u32(&content, &c->crc) && c->at.byte <= latest &&
	    latest - c->at.byte < UTF8_MAX && c->at.byte <= b->text.len)
		return true;
	return error_set(err, ERROR_CORRUPT, "a checkpoint of a text makes no sense");
}

struct str
body_slice(const struct body *b, struct span s)
{
	store_stats(b->r->txn.store)->text_bytes += s.end - s.start;
	return str_slice(b->text, s.start, s.end);
}

/* The last piece that begins at or before the byte. */
static uint32_t
piece_of(const struct body *b, size_t byte)
{
	size_t piece = byte / POSITION_STEP, n = body_n_pieces(b);

	return (uint32_t)(piece < n ? piece : n - 1);
}

bool
body_position(const struct body *b, size_t byte, struct position *p, struct error *err)
{
	struct checkpoint c;

	*p = (struct position){ 0 };
	if (b->text.len == 0)
		return true;
	if (!body_checkpoint(b, piece_of(b, byte), &c, err))
		return false;
	*p = c.at;
	position_advance(p, body_slice(b, (struct span){ p->byte, byte }));
	return true;
}

/* What a search through the checkpoints goes by. */
enum unit {
	UNIT_CHR,
	UNIT_LINE,
};

static uint32_t
in_unit(const struct checkpoint *c, enum unit unit)
{
	return unit == UNIT_CHR ? c->at.chr : c->at.line;
}

/* The last piece that begins at or before the wanted code point, or before the line. */
static bool
find_piece(const struct body *b, uint32_t want, enum unit unit, uint32_t *piece,
           struct checkpoint *c, struct error *err)
{
	uint32_t low = 0, high = body_n_pieces(b);

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;
		if (!body_checkpoint(b, middle, c, err))
			return false;
		bool before = unit == UNIT_CHR ? in_unit(c, unit) <= want : in_unit(c, unit) < want;
		*(before ? &low : &high) = middle;
	}
	*piece = low;
	return body_checkpoint(b, low, c, err);
}

bool
body_byte(const struct body *b, uint32_t chr, size_t *byte, struct error *err)
{
	struct checkpoint c, next = { .at.byte = (uint32_t)b->text.len };
	uint32_t piece;

	*byte = 0;
	if (b->text.len == 0)
		return chr == 0 || error_set(err, ERROR_LIMIT, "beyond the end of the text");
	if (!find_piece(b, chr, UNIT_CHR, &piece, &c, err))
		return false;
	if (piece + 1 < body_n_pieces(b)) {
		if (!body_checkpoint(b, piece + 1, &next, err))
			return false;
		/* A piece with as many bytes as code points is ASCII: no need to look at it. */
		if (next.at.byte - c.at.byte == next.at.chr - c.at.chr) {
			*byte = c.at.byte + (chr - c.at.chr);
			return true;
		}
	}
	if (body_skip(b, c.at.byte, chr - c.at.chr, byte))
		return true;
	*byte = c.at.chr + utf8_count(str_skip(b->text, c.at.byte));
	return error_set(err, ERROR_LIMIT, "beyond the end of the text");
}

bool
body_skip(const struct body *b, size_t from, uint32_t n, size_t *byte)
{
	struct str rest = str_skip(b->text, from);
	size_t len = position_bytes(rest, n);

	body_slice(b, (struct span){ from, from + len });
	*byte = from + len;
	/* Only at the end of the text may there have been fewer. */
	return len < rest.len || utf8_count(rest) == n;
}

bool
body_line(const struct body *b, uint32_t line, size_t *byte, struct error *err)
{
	struct checkpoint c;
	uint32_t piece;

	*byte = 0;
	if (b->text.len == 0 || line == 0)
		return true;
	if (!find_piece(b, line, UNIT_LINE, &piece, &c, err))
		return false;
	size_t at = c.at.byte;
	for (uint32_t n = c.at.line; n < line; n++) {
		size_t feed = str_find_char(b->text, '\n', at);
		if (feed == STR_NONE) {
			at = b->text.len;
			break;
		}
		at = feed + 1;
	}
	body_slice(b, (struct span){ c.at.byte, at });
	*byte = at;
	return true;
}
