/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "command/out.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/file.h"
#include "base/vec.h"
#include "text/display.h"

#define SPILL_SIZE ((size_t)1 << 20)
#define OUTPUT_NAME "standard output"
#define WIDTH_DEFAULT 80

static size_t
terminal_width(int fd)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	uint32_t n;

	if (columns && str_to_u32(str_from(columns), &n) && n > 0)
		return n;
	if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return WIDTH_DEFAULT;
}

/* https://no-color.org: present and not empty. */
static bool
colors_wanted(void)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	return !(no_color && no_color[0]) && term && term[0] && strcmp(term, "dumb") != 0;
}

void
out_init(struct out *o, int fd, int error_fd)
{
	*o = (struct out){
		.class = &out_class_plain, .fd = fd, .error_fd = error_fd, .line_end = '\n',
		.bytes = BUF_INIT, .notices = BUF_INIT, .spill_fd = -1,
	};
	o->terminal = fd >= 0 && isatty(fd);
	o->error_terminal = error_fd >= 0 && isatty(error_fd);
	o->color = o->terminal && colors_wanted();
	o->width = terminal_width(fd);
}

void
out_release(struct out *o)
{
	if (o->spill_fd >= 0)
		close(o->spill_fd);
	arena_release(&o->arena);
	vec_release(&o->waiting);
	buf_release(&o->bytes);
	buf_release(&o->notices);
}

void
out_set_style(struct out *o, enum out_style style)
{
	static const struct out_class *const classes[] = {
		[OUT_PLAIN] = &out_class_plain,
		[OUT_JSON] = &out_class_json,
		[OUT_CSV] = &out_class_csv,
	};

	o->class = classes[style];
}

void
out_begin(struct out *o, const struct column *columns, size_t n_columns)
{
	o->columns = columns;
	o->n_columns = n_columns;
	o->class->begin(o);
}

void
out_row(struct out *o, const struct row *row)
{
	o->class->row(o, row);
}

void
out_fields(struct out *o, const struct field *fields, struct place place)
{
	out_row(o, &(struct row){ .fields = fields, .place = place });
}

void
out_end(struct out *o)
{
	o->class->end(o);
}

void
out_bytes(struct out *o, struct str bytes)
{
	struct str line;

	if (!o->terminal) {
		buf_add_str(&o->bytes, bytes);
		return;
	}
	/* The CR of a CSV's line end is no control character to be shown. */
	while (str_cut(&bytes, '\n', &line)) {
		if (str_ends(line, STR("\r")))
			line.len--;
		display_add(&o->bytes, line, DISPLAY_BLOCK, NULL);
		buf_add_char(&o->bytes, '\n');
	}
	display_add(&o->bytes, line, DISPLAY_BLOCK, NULL);
}

void
out_text(struct out *o, struct str text)
{
	out_bytes(o, text);
}

void
out_notice(struct out *o, const char *fmt, ...)
{
	struct buf text = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&text, fmt, ap);
	va_end(ap);
	buf_add_z(&o->notices, "gloss: ");
	display_add(&o->notices, buf_str(&text), DISPLAY_LINE, NULL);
	buf_add_char(&o->notices, '\n');
	buf_release(&text);
}

struct out_mark
out_mark(const struct out *o)
{
	return (struct out_mark){ o->bytes.len, o->notices.len, o->last_columns };
}

void
out_rewind(struct out *o, struct out_mark mark)
{
	/* Only reading commands spill, and what they have put out then is all theirs. */
	if (o->spill_fd >= 0) {
		close(o->spill_fd);
		o->spill_fd = -1;
		buf_reset(&o->bytes);
	} else if (mark.bytes < o->bytes.len) {
		buf_truncate(&o->bytes, mark.bytes);
	}
	/* What was flushed since the mark was true when it was said. */
	if (mark.notices < o->notices.len)
		buf_truncate(&o->notices, mark.notices);
	o->last_columns = mark.last_columns;
	/* A command that failed in the middle of a list never ends it. */
	format_end(&o->format);
	o->format = (struct format_writer){ .scratch = BUF_INIT };
	vec_reset(&o->waiting);
	arena_reset(&o->arena);
	o->widths = NULL;
}

static bool
flush_buf(int fd, const char *name, struct buf *b, struct error *err)
{
	if (fd < 0 || b->len == 0)
		return true;
	bool ok = file_write_fd(fd, name, buf_str(b), err);
	buf_reset(b);
	return ok;
}

static void
drop_spill(struct out *o)
{
	if (o->spill_fd >= 0)
		close(o->spill_fd);
	o->spill_fd = -1;
}

static bool
copy_spill(struct out *o, struct error *err)
{
	char bytes[64 * 1024];
	ssize_t n;

	if (lseek(o->spill_fd, 0, SEEK_SET) < 0)
		return error_errno(err, errno, "cannot read a temporary file");
	while ((n = read(o->spill_fd, bytes, sizeof(bytes))) > 0)
		if (!file_write_fd(o->fd, OUTPUT_NAME, (struct str){ bytes, (size_t)n }, err))
			return false;
	return n == 0 || error_errno(err, errno, "cannot read a temporary file");
}

bool
out_flush(struct out *o, struct error *err)
{
	if (o->spill_fd >= 0) {
		bool ok = copy_spill(o, err);

		drop_spill(o);
		if (!ok)
			return false;
	}
	return flush_buf(o->fd, OUTPUT_NAME, &o->bytes, err) &&
	       flush_buf(o->error_fd, "standard error", &o->notices, err);
}

bool
out_flush_some(struct out *o, struct error *err)
{
	if (o->fd < 0 || o->bytes.len < SPILL_SIZE)
		return true;
	return (o->spill_fd >= 0 || file_temporary(&o->spill_fd, err)) &&
	       flush_buf(o->spill_fd, "a temporary file", &o->bytes, err);
}
