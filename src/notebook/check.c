/* SPDX-License-Identifier: MIT */
#include "notebook/check.h"

#include "base/vec.h"
#include "notebook/check_annotation.h"
#include "notebook/check_document.h"
#include "notebook/check_journal.h"
#include "notebook/check_text.h"
#include "notebook/checker.h"
#include "notebook/journal.h"
#include "notebook/label.h"
#include "notebook/schema.h"
#include "store/codec.h"

/* Labels are few: all of them are held, to compare their names and keys. */
struct labels {
	struct arena arena;
	VEC(struct label) list;
};

static bool
check_label(struct checker *c, struct str key, struct str content, void *arg, struct error *err)
{
	struct labels *labels = arg;
	struct label label;
	struct str rest = key;
	uint32_t number = 0;
	struct error wrong;

	key_take_u32(&rest, &number);
	if (rest.len > 0 || !label_decode(key, content, &labels->arena, &label)) {
		checker_found(c, "the record of label number %u makes no sense: put a backup in its place",
		              number);
		return true;
	}
	c->result->labels++;
	struct label_list before = { labels->list.p, labels->list.n };
	if (!label_check(&before, &label, &wrong))
		checker_found(c, "label number %u: %s: change it with label set", number, wrong.text);
	vec_push(&labels->list, label);
	return checker_object(c, NUMBER_LABEL, number, content, err);
}

static bool
check_labels(struct checker *c, struct error *err)
{
	struct labels labels = { ARENA_INIT, VEC_INIT };
	bool ok = checker_walk(c, TABLE_LABELS, check_label, &labels, err);

	vec_release(&labels.list);
	arena_release(&labels.arena);
	return ok;
}

static bool
check_number(struct checker *c, struct str key, struct str content, void *arg, struct error *err)
{
	uint32_t n;

	(void)arg;
	(void)err;
	if (!key_take_u32(&content, &n) || content.len > 0)
		checker_found(c, "the last number of kind %.*s makes no sense", STR_ARG(key));
	return true;
}

/* What objects may name as the entry that changed them; any, if the newest cannot be read. */
static bool
find_last_entry(struct checker *c, struct error *err)
{
	enum checker_state state;
	struct journal_entry e;

	if (!checker_sort(journal_last(c->r, &c->arena, &e, err), &state, err))
		return false;
	c->last_entry = state == CHECKER_WHOLE ? e.sequence : UINT64_MAX;
	return true;
}

bool
check_notebook(const struct reader *r, check_report_fn *report, void *arg,
               struct check_result *result, struct error *err)
{
	struct checker c = {
		.r = r, .report = report, .arg = arg, .result = result, .arena = ARENA_INIT,
	};

	*result = (struct check_result){ 0 };
	bool ok = find_last_entry(&c, err) &&
	          checker_walk(&c, TABLE_NUMBERS, check_number, NULL, err) &&
	          checker_walk(&c, TABLE_SETTINGS, NULL, NULL, err) &&
	          check_labels(&c, err) && check_text(&c, err) && check_document(&c, err) &&
	          check_annotation(&c, err) && check_journal(&c, err);
	vec_release(&c.unreadable);
	arena_release(&c.arena);
	return ok;
}
