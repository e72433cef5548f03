/* SPDX-License-Identifier: MIT */
#ifndef COMMAND_SESSION_H
#define COMMAND_SESSION_H

#include <signal.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "command/out.h"
#include "notebook/document.h"
#include "notebook/label.h"
#include "notebook/notebook.h"
#include "query/query.h"

/*
 * What commands work on: the open notebook, the transaction they run in, where
 * output goes. Whoever makes a session (main, the screen, a test) owns it.
 */

struct session {
	const char *given_notebook;	/* -n, or NULL */
	struct store_options store_options;
	struct notebook *notebook;	/* NULL until a command needs it */
	struct out *out;
	struct arena arena;		/* of the command being run, which takes its own back at its end */
	int input_fd;			/* standard input, -1 if there is none */
	unsigned wait_ms;		/* how long a write waits for another process */
	volatile sig_atomic_t *stop;	/* set when the user interrupts; may be NULL */

	/* of the command being run; the dispatcher's business */
	struct reader *reader;		/* sees the writer's changes in a writing command */
	struct writer *writer;		/* NULL in a command that only reads */
	struct str input;		/* all of standard input, for a command that asked for it */
	struct str command_line;	/* what the journal remembers */
	unsigned depth;			/* commands inside commands: a batch */
	bool is_new;			/* the notebook was made by this session */
	bool all_or_none;		/* in a batch that is one transaction */

	/* what becomes of it */
	bool nothing_found;		/* exit status 1 */
	bool discard;			/* a dry run: abort in place of commit */
	unsigned n_failed;		/* parts that failed and were named; exit status 2 */
};

void session_init(struct session *s, struct out *out);
void session_release(struct session *s);

/* Opens the notebook if it is not open; where there is none one is made, empty. */
bool session_open(struct session *s, struct error *err);

/* Who annotates: `set author`, else the login name. In the arena. */
bool session_author(struct session *s, const struct reader *r, struct str *author,
                    struct error *err);

/* ERROR_INTERRUPTED once the user wants to stop; long loops ask now and then. */
bool session_check_stop(const struct session *s, struct error *err);

/* A query; its errors tell the character of the text at which they are. In the arena. */
struct query *session_query(struct session *s, struct str text, struct error *err);

/*
 * Whether a command may write the file: not in a batch that may still be
 * undone, and not among the notebook's own files.
 */
bool session_check_target(const struct session *s, const char *path, struct error *err);

/* Reads all of standard input into s->input. */
bool session_read_input(struct session *s, struct error *err);

#endif
