/* SPDX-License-Identifier: MIT */
#include "format/format.h"
#include "format/mark.h"
#include "tests/unit/tap.h"

/* Rows through each format: the header, quoting, guarding, what is empty. */

static const struct column columns[] = {
	{ "id", COLUMN_NUMBER, COLUMN_LISTED },
	{ "text", COLUMN_TEXT, COLUMN_LISTED },
	{ "note", COLUMN_TEXT, 0 },
	{ "made", COLUMN_OWN, 0 },
	{ COLUMN_GUARDED, COLUMN_OWN, 0 },
};

enum { N = sizeof(columns) / sizeof(columns[0]) };

struct format_case {
	const char *format;
	struct format_options options;
	struct str text, note;
	const char *want;
};

#define HEADER_CSV "id,text,note,made,guarded\r\n"
#define HEADER_TSV "id\ttext\tnote\tmade\tguarded\n"
#define TEXT(literal) { literal, sizeof(literal) - 1 }

static const struct format_case cases[] = {
	{ "csv", { 0 }, TEXT("plain"), TEXT(""), HEADER_CSV "7,plain,,own,\r\n" },
	{ "csv", { 0 }, TEXT("a,b"), TEXT("say \"x\""),
	  HEADER_CSV "7,\"a,b\",\"say \"\"x\"\"\",own,\r\n" },
	{ "csv", { 0 }, TEXT("two\nlines"), TEXT("cr\rhere"),
	  HEADER_CSV "7,\"two\nlines\",\"cr\rhere\",own,\r\n" },
	{ "csv", { 0 }, TEXT("=1+1"), TEXT("@x"), HEADER_CSV "7,'=1+1,'@x,own,text note\r\n" },
	{ "csv", { 0 }, TEXT("  +x"), TEXT("\xEF\xBC\x9D" "1"),
	  HEADER_CSV "7,'  +x,'\xEF\xBC\x9D" "1,own,text note\r\n" },
	{ "csv", { .exact = true }, TEXT("=1+1"), TEXT("@x"), HEADER_CSV "7,=1+1,@x,own,\r\n" },
	{ "csv", { 0 }, TEXT("-12.5"), TEXT("-12.5x"), HEADER_CSV "7,-12.5,'-12.5x,own,note\r\n" },
	{ "csv", { 0 }, TEXT("a\0b"), TEXT(""), HEADER_CSV "7,a\xE2\x90\x80" "b,,own,\r\n" },
	{ "csv", { .bom = true }, TEXT("x"), TEXT(""), "\xEF\xBB\xBF" HEADER_CSV "7,x,,own,\r\n" },
	{ "csv", { .no_header = true }, TEXT("x"), TEXT(""), "7,x,,own,\r\n" },
	{ "tsv", { 0 }, TEXT("a\tb\nc\\d"), TEXT("=1"), HEADER_TSV "7\ta\\tb\\nc\\\\d\t=1\town\t\n" },
	{ "jsonl", { 0 }, TEXT("q\"\\\xC2\x9B"), TEXT("=1"),
	  "{\"id\":7,\"text\":\"q\\\"\\\\\\u009b\",\"note\":\"=1\",\"made\":\"own\",\"guarded\":\"\"}\n" },
	{ "jsonl", { 0 }, TEXT(""), TEXT("z\xC3\xBCrich"),
	  "{\"id\":7,\"text\":\"\",\"note\":\"z\xC3\xBCrich\",\"made\":\"own\",\"guarded\":\"\"}\n" },
};

static void
test_cases(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct format_case *c = &cases[i];
		struct field fields[N] = {
			field_number(7), field_text(c->text), field_text(c->note), field_text(STR("own")),
			field_text(STR_EMPTY),
		};
		struct format_writer fw;
		struct buf out = BUF_INIT;

		format_begin(&fw, format_find(str_from(c->format)), columns, N, &c->options, &out);
		format_row(&fw, fields);
		format_end(&fw);
		tap_is(out.p, out.len, c->want, strlen(c->want), "%s, case %zu", c->format, i);
		buf_release(&out);
	}
}

static void
test_find(void)
{
	tap_ok(format_find(STR("csv")) == &format_csv, "a format by its name");
	tap_ok(!format_find(STR("xls")), "no format of another name");
	tap_ok(format_of_file(STR("a.b.jsonl")) == &format_jsonl, "a format by the file's suffix");
	tap_ok(!format_of_file(STR("csv")), "a name without a suffix tells nothing");
}

/* The promise to other programs: names and order of the columns. */
static void
test_columns(void)
{
	struct buf names = BUF_INIT;

	for (size_t i = 0; i < MARK_N_COLUMNS; i++)
		buf_addf(&names, "%s%s", i ? "," : "", mark_columns[i].name);
	tap_is_z(names.p, "id,doc,title,source,published,label,text,entity,value,value_low,value_high,"
	         "unit,note,before,after,start,end,start_byte,end_byte,line,column,author,origin,created,"
	         "updated,parts,uid,guarded", "the columns of an annotation");
	tap_eq(mark_find_column(STR("start")), 15, "a column by its name");
	tap_eq(mark_find_column(STR("Start")), MARK_N_COLUMNS, "names are exact");
	buf_release(&names);
}

static void
test_mark(void)
{
	struct mark_part parts[] = {
		{ { 3, 2, 0, 0 }, { 7, 6, 0, 0 } },
		{ { 12, 10, 1, 8 }, { 15, 13, 1, 8 } },
	};
	struct mark m = {
		.id = 4, .doc = 2, .title = STR("T"), .source = STR("/s"), .published = STR_EMPTY,
		.label = STR("person"), .text = STR("Ada R."), .entity = STR_EMPTY, .value = STR_EMPTY,
		.value_low = STR_EMPTY, .value_high = STR_EMPTY, .unit = STR_EMPTY, .note = STR_EMPTY,
		.before = STR_EMPTY, .after = STR_EMPTY, .parts = parts, .n_parts = 2,
		.author = STR("a"), .origin = STR("hand"), .created = 0, .updated = 1000,
		.uid = STR("U"),
	};
	struct field fields[MARK_N_COLUMNS];
	struct arena arena = ARENA_INIT;

	mark_fields(&m, &arena, fields);
	tap_is(fields[25].text.p, fields[25].text.len, "2:6;10:13", 9, "parts in code points");
	tap_eq(fields[15].number, 2, "start of the first part");
	tap_eq(fields[18].number, 15, "end byte of the last part");
	tap_eq(fields[19].number, 1, "line from 1");
	tap_eq(fields[20].number, 3, "column from 1, in code points");
	tap_is(fields[24].text.p, fields[24].text.len, "1970-01-01T00:00:01Z", 20, "times in UTC");
	m.n_parts = 1;
	mark_fields(&m, &arena, fields);
	tap_eq(fields[25].type, FIELD_EMPTY, "one part needs no list");
	arena_release(&arena);
}

int
main(void)
{
	test_cases();
	test_find();
	test_columns();
	test_mark();
	return tap_done();
}
