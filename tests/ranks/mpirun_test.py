#!/usr/bin/env python3
"""Experiments over ranks of Open MPI: the same bytes as alone, and what happens when things die.

    mpirun_test.py PLANTTWIN
"""

import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest

from queue_experiment import (children, environment, processes_in, result, runs_in_store, wait_for,
                              write_experiment)

PLANTTWIN = pathlib.Path(sys.argv[1]).resolve()
# More ranks than cores, and as root, where the tests run so.
ENVIRONMENT = {**os.environ, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
               "OMPI_MCA_rmaps_base_oversubscribe": "1"}
LONG = 60  # replications of each of four variants


class Start:
    """planttwin experiment, started by mpirun so many times."""

    def __init__(self, folder, ranks, *options):
        command = ["mpirun", "-n", str(ranks), str(PLANTTWIN), "experiment", *map(str, options)]
        self.mpirun = subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, text=True,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def finish(self):
        self.output, self.errors = self.mpirun.communicate(timeout=100)
        return self.mpirun.returncode

    def rank(self, number):
        """The process of a rank that is at work."""
        return wait_for(f"rank {number}", lambda: next(
            (process for process in children(self.mpirun.pid) if children(process) and
             environment(process).get("OMPI_COMM_WORLD_RANK") == str(number)), None))

    def fork_server(self, number):
        return children(self.rank(number))[0]


def alone(folder):
    """The result of the experiment there without MPI, one run at a time."""
    subprocess.run([PLANTTWIN, "experiment", "experiment.json", "--jobs", "1", "--quiet",
                    "--out", "alone"], cwd=folder, check=True)
    return result(folder / "alone")


class Ranks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            write_experiment(folder)
            cls.expected = alone(pathlib.Path(folder))

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name).resolve()
        self.addCleanup(lambda: wait_for("the end of all processes",
                                         lambda: not processes_in(self.folder), 10))

    def write_long_experiment(self):
        """One that is not at its end when something happens to it; what it gives alone."""
        write_experiment(self.folder, replications=LONG)
        return alone(self.folder)

    def start(self, ranks, out, *options):
        return Start(self.folder, ranks, "experiment.json", "--quiet", "--out", out, *options)

    def expect_same_bytes(self, expected, *ranks):
        for count in ranks:
            start = self.start(count, f"ranks{count}")
            self.assertEqual(start.finish(), 0, start.errors)
            self.assertEqual((start.output, start.errors), ("", ""))
            self.assertEqual(result(self.folder / f"ranks{count}"), expected)

    def test_any_number_of_ranks_gives_the_same_bytes(self):
        write_experiment(self.folder)
        self.expect_same_bytes(self.expected, 1, 2, 5)

    def test_a_found_warm_up_reaches_all_ranks(self):
        write_experiment(self.folder, warm_up="mser5", replications=4)
        self.expect_same_bytes(alone(self.folder), 3)

    def test_a_selection_gives_the_same_bytes(self):
        write_experiment(self.folder, replications=5, selection={
            "kpi": "wait", "indifference": 60, "probability": 0.9, "stage": 5})
        self.expect_same_bytes(alone(self.folder), 3)

    def test_what_is_wrong_is_said_once(self):
        write_experiment(self.folder, replications="many", variants=[])
        for options, message in [(["experiment.json"], "there is no variant"),
                                 (["nowhere.json"], "nowhere.json: no such file"),
                                 (["experiment.json", "--jobs", "2"], "--jobs is for one machine"),
                                 (["--bad"], "--help says more")]:
            start = Start(self.folder, 3, *options)
            self.assertEqual(start.finish(), 2, start.errors)
            self.assertEqual(start.errors.count(message), 1, start.errors)
            self.assertFalse((self.folder / "runs").exists())

    def test_what_a_lost_process_was_making_is_made_elsewhere(self):
        write_experiment(self.folder)
        start = self.start(3, "out")
        for number in (0, 2):
            os.kill(start.fork_server(number), signal.SIGKILL)
        self.assertEqual(start.finish(), 0, start.errors)
        self.assertEqual(result(self.folder / "out"), self.expected)

    def test_nothing_can_be_made_when_all_are_lost(self):
        write_experiment(self.folder)
        start = self.start(2, "out")
        for number in (0, 1):
            os.kill(start.fork_server(number), signal.SIGKILL)
        self.assertEqual(start.finish(), 4, start.errors)
        self.assertIn("were lost on all ranks", start.errors)

    def test_after_the_death_of_a_rank_resume_goes_on(self):
        expected = self.write_long_experiment()
        for number in (0, 1):
            out = f"out{number}"
            start = self.start(3, out)
            wait_for("some runs", lambda: runs_in_store(self.folder / out) >= 10)
            os.kill(start.rank(number), signal.SIGKILL)
            self.assertNotEqual(start.finish(), 0)
            finished = runs_in_store(self.folder / out)
            self.assertTrue(10 <= finished < 4 * LONG, finished)
            self.assertIsNone(result(self.folder / out))
            again = Start(self.folder, 2, "experiment.json", "--out", out, "--resume")
            self.assertEqual(again.finish(), 0, again.errors)
            self.assertIn(f"{finished} runs were there already", again.errors)
            self.assertEqual(result(self.folder / out), expected)

    def test_a_signal_to_mpirun_ends_with_a_message(self):
        expected = self.write_long_experiment()
        for name in (signal.SIGINT, signal.SIGTERM):
            start = self.start(3, name.name)
            wait_for("some runs", lambda: runs_in_store(self.folder / name.name) >= 10)
            start.mpirun.send_signal(name)
            self.assertNotEqual(start.finish(), 0)
            self.assertEqual(start.errors.count("stopped; --resume goes on"), 1, start.errors)
            again = self.start(2, name.name, "--resume")
            self.assertEqual(again.finish(), 0, again.errors)
            self.assertEqual(result(self.folder / name.name), expected)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[2:], verbosity=2)
