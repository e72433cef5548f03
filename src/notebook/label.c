/* SPDX-License-Identifier: MIT */
#include "notebook/label.h"

#include <stddef.h>

#include "base/vec.h"
#include "notebook/annotation.h"
#include "notebook/number.h"
#include "notebook/record.h"
#include "notebook/schema.h"
#include "store/table.h"
#include "text/segment.h"
#include "text/utf8.h"

const char *const label_colors[] = {
	"red", "green", "yellow", "blue", "magenta", "cyan",
	"bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
};
const size_t label_n_colors = sizeof(label_colors) / sizeof(label_colors[0]);

static const struct {
	const char *name, *key, *color, *description;
} standard[] = {
	{ "company", "c", "blue", "a firm, an institution, a brand that acts" },
	{ "person", "p", "magenta", "a human being by name or title" },
	{ "money", "m", "green", "an amount with its currency" },
	{ "date", "d", "yellow", "a day, a stretch of time, a deadline" },
	{ "model", "M", "cyan", "an AI or product model" },
};

static const struct record_field strings[] = {
	{ 'n', offsetof(struct label, name) },
	{ 'k', offsetof(struct label, key) },
	{ 'c', offsetof(struct label, color) },
	{ 'd', offsetof(struct label, description) },
};

#define STRINGS RECORD_FIELDS(strings)

static bool
decode_image(struct str image, struct arena *arena, struct label *l)
{
	struct codec_field f;
	bool damaged = false;

	record_clear(STRINGS, l);
	while (codec_next(&image, &f, &damaged))
		if (!record_decode(STRINGS, l, &f))
			return false;
	record_keep(STRINGS, l, arena);
	return !damaged && l->name.len > 0;
}

bool
label_decode(struct str key, struct str content, struct arena *arena, struct label *l)
{
	struct str image;
	uint64_t entry;

	*l = (struct label){ 0 };
	return key_take_u32(&key, &l->number) && object_split(content, &image, &entry) &&
	       decode_image(image, arena, l);
}

bool
label_all(const struct reader *r, struct arena *arena, struct label_list *list,
          struct error *err)
{
	struct key all = { .len = 0 };
	VEC(struct label) found = VEC_INIT;
	struct str key, content;
	struct cursor c;
	struct label l;
	bool ok = true;

	cursor_open(&c, &r->txn, TABLE_LABELS, CURSOR_UP, &all, &all);
	while (ok && cursor_next(&c, &key, &content)) {
		ok = label_decode(key, content, arena, &l) ||
		     error_set(err, ERROR_CORRUPT, "the record of a label makes no sense");
		if (ok)
			vec_push(&found, l);
	}
	list->n = found.n;
	list->p = arena_alloc(arena, found.n * sizeof(*list->p));
	if (found.n > 0)
		memcpy(list->p, found.p, found.n * sizeof(*list->p));
	vec_release(&found);
	return cursor_close(&c, ok ? err : &(struct error){ 0 }) && ok;
}

const struct label *
label_by_number(const struct label_list *list, uint32_t number)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->p[i].number == number)
			return &list->p[i];
	return NULL;
}

const struct label *
label_by_name(const struct label_list *list, struct str name)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->p[i].name, name))
			return &list->p[i];
	return NULL;
}

bool
label_find(const struct reader *r, struct str name, struct arena *arena, struct label *label,
           struct error *err)
{
	struct label_list list;

	if (!label_all(r, arena, &list, err))
		return false;
	const struct label *found = label_by_name(&list, name);
	if (found) {
		*label = *found;
		return true;
	}
	struct buf names = BUF_INIT;
	for (size_t i = 0; i < list.n && names.len < 400; i++)
		buf_addf(&names, "%s%.*s", i ? ", " : "", STR_ARG(list.p[i].name));
	error_set(err, ERROR_NOT_FOUND,
	          "there is no label '%.*s'; there are: %s; 'label add' makes a new one",
	          STR_ARG(name), names.len ? names.p : "none");
	buf_release(&names);
	return false;
}

static bool
has_control(struct str s)
{
	for (size_t pos = 0, len; pos < s.len; pos += len) {
		uint32_t cp = utf8_at(s, pos, &len);
		if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
			return true;
	}
	return false;
}

