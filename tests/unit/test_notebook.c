/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "base/vec.h"
#include "notebook/setting.h"
#include "tests/unit/fixture.h"
#include "text/utf8.h"

/* Texts on their way in, texts in place, documents, settings. */

/* Texts */

static void
add_code_point(struct buf *b, uint32_t cp)
{
	char bytes[UTF8_MAX];

	buf_add(b, bytes, utf8_encode(cp, bytes));
}

enum shape {
	SHAPE_ASCII, SHAPE_CJK, SHAPE_EMOJI, SHAPE_MIXED, SHAPE_FEEDS, SHAPE_ONE_LINE, SHAPE_N,
};

static void
add_random(struct buf *b, enum shape shape)
{
	static const uint32_t cjk = 0x4E00, emoji = 0x1F600;

	if (shape == SHAPE_MIXED)
		shape = (enum shape)scratch_below(SHAPE_MIXED);
	if (shape == SHAPE_FEEDS || (shape != SHAPE_ONE_LINE && scratch_below(60) == 0))
		buf_add_char(b, '\n');
	else if (shape == SHAPE_CJK)
		add_code_point(b, cjk + (uint32_t)scratch_below(5000));
	else if (shape == SHAPE_EMOJI)
		add_code_point(b, emoji + (uint32_t)scratch_below(60));
	else
		buf_add_char(b, (char)('a' + scratch_below(26)));
}

/* All positions of a text, counted one by one. */
typedef VEC(struct position) position_vec;

static void
count_positions(struct str text, position_vec *positions)
{
	struct position p = { 0 };

	for (size_t pos = 0; pos <= text.len; pos++) {
		if (pos == text.len || ((unsigned char)text.p[pos] & 0xC0) != 0x80) {
			p.byte = (uint32_t)pos;
			vec_push(positions, p);
			p.chr++;
		}
		if (pos < text.len && text.p[pos] == '\n') {
			p.line++;
			p.line_chr = p.chr;
		}
	}
}

/* An index into the positions: anywhere, or close to a checkpoint. */
static size_t
random_index(const position_vec *positions, bool close)
{
	if (!close)
		return scratch_below(positions->n);
	uint32_t len = positions->p[positions->n - 1].byte;
	uint32_t byte = POSITION_STEP * (uint32_t)scratch_below(len / POSITION_STEP + 1);
	size_t low = 0, high = positions->n;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		*(positions->p[middle].byte <= byte ? &low : &high) = middle;
	}
	size_t i = low + scratch_below(7);
	i = i > 3 ? i - 3 : 0;
	return i < positions->n ? i : positions->n - 1;
}

static uint64_t
looked_at(const struct body *b)
{
	return store_stats(notebook_store(b->r->notebook))->text_bytes;
}

static void
check_body(const struct body *b, const position_vec *positions, const char *what)
{
	bool place = true, byte_of = true, line_of = true;
	uint64_t most = 0;
	const struct position *last = &positions->p[positions->n - 1];
	struct position p;
	size_t byte;

	for (int i = 0; i < 400; i++) {
		const struct position *want = &positions->p[random_index(positions, i % 2)];
		uint64_t before = looked_at(b);
		place &= body_position(b, want->byte, &p, &err) && memcmp(&p, want, sizeof(p)) == 0;
		most = looked_at(b) - before > most ? looked_at(b) - before : most;
		before = looked_at(b);
		byte_of &= body_byte(b, want->chr, &byte, &err) && byte == want->byte;
		most = looked_at(b) - before > most ? looked_at(b) - before : most;
		before = looked_at(b);
		line_of &= body_line(b, want->line, &byte, &err) &&
		           byte == positions->p[want->line_chr].byte;
		most = looked_at(b) - before > most ? looked_at(b) - before : most;
	}
	tap_ok(place, "%s: places of bytes", what);
	tap_ok(byte_of, "%s: bytes of code points", what);
	tap_ok(line_of, "%s: bytes of lines", what);
	tap_ok(most <= POSITION_STEP + UTF8_MAX, "%s: looking at %llu bytes at most", what,
	       (unsigned long long)most);
	tap_ok(body_byte(b, last->chr, &byte, &err) && byte == last->byte,
	       "%s: one after the last code point is the end", what);
	tap_ok(!body_byte(b, last->chr + 1, &byte, &err) && err.code == ERROR_LIMIT &&
	       byte == last->chr, "%s: beyond it the number of code points is told", what);
	tap_ok(!body_byte(b, UINT32_MAX, &byte, &err) && byte == last->chr, "%s: also far beyond", what);
	tap_ok(body_line(b, last->line + 1, &byte, &err) && byte == last->byte,
	       "%s: one after the last line is the end", what);
}

