/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/vec.h"
#include "notebook/document.h"
#include "notebook/label.h"
#include "notebook/spool.h"
#include "base/nearest.h"
#include "query/parse.h"
#include "query/phrase.h"
#include "query/search.h"
#include "tests/unit/tap.h"
#include "text/fold.h"

/*
 * The language is tested by data: tests/query/ has cases of a query and the
 * annotations it finds in the small notebook that is made here.
 */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define NOW "2026-11-22T12:00:00Z"

static struct error err;

static void
need(bool ok, const char *what)
{
	if (ok)
		return;
	printf("Bail out! %s: %s\n", what, err.text);
	exit(1);
}

/* The notebook */

static const struct {
	const char *title, *path, *url, *published, *text;
} documents[] = {
	{ "Avocado raises money", "/news/avocado_labs.txt", "", "2026-01-15",
	  "Meta and Mark Zuckerberg met OpenAI in Menlo Park. gpt-oss and GPT 5 were there; GPT-4 was "
	  "not. Avocado raised $2.5 billion in Q1 2026, or between 40 and 50 million EUR. The café "
	  "résumé naïve. C++ & Rust. 🚀 launch, 👩‍🚀, 🇩🇪. Metaverse, meta-analysis. Heidelberg, "
	  "Sundberg's plan, iceberg. 100 %, a company of one. over a thousand euros" },
	{ "Zürich: Treffen", "", "https://example.org/zurich-2025", "2025-12",
	  "Zürich ist schön. Straße. Cafe\u0301 Zu\u0308rich. ZURICH. Alibaba und Google, am 3. Mai 2026, "
	  "im Herbst 2025. 1 Million Franken." },
	{ "東京 report", "/news/tokyo.txt", "", "", "東京の会社。株式会社ＧＰＴ。カタカナ。京都。" },
	{ "Long", "", "", "2026-11-20", NULL },
	{ "Nothing about avocado", "/news/nothing.txt", "", "2024-Q3/2024-Q4", "Nothing at all." },
};

static const struct {
	uint32_t document;
	const char *label, *quote, *entity, *value, *note;
} annotations[] = {
	/* 1: anna, 2025-11-10 */
	{ 1, "company", "Meta", "Meta Platforms", "", "" },
	{ 1, "person", "Mark Zuckerberg", "", "", "founder of Meta" },
	{ 1, "company", "OpenAI", "", "", "a rival; see GPT-5" },
	{ 1, "model", "gpt-oss", "", "", "" },
	{ 1, "model", "GPT 5", "", "", "" },
	{ 1, "model", "GPT-4", "gpt-4", "", "" },
	{ 1, "money", "$2.5 billion", "", "2.5e9 USD", "" },
	{ 1, "date", "Q1 2026", "", "2026-Q1", "" },
	{ 1, "money", "between 40 and 50 million EUR", "", "40e6..50e6 EUR", "" },
	/* 10: bob, 2026-03-05 */
	{ 1, "key point", "café résumé naïve", "", "", "about CAFÉ culture" },
	{ 1, "key point", "C++ & Rust", "", "", "" },
	{ 1, "company", "🚀 launch", "", "", "" },
	{ 1, "person", "👩‍🚀", "", "", "" },
	{ 1, "note", "🇩🇪", "", "", "" },
	{ 1, "company", "Metaverse", "", "", "" },
	{ 1, "a|b", "meta-analysis", "", "", "" },
	{ 1, "person", "Heidelberg", "", "", "" },
	{ 1, "person", "Sundberg's plan", "", "", "" },
	{ 1, "date", "iceberg", "", "", "not a date" },
	{ 1, "company", "a company of one", "", "Quince 2", "" },
	/* 21: Zoë Öz, 2026-11-15 */
	{ 2, "company", "Zürich", "", "", "" },
	{ 2, "person", "Straße", "", "", "" },
	{ 2, "company", "Cafe\u0301", "", "", "" },
	{ 2, "company", "ZURICH", "", "", "" },
	{ 2, "company", "Alibaba", "", "", "" },
	{ 2, "company", "Google", "", "", "says \"hello, world\"" },
	{ 2, "date", "3. Mai 2026", "", "2026-05-03", "" },
	{ 2, "date", "Herbst 2025", "", "2025-FA", "" },
	{ 2, "money", "1 Million Franken", "", "1e6 CHF", "" },
	/* 30: anna again, 2026-11-21 */
	{ 3, "company", "東京の会社", "", "", "" },
	{ 3, "company", "株式会社ＧＰＴ", "", "", "" },
	{ 3, "model", "カタカナ", "", "", "" },
	{ 3, "company", "京都", "", "", "" },
	{ 3, "key point", "東京|京都", "", "", "" },
	{ 1, "money", "100 %", "", "100", "" },
	{ 1, "person", "OpenAI", "OpenAI Inc.", "", "" },
	{ 4, "note", NULL, "", "", "" },
	{ 1, "money", "over a thousand euros", "", ">1000", "" },
};