static bool
check_form(const struct label *l, struct error *err)
{
	if (l->name.len == 0 || l->name.len > LABEL_NAME_MAX)
		return error_set(err, ERROR_LIMIT, "a label's name has 1 to %d bytes, not %zu",
		                 LABEL_NAME_MAX, l->name.len);
	if (has_control(l->name) || str_trim(l->name).len != l->name.len)
		return error_set(err, ERROR_USAGE,
		                 "a label's name has no control characters, and no blank at its ends");
	if (l->key.len > 0 &&
	    (has_control(l->key) || l->key.p[0] == ' ' || segment_grapheme_next(l->key, 0) != l->key.len))
		return error_set(err, ERROR_USAGE, "a label's key is one character, not '%.*s'",
		                 STR_ARG(l->key));
	for (size_t i = 0; i < label_n_colors; i++)
		if (str_eq(l->color, str_from(label_colors[i])))
			return true;
	struct buf names = BUF_INIT;
	for (size_t i = 0; i < label_n_colors; i++)
		buf_addf(&names, "%s%s", i ? ", " : "", label_colors[i]);
	error_set(err, ERROR_USAGE, "there is no colour '%.*s'; there are: %s", STR_ARG(l->color),
	          names.p);
	buf_release(&names);
	return false;
}

static bool
check_unique(const struct label_list *list, const struct label *l, struct error *err)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct label *other = &list->p[i];
		if (other->number == l->number)
			continue;
		if (str_eq(other->name, l->name))
			return error_set(err, ERROR_EXISTS, "there is a label '%.*s' already",
			                 STR_ARG(l->name));
		if (l->key.len > 0 && str_eq(other->key, l->key))
			return error_set(err, ERROR_EXISTS, "the key '%.*s' belongs to the label '%.*s'",
			                 STR_ARG(l->key), STR_ARG(other->name));
	}
	return true;
}

bool
label_check(const struct label_list *list, const struct label *label, struct error *err)
{
	return check_form(label, err) && check_unique(list, label, err);
}

bool
label_put(struct writer *w, const struct label *label, struct error *err)
{
	struct arena arena = ARENA_INIT;
	struct buf image = BUF_INIT;
	struct label_list list;

	bool ok = label_all(&w->reader, &arena, &list, err) && label_check(&list, label, err);
	if (ok) {
		record_encode(STRINGS, label, &image);
		ok = object_put(w, OBJECT_LABEL, label->number, image_of(buf_str(&image)), err);
	}
	buf_release(&image);
	arena_release(&arena);
	return ok;
}

/* The first colour that no label has; when all are taken, they go round. */
static bool
choose_color(struct writer *w, struct label *label, struct error *err)
{
	struct arena arena = ARENA_INIT;
	struct label_list list;
	size_t chosen = 0;
	bool taken = true;

	if (!label_all(&w->reader, &arena, &list, err)) {
		arena_release(&arena);
		return false;
	}
	for (; taken && chosen < label_n_colors; chosen += taken) {
		taken = false;
		for (size_t i = 0; i < list.n; i++)
			taken |= str_eq(list.p[i].color, str_from(label_colors[chosen]));
	}
	if (taken)
		chosen = (label->number - 1) % label_n_colors;
	label->color = str_from(label_colors[chosen]);
	arena_release(&arena);
	return true;
}

bool
label_add(struct writer *w, struct label *label, struct error *err)
{
	if (!number_next(w, NUMBER_LABEL, &label->number, err))
		return false;
	return (label->color.len > 0 || choose_color(w, label, err)) && label_put(w, label, err);
}

/* What to do with each annotation of a label. */
typedef bool annotation_fn(struct writer *w, struct annotation *a, const struct label *to,
                           struct error *err);

static bool
numbers_with_label(const struct reader *r, uint32_t label, uint32_t **numbers, size_t *n,
                   struct error *err)
{
	VEC(uint32_t) found = VEC_INIT;
	struct annotation_walk walk;
	struct annotation a;

	annotation_walk_open(&walk, r);
	while (annotation_walk_next(&walk, &a))
		if (a.label == label)
			vec_push(&found, a.number);
	*numbers = found.p;
	*n = found.n;
	return annotation_walk_close(&walk, err);
}

