#!/usr/bin/env python3
"""Runs clang-tidy on every source that a build compiles.

    tidy.py BUILD_FOLDER [PATH...]

BUILD_FOLDER holds compile_commands.json. Without PATHs every source in it is looked at. A source is
looked at again only when something that matters has changed: its own text, a header of the project
that it includes (however far away), its compile command, .clang-tidy, or clang-tidy itself. What
was found clean is remembered in the user's cache folder, for every clone. Exit status 1 when there is a finding.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r'^#include "([^"]+)"', re.MULTILINE)


def text_with_headers(source, generated):
    """The text of a source and of every header that it reaches, each once, in a stable order."""
    texts, pending = {}, [source]
    while pending:
        path = pending.pop()
        if path in texts:
            continue
        texts[path] = path.read_bytes()
        for name in INCLUDE.findall(texts[path].decode(errors="replace")):
            places = [folder / name for folder in (ROOT, *generated)]
            pending += [place for place in places if place.is_file()][:1]
    return b"".join(texts[path] for path in sorted(texts))


def key_of(source, command, generated, common):
    digest = hashlib.sha256(common)
    digest.update(command.replace(str(ROOT), "").encode())
    digest.update(text_with_headers(source, generated))
    return digest.hexdigest()


def look_at(source, build):
    """The findings in one source as text, empty when it is clean."""
    done = subprocess.run(["clang-tidy", "--quiet", "-p", str(build), str(source)],
                          capture_output=True, text=True, cwd=ROOT, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def main():
    build = Path(sys.argv[1]).resolve()
    wanted = {Path(path).resolve() for path in sys.argv[2:]}
    generated = sorted((build / "generated").glob("*"))
    version = subprocess.run(["clang-tidy", "--version"], capture_output=True, check=True).stdout
    common = version + (ROOT / ".clang-tidy").read_bytes()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    memory = cache / "planttwin" / "tidy"
    memory.mkdir(parents=True, exist_ok=True)

    pending, total = {}, 0
    for entry in json.loads((build / "compile_commands.json").read_text()):
        source = Path(entry["file"])
        if build in source.parents or ROOT not in source.parents or not source.is_file():
            continue
        if wanted and source not in wanted:
            continue
        total += 1
        key = memory / key_of(source, entry["command"], generated, common)
        if not key.exists():
            pending.setdefault(source, []).append(key)

    print(f"{total} sources, {len(pending)} of them changed")
    began = time.monotonic()
    findings = 0
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as workers:
        looked = workers.map(lambda source: (source, look_at(source, build)), pending)
        for source, found in looked:
            if found:
                findings += 1
                print(f"--- {source.relative_to(ROOT)}\n{found}", flush=True)
            else:
                for key in pending[source]:
                    key.touch()
    print(f"{findings} sources with findings, {time.monotonic() - began:.0f} s")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
