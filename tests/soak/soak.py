#!/usr/bin/env python3
"""Drives the reference ERP for a long time while everything goes wrong that can, and judges what is left.

    tests/soak/soak.py                       half an hour
    tests/soak/soak.py --minutes 5 --seed 7

First an ERP that honours the keys of messages: nothing may be lost or doubled, but by a fault that says that
it has booked and has not; each of those has to be found under its name. Then, for a tenth of the time, one
that forgets keys and loses postings on purpose: every deviation has to be found. Both with faults of all
kinds at random; memory and files may grow by what each posting leaves behind, and by nothing else.

Writes soak.json and all else below the folder of --out. The same seed draws the same faults; when they
strike depends on the machine. Exit codes: 0 all as it should be; 1 not, or interrupted; 2 bad input, or a
kind of fault that this script does not know.
"""

import argparse
import json
import os
import random
import re
import shutil
import signal
import sys
from pathlib import Path

import growth
import random_faults
from books import Left
from shown import end_progress, progress, table
from watched_drive import WatchedDrive

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "data/schemas/faults.schema.json"
SCENARIO = ROOT / "scenarios/library/12_real_erp/scenario.json"
STACK = ROOT / "data/stacks/reference-erp/stack.json"
SPEED = 3600          # an hour of the plant in a second
POSTINGS_PER_S = 18   # what the pump works report at that speed, a little less
FEWEST_WRONG = 12     # things that the naive ERP does, or more
# Nobody wants to wait as long as in a plant.
DELIVERY = {"first_retry": "50 ms", "longest_retry": "1 s", "probe_every": "200 ms", "answer_within": "2 s"}
# The works never stop, and the bar of steel is long enough.
STOCK = [
    {"material": "CASTING", "location": "STORE", "quantity": "180 pcs", "lot": "HEAT-4711"},
    {"material": "BAR-20", "location": "STORE", "quantity": "1000000 kg", "lot": "BAR-0815"},
    {"material": "SEAL", "location": "STORE", "quantity": "400 pcs"},
    {"material": "IMPELLER", "location": "STORE", "quantity": "40 pcs", "lot": "IMP-START"},
]
ALL_STRIKE_S = 60     # in a shorter run some faults find no message


def commented(file):
    return json.loads(re.sub(r"(?m)^\s*//.*$", "", file.read_text(encoding="utf-8")))


class Part:
    """One drive with its faults, its figures, and what is wrong with them."""

    def __init__(self, name, arguments, minutes):
        self.name = name
        self.naive = name == "naive"
        self.seconds = minutes * 60
        self.folder = arguments.out / name
        self.program = arguments.program
        self.random = random.Random(f"{arguments.seed}/{name}")
        self.wrong = []
        self.figures = {}

    def expect(self, good, text):
        if not good:
            self.wrong.append(f"{self.name}: {text}")

    def prepare(self):
        self.folder.mkdir(parents=True)
        # The ERP begins with the stock of this file, too.
        scenario = commented(SCENARIO)
        scenario |= {"plant": str(SCENARIO.parent / scenario["plant"]), "expectations": [],
                     "horizon": f"{int(self.seconds * SPEED)} s", "initial_state": {"stock": STOCK}}
        del scenario["$schema"]
        for source in scenario["sources"]:
            del source["limit"]
        (self.folder / "scenario.json").write_text(json.dumps(scenario, indent=2), encoding="utf-8")
        stack = commented(STACK)
        stack |= {"delivery": DELIVERY, "settle_within": "2 min"}
        del stack["$schema"]
        for system in ("record", "postings"):
            stack[system] = {"connection": stack[system]["connection"],
                             "mapping": str(STACK.parent / stack[system]["mapping"])}
        messages = int(self.seconds * POSTINGS_PER_S)
        of_each_kind = max(1, round(self.seconds / 90))
        plan = random_faults.plan(self.random, SCHEMA, self.seconds, messages, of_each_kind)
        if self.naive:
            share = max(0.005, FEWEST_WRONG / messages)
            stack["parts"][0]["command"] += ["--defect", "doubles_on_retry",
                                             "--defect", f"loses_posting={share:.4f}"]
            # What needs something that is lost is soon given up.
            stack["delivery"] = DELIVERY | {"most_attempts": 4}
            plan["faults"].insert(0, random_faults.duplicates("again", share))
        (self.folder / "stack.json").write_text(json.dumps(stack, indent=2), encoding="utf-8")
        (self.folder / "faults.json").write_text(json.dumps(plan, indent=2), encoding="utf-8")

    def command(self):
        return [str(self.program), "drive", str(self.folder / "scenario.json"),
                "--stack", str(self.folder / "stack.json"), "--manage", "--speed", str(SPEED),
                "--faults", str(self.folder / "faults.json"), "--quiet"]

    def run(self):
        self.prepare()
        out = self.folder / "run"
        log = self.folder / "drive.log"
        with WatchedDrive(self.command(), out, log) as drive:
            code = drive.run(self.seconds, self.show)
            self.samples = drive.samples
        end_progress()
        self.expect(code is not None, "the drive took too long")
        if code not in (0, 1):
            self.expect(False, f"planttwin drive ended with {code}:\n"
                               f"{log.read_text(encoding='utf-8')[-2000:]}")
            return
        self.judge(Left(out), code)

    def show(self, sample):
        progress(self.name, sample, self.seconds)

    def judge(self, left, code):
        self.judge_messages(left, code)
        self.judge_faults(left)
        self.judge_growth()

    # What the messages and the documents themselves say, against what the audit says.
    def judge_messages(self, left, code):
        self.figures |= {"reported": left.reported, "lost": len(left.lost), "doubled": len(left.doubled),
                         "refused": len(left.refused), "open": left.left_open,
                         "found": left.by_class, **left.audit, "exit_code": code}
        self.expect(left.audit["residual"] == 0, "a difference of stock is unexplained")
        self.expect(left.audit["unattributed"] == 0, "a finding has no hops")
        self.expect(left.left_open == 0, f"{left.left_open} messages are under way at the end")
        self.expect(not left.invented, f"{len(left.invented)} documents of messages that nobody sent")
        self.expect(left.found("missing") == left.lost,
                    f"{len(left.lost)} were lost, and {len(left.found('missing'))} found missing")
        self.expect(left.found("duplicate") == left.doubled,
                    f"{len(left.doubled)} were doubled, and {len(left.found('duplicate'))} found so")
        unfound = left.refused - {finding["key"] for finding in left.findings}
        self.expect(not unfound,
                    f"{len(unfound)} were refused and not found, such as {min(unfound, default='')}")
        self.expect(code == (1 if left.findings else 0), "the exit code does not say what was found")

    def judge_faults(self, left):
        kinds = {}
        for fault in left.faults:
            row = kinds.setdefault(fault["kind"], {"struck": 0, "healed": 0, "surfaced": 0})
            for name in row:
                row[name] += fault[name]
        self.figures["faults"] = kinds
        for kind, row in sorted(kinds.items()):
            self.expect(row["struck"] > 0 or self.naive or self.seconds < ALL_STRIKE_S,
                        f"no fault of the kind {kind} has struck")
            self.expect(row["struck"] == row["healed"] + row["surfaced"],
                        f"of {kind} some are neither healed nor surfaced")
        if self.naive:
            shown = [left.lost, left.doubled]
            self.expect(all(shown) or any(shown) and self.seconds < ALL_STRIKE_S,
                        "the ERP did too little wrong, so too little was shown")
            return
        kind_of = {fault["id"]: fault["kind"] for fault in left.faults}
        for finding in left.findings:
            named = {kind_of.get(fault) for fault in finding["fault"].split(", ")}
            self.expect(named & random_faults.LYING,
                        f"{finding['class']} by {finding['fault']}: {finding['key']}")
        self.expect(not left.doubled, "something is booked twice though the ERP honours the key")
        for kind, row in sorted(kinds.items()):
            self.expect(row["surfaced"] == 0 or kind in random_faults.LYING, f"{kind} has not been healed")

    def judge_growth(self):
        self.expect(len(self.samples) >= 10, "too few looks at memory and files")
        if len(self.samples) < 10:
            return
        self.figures["bytes_per_posting"] = growth.growth(self.samples)
        for name, row in self.figures["bytes_per_posting"].items():
            self.expect(row["flat"], f"{name}: not flat, {row['first_half']} bytes a posting in the first "
                                     f"half after the warm-up, {row['second_half']} in the second")
        before, after = self.figures["open_files"] = growth.open_files(self.samples)
        self.expect(after <= before + growth.MORE_OPEN_FILES, f"open files: {before} at first, then {after}")