static bool
for_each(struct writer *w, uint32_t label, annotation_fn *fn, const struct label *to, uint64_t *n,
         struct error *err)
{
	struct arena arena = ARENA_INIT;
	struct annotation a;
	uint32_t *numbers;
	size_t n_numbers;

	bool ok = numbers_with_label(&w->reader, label, &numbers, &n_numbers, err);
	for (size_t i = 0; ok && i < n_numbers; i++) {
		arena_reset(&arena);
		ok = annotation_get(&w->reader, numbers[i], &arena, &a, err) && fn(w, &a, to, err);
	}
	*n = n_numbers;
	mem_free(numbers);
	arena_release(&arena);
	return ok;
}

/* The one value that two annotations have between them; false if they differ. */
static bool
unite(struct str *kept, struct str other)
{
	if (kept->len == 0)
		*kept = other;
	return other.len == 0 || str_eq(*kept, other);
}

static bool
unite_values(struct value *kept, const struct value *other)
{
	struct str *parts[] = { &kept->text, &kept->low, &kept->high, &kept->unit };
	const struct str others[] = { other->text, other->low, other->high, other->unit };
	bool blank = true, same = true;

	for (size_t i = 0; i < 4; i++) {
		blank &= parts[i]->len == 0;
		same &= str_eq(*parts[i], others[i]);
	}
	if (blank)
		*kept = *other;
	return blank || same || (other->text.len == 0 && other->low.len == 0);
}

/* Where the label stands already, what is known of both goes into the one that stays. */
static bool
fold_into(struct writer *w, const struct annotation *from, uint32_t number, struct error *err)
{
	struct arena arena = ARENA_INIT;
	struct annotation to;
	bool ok = annotation_get(&w->reader, number, &arena, &to, err);

	if (ok && (!unite(&to.entity, from->entity) || !unite_values(&to.value, &from->value)))
		ok = error_set(err, ERROR_CONFLICT,
		               "annotations %u and %u stand on the same span with different values or "
		               "entities: edit one of them first", from->number, number);
	if (ok && to.note.len + from->note.len >= ANNOTATION_NOTE_MAX)
		ok = error_set(err, ERROR_CONFLICT, "the notes of annotations %u and %u are too long to be "
		               "joined: shorten one first", from->number, number);
	if (ok && !unite(&to.note, from->note))
		to.note = arena_printf(&arena, "%.*s\n%.*s", STR_ARG(to.note), STR_ARG(from->note));
	ok = ok && annotation_put(w, &to, err) && annotation_remove(w, from->number, err);
	arena_release(&arena);
	return ok;
}

static bool
relabel(struct writer *w, struct annotation *a, const struct label *to, struct error *err)
{
	uint32_t same;

	a->label = to->number;
	if (!annotation_find_same(&w->reader, a, &same, err))
		return false;
	return same ? fold_into(w, a, same, err) : annotation_put(w, a, err);
}

static bool
discard(struct writer *w, struct annotation *a, const struct label *to, struct error *err)
{
	(void)to;
	return annotation_remove(w, a->number, err);
}

bool
label_merge(struct writer *w, const struct label *from, const struct label *to, uint64_t *n,
            struct error *err)
{
	if (from->number == to->number)
		return error_set(err, ERROR_USAGE, "a label cannot be merged into itself");
	return for_each(w, from->number, relabel, to, n, err) &&
	       object_put(w, OBJECT_LABEL, from->number, IMAGE_ABSENT, err);
}

bool
label_remove(struct writer *w, const struct label *label, uint64_t *n, struct error *err)
{
	return for_each(w, label->number, discard, NULL, n, err) &&
	       object_put(w, OBJECT_LABEL, label->number, IMAGE_ABSENT, err);
}

bool
label_add_standard(struct writer *w, struct error *err)
{
	for (size_t i = 0; i < sizeof(standard) / sizeof(standard[0]); i++) {
		struct label l = {
			.name = str_from(standard[i].name),
			.key = str_from(standard[i].key),
			.color = str_from(standard[i].color),
			.description = str_from(standard[i].description),
		};
		if (!label_add(w, &l, err))
			return false;
	}
	return true;
}