/* Puts a text in as a document of its own, and looks at it from all sides. */
static void
try_text(struct notebook *nb, struct str text, const char *what)
{
	position_vec positions = VEC_INIT;
	struct writer w;
	struct body body;

	fixture_write(nb, &w, "add");
	uint32_t number = fixture_add(&w, text, NULL);
	fixture_commit(&w);
	struct reader r = fixture_read(nb);
	fixture_body(&r, number, &body);
	tap_ok(str_eq(body.text, text), "%s: the text is there, %zu bytes", what, text.len);
	count_positions(text, &positions);
	check_body(&body, &positions, what);
	notebook_read_end(&r);
	vec_release(&positions);
}

static void
test_body(struct notebook *nb)
{
	static const char *const names[] = {
		[SHAPE_ASCII] = "ASCII", [SHAPE_CJK] = "CJK", [SHAPE_EMOJI] = "emoji",
		[SHAPE_MIXED] = "mixed", [SHAPE_FEEDS] = "line feeds", [SHAPE_ONE_LINE] = "one line",
	};
	struct buf text = BUF_INIT;

	for (unsigned shape = 0; shape < SHAPE_N; shape++) {
		buf_reset(&text);
		while (text.len < 200000 + scratch_below(100000))
			add_random(&text, (enum shape)shape);
		try_text(nb, buf_str(&text), names[shape]);
	}
	/* Lengths about that of a checkpoint, and code points that lie across it. */
	for (size_t before = 0; before < UTF8_MAX; before++) {
		static const size_t steps[] = { POSITION_STEP, 2 * POSITION_STEP };
		for (size_t i = 0; i < COUNT(steps); i++) {
			char what[64];
			buf_reset(&text);
			buf_add_repeat(&text, 'x', steps[i] - before);
			text.p[scratch_below(text.len)] = '\n';
			snprintf(what, sizeof(what), "%zu bytes", text.len);
			try_text(nb, buf_str(&text), what);
			add_code_point(&text, 0x1F600);
			snprintf(what, sizeof(what), "%zu bytes, an emoji at their end", text.len);
			try_text(nb, buf_str(&text), what);
		}
	}
	tap_ok(fixture_clean(nb), "the check is clean");
	buf_release(&text);
}

/* Spools */

static void
spooled(struct str bytes, struct str want, const char *what)
{
	struct spool spool;
	int fd = fixture_file(bytes);

	if (!tap_ok(spool_read(&spool, fd, what, &err), "%s", what))
		exit(1);
	char *text = mem_alloc(spool.size + 1);
	position_vec positions = VEC_INIT;
	need(spool_copy(&spool, text, &err), "copy");
	tap_is(text, spool.size, want.p, want.len, "%s: the text", what);
	struct digest digest = digest_of(want);
	tap_ok(memcmp(&digest, &spool.digest, sizeof(digest)) == 0, "%s: its hash", what);
	count_positions(want, &positions);
	tap_ok(memcmp(&positions.p[positions.n - 1], &spool.end, sizeof(spool.end)) == 0,
	       "%s: its size", what);
	size_t head = want.len < SPOOL_HEAD ? want.len : SPOOL_HEAD;
	tap_ok(spool.head.len >= head && memcmp(spool.head.p, want.p, head) == 0, "%s: its head", what);
	vec_release(&positions);
	mem_free(text);
	spool_release(&spool);
	close(fd);
}

static void
refused(struct str bytes, const char *part, const char *what)
{
	struct spool spool;
	int fd = fixture_file(bytes);

	tap_ok(!spool_read(&spool, fd, "name.txt", &err) && strstr(err.text, part) &&
	       strncmp(err.text, "name.txt: ", 10) == 0, "refused: %s (%s)", what, err.text);
	close(fd);
}

