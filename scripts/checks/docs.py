#!/usr/bin/env python3
"""Tries what README.md and docs/*.md say: docs.py PROGRAM [--update]

- Every line "$ COMMAND" of a block ```console is run, together with lines "> " after it. It ends
  with exit code 0, or with N where "# exit N" stands behind it, and prints what is shown below it.
  "..." stands for any text, and on a line of its own for any lines.
- A block ```json after a line that ends in `NAME.json`: is written to that file.
- Relative links lead to a file, and to a heading of it. Paths in backquotes exist.
- docs/events.md lists all types of events.

The commands of one document share a folder with links to the repository's own. The port 8080 stands
for a free one. With --update the shown lines are replaced by what the commands print; look at the
difference.
"""

import difflib
import os
import re
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from repository import ROOT, files, report

# Not run: they install packages, take minutes or need a cluster. Each is a test of its own, or is
# what runs this.
TOO_LONG = ["scripts/quickstart.sh", "scripts/test.sh", "scripts/setup.sh", "scripts/fuzz.sh",
            "scripts/soak.sh", "scripts/update-", "cmake ", "ctest ", "sbatch "]
# A reader's machine has four cores, and the reader is not root.
MPIRUN = {"OMPI_MCA_rmaps_base_oversubscribe": "1", "OMPI_ALLOW_RUN_AS_ROOT": "1",
          "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
LINKED = ["scenarios", "data", "docs", "scripts"]
TIMEOUT_S = 120
PORT = "8080"

COMMAND = re.compile(r"^\$ (.*?)(?:\s+# exit (\d+))?$")
FILE_NAME = re.compile(r"`([\w./-]+\.json)`:$")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PATH = re.compile(r"`([A-Za-z_.]+/[\w./*-]*)`")
EVENT_ROW = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
EVENT_NAMES = re.compile(r"kNames = \{(.*?)\};", re.DOTALL)
TIMING = re.compile(r"^  \S+ \w+ \(.* events/s\)$")


class Block:
    """A fenced block of a document: its kind, the line before it, and its lines."""

    def __init__(self, kind, title, first, lines):
        self.kind, self.title, self.first, self.lines = kind, title, first, lines


def blocks_of(lines):
    kind, title, first = None, "", 0
    for number, line in enumerate(lines):
        if kind is None and line.startswith("```"):
            kind, first = line[3:].strip(), number + 1
        elif kind is not None and line == "```":
            yield Block(kind, title, first, lines[first:number])
            kind, title = None, ""
        elif kind is None and line.strip():
            title = line


def steps_of(block):
    """(last line's number, command, exit code, shown lines) of a console block."""
    steps = []
    for offset, line in enumerate(block.lines):
        command = COMMAND.match(line)
        if command:
            steps.append((block.first + offset, command[1], int(command[2] or 0), []))
        elif steps and line.startswith("> "):
            _, begun, code, _ = steps.pop()
            rest = COMMAND.match("$" + line[1:])
            steps.append((block.first + offset, f"{begun}\n{rest[1]}", int(rest[2] or code), []))
        elif steps:
            steps[-1][3].append(line)
    return steps


def agrees(shown, printed):
    pattern = ""
    for line in shown:
        if line.strip() == "...":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*".join(re.escape(part) for part in line.rstrip().split("...")) + r"\n"
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed)) is not None


def refreshed(shown, printed):
    """The shown lines with what was printed now; lines that were left out stay so."""
    result, at, skip = [], 0, False
    for line in shown:
        if line.strip() == "...":
            result.append(line)
            skip = True
            continue
        rest = printed[at:] if skip else printed[at:at + 1]
        if not rest:
            continue
        nearest = max(range(len(rest)),
                      key=lambda i: difflib.SequenceMatcher(None, line, rest[i]).ratio())
        result.append(line if agrees([line], [rest[nearest]]) else rest[nearest])
        at += nearest + 1
        skip = False
    if not skip:
        result += printed[at:]
    return ["  ... (... events/s)" if TIMING.match(line) else line for line in result]


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])