static const struct {
	size_t first;
	const char *author, *now, *origin;
} sittings[] = {
	{ 0, "anna", "2025-11-10T10:00:00Z", "hand" },
	{ 9, "bob", "2026-03-05T10:00:00Z", "rule" },
	{ 20, "Zoë Öz", "2026-11-15T12:00:00Z", "import" },
	{ 29, "anna", "2026-11-21T18:00:00Z", "hand" },
};

static struct str
document_text(size_t i, struct arena *arena)
{
	struct buf b = BUF_INIT;

	if (documents[i].text)
		return str_from(documents[i].text);
	while (b.len < 6000)
		buf_add_z(&b, "so long ");
	struct str s = arena_str(arena, buf_str(&b));
	buf_release(&b);
	return s;
}

static void
add_document(struct writer *w, size_t i, struct arena *arena)
{
	struct document d = {
		.title = str_from(documents[i].title), .path = str_from(documents[i].path),
		.url = str_from(documents[i].url), .published = str_from(documents[i].published),
		.author = STR_EMPTY, .type = STR("text"),
	};
	struct spool spool;
	FILE *f = tmpfile();

	if (!f)
		abort();
	need(file_write_fd(fileno(f), "text", document_text(i, arena), &err), "text");
	lseek(fileno(f), 0, SEEK_SET);
	need(spool_read(&spool, fileno(f), documents[i].title, &err), "spool");
	need(document_add(w, &d, &spool, &err), "document");
	spool_release(&spool);
	fclose(f);
}

/* "a|b" as a quote is two parts. */
static size_t
find_parts(struct str text, struct str quote, struct span parts[2])
{
	struct str piece;
	size_t n = 0, from = 0;

	while (quote.len > 0) {
		str_cut(&quote, '|', &piece);
		from = str_find(text, piece, from);
		need(from != STR_NONE, "a quote is not in its text");
		parts[n++] = (struct span){ from, from + piece.len };
		from += piece.len;
	}
	return n;
}

static void
add_annotation(struct writer *w, size_t i, const char *origin, struct arena *arena)
{
	struct str text = document_text(annotations[i].document - 1, arena);
	struct str quote = annotations[i].quote ? str_from(annotations[i].quote) : text;
	struct str value = str_from(annotations[i].value);
	struct annotation a = {
		.document = annotations[i].document, .entity = str_from(annotations[i].entity),
		.note = str_from(annotations[i].note), .origin = str_from(origin),
	};
	struct document d;
	struct label label;
	struct body body;
	struct span parts[2];

	need(label_find(&w->reader, str_from(annotations[i].label), arena, &label, &err), "label");
	need(document_get(&w->reader, a.document, arena, &d, &err), "document");
	need(document_body(&w->reader, &d, &body, &err), "body");
	a.label = label.number;
	a.value = (struct value){ STR_EMPTY, STR_EMPTY, STR_EMPTY, STR_EMPTY };
	if (value.len > 0 && value.p[0] == '>')
		a.value.low = str_skip(value, 1);
	else if (value.len > 0)
		need(value_parse(value, arena, &a.value, &err), "value");
	size_t n = find_parts(text, quote, parts);
	need(annotation_set_parts(&a, &body, parts, n, arena, &err), "parts");
	need(annotation_add(w, &a, &err), "annotation");
}

static void
fill(struct notebook *nb)
{
	static const char *const labels[] = { "key point", "note", "a|b" };
	struct arena arena = ARENA_INIT;
	struct writer w;

	for (size_t s = 0; s < COUNT(sittings); s++) {
		struct change_origin origin = { str_from(sittings[s].author), STR("test"), 0 };
		size_t end = s + 1 < COUNT(sittings) ? sittings[s + 1].first : COUNT(annotations);

		setenv("GLOSS_NOW", sittings[s].now, 1);
		need(notebook_write(nb, &w, &origin, 0, &err), "write");
		for (size_t i = 0; s == 0 && i < COUNT(labels); i++) {
			struct label l = { .name = str_from(labels[i]), .key = STR_EMPTY,
			                   .color = STR_EMPTY, .description = STR_EMPTY };
			need(label_add(&w, &l, &err), "label");
		}
		for (size_t i = 0; s == 0 && i < COUNT(documents); i++)
			add_document(&w, i, &arena);
		for (size_t i = sittings[s].first; i < end; i++)
			add_annotation(&w, i, sittings[s].origin, &arena);
		need(notebook_commit(&w, &err), "commit");
	}
	arena_release(&arena);
}