static void
test_spool(void)
{
	struct buf in = BUF_INIT, out = BUF_INIT;

	spooled(STR("plain\n"), STR("plain\n"), "plain");
	spooled(STR("\xEF\xBB\xBFmark"), STR("mark"), "a UTF-8 byte order mark is dropped");
	spooled(STR("\xFF\xFEh\0\xE4\0\x3D\xD8\x00\xDE\r\0\n\0"), STR("hä😀\n"), "UTF-16, little end");
	spooled(STR("\xFE\xFF\0h\0\xE4\xD8\x3D\xDE\0\0\r\0\n"), STR("hä😀\n"), "UTF-16, big end");
	spooled(STR("\xFF\xFE""a\0\0\0b\0"), STR("a\0b"), "a NUL in UTF-16 is kept");
	spooled(STR("a\xFF\xE2\x82z\xE2\x82"), STR("a\uFFFD\uFFFDz\uFFFD"), "ill-formed bytes");
	spooled(STR("a\r\nb\rc\n\rd\r"), STR("a\nb\nc\n\nd\n"), "line ends");
	refused(STR(""), "empty", "nothing");
	refused(STR("\xEF\xBB\xBF"), "empty", "a byte order mark alone");
	refused(STR("abc\0def"), "byte 3", "a NUL");

	/* Reads are of 64 KiB: line ends and code points across their borders. */
	for (size_t at = 65534; at <= 65537; at++) {
		char what[64];
		buf_reset(&in);
		buf_reset(&out);
		buf_add_repeat(&in, 'x', at);
		buf_add_repeat(&out, 'x', at);
		buf_add_z(&in, "\r\n");
		buf_add_z(&out, "\n");
		while (in.len < 3 * 65536) {
			buf_add_z(&in, "字😀\r\n");
			buf_add_z(&out, "字😀\n");
		}
		snprintf(what, sizeof(what), "CR LF at byte %zu", at);
		spooled(buf_str(&in), buf_str(&out), what);
	}
	buf_reset(&in);
	buf_add_repeat(&in, 'x', 300000);
	buf_add_char(&in, '\0');
	refused(buf_str(&in), "byte 300000", "a NUL late in a file");
	buf_release(&in);
	buf_release(&out);
}

/* A pipe hands out what it has, at any borders. */
static const char drip_bytes[] = "\xEF\xBB\xBF" "a\r\n\xE5\xAD\x97\r\xF0\x9F\x98\x80\r\n";

static int
drip(void)
{
	for (size_t i = 0; i < sizeof(drip_bytes) - 1; i++) {
		scratch_say(drip_bytes[i]);
		usleep(500);
	}
	return 0;
}

static void
test_spool_pipe(void)
{
	struct scratch_child child = scratch_fork(drip);
	struct spool spool;
	char text[64];

	need(spool_read(&spool, child.from_child, "pipe", &err), "spool");
	need(spool_copy(&spool, text, &err), "copy");
	tap_is(text, spool.size, "a\n字\n😀\n", 11, "a text that comes byte by byte");
	spool_release(&spool);
	scratch_wait(&child);
}

/* Documents */

static struct document
get_document(const struct reader *r, uint32_t number, struct arena *arena)
{
	struct document d;

	need(document_get(r, number, arena, &d, &err), "document");
	return d;
}