class Reader:
    """Somebody who does what a document says, in a folder of their own."""

    def __init__(self, program, folder):
        self.root = self.folder = Path(folder)
        self.port = free_port()
        self.environment = {**os.environ, **MPIRUN, "LC_ALL": "C.UTF-8", "TZ": "UTC",
                            "PATH": f"{program.parent}:{os.environ['PATH']}"}
        for name in LINKED:
            (self.root / name).symlink_to(ROOT / name)

    def write(self, name, lines):
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text("\n".join(lines) + "\n")

    def run(self, command):
        """The exit code and the printed lines. A changed folder stays changed."""
        place = self.root / ".folder"
        script = f"{command.replace(PORT, self.port)}\nstatus=$?\npwd > '{place}'\nexit $status"
        done = subprocess.run(["bash", "-c", script], cwd=self.folder, env=self.environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=TIMEOUT_S, check=False)
        if place.exists():
            self.folder = Path(place.read_text().strip())
        printed = done.stdout.replace(f":{self.port}", f":{PORT}")
        return done.returncode, [line.rstrip() for line in printed.splitlines()]


def try_document(path, program, update):
    """Findings, the number of commands that were run, and the lines as they should be."""
    name = path.relative_to(ROOT)
    lines = path.read_text().split("\n")
    findings, commands, replaced = [], 0, []
    with tempfile.TemporaryDirectory() as folder:
        reader = Reader(program, folder)
        for block in blocks_of(lines):
            title = FILE_NAME.search(block.title)
            if block.kind == "json" and title:
                reader.write(title[1], block.lines)
            if block.kind != "console":
                continue
            for number, command, expected, shown in steps_of(block):
                if any(command.startswith(long) for long in TOO_LONG):
                    continue
                commands += 1
                code, printed = reader.run(command)
                where = f"{name}:{number + 1}: {command}"
                if code != expected:
                    findings.append(f"{where}\n  exit code {code}, not {expected}; printed:\n"
                                    + "\n".join("  | " + line for line in printed))
                elif not agrees(shown, printed):
                    replaced.append((block, number, shown, refreshed(shown, printed)))
                    if not update:
                        findings.append(f"{where}\n  does not print what is shown:\n" + "\n".join(
                            "  " + line for line in difflib.ndiff(shown, printed)
                            if line[0] != "?"))
    for _, number, shown, now in reversed(replaced):
        begin = number + 1
        lines[begin:begin + len(shown)] = now
    if update and replaced:
        path.write_text("\n".join(lines))
    return findings, commands


def anchors_of(path):
    text = path.read_text()
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    plain = [re.sub(r"<[^>]*>", "", heading).strip().lower() for heading in headings]
    return {re.sub(r"[^\w -]", "", heading).replace(" ", "-") for heading in plain} | set(
        re.findall(r'<a id="([^"]+)"', text))


def prose_of(lines):
    inside = False
    for number, line in enumerate(lines, start=1):
        if line.startswith("```"):
            inside = not inside
        elif not inside:
            yield number, line


def faults_of_links(path):
    tops = {entry.name for entry in ROOT.iterdir() if entry.is_dir()} - {"build", "runs"}
    for number, line in prose_of(path.read_text().split("\n")):
        for target in LINK.findall(line):
            file, _, anchor = target.partition("#")
            if "://" in target:
                continue
            linked = path if not file else path.parent / file
            if not linked.exists():
                yield number, f"link to {target}, which does not exist"
            elif anchor and linked.suffix == ".md" and anchor not in anchors_of(linked):
                yield number, f"link to {target}: no such heading"
        for named in PATH.findall(line):
            if named.split("/")[0] in tops and not list(ROOT.glob(named.rstrip("/"))):
                yield number, f"path {named} does not exist"


def faults_of_events():
    names = set(re.findall(r'"(\w+)"', EVENT_NAMES.search(
        (ROOT / "plant_models/run/plant_event.cpp").read_text())[1]))
    section = (ROOT / "docs/events.md").read_text().split("\n## Types of events\n")[-1]
    listed = set(EVENT_ROW.findall(section.split("\n## ")[0]))
    for name in sorted(names - listed):
        yield f"docs/events.md: no row for the event {name}"
    for name in sorted(listed - names):
        yield f"docs/events.md: there is no event {name}"


def main():
    program = Path(sys.argv[1]).resolve()
    update = "--update" in sys.argv[2:]
    findings, commands = [], 0
    for path in files("README.md", "docs/*.md"):
        found, run = try_document(path, program, update)
        findings += found
        commands += run
    for path in files("*.md"):
        findings += [f"{path.relative_to(ROOT)}:{number}: {fault}"
                     for number, fault in faults_of_links(path)]
    findings += faults_of_events()
    print(f"{commands} commands")
    report(findings, len(files("*.md")))


if __name__ == "__main__":
    main()