def arguments_of(words):
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30, help="of the honest ERP; 30")
    parser.add_argument("--naive-minutes", type=float, help="of the naive one; a tenth of that unless given")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--program", type=Path, default=ROOT / "build/release/bin/planttwin")
    parser.add_argument("--out", type=Path, default=ROOT / "build/soak", help="emptied first")
    arguments = parser.parse_args(words)
    if not 0.2 <= arguments.minutes <= 24 * 60:
        parser.error("--minutes: from 0.2 to a day")
    if arguments.naive_minutes is None:
        arguments.naive_minutes = max(0.2, arguments.minutes / 10)
    if not os.access(arguments.program, os.X_OK):
        parser.error(f"there is no {arguments.program}: build it, or name it by --program")
    arguments.program = arguments.program.resolve()
    arguments.out = arguments.out.resolve()
    if arguments.out.exists() and any(arguments.out.iterdir()) and not (arguments.out / "soak.json").exists():
        parser.error(f"--out {arguments.out} has something else in it than a soak")
    return arguments


def interrupt(*unused):
    raise KeyboardInterrupt


def main():
    arguments = arguments_of(sys.argv[1:])
    signal.signal(signal.SIGTERM, interrupt)
    os.environ.setdefault("PLANTTWIN_ERP_KEY", "a-key-of-the-soak-0001")
    if arguments.out.exists():
        shutil.rmtree(arguments.out)
    arguments.out.mkdir(parents=True)
    summary = arguments.out / "soak.json"
    summary.write_text("{}\n", encoding="utf-8")
    parts = [Part("honest", arguments, arguments.minutes), Part("naive", arguments, arguments.naive_minutes)]
    try:
        for part in parts:
            part.run()
            print(table(part), flush=True)
    except random_faults.UnknownFault as error:
        print(f"soak: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        end_progress()
        print("soak: interrupted", file=sys.stderr)
        return 1
    wrong = [text for part in parts for text in part.wrong]
    summary.write_text(json.dumps({
        "minutes": arguments.minutes, "seed": arguments.seed, "passed": not wrong, "wrong": wrong,
        "parts": {part.name: part.figures | {"samples": part.samples} for part in parts}}, indent=1) + "\n",
        encoding="utf-8")
    for text in wrong[:40]:
        print(f"WRONG  {text}")
    print(f"{'all as it should be' if not wrong else f'{len(wrong)} things are wrong'}; {summary}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
