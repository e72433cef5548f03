/* SPDX-License-Identifier: MIT */
#include "notebook/check_document.h"

#include "notebook/body.h"
#include "notebook/document.h"
#include "notebook/schema.h"
#include "store/table.h"

/* A row of contents or sources. */
static struct key
row_key(const struct digest *digest, uint32_t document)
{
	struct key k = { .len = 0 };

	key_add_bytes(&k, digest->bytes, DIGEST_SIZE);
	key_add_u32(&k, document);
	return k;
}

static bool
need_row(struct checker *c, unsigned table, const struct digest *digest, uint32_t document,
         struct error *err)
{
	struct key k = row_key(digest, document);
	enum checker_state state;
	struct str content;

	if (!checker_sort(table_get(&c->r->txn, table, &k, &content, err), &state, err))
		return false;
	if (state == CHECKER_ABSENT)
		checker_found(c, "document %u is missing from the table %s: it will not be found by it",
		              document, schema_notebook.tables[table]);
	return true;
}

/* The document at the other end of a revision must point back. */
static bool
check_link(struct checker *c, uint32_t number, uint32_t other, bool newer, struct error *err)
{
	enum checker_state state;
	struct document d;

	if (other == 0)
		return true;
	if (!checker_sort(document_get(c->r, other, &c->arena, &d, err), &state, err))
		return false;
	const char *relation = newer ? "is revised by" : "revises";
	if (state == CHECKER_ABSENT)
		checker_found(c, "document %u %s document %u, which does not exist", number, relation,
		              other);
	else if (state == CHECKER_WHOLE && (newer ? d.revises : d.revised_by) != number)
		checker_found(c, "document %u %s document %u, which does not say so", number, relation,
		              other);
	return true;
}

static bool
check_record(struct checker *c, struct str key, struct str content, void *arg, struct error *err)
{
	enum checker_state state;
	struct document d;
	struct body body;
	uint32_t number = 0;
	struct str rest = key;

	(void)arg;
	key_take_u32(&rest, &number);
	if (rest.len > 0 || !document_decode(key, content, &d)) {
		checker_found(c, "the record of document %u makes no sense: put a backup in its place",
		              number);
		return true;
	}
	c->result->documents++;
	if (!checker_object(c, NUMBER_DOCUMENT, number, content, err) ||
	    !checker_sort(document_body(c->r, &d, &body, err), &state, err))
		return false;
	if (state != CHECKER_WHOLE)
		checker_found(c, "the text of document %u is missing: put a backup in its place", number);
	struct digest origins[DOCUMENT_ORIGINS];
	size_t n = document_origins(&d, origins);
	for (size_t i = 0; i < n; i++)
		if (!need_row(c, TABLE_SOURCES, &origins[i], number, err))
			return false;
	return need_row(c, TABLE_CONTENTS, &d.digest, number, err) &&
	       check_link(c, number, d.revises, false, err) &&
	       check_link(c, number, d.revised_by, true, err);
}

static bool
is_row_of(const struct document *d, unsigned table, struct str key)
{
	struct digest origins[DOCUMENT_ORIGINS];
	size_t n = document_origins(d, origins);

	if (table == TABLE_CONTENTS)
		return memcmp(d->digest.bytes, key.p, DIGEST_SIZE) == 0;
	for (size_t i = 0; i < n; i++)
		if (memcmp(origins[i].bytes, key.p, DIGEST_SIZE) == 0)
			return true;
	return false;
}

/* A row of contents or sources has its document, with that content or source. */
static bool
check_row(struct checker *c, struct str key, struct str content, void *arg, struct error *err)
{
	unsigned table = *(const unsigned *)arg;
	enum checker_state state;
	struct document d;
	uint32_t number;

	(void)content;
	struct str rest = key.len < DIGEST_SIZE ? STR_EMPTY : str_skip(key, DIGEST_SIZE);
	if (!key_take_u32(&rest, &number) || rest.len > 0) {
		checker_found(c, "a key of the table %s makes no sense", schema_notebook.tables[table]);
		return true;
	}
	if (!checker_sort(document_get(c->r, number, &c->arena, &d, err), &state, err))
		return false;
	if (state == CHECKER_DAMAGED)
		return true;
	if (state != CHECKER_WHOLE || !is_row_of(&d, table, key))
		checker_found(c, "the table %s has a row of document %u that it should not have",
		              schema_notebook.tables[table], number);
	return true;
}

bool
check_document(struct checker *c, struct error *err)
{
	unsigned contents = TABLE_CONTENTS, sources = TABLE_SOURCES;

	return checker_walk(c, TABLE_DOCUMENTS, check_record, NULL, err) &&
	       checker_walk(c, contents, check_row, &contents, err) &&
	       checker_walk(c, sources, check_row, &sources, err);
}
