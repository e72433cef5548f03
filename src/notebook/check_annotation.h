/* SPDX-License-Identifier: MIT */
#ifndef NOTEBOOK_CHECK_ANNOTATION_H
#define NOTEBOOK_CHECK_ANNOTATION_H

#include <stdbool.h>

#include "notebook/checker.h"

/*
 * Annotations against their documents, and the tables derived from them, both
 * ways. Memory is eight bytes an annotation. After check_text.
 */
bool check_annotation(struct checker *c, struct error *err);

#endif