static void
test_documents(struct notebook *nb)
{
	struct arena arena = ARENA_INIT;
	struct writer w;
	uint32_t found;

	fixture_write(nb, &w, "add");
	uint32_t number = fixture_add(&w, STR("Héllo\nworld\n"), "/tmp/hello.txt");
	fixture_commit(&w);
	struct reader r = fixture_read(nb);
	struct document d = get_document(&r, number, &arena);
	tap_ok(d.number == number && d.bytes == 13 && d.chars == 12 && d.lines == 2, "sizes");
	tap_ok(str_eq(d.title, STR("Title")) && str_eq(document_source(&d), STR("/tmp/hello.txt")) &&
	       d.status == DOCUMENT_TODO && d.added > 0 && d.revises == 0 && d.revised_by == 0,
	       "metadata");
	struct digest digest = digest_of(STR("Héllo\nworld\n")), other = digest_of(STR("x"));
	tap_ok(document_find_content(&r, &digest, &found, &err) && found == number, "found by content");
	tap_ok(document_find_content(&r, &other, &found, &err) && found == 0, "other content is not");
	tap_ok(document_find_source(&r, STR("/tmp/hello.txt"), &found, &err) && found == number,
	       "found by source");
	tap_ok(document_find_source(&r, STR("/tmp"), &found, &err) && found == 0 &&
	       document_find_source(&r, STR_EMPTY, &found, &err) && found == 0,
	       "another source is not, nor an empty one");
	tap_ok(!document_get(&r, number + 1, &arena, &d, &err) && err.code == ERROR_NOT_FOUND,
	       "a number that was not given out");
	notebook_read_end(&r);

	fixture_write(nb, &w, "set");
	d = get_document(&w.reader, number, &arena);
	d.url = STR("https://example.org/");
	d.status = DOCUMENT_DONE;
	need(document_put(&w, &d, &err), "put");
	tap_ok(document_find_source(&w.reader, STR("/tmp/hello.txt"), &found, &err) && found == number &&
	       document_find_source(&w.reader, d.url, &found, &err) && found == number,
	       "an address is a source beside the path");
	/* Two documents may have one text: the one that is removed leaves it to the other. */
	uint32_t twin = fixture_add(&w, STR("Héllo\nworld\n"), "/tmp/twin.txt");
	uint64_t n;
	need(document_remove(&w, number, &n, &err), "remove");
	struct body body;
	fixture_body(&w.reader, twin, &body);
	tap_ok(body.text.len == 13 && n == 0, "same content, removed once");
	tap_ok(document_find_content(&w.reader, &digest, &found, &err) && found == twin,
	       "is found as the other");
	tap_ok(!document_remove(&w, number, &n, &err) && err.code == ERROR_NOT_FOUND,
	       "a document is removed once");
	fixture_commit(&w);
	tap_ok(fixture_clean(nb), "the check is clean");
	arena_release(&arena);
}

static bool
linked(const struct reader *r, uint32_t number, uint32_t revises, uint32_t revised_by)
{
	struct arena arena = ARENA_INIT;
	struct document d = get_document(r, number, &arena);
	bool same = d.revises == revises && d.revised_by == revised_by;

	same &= (strcmp(document_status_name(&d), "old") == 0) == (revised_by != 0);
	arena_release(&arena);
	return same;
}

static void
test_revisions(struct notebook *nb)
{
	static const char *const texts[] = { "one", "two", "three", "four" };
	struct arena arena = ARENA_INIT;
	uint32_t n[4], found;
	struct writer w;
	uint64_t removed;

	fixture_write(nb, &w, "add");
	for (size_t i = 0; i < COUNT(texts); i++)
		n[i] = fixture_add(&w, str_from(texts[i]), "/tmp/changing.txt");
	tap_ok(linked(&w.reader, n[0], 0, n[1]) && linked(&w.reader, n[1], n[0], n[2]) &&
	       linked(&w.reader, n[2], n[1], n[3]) && linked(&w.reader, n[3], n[2], 0),
	       "four texts of one source are a chain");
	fixture_commit(&w);
	tap_ok(fixture_clean(nb), "the check is clean");

	fixture_write(nb, &w, "remove");
	need(document_remove(&w, n[1], &removed, &err), "remove");
	tap_ok(linked(&w.reader, n[0], 0, n[2]) && linked(&w.reader, n[2], n[0], n[3]),
	       "without its second the chain closes");
	need(document_remove(&w, n[3], &removed, &err), "remove");
	tap_ok(linked(&w.reader, n[2], n[0], 0) &&
	       document_find_source(&w.reader, STR("/tmp/changing.txt"), &found, &err) && found == n[2],
	       "without its last the third is the newest");
	need(document_remove(&w, n[0], &removed, &err), "remove");
	tap_ok(linked(&w.reader, n[2], 0, 0), "without its first it is alone");
	fixture_commit(&w);
	tap_ok(fixture_clean(nb), "the check is clean");

	/* The newest moves to another source: what it revised stays revised by it. */
	fixture_write(nb, &w, "set");
	uint32_t newer = fixture_add(&w, STR("five"), "/tmp/changing.txt");
	struct document d = get_document(&w.reader, newer, &arena);
	d.path = STR("/tmp/moved.txt");
	need(document_put(&w, &d, &err), "put");
	tap_ok(document_find_source(&w.reader, STR("/tmp/changing.txt"), &found, &err) && found == 0,
	       "a document that was revised is not the newest of its source");
	uint32_t fresh = fixture_add(&w, STR("six"), "/tmp/changing.txt");
	tap_ok(linked(&w.reader, n[2], 0, newer) && linked(&w.reader, fresh, 0, 0),
	       "so that another begins a chain of its own");
	fixture_commit(&w);
	tap_ok(fixture_clean(nb), "the check is clean");
	arena_release(&arena);
}

