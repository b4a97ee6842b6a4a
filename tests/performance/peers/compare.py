#!/usr/bin/env python3
"""Compares the speed of planttwin with that of other simulators.

Everyone simulates the same two models: an M/M/1 queue, and a line of ten such stations. Customers
come at random, every 10 s on average, services are exponential with a mean of 9 s, queues have no
limit. Rounds go through all peers, each time beginning with another one, so that whatever slows the
machine down slows all; shown are medians over the rounds, and in brackets the range.

Only simulating is timed: neither the start of a program nor the customers of the warm-up. A peer
whose mean time in system is not that of queueing theory gets no row, and the exit status is 1. A
peer that is not installed is skipped; scripts/setup.sh peers installs all, after which the release
preset has to be configured and built again.
"""

import argparse
import collections
import json
import math
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
OURS = "planttwin"
WARM_UP = 10_000
TIMEOUT_S = 120

# The expected mean time in system in seconds: 1 / (service rate - arrival rate) for each station,
# also in a line (Burke, 1956). The standard error of a mean over n customers is `deviation` divided
# by the square root of n: for the queue, 9 s times the root of rho (2 + 5 rho - 4 rho^2 + rho^3) /
# (1 - rho)^4 (Whitt, 1989, on waiting times) gives 1,705, and 300 runs of heap_queues of 200,000
# customers each gave 1,740; for the line they gave 9,940.
Model = collections.namedtuple("Model", "name stations expected deviation")
MODELS = [Model("M/M/1", 1, 90, 1_750), Model("line of ten stations", 10, 900, 10_000)]

# By how many standard errors a mean may be off; the seeds are fixed, so that the verdict is, too.
ERRORS = 3.5

# Customers of a round in thousands, for each model: what takes about a second.
Peer = collections.namedtuple("Peer", "name title thousands required")
PEERS = [
    Peer(OURS, "planttwin", (2_000, 400), True),
    Peer("heap", "std::priority_queue", (5_000, 1_000), True),
    Peer("ns3", "ns-3", (2_000, 400), False),
    Peer("simgrid", "SimGrid", (500, 100), False),
    Peer("simpy", "SimPy", (150, 20), False),
]


class Fault(Exception):
    """What makes the comparison fail, in words."""


def python_with_simpy():
    """Debian's interpreter, for which Debian's packages are, or else the one that runs this."""
    for python in ["/usr/bin/python3", sys.executable]:
        if Path(python).exists() and subprocess.run(
                [python, "-c", "import simpy"], capture_output=True, check=False).returncode == 0:
            return python
    return None


def command_of(peer, programs):
    """The beginning of the command line of a peer, or None where it is not installed."""
    if peer.name == "simpy":
        python = python_with_simpy()
        return [python, str(HERE / "simpy_queues.py")] if python else None
    program = programs / f"{peer.name}_queues"
    if program.exists():
        return [str(program)]
    if peer.required:
        raise Fault(f"{program} does not exist; build the release preset first")
    return None


def simulate(command, model, customers, seed):
    """What one run printed: version, customers, wall_seconds, mean_time_in_system."""
    arguments = [model.stations, WARM_UP, customers, seed]
    line = " ".join([*command, *map(str, arguments)])
    try:
        done = subprocess.run([*command, *map(str, arguments)], capture_output=True, text=True,
                              timeout=TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired as expired:
        raise Fault(f"{line}: not finished after {TIMEOUT_S} s") from expired
    if done.returncode != 0:
        raise Fault(f"{line}: exit status {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout)


def run_rounds(commands, index, rounds, divisor):
    """The results of each peer by its name, in the order of the rounds."""
    results = {peer.name: [] for peer in commands}
    for number in range(rounds):
        peers = list(commands)
        first = number % len(peers)
        for peer in peers[first:] + peers[:first]:
            customers = peer.thousands[index] * 1000 // divisor
            results[peer.name].append(
                simulate(commands[peer], MODELS[index], customers, seed=number + 1))
    return results


def mean_of(model, results):
    """The mean time in system over all rounds, and by how much it may be off."""
    customers = sum(result["customers"] for result in results)
    total = sum(result["customers"] * result["mean_time_in_system"] for result in results)
    return total / customers, ERRORS * model.deviation / math.sqrt(customers)


def rates_of(results):
    return [result["customers"] / result["wall_seconds"] for result in results]


def row_of(peer, model, results, our_rates):
    mean, tolerance = mean_of(model, results)
    if not abs(mean - model.expected) <= tolerance:  # so that no number at all is wrong, too
        raise Fault(f"{peer.title}, {model.name}: mean time in system {mean:.1f} s, expected "
                    f"{model.expected} s, tolerance {tolerance:.1f} s")
    rates = rates_of(results)
    version = results[0]["version"]
    row = f"  {peer.title + (' ' + version if version else ''):34}{statistics.median(rates):12,.0f}"
    ratios = [ours / theirs for ours, theirs in zip(our_rates, rates)]
    row += f"{statistics.median(ratios):9.2f}  ({min(ratios):.2f} to {max(ratios):.2f})"
    return f"{row:74} {mean:8.1f} s"


def compare(commands, missing, rounds, divisor):
    """Prints a table for each model; returns what was wrong."""
    faults = []
    for index, model in enumerate(MODELS):
        results = run_rounds(commands, index, rounds, divisor)
        our_rates = rates_of(results[OURS])
        print(f"{model.name}, mean time in system {model.expected} s in theory\n"
              f"  {'':34}{'customers/s':>12}   planttwin's multiple      measured")
        for peer in commands:
            try:
                print(row_of(peer, model, results[peer.name], our_rates))
            except Fault as fault:
                faults.append(str(fault))
        for peer in missing:
            print(f"  {peer.title:34}not installed")
        print(flush=True)
    return faults


def arguments():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=Path, default=ROOT / "build/release/bin",
                        help="folder of the built peers (build/release/bin)")
    parser.add_argument("--rounds", type=int, default=11, help="rounds for each model (11)")
    parser.add_argument("--smoke", action="store_true",
                        help="one round of half the length, to see that all peers agree: its "
                             "rates say little")
    chosen = parser.parse_args()
    if chosen.rounds < 1:
        parser.error("--rounds must be at least 1")
    return chosen


def main():
    chosen = arguments()
    try:
        found = {peer: command_of(peer, chosen.programs) for peer in PEERS}
        commands = {peer: command for peer, command in found.items() if command}
        missing = [peer for peer in PEERS if peer not in commands]
        faults = compare(commands, missing, 1 if chosen.smoke else chosen.rounds,
                         2 if chosen.smoke else 1)
    except Fault as fault:
        faults, missing = [str(fault)], []
    for peer in missing:
        print(f"compare: skipped {peer.title}, which is not installed: scripts/setup.sh peers, "
              "then configure and build again", file=sys.stderr)
    for fault in faults:
        print(f"compare: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
