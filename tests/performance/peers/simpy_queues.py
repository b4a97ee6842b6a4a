#!/usr/bin/env python3
"""The queues on SimPy: simpy_queues.py STATIONS WARM_UP CUSTOMERS SEED

Every customer is a process that asks for one machine after the other, as in the examples of
SimPy's documentation; a machine is a simpy.Resource. Draws come from Python's module random. The
parameters, the warm-up and the printed line are those of queue_run.h.
"""

import json
import platform
import random
import sys
import time

import simpy

INTERARRIVAL_MEAN = 10  # seconds of simulated time
SERVICE_MEAN = 9        # seconds of simulated time


class Meter:
    """Counts the customers who leave; `finished` happens when the last one has."""

    def __init__(self, env, warm_up, customers):
        self.warm_up, self.customers = warm_up, customers
        self.left, self.total, self.start = 0, 0.0, time.perf_counter()
        self.wall_seconds = None
        self.finished = env.event()

    def leave(self, time_in_system):
        self.left += 1
        if self.left > self.warm_up:
            self.total += time_in_system
        elif self.left == self.warm_up:
            self.start = time.perf_counter()
        if self.left == self.warm_up + self.customers:
            self.wall_seconds = time.perf_counter() - self.start
            self.finished.succeed()


def customer(env, machines, meter):
    arrival = env.now
    for machine in machines:
        with machine.request() as request:
            yield request
            yield env.timeout(random.expovariate(1 / SERVICE_MEAN))
    meter.leave(env.now - arrival)


def source(env, machines, meter):
    while True:
        yield env.timeout(random.expovariate(1 / INTERARRIVAL_MEAN))
        env.process(customer(env, machines, meter))


def main():
    if len(sys.argv) != 5:
        sys.exit(f"usage: {sys.argv[0]} STATIONS WARM_UP CUSTOMERS SEED")
    stations, warm_up, customers, seed = map(int, sys.argv[1:])
    random.seed(seed)
    env = simpy.Environment()
    machines = [simpy.Resource(env, capacity=1) for _ in range(stations)]
    meter = Meter(env, warm_up, customers)
    env.process(source(env, machines, meter))
    env.run(until=meter.finished)
    print(json.dumps({
        "version": f"{simpy.__version__}, Python {platform.python_version()}",
        "customers": customers, "wall_seconds": meter.wall_seconds,
        "mean_time_in_system": meter.total / customers}))


if __name__ == "__main__":
    main()
