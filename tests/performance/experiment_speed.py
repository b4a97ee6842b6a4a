#!/usr/bin/env python3
"""What experiments cost: cores against one core, the start of a replication, memory of variants.

    experiment_speed.py [PLANTTWIN]

Run where nothing else runs. Rates of one and of N workers are taken in turn, so that whatever slows
the machine down slows both.
"""

import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

PROGRAM = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "build/release/bin/planttwin").resolve()
PLANTS = pathlib.Path("scenarios/library/04_three_plants/scenario.json").resolve()
THROUGHPUT = [{"id": "throughput", "pointer": "/kpis/throughput_per_h"}]
QUEUE = {
    "scenario": "queue", "start": "2025-01-06T06:00Z", "horizon": "1 min",
    "sources": [{"id": "CUSTOMERS", "kind": "interarrival", "product": "PART",
                 "quantity": "1 pcs", "interarrival": {"exponential": {"mean": "10 min"}}}],
    "plant": {"id": "SHOP", "unit": "pcs", "materials": [{"id": "PART"}],
              "work_centers": [{"id": "LATHE", "machines": 1}],
              "routings": [{"id": "PART", "operations": [
                  {"id": 10, "work_center": "LATHE", "per": "lot", "time": "8 min"}]}]}}


def run(folder, jobs, **members):
    """Wall time and processor time in seconds, and peak memory in MB of the largest process."""
    experiment = {"experiment": "speed", "kpis": THROUGHPUT, **members}
    path = pathlib.Path(folder, "experiment.json")
    path.write_text(json.dumps(experiment))
    begin = time.monotonic()
    process = subprocess.Popen([PROGRAM, "experiment", path, "--jobs", str(jobs), "--quiet",
                                "--out", pathlib.Path(folder, "out")])
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"planttwin experiment ended with {status}")
    return (time.monotonic() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def cores(folder, rounds=5, replications=60):
    count = os.cpu_count()
    ratios, rates = [], []
    for _ in range(rounds):
        one, many = (run(folder, jobs, scenario=str(PLANTS), variants=[{"id": "as it is"}],
                         replications=replications)[0] for jobs in (1, count))
        ratios.append(one / many / count)
        rates.append(replications / many)
    print(f"04_three_plants, {count} cores: {statistics.median(rates):.1f} replications/s, "
          f"{statistics.median(ratios):.2f} N of one core "
          f"({min(ratios):.2f} to {max(ratios):.2f})")


def start_of_a_replication(folder):
    pathlib.Path(folder, "queue.json").write_text(json.dumps(QUEUE))
    few, many = 100, 2100
    times = [run(folder, 1, scenario="queue.json", variants=[{"id": "one"}], replications=number)
             for number in (few, many)]
    wall, cpu = ((times[1][i] - times[0][i]) / (many - few) * 1000 for i in (0, 1))
    print(f"a replication in which next to nothing happens: {wall:.2f} ms, {cpu:.2f} ms of processor")


def memory(folder):
    pathlib.Path(folder, "queue.json").write_text(json.dumps(QUEUE))
    for count in (100, 10000):
        variants = [{"id": f"v{i}", "changes": {"/seed": i}} for i in range(count)]
        wall, _, peak = run(folder, os.cpu_count(), scenario="queue.json", variants=variants,
                            replications=2)
        print(f"{count} variants: {peak:.0f} MB at most, {wall:.1f} s")


with tempfile.TemporaryDirectory() as scratch:
    cores(scratch)
    start_of_a_replication(scratch)
    memory(scratch)
