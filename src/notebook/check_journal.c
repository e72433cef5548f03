/* SPDX-License-Identifier: MIT */
#include "notebook/check_journal.h"

#include "notebook/journal.h"
#include "notebook/schema.h"
#include "store/codec.h"

/* The entry whose pieces go by, and the one before. */
struct state {
	uint64_t sequence;
	uint32_t next;			/* the piece that should come */
	size_t piece_len;		/* of the piece before */
	uint64_t bytes;			/* of the changes */
	bool broken;			/* a piece is missing: said, no more to be said */
	uint64_t n_damaged;		/* when the record before was done */
	bool knows_previous;
	struct journal_entry previous;
};

/* Whether a damaged record, which was told already, may be why something is missing here. */
static bool
has_excuse(const struct checker *c, const struct state *s)
{
	return s->broken || c->n_damaged != s->n_damaged;
}

/* What undo and redo must find in a header, given the one before and the entry it inverted. */
static bool
header_follows(const struct journal_entry *e, const struct journal_entry *previous,
               const struct journal_entry *inverted)
{
	if (e->kind == JOURNAL_DO)
		return e->top_undo == e->sequence && e->top_redo == 0 &&
		       e->below == previous->top_undo;
	if (e->target != (inverted->kind == JOURNAL_DO ? inverted->sequence : inverted->target))
		return false;
	if (e->kind == JOURNAL_UNDO)
		return e->top_undo == inverted->below && e->top_redo == e->sequence &&
		       e->below == previous->top_redo;
	return e->top_undo == e->sequence && e->top_redo == inverted->below &&
	       e->below == previous->top_undo;
}

static bool
header_is_possible(const struct journal_entry *e)
{
	if (e->step == 0 || e->step > e->sequence)
		return false;
	if (e->kind == JOURNAL_DO)
		return e->n_changes > 0 && e->target == 0;
	return e->n_changes == 0 && e->target > 0 && e->target < e->sequence;
}

static bool
check_header(struct checker *c, const struct state *s, const struct journal_entry *e,
             struct error *err)
{
	struct journal_entry inverted = { .sequence = 0 };
	enum checker_state state = CHECKER_WHOLE;
	bool right = header_is_possible(e);

	if (right && s->knows_previous) {
		uint64_t top = e->kind == JOURNAL_UNDO ? s->previous.top_undo : s->previous.top_redo;
		if (e->kind != JOURNAL_DO &&
		    !checker_sort(journal_get(c->r, top, &c->arena, &inverted, err), &state, err))
			return false;
		right = state == CHECKER_DAMAGED ||
		        (state == CHECKER_WHOLE && header_follows(e, &s->previous, &inverted));
	}
	if (!right)
		checker_found(c, "journal entry %llu does not follow from those before it: undo and redo "
		              "may refuse", (unsigned long long)e->sequence);
	return true;
}

static bool
check_changes(struct checker *c, const struct state *s, struct error *err)
{
	unsigned long long sequence = s->sequence;
	struct journal_changes changes;
	struct journal_change change;
	bool later = false;

	journal_changes_open(&changes, c->r, s->sequence, false);
	while (journal_changes_next(&changes, &change))
		later |= change.previous > s->sequence;
	uint64_t end = changes.end;
	if (!journal_changes_close(&changes, err)) {
		if (err->code != ERROR_CORRUPT)
			return false;
		if (!has_excuse(c, s))
			checker_found(c, "%s: it cannot be taken back", err->text);
		return true;
	}
	if (end != s->bytes)
		checker_found(c, "journal entry %llu holds more than its header says", sequence);
	if (later)
		checker_found(c, "journal entry %llu names a later one as the one before", sequence);
	return true;
}

/* All pieces of the entry have gone by. */
static bool
end_entry(struct checker *c, struct state *s, struct error *err)
{
	struct journal_entry e;
	enum checker_state state;

	if (s->sequence == 0)
		return true;
	c->result->entries++;
	if (!checker_sort(journal_get(c->r, s->sequence, &c->arena, &e, err), &state, err))
		return false;
	if (state == CHECKER_DAMAGED && !has_excuse(c, s))
		checker_found(c, "%s: it cannot be taken back", err->text);
	bool whole = state == CHECKER_WHOLE;
	if (whole && !check_header(c, s, &e, err))
		return false;
	if (whole && !s->broken && !check_changes(c, s, err))
		return false;
	s->knows_previous = whole;
	s->previous = e;
	return true;
}

static void
begin_entry(struct checker *c, struct state *s, uint64_t sequence)
{
	/* An entry that is a header only is gone when its one record is damaged. */
	s->broken = false;
	if (sequence != s->sequence + 1) {
		s->knows_previous = false;
		if (!has_excuse(c, s))
			checker_found(c, "the journal has no entry %llu, but later ones",
			              (unsigned long long)s->sequence + 1);
	}
	s->sequence = sequence;
	s->next = 0;
	s->bytes = 0;
}

static bool
check_piece(struct checker *c, struct str key, struct str content, void *arg, struct error *err)
{
	struct state *s = arg;
	uint32_t writer, n;
	uint64_t sequence;

	if (!key_take_u32(&key, &writer) || !key_take_u64(&key, &sequence) ||
	    !key_take_u32(&key, &n) || key.len > 0 || writer != 0 || sequence == 0) {
		checker_found(c, "a key of the table journal makes no sense");
		return true;
	}
	if (sequence != s->sequence) {
		if (!end_entry(c, s, err))
			return false;
		begin_entry(c, s, sequence);
	}
	if (n != s->next || (n > 1 && s->piece_len != JOURNAL_PIECE)) {
		if (!has_excuse(c, s))
			checker_found(c, "journal entry %llu has lost a piece: it cannot be taken back",
			              (unsigned long long)sequence);
		s->broken = true;
	}
	s->next = n + 1;
	s->piece_len = content.len;
	s->bytes += n > 0 ? content.len : 0;
	s->n_damaged = c->n_damaged;
	return true;
}

bool
check_journal(struct checker *c, struct error *err)
{
	struct state s = { .knows_previous = true, .n_damaged = c->n_damaged };

	return checker_walk(c, TABLE_JOURNAL, check_piece, &s, err) && end_entry(c, &s, err);
}
