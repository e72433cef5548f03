#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""lines.py SPANS.CSV ADDED.JSONL: the spans of gencorpus.py as command lines for
`gloss batch`. ADDED.JSONL is what `gloss add --json` said of the documents, whose
files are named after their numbers in the CSV."""
import csv, json, re, sys

number = {}
for line in open(sys.argv[2]):
    row = json.loads(line)
    number[int(re.search(r"d(\d+)\.txt$", row["source"])[1])] = row["doc"]


def quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"


out = []
for row in csv.DictReader(open(sys.argv[1], newline="")):
    line = f"tag -l {row['label']} -d {number[int(row['doc'])]} -s {row['cstart']}:{row['cend']}"
    if row["note"]:
        line += " --note " + quoted(row["note"])
    if row["norm"]:
        line += " --entity " + quoted(row["norm"])
    out.append(line)
sys.stdout.write("\n".join(out) + "\n")
