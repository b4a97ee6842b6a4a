#!/usr/bin/env python3
"""Fails on text that does not belong into the repository.

Paths of one person's machine, keys and passwords, download addresses in lock files, marks of
unfinished work or of an unfinished merge; and on layout: carriage returns, tabs in sources, spaces
at the end of a line, no newline at the end of a file.
"""

import re

from repository import ROOT, files, report

# Written so that this file does not find itself.
FORBIDDEN = [
    (re.compile(r"/(?:home|Users)/[a-z][a-z0-9_-]+/|/roo[t]/"), "path of one machine"),
    (re.compile(r"(?<![\w.])(?:/wor[k]/|/tm[p]/[a-z]+-[a-z]+)"), "path of one machine"),
    (re.compile(r"BEGIN (?:RSA |EC |OPENSSH )?PRIVATE KE[Y]"), "private key"),
    (re.compile(r"^(?:<{7} |>{7} |={7}$)"), "mark of an unfinished merge"),
    (re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X])\b"), "mark of unfinished work"),
    (re.compile(r'"resolve[d]": "http'), "download address"),
    (re.compile(r"registry\.npmj[s]\.org|deb\.debian\.or[g]|nodesource\.co[m]"),
     "package registry"),
]
BINARY = {".png", ".sqlite", ".ico", ".woff2", ".bin"}
VERBATIM = ["LICENSE", "tests/fuzz/corpus/"]
SOURCES = {".h", ".cpp", ".py", ".js", ".mjs", ".css", ".html", ".json", ".cmake", ".md"}


def faults_of(path, text):
    if "\r" in text:
        yield 1, "carriage return"
    if text and not text.endswith("\n"):
        yield text.count("\n") + 1, "no newline at the end"
    for number, line in enumerate(text.split("\n"), start=1):
        if line != line.rstrip(" \t") and path.suffix != ".md":
            yield number, "space at the end of the line"
        if "\t" in line and path.suffix in SOURCES:
            yield number, "tab"
        for pattern, fault in FORBIDDEN:
            if pattern.search(line):
                yield number, fault


def main():
    findings, looked_at = [], 0
    for path in files():
        name = path.relative_to(ROOT).as_posix()
        if path.suffix in BINARY or any(name.startswith(start) for start in VERBATIM):
            continue
        looked_at += 1
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            findings.append(f"{name}: not UTF-8")
            continue
        findings += [f"{name}:{number}: {fault}" for number, fault in faults_of(path, text)]
    report(findings, looked_at)


if __name__ == "__main__":
    main()
