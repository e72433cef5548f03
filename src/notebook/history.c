/* SPDX-License-Identifier: MIT */
#include "notebook/history.h"

#include "notebook/annotation.h"
#include "notebook/counter.h"
#include "notebook/document.h"
#include "notebook/label.h"

/* An entry that another one names has to be there. */
static bool
get_named(const struct reader *r, uint64_t sequence, struct arena *arena,
          struct journal_entry *e, struct error *err)
{
	if (journal_get(r, sequence, arena, e, err))
		return true;
	if (err->code == ERROR_NOT_FOUND)
		err->code = ERROR_CORRUPT;
	return false;
}

/*
 * Applies the changes of an entry forward or backward. Each object must be as
 * the change left it (or found it): code says what it means if one is not.
 */
static bool
apply(struct writer *w, uint64_t sequence, bool backward, enum error_code code, struct error *err)
{
	struct journal_changes changes;
	struct journal_change c;
	struct image now;
	bool ok = true;

	journal_changes_open(&changes, &w->reader, sequence, backward);
	while (ok && journal_changes_next(&changes, &c)) {
		struct image expected = backward ? c.after : c.before;
		struct image wanted = backward ? c.before : c.after;

		ok = object_get(&w->reader, c.kind, c.number, &now, err);
		if (ok && !image_eq(now, expected))
			ok = error_set(err, code, "%.*s %u has changed since entry %llu",
			               STR_ARG(object_kind_name(c.kind)), c.number,
			               (unsigned long long)sequence);
		ok = ok && object_put(w, c.kind, c.number, wanted, err);
	}
	return journal_changes_close(&changes, ok ? err : &(struct error){ 0 }) && ok;
}

/* An undo or redo entry points at the command; a command points at itself. */
static uint64_t
target_of(const struct journal_entry *e)
{
	return e->kind == JOURNAL_DO ? e->sequence : e->target;
}

/*
 * Moves the top of one pile to the other: one entry. *inverted is the entry
 * that was on top.
 */
static bool
invert(struct writer *w, bool undo, uint64_t *step, struct arena *arena,
       struct journal_entry *inverted, struct error *err)
{
	struct journal_entry last;

	if (!journal_last(&w->reader, arena, &last, err))
		return false;
	uint64_t top = undo ? last.top_undo : last.top_redo;
	if (top == 0)
		return error_set(err, ERROR_NOT_FOUND, "nothing to %s", undo ? "undo" : "redo");
	if (!get_named(&w->reader, top, arena, inverted, err) || !journal_open(w, err))
		return false;

	uint64_t sequence = w->journal.sequence;
	if (*step == 0)
		*step = sequence;
	struct journal_entry e = {
		.kind = undo ? JOURNAL_UNDO : JOURNAL_REDO,
		.target = target_of(inverted),
		.step = *step,
		.top_undo = undo ? inverted->below : sequence,
		.top_redo = undo ? sequence : inverted->below,
		.below = undo ? last.top_redo : last.top_undo,
	};
	return apply(w, e.target, undo, ERROR_CORRUPT, err) && journal_end_as(w, &e, err);
}

/* Whether the entry on top now belongs to the step just begun. */
static bool
step_goes_on(struct writer *w, bool undo, uint64_t step, struct arena *arena, bool *on,
             struct error *err)
{
	struct journal_entry last, top;

	*on = false;
	if (!journal_last(&w->reader, arena, &last, err))
		return false;
	uint64_t sequence = undo ? last.top_undo : last.top_redo;
	if (sequence == 0)
		return true;
	if (!get_named(&w->reader, sequence, arena, &top, err))
		return false;
	*on = top.step == step;
	return true;
}

static bool
invert_step(struct writer *w, bool undo, struct arena *arena, struct journal_entry *entry,
            struct error *err)
{
	struct journal_entry inverted, target = { .sequence = 0 };
	uint64_t step = 0, n_changes = 0;
	bool on = true, ok = true;

	w->journal.replaying = true;
	while (ok && on) {
		ok = invert(w, undo, &step, arena, &inverted, err) &&
		     get_named(&w->reader, target_of(&inverted), arena, &target, err) &&
		     step_goes_on(w, undo, inverted.step, arena, &on, err);
		/* Undo comes to the first entry last, redo begins with it. */
		if (undo || n_changes == 0)
			*entry = target;
		n_changes += target.n_changes;
	}
	w->journal.replaying = false;
	entry->n_changes = n_changes;
	return ok;
}

