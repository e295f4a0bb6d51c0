#!/usr/bin/env python3
"""Makes the feature table of the etcd operator.

feature-table.py ROOT RESULT: reads docs/etcd/feature-table.tsv. A feature counts as there only when the test it names is in the tree.
"""
import csv
import pathlib
import re
import sys

HEAD = """# Features, compared

CoreOS: v0.9.4 and its master, archived. etcd-io: v0.2.0. cozystack: v0.5.5. druid: v0.38-dev; all as read in autumn 2026. Y yes, P partly, N no, W in work and not released. The last columns are this operator, and a test that shows it.
Made by `eng/generate.sh` from feature-table.tsv: a feature counts as there only when its test exists.
"""


def tests(root: pathlib.Path) -> dict:
    found = {}
    for path in sorted((root / "test").rglob("*.cs")):
        if not {"bin", "obj"} & set(path.parts):
            for name in re.findall(r"public (?:async )?(?:Task|void) ([A-Z]\w+)\(", path.read_text(encoding="utf-8")):
                found.setdefault(name, path.relative_to(root).as_posix())
    return found


def main() -> None:
    root = pathlib.Path(sys.argv[1])
    known = tests(root)
    text, group = HEAD, ""
    with open(root / "docs/etcd/feature-table.tsv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    counts = {"yes": 0, "partly": 0, "no": 0}
    body = ""
    for row in rows:
        if row["group"] != group:
            group = row["group"]
            body += f"\n## {group}\n\n| # | Feature | CoreOS | etcd-io | cozystack | druid | Here | Test | |\n|---|---|---|---|---|---|---|---|---|\n"
        answer, test = row["operon"], row["test"]
        if test and test not in known:
            answer, test = "no", ""
        counts[answer] += 1
        link = f"[{test}](../../{known[test]})" if test else ""
        note = row["note"] if test or not row["test"] else ""
        body += f"| {row['row']} | {row['feature']} | {row['coreos']} | {row['etcd-io']} | {row['cozystack']} | {row['druid']} | {answer} | {link} | {note} |\n"
    body += "\n## Wanted by users, and in none of the four\n\n| # | Want | Here | Test | |\n|---|---|---|---|---|\n"
    with open(root / "docs/etcd/feature-wants.tsv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            test = row["test"] if row["test"] in known else ""
            answer = row["operon"] if test or not row["test"] else "no"
            link = f"[{test}](../../{known[test]})" if test else ""
            body += f"| W{row['want']} | {row['feature']} | {answer} | {link} | {row['note'] if test or not row['test'] else ''} |\n"
    text += f"\n{counts['yes']} yes, {counts['partly']} partly, {counts['no']} no, of {len(rows)}.\n" + body
    pathlib.Path(sys.argv[2]).write_text(text, encoding="utf-8")


main()