/* Queries as data */

typedef VEC(uint32_t) numbers_vec;

static int
compare_numbers(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void
format_numbers(struct buf *out, const uint32_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_addf(out, " %u", p[i]);
}

/* Every annotation by the evaluator alone, and by its terms one by one. */
static bool
judge_all(const struct reader *r, const struct query *q, struct buf *out)
{
	struct annotation_walk walk;
	struct query_item item;
	struct annotation a;
	bool holds[PARSE_LEAVES_MAX], agree = true;

	query_item_init(&item);
	annotation_walk_open(&walk, r);
	while (annotation_walk_next(&walk, &a)) {
		query_item_set(&item, &a);
		for (size_t i = 0; i < query_n_terms(q); i++)
			holds[i] = query_term_matches(q, i, &item);
		bool matches = query_matches(q, &item);
		agree &= matches == query_holds(q, holds);
		if (matches)
			buf_addf(out, " %u", a.number);
	}
	query_item_release(&item);
	need(annotation_walk_close(&walk, &err), "walk");
	return agree;
}

static bool
in_order(struct search_hit a, struct search_hit b)
{
	if (a.document != b.document)
		return a.document < b.document;
	if (a.start != b.start)
		return a.start < b.start;
	return a.end != b.end ? a.end < b.end : a.annotation < b.annotation;
}

static bool
search_all(const struct reader *r, const struct query *q, struct buf *out)
{
	struct search_hit hit, last = { 0 };
	numbers_vec found = VEC_INIT;
	struct search s;
	uint64_t n;
	bool ordered = true;

	search_open(&s, r, q);
	while (search_next(&s, &hit)) {
		ordered &= found.n == 0 || in_order(last, hit);
		last = hit;
		vec_push(&found, hit.annotation);
	}
	need(search_close(&s, &err), "search");
	if (found.n > 0)
		qsort(found.p, found.n, sizeof(*found.p), compare_numbers);
	format_numbers(out, found.p, found.n);
	need(search_count(r, q, &n, &err), "count");
	ordered &= n == found.n;
	vec_release(&found);
	return ordered;
}

struct test_case {
	struct str query;
	struct str expect;
	const char *where;
	size_t line;
};

static void
run_error(const struct test_case *c)
{
	struct buf got = BUF_INIT;

	buf_addf(&got, "!%zu %s", err.pos, err.text);
	bool pass = c->expect.p[0] == '!' && str_starts(buf_str(&got), c->expect) &&
	            err.code == ERROR_SYNTAX && err.pos <= c->query.len;
	if (!tap_ok(pass, "%s:%zu: error of '%.*s'", c->where, c->line, STR_ARG(c->query)))
		printf("#  got: %s\n# want: %.*s\n", got.p, STR_ARG(c->expect));
	buf_release(&got);
}

static void
run_case(const struct reader *r, const struct test_case *c)
{
	struct buf got = BUF_INIT, judged = BUF_INIT;
	struct arena arena = ARENA_INIT;
	uint32_t *numbers;
	bool agree = true;
	size_t n;

	struct query *q = query_compile(c->query, r, &arena, &err);
	if (!q) {
		run_error(c);
		arena_release(&arena);
		return;
	}
	if (c->expect.p[0] == '@') {
		buf_add_char(&got, '@');
		need(search_documents(r, q, &arena, &numbers, &n, &err), "documents");
		format_numbers(&got, numbers, n);
	} else {
		buf_add_char(&got, '=');
		buf_add_char(&judged, '=');
		agree = search_all(r, q, &got) && judge_all(r, q, &judged) &&
		        str_eq(buf_str(&got), buf_str(&judged));
	}
	tap_is(got.p, got.len, c->expect.p, c->expect.len, "%s:%zu: '%.*s'", c->where, c->line,
	       STR_ARG(c->query));
	if (!agree)
		tap_ok(false, "%s:%zu: search and evaluator agree", c->where, c->line);
	buf_release(&got);
	buf_release(&judged);
	arena_release(&arena);
}

/* A case is a query line and a line that begins with = ! or @; lines with # may stand before. */
static void
run_file(const struct reader *r, const char *path)
{
	struct buf bytes = BUF_INIT;
	struct str rest, line, query = STR_EMPTY;
	int fd = open(path, O_RDONLY);

	need(fd >= 0 && file_read_fd(fd, path, 1 << 20, &bytes, &err), path);
	close(fd);
	rest = buf_str(&bytes);
	for (size_t n = 1; rest.len > 0; n++) {
		str_cut(&rest, '\n', &line);
		if (line.len == 0 || line.p[0] == '#') {
			query = STR_EMPTY;
		} else if (query.len == 0) {
			query = line;
		} else {
			struct test_case c = { query, line, strrchr(path, '/') + 1, n };
			run_case(r, &c);
			query = STR_EMPTY;
		}
	}
	buf_release(&bytes);
}

static void
test_files(const struct reader *r)
{
	const char *srcdir = getenv("srcdir");
	struct buf pattern = BUF_INIT;
	glob_t found;

	buf_addf(&pattern, "%s/tests/query/*.query", srcdir ? srcdir : ".");
	need(glob(pattern.p, 0, NULL, &found) == 0, pattern.p);
	for (size_t i = 0; i < found.gl_pathc; i++)
		run_file(r, found.gl_pathv[i]);
	globfree(&found);
	buf_release(&pattern);
}

/* Trees as text */

static void
print_tree(struct buf *out, const struct parse_node *node)
{
	if (node->kind == PARSE_LEAF) {
		bool first = node->leaf->is_first;
		buf_addf(out, "%s%.*s%s", first ? "(" : "", STR_ARG(node->leaf->typed), first ? ")" : "");
		return;
	}
	if (node->kind == PARSE_NOT) {
		buf_add_z(out, "NOT ");
		print_tree(out, node->first);
		return;
	}
	for (const struct parse_node *child = node->first; child; child = child->next) {
		buf_add_z(out, child == node->first ? "(" : node->kind == PARSE_OR ? " OR " : " AND ");
		print_tree(out, child);
	}
	buf_add_char(out, ')');
}

static bool
parse_to_text(struct str text, struct buf *out)
{
	struct arena arena = ARENA_INIT;
	struct parse_tree tree;

	buf_reset(out);
	bool ok = parse_query(text, &arena, &tree, &err);
	if (ok && tree.root)
		print_tree(out, tree.root);
	arena_release(&arena);
	return ok;
}

/* A bare word in parentheses of its own could be a label. */
static void
test_trees(void)
{
	static const struct {
		const char *query, *tree;
	} cases[] = {
		{ "", "" },
		{ " \t ", "" },
		{ "a", "(a)" },
		{ "a b", "((a) AND b)" },
		{ "a AND b", "((a) AND b)" },
		{ "a and b", "((a) AND and AND b)" },
		{ "a OR b", "((a) OR (b))" },
		{ "a b OR c d", "(((a) AND b) OR ((c) AND d))" },
		{ "a (b OR c) d", "((a) AND ((b) OR (c)) AND d)" },
		{ "NOT a b", "(NOT (a) AND b)" },
		{ "NOT (a b)", "NOT ((a) AND b)" },
		{ "-a -b", "(NOT (a) AND NOT b)" },
		{ "--a", "NOT NOT (a)" },
		{ "-(a OR b)", "NOT ((a) OR (b))" },
		{ "a NOT b", "((a) AND NOT b)" },
		{ "a AND NOT b OR c", "(((a) AND NOT b) OR (c))" },
		{ "((a))", "(a)" },
		{ "x (a)", "((x) AND (a))" },
		{ "f(x)", "((f) AND (x))" },
		{ "\"a b\" c", "(\"a b\" AND c)" },
		{ "a-b -c", "((a-b) AND NOT c)" },
		{ "zu* *b *c*", "(zu* AND *b AND *c*)" },
		{ "note:x \"y\":z", "(note:x AND \"y\":z)" },
		{ "\"OR\" OR OR1", "(\"OR\" OR (OR1))" },
		{ "a\u3000b\u00A0c", "((a) AND b AND c)" },
		{ "\"a (b) OR \\\"c\\\"\"", "\"a (b) OR \\\"c\\\"\"" },
	};
	struct buf once = BUF_INIT, twice = BUF_INIT;

	for (size_t i = 0; i < COUNT(cases); i++) {
		bool ok = parse_to_text(str_from(cases[i].query), &once) &&
		          parse_to_text(buf_str(&once), &twice);
		tap_is_z(once.p, cases[i].tree, "the tree of '%s'", cases[i].query);
		tap_ok(ok && str_eq(buf_str(&once), buf_str(&twice)), "and read again it is the same");
	}
	buf_release(&once);
	buf_release(&twice);
}

/* What is repeated, from what on it is refused, and where the error then is. */
static void
test_limits(void)
{
	static const struct {
		const char *name, *piece;
		size_t most, pos;
	} cases[] = {
		{ "bytes", "x", PARSE_BYTES_MAX, PARSE_BYTES_MAX },
		{ "terms", "a ", PARSE_LEAVES_MAX, 2 * PARSE_LEAVES_MAX },
		{ "negations", "-", PARSE_DEPTH_MAX, PARSE_DEPTH_MAX },
		{ "parentheses", "(", PARSE_DEPTH_MAX, PARSE_DEPTH_MAX },
	};
	struct buf query = BUF_INIT, tree = BUF_INIT;

	for (size_t i = 0; i < COUNT(cases); i++) {
		for (size_t more = 0; more < 2; more++) {
			size_t n = cases[i].most + more;

			buf_reset(&query);
			for (size_t j = 0; j < n; j++)
				buf_add_z(&query, cases[i].piece);
			if (i >= 2)
				buf_add_z(&query, "x");
			if (i == 3)
				buf_add_repeat(&query, ')', n);
			bool ok = parse_to_text(buf_str(&query), &tree);
			tap_ok(ok == (more == 0), "%zu %s are %s", n, cases[i].name, more ? "too many" : "fine");
			if (more)
				tap_eq(err.pos, cases[i].pos, "and the error is where they begin to be: %s",
				       err.text);
		}
	}
	tap_ok(!parse_to_text(STR("a\xFF" "b"), &tree) && err.pos == 1, "invalid UTF-8 is refused");
	tap_ok(!parse_to_text(STR("ab\0c"), &tree) && err.pos == 2, "a NUL is refused");
	buf_release(&query);
	buf_release(&tree);
}

/* Parts */

static bool
occurs(const char *phrase, bool open_start, bool open_end, const char *text)
{
	struct buf folded = BUF_INIT, other = BUF_INIT, words = BUF_INIT;
	struct arena arena = ARENA_INIT;
	struct phrase p;

	fold_add(&folded, str_from(phrase));
	fold_add(&other, str_from(text));
	phrase_add_words(&words, buf_str(&other));
	bool found = phrase_init(&p, buf_str(&folded), open_start, open_end, &arena) &&
	             phrase_may_occur(&p, buf_str(&other)) &&
	             (!phrase_needs_words(&p) || phrase_occurs(&p, buf_str(&words)));
	buf_release(&folded);
	buf_release(&other);
	buf_release(&words);
	arena_release(&arena);
	return found;
}

static void
test_phrases(void)
{
	tap_ok(occurs("b c", false, false, "a, B - c!"), "words in a row, whatever is between");
	tap_ok(!occurs("b c", false, false, "ab c"), "words are whole");
	tap_ok(!occurs("a b", false, false, "b a"), "and in order");
	tap_ok(occurs("a a b", false, false, "a a a b"), "a false start is given up");
	tap_ok(occurs("b ca", false, true, "a b cat"), "open at the end");
	tap_ok(!occurs("b ca", false, true, "a ab cat"), "but not at the start");
	tap_ok(occurs("at b", true, false, "cat b"), "open at the start");
	tap_ok(!occurs("at b", true, false, "cat bc"), "but not at the end");
	tap_ok(occurs("gpt-", false, true, "the gpt 5"), "a mark at the open end asks for a word");
	tap_ok(!occurs("gpt-", false, true, "the gpts, the gpt"), "after the whole one");
	tap_ok(occurs("-oss", true, false, "gpt-oss"), "and so at the open start");
	tap_ok(!occurs("-oss", true, false, "oss gloss"), "before the whole one");
	tap_ok(occurs("t-o", true, true, "gpt-oss") && !occurs("t-o", true, true, "gpt oss"),
	       "open at both ends it is literal");
	tap_ok(occurs("++", false, false, "C++") && !occurs("++", false, false, "C+ +"),
	       "so it is without words");
	tap_ok(!occurs("\u0301", false, false, "anything"), "what folds to nothing is nowhere");
}

static const char *
nearest_of(const char *typed)
{
	static const char *const names[] = { "author", "added", "note", "company", "doc" };
	struct nearest n = nearest_begin(str_from(typed));

	for (size_t i = 0; i < COUNT(names); i++)
		nearest_try(&n, str_from(names[i]));
	return n.best.p;
}

static void
test_nearest(void)
{
	tap_is_z(nearest_of("autor"), "author", "a letter is missing");
	tap_is_z(nearest_of("compnay"), "company", "two are exchanged");
	tap_is_z(nearest_of("NOTE"), "note", "capitals are near");
	tap_is_z(nearest_of("12"), "", "nothing is near");
	tap_is_z(nearest_of(""), "", "to nothing neither");
}

/* Random queries */

static uint64_t random_state = 88172645463325252u;

static uint64_t
random_next(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state;
}

static bool
run_random(const struct reader *r, struct str query, const struct annotation *a,
           struct query_item *item)
{
	struct arena arena = ARENA_INIT;
	struct error e = { .pos = 0 };
	bool ok = true;
	size_t n;

	struct query *q = query_compile(query, r, &arena, &e);
	if (q) {
		query_item_set(item, a);
		query_matches(q, item);
		query_documents(q, &n);
		for (size_t i = 0; i < query_n_terms(q); i++)
			query_term_matches(q, i, item);
	} else {
		ok = e.code == ERROR_SYNTAX && e.pos <= query.len && e.text[0] && !strchr(e.text, '\n');
	}
	arena_release(&arena);
	return ok;
}

static void
test_random(const struct reader *r)
{
	static const char *const pieces[] = {
		"(", ")", "(", ")", "\"", "\"", "*", "-", ":", "|", "<", ">", "=", " ", " ", " ", "\\",
		"/", ".", "..", "OR", "AND", "NOT", " OR ", " NOT ", "a", "meta", "company", "company:",
		"label:", "doc:", "doc:1", "note:", "exact:", "has:", "origin:", "added:", "<7d",
		"date:", "2026", "-03", "money", "1e9", "EUR", "published:", "near/5", "in:", "é",
		"\u0301", "東", "🚀", "\xFF", "\xC3", "\u3000", "key point", "\n", "author:", "x",
	};
	struct arena arena = ARENA_INIT;
	struct buf query = BUF_INIT;
	struct query_item item;
	struct annotation a;
	size_t wrong = 0;

	need(annotation_get(r, 10, &arena, &a, &err), "annotation");
	query_item_init(&item);
	for (size_t i = 0; i < 50000; i++) {
		size_t n = random_next() % 16;

		buf_reset(&query);
		for (size_t j = 0; j < n; j++)
			buf_add_z(&query, pieces[random_next() % COUNT(pieces)]);
		if (!run_random(r, buf_str(&query), &a, &item) && wrong++ == 0)
			printf("# %s\n", query.p);
	}
	tap_eq(wrong, 0, "random queries end well, or in an error with its place");
	query_item_release(&item);
	buf_release(&query);
	arena_release(&arena);
}

static void
remove_notebook(const char *dir)
{
	static const char *const names[] = { "/data.mdb", "/lock.mdb", "/lock", "" };
	struct buf path = BUF_INIT;

	for (size_t i = 0; i < COUNT(names); i++) {
		buf_reset(&path);
		buf_addf(&path, "%s%s", dir, names[i]);
		remove(path.p);
	}
	buf_release(&path);
}

int
main(void)
{
	struct buf dir = BUF_INIT, notebook = BUF_INIT, notices = BUF_INIT;
	const char *tmp = getenv("TMPDIR");
	struct reader r;

	test_trees();
	test_limits();
	test_phrases();
	test_nearest();

	buf_addf(&dir, "%s/gloss-query-XXXXXX", tmp ? tmp : "/tmp");
	need(mkdtemp(dir.p) != NULL, "mkdtemp");
	buf_addf(&notebook, "%s/notebook", dir.p);
	need(notebook_create(notebook.p, &err), "create");
	struct notebook *nb = notebook_open(notebook.p, &(struct store_options){ .map_size = 1 << 26 },
	                                    &notices, &err);
	need(nb != NULL, "open");
	fill(nb);
	setenv("GLOSS_NOW", NOW, 1);
	need(notebook_read(nb, &r, &err), "read");
	test_files(&r);
	test_random(&r);
	notebook_read_end(&r);
	notebook_close(nb);
	remove_notebook(notebook.p);
	remove(dir.p);
	buf_release(&dir);
	buf_release(&notebook);
	buf_release(&notices);
	return tap_done();
}
