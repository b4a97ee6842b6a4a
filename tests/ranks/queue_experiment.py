"""Experiments with a queue for the tests of ranks, and the processes that a start has."""

import json
import os
import pathlib
import sqlite3
import time

SCENARIO = {
    "scenario": "queue", "start": "2025-01-06T06:00Z", "horizon": "100 d", "warm_up": "5 d",
    "sources": [{"id": "CUSTOMERS", "kind": "interarrival", "product": "PART",
                 "quantity": "1 pcs", "interarrival": {"exponential": {"mean": "10 min"}}}],
    "plant": {"id": "SHOP", "unit": "pcs", "materials": [{"id": "PART"}],
              "work_centers": [{"id": "LATHE", "machines": 1}],
              "routings": [{"id": "PART", "operations": [
                  {"id": 10, "work_center": "LATHE", "per": "lot",
                   "time": {"exponential": {"mean": "8 min"}}}]}]}}

# 80 runs, which take a few seconds.
EXPERIMENT = {
    "experiment": "lathes", "scenario": "queue.json", "replications": 20,
    "kpis": [{"id": "wait", "pointer": "/products/PART/wait_s/mean", "better": "less"},
             {"id": "throughput", "pointer": "/kpis/throughput_per_h", "better": "more"}],
    "variants": [{"id": "one"}, {"id": "same"},
                 {"id": "two", "changes": {"/plant/work_centers/LATHE/machines": 2}},
                 {"id": "slow",
                  "changes": {"/plant/routings/PART/operations/10/time": "9 min"}}]}


def write_experiment(folder, **members):
    """The path of an experiment with these members in place of its own."""
    folder = pathlib.Path(folder)
    (folder / "queue.json").write_text(json.dumps(SCENARIO))
    path = folder / "experiment.json"
    path.write_text(json.dumps({**EXPERIMENT, **members}))
    return path


def result(folder):
    """The bytes of experiment.json."""
    path = pathlib.Path(folder, "experiment.json")
    return path.read_bytes() if path.exists() else None


def runs_in_store(folder):
    store = pathlib.Path(folder, "experiment.sqlite")
    if not store.exists():
        return 0
    try:
        with sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=5) as database:
            return database.execute("SELECT count(*) FROM replication").fetchone()[0]
    except sqlite3.OperationalError:  # its table is not there yet
        return 0


def wait_for(what, condition, seconds=60.0):
    """What `condition` returns once that is true; fails when it takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.01)
    raise AssertionError(f"waited in vain for {what}")


def children(process):
    """The processes that any thread of this one has started."""
    found = []
    try:
        for thread in os.listdir(f"/proc/{process}/task"):
            with open(f"/proc/{process}/task/{thread}/children", encoding="ascii") as file:
                found += map(int, file.read().split())
    except (FileNotFoundError, ProcessLookupError):
        pass
    return found


def environment(process):
    try:
        with open(f"/proc/{process}/environ", "rb") as file:
            pairs = [entry.partition(b"=") for entry in file.read().split(b"\0")]
    except (FileNotFoundError, ProcessLookupError):
        return {}
    return {name.decode(): value.decode() for name, _, value in pairs}


def processes_in(folder):
    """Whatever still has its working folder there."""
    found = []
    for entry in os.listdir("/proc"):
        try:
            if entry.isdigit() and os.readlink(f"/proc/{entry}/cwd").startswith(str(folder)):
                found.append(int(entry))
        except OSError:
            pass
    return found
