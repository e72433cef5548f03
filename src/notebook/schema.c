/* SPDX-License-Identifier: MIT */
#include "notebook/schema.h"

static const char *const tables[TABLE_N] = {
	[TABLE_NUMBERS] = "numbers",
	[TABLE_DOCUMENTS] = "documents",
	[TABLE_ANNOTATIONS] = "annotations",
	[TABLE_LABELS] = "labels",
	[TABLE_TEXTS] = "texts",
	[TABLE_CHECKPOINTS] = "checkpoints",
	[TABLE_CONTENTS] = "contents",
	[TABLE_SOURCES] = "sources",
	[TABLE_SPANS] = "spans",
	[TABLE_LONG_SPANS] = "long-spans",
	[TABLE_COUNTS] = "counts",
	[TABLE_JOURNAL] = "journal",
	[TABLE_SETTINGS] = "settings",
};

/* A change that an older gloss would misread gets a name of its own here. */
static const char *const features[] = {
	"base-1",
};

const struct store_schema schema_notebook = {
	.tables = tables,
	.n_tables = TABLE_N,
	.features = features,
	.n_features = sizeof(features) / sizeof(features[0]),
};
