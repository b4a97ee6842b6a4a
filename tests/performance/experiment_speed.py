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


def write_experiment(folder, **members):
    path = pathlib.Path(folder, "experiment.json")
    path.write_text(json.dumps({"experiment": "speed", "kpis": THROUGHPUT, **members}))
    return path


def start(folder, jobs):
    return subprocess.Popen([PROGRAM, "experiment", pathlib.Path(folder, "experiment.json"),
                             "--jobs", str(jobs), "--quiet", "--out", pathlib.Path(folder, "out")])


def finish(*processes):
    """Processor time in seconds, and peak memory in MB of the largest process."""
    cpu, peak = 0, 0
    for process in processes:
        _, status, usage = os.wait4(process.pid, 0)
        if status != 0:
            sys.exit(f"planttwin experiment ended with {status}")
        cpu += usage.ru_utime + usage.ru_stime
        peak = max(peak, usage.ru_maxrss / 1024)
    return cpu, peak


def run(folder, jobs):
    """Wall time and processor time in seconds, and peak memory in MB."""
    begin = time.monotonic()
    cpu, peak = finish(start(folder, jobs))
    return time.monotonic() - begin, cpu, peak


def cores(folder, rounds=5, replications=30):
    """The workers of one experiment, and as many experiments of one worker side by side: what they
    reach the machine can give."""
    count = os.cpu_count()
    folders = [pathlib.Path(folder, str(i)) for i in range(count)]
    for each in folders:
        each.mkdir()
        write_experiment(each, scenario=str(PLANTS), variants=[{"id": "as it is"}],
                         replications=replications)
    workers, programs, rates = [], [], []
    for _ in range(rounds):
        one = run(folders[0], 1)[0]
        begin = time.monotonic()
        finish(*[start(each, 1) for each in folders])
        programs.append(one / (time.monotonic() - begin))
        write_experiment(folder, scenario=str(PLANTS), variants=[{"id": "as it is"}],
                         replications=replications * count)
        many = run(folder, count)[0]
        workers.append(one / many)
        rates.append(replications * count / many)
    shares = [worker / program for worker, program in zip(workers, programs)]
    print(f"04_three_plants, {count} cores: {statistics.median(rates):.1f} replications/s, "
          f"{statistics.median(workers):.2f} N of one core; {count} programs side by side: "
          f"{statistics.median(programs):.2f} N; workers over programs: "
          f"{statistics.median(shares):.2f} ({min(shares):.2f} to {max(shares):.2f})")


def start_of_a_replication(folder):
    pathlib.Path(folder, "queue.json").write_text(json.dumps(QUEUE))
    few, many = 100, 2100
    times = []
    for number in (few, many):
        write_experiment(folder, scenario="queue.json", variants=[{"id": "one"}],
                         replications=number)
        times.append(run(folder, 1))
    wall, cpu = ((times[1][i] - times[0][i]) / (many - few) * 1000 for i in (0, 1))
    print(f"a replication in which next to nothing happens: {wall:.2f} ms, {cpu:.2f} ms of processor")


def memory(folder):
    pathlib.Path(folder, "queue.json").write_text(json.dumps(QUEUE))
    for count in (100, 10000):
        write_experiment(folder, scenario="queue.json", replications=2,
                         variants=[{"id": f"v{i}", "changes": {"/seed": i}} for i in range(count)])
        wall, _, peak = run(folder, os.cpu_count())
        print(f"{count} variants: {peak:.0f} MB at most, {wall:.1f} s")


with tempfile.TemporaryDirectory() as scratch:
    cores(scratch)
    start_of_a_replication(scratch)
    memory(scratch)