bool
history_undo(struct writer *w, struct arena *arena, struct journal_entry *entry,
             struct error *err)
{
	return invert_step(w, true, arena, entry, err);
}

bool
history_redo(struct writer *w, struct arena *arena, struct journal_entry *entry,
             struct error *err)
{
	return invert_step(w, false, arena, entry, err);
}

static bool
check_alone(struct writer *w, const struct annotation *a, struct error *err)
{
	uint32_t same;

	if (!annotation_find_same(&w->reader, a, &same, err))
		return false;
	return same == 0 || error_set(err, ERROR_CONFLICT,
	                              "annotation %u cannot come back: annotation %u stands there with "
	                              "the same label", a->number, same);
}

static bool
check_document_alone(struct writer *w, uint32_t number, struct arena *arena, struct error *err)
{
	struct document d;
	uint32_t same;

	if (!document_get(&w->reader, number, arena, &d, err) ||
	    !document_find_content(&w->reader, &d.digest, &same, err))
		return false;
	return same == number || error_set(err, ERROR_CONFLICT,
	                                   "document %u cannot come back: document %u has the same text",
	                                   number, same);
}

static bool
check_back(struct writer *w, uint32_t number, struct arena *arena, struct error *err)
{
	struct annotation a;
	struct image document, label;

	if (!annotation_get(&w->reader, number, arena, &a, err) ||
	    !object_get(&w->reader, OBJECT_DOCUMENT, a.document, &document, err) ||
	    !object_get(&w->reader, OBJECT_LABEL, a.label, &label, err))
		return false;
	if (!document.exists)
		return error_set(err, ERROR_CONFLICT,
		                 "annotation %u cannot come back: document %u has been removed since",
		                 number, a.document);
	if (!label.exists)
		return error_set(err, ERROR_CONFLICT,
		                 "annotation %u cannot come back: its label has been removed since", number);
	return check_alone(w, &a, err);
}

static bool
check_unused(struct writer *w, enum object_kind kind, uint32_t number, struct error *err)
{
	uint64_t n = 0;

	if (kind == OBJECT_DOCUMENT && !counter_of_document(&w->reader, number, &n, err))
		return false;
	if (kind == OBJECT_LABEL && !counter_of_label(&w->reader, number, &n, err))
		return false;
	return n == 0 || error_set(err, ERROR_CONFLICT,
	                           "%.*s %u has annotations made since: untag them first",
	                           STR_ARG(object_kind_name(kind)), number);
}

static bool
check_label(struct writer *w, uint32_t number, struct arena *arena, struct error *err)
{
	struct label_list list;

	if (!label_all(&w->reader, arena, &list, err))
		return false;
	const struct label *label = label_by_number(&list, number);
	if (label_check(&list, label, err))
		return true;
	err->code = ERROR_CONFLICT;
	return error_add(err, "label %.*s cannot be as it was", STR_ARG(label->name));
}

/*
 * An old entry is taken back out of its turn: that its own objects are as it
 * left them does not say that what they refer to is, or what refers to them.
 */
static bool
check_all(struct writer *w, uint64_t sequence, struct arena *arena, struct error *err)
{
	struct journal_changes changes;
	struct journal_change c;
	struct image now;
	bool ok = true;

	journal_changes_open(&changes, &w->reader, sequence, false);
	while (ok && journal_changes_next(&changes, &c)) {
		ok = object_get(&w->reader, c.kind, c.number, &now, err);
		if (ok && !now.exists)
			ok = check_unused(w, c.kind, c.number, err);
		else if (ok && c.kind == OBJECT_ANNOTATION)
			ok = check_back(w, c.number, arena, err);
		else if (ok && c.kind == OBJECT_DOCUMENT)
			ok = check_document_alone(w, c.number, arena, err);
		else if (ok && c.kind == OBJECT_LABEL)
			ok = check_label(w, c.number, arena, err);
	}
	return journal_changes_close(&changes, ok ? err : &(struct error){ 0 }) && ok;
}

bool
history_revert(struct writer *w, uint64_t sequence, struct arena *arena,
               struct journal_entry *entry, struct error *err)
{
	if (!journal_get(&w->reader, sequence, arena, entry, err))
		return false;
	bool backward = entry->kind != JOURNAL_UNDO;
	uint64_t target = target_of(entry);
	return apply(w, target, backward, ERROR_CONFLICT, err) && check_all(w, target, arena, err);
}
