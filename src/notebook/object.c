/* SPDX-License-Identifier: MIT */
#include "notebook/object.h"

#include "notebook/annotation.h"
#include "notebook/document.h"
#include "notebook/journal.h"
#include "notebook/schema.h"
#include "store/table.h"

/* Brings the derived tables from one image to the other. */
typedef bool reindex_fn(struct writer *w, uint32_t number, struct image before,
                        struct image after, struct error *err);

struct kind {
	const char *name;
	unsigned table;
	reindex_fn *reindex;	/* NULL if nothing is derived from it */
};

static const struct kind kinds[OBJECT_N] = {
	[OBJECT_DOCUMENT] = { "document", TABLE_DOCUMENTS, document_reindex },
	[OBJECT_ANNOTATION] = { "annotation", TABLE_ANNOTATIONS, annotation_reindex },
	[OBJECT_LABEL] = { "label", TABLE_LABELS, NULL },
};

struct str
object_kind_name(enum object_kind kind)
{
	return str_from(kinds[kind].name);
}

bool
object_kind_find(struct str name, enum object_kind *kind)
{
	for (unsigned i = 0; i < OBJECT_N; i++) {
		if (!str_eq(name, str_from(kinds[i].name)))
			continue;
		*kind = (enum object_kind)i;
		return true;
	}
	return false;
}

unsigned
object_table(enum object_kind kind)
{
	return kinds[kind].table;
}

bool
object_split(struct str content, struct str *image, uint64_t *entry)
{
	*image = content;
	return key_take_u64(image, entry);
}

static bool
get(const struct reader *r, enum object_kind kind, uint32_t number, struct image *image,
    uint64_t *entry, struct error *err)
{
	struct key k = { .len = 0 };
	struct str content;

	*entry = 0;
	*image = IMAGE_ABSENT;
	key_add_u32(&k, number);
	if (!table_find(&r->txn, kinds[kind].table, &k, &content, &image->exists, err))
		return false;
	if (!image->exists || object_split(content, &image->bytes, entry))
		return true;
	return error_set(err, ERROR_CORRUPT, "the record of %s %u is too short", kinds[kind].name,
	                 number);
}

bool
object_get(const struct reader *r, enum object_kind kind, uint32_t number, struct image *image,
           struct error *err)
{
	uint64_t entry;

	return get(r, kind, number, image, &entry, err);
}

static bool
write_record(struct writer *w, enum object_kind kind, uint32_t number, struct image image,
             struct error *err)
{
	struct key k = { .len = 0 }, entry = { .len = 0 };
	struct buf content = BUF_INIT;

	key_add_u32(&k, number);
	if (!image.exists)
		return table_delete(&w->txn, kinds[kind].table, &k, err);
	key_add_u64(&entry, w->journal.sequence);
	buf_add_str(&content, key_str(&entry));
	buf_add_str(&content, image.bytes);
	bool ok = table_put(&w->txn, kinds[kind].table, &k, buf_str(&content), err);
	buf_release(&content);
	return ok;
}

bool
object_put(struct writer *w, enum object_kind kind, uint32_t number, struct image image,
           struct error *err)
{
	struct buf copy = BUF_INIT;
	struct image before;
	uint64_t entry;
	bool ok = true;

	if (!get(&w->reader, kind, number, &before, &entry, err))
		return false;
	if (image_eq(before, image))
		return true;
	/* The next write may move the page that holds the old image. */
	buf_add_str(&copy, before.bytes);
	before.bytes = buf_str(&copy);
	ok = journal_note(w, kind, number, entry, before, image, err) &&
	     write_record(w, kind, number, image, err) &&
	     (!kinds[kind].reindex || kinds[kind].reindex(w, number, before, image, err));
	buf_release(&copy);
	return ok;
}