static void
test_document_walk(struct notebook *nb)
{
	struct reader r = fixture_read(nb);
	struct document_walk walk;
	struct document d;
	uint32_t last = 0;
	uint64_t n = 0, want;
	bool rising = true;

	document_walk_open(&walk, &r);
	while (document_walk_next(&walk, &d)) {
		rising &= d.number > last && d.bytes > 0;
		last = d.number;
		n++;
	}
	tap_ok(document_walk_close(&walk, &err) && rising, "a walk goes by number");
	tap_ok(table_count(&r.txn, TABLE_DOCUMENTS, &want, &err) && n == want && n > 0, "past all");
	notebook_read_end(&r);
}

static void
test_settings(struct notebook *nb)
{
	struct arena arena = ARENA_INIT;
	struct journal_entry before, after;
	struct writer w;
	struct str value;

	struct reader r = fixture_read(nb);
	need(journal_last(&r, &arena, &before, &err), "last");
	tap_ok(setting_get(&r, STR("author"), &arena, &value, &err) && value.len == 0,
	       "a setting that was never set is empty");
	notebook_read_end(&r);
	fixture_write(nb, &w, "set");
	need(setting_put(&w, STR("author"), STR("Ada"), &err), "put");
	need(setting_put(&w, STR("theme"), STR("dark"), &err), "put");
	need(setting_put(&w, STR("author"), STR("Ada Romero"), &err), "put");
	fixture_commit(&w);
	r = fixture_read(nb);
	tap_ok(setting_get(&r, STR("author"), &arena, &value, &err) && str_eq(value, STR("Ada Romero")),
	       "a setting keeps its last value");
	need(journal_last(&r, &arena, &after, &err), "last");
	tap_eq(after.sequence, before.sequence, "and is not in the journal");
	notebook_read_end(&r);
	fixture_write(nb, &w, "set");
	need(setting_put(&w, STR("author"), STR_EMPTY, &err), "put");
	need(setting_put(&w, STR("author"), STR_EMPTY, &err), "put");
	tap_ok(setting_get(&w.reader, STR("author"), &arena, &value, &err) && value.len == 0 &&
	       setting_get(&w.reader, STR("theme"), &arena, &value, &err) && str_eq(value, STR("dark")),
	       "an empty value removes one");
	fixture_commit(&w);
	arena_release(&arena);
}

static void
test_backup(struct notebook *nb)
{
	struct buf before = BUF_INIT, after = BUF_INIT;

	fixture_dump_now(nb, &before);
	need(mkdir(scratch_path("backup"), 0700) == 0, "mkdir");
	tap_ok(notebook_backup(nb, scratch_path("backup/data.mdb"), &err), "backup");
	struct stat st;
	tap_ok(stat(scratch_path("backup/data.mdb"), &st) == 0 && (st.st_mode & 0777) == 0600,
	       "is private");
	notebook_close(nb);
	nb = fixture_open("backup");
	fixture_dump_now(nb, &after);
	tap_ok(str_eq(buf_str(&before), buf_str(&after)), "and is the notebook");
	tap_ok(fixture_clean(nb), "the check is clean");
	notebook_close(nb);
	buf_release(&before);
	buf_release(&after);
}

int
main(void)
{
	test_spool();
	test_spool_pipe();
	struct notebook *nb = fixture_new("notebook");
	tap_ok(fixture_clean(nb), "a new notebook is clean");
	test_documents(nb);
	test_revisions(nb);
	test_document_walk(nb);
	test_settings(nb);
	notebook_close(nb);
	nb = fixture_new("texts");
	test_body(nb);
	test_backup(nb);
	return tap_done();
}
