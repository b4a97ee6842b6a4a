#!/usr/bin/env python3
"""scripts/slurm/experiment.sbatch under a Slurm that this starts: the same bytes as alone.

    slurm_test.py PLANTTWIN
"""

import pathlib
import subprocess
import sys
import tempfile
import unittest

from queue_experiment import processes_in, result, runs_in_store, wait_for, write_experiment
from slurm_cluster import Cluster, missing

PLANTTWIN = pathlib.Path(sys.argv[1]).resolve()
SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts/slurm/experiment.sbatch"


@unittest.skipIf(missing(), missing())
class Slurm(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster()
        cls.addClassCleanup(cls.cluster.close)
        cls.cluster.environment["PATH"] = f"{PLANTTWIN.parent}:{cls.cluster.environment['PATH']}"

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name).resolve()
        write_experiment(self.folder)
        self.addCleanup(lambda: wait_for("the end of all processes",
                                         lambda: not processes_in(self.folder), 20))

    def alone(self):
        """The result without MPI."""
        subprocess.run([PLANTTWIN, "experiment", "experiment.json", "--jobs", "1", "--quiet",
                        "--out", "alone"], cwd=self.folder, check=True)
        return result(self.folder / "alone")

    def submit(self, *options):
        return self.cluster.submit(self.folder, "--ntasks=3", "--mem-per-cpu=100M", SCRIPT,
                                   "experiment.json", "--out", "out", *options)

    def output(self, job):
        return (self.folder / f"planttwin-{job}.out").read_text()

    def test_the_job_script_gives_the_same_bytes(self):
        job = self.submit()
        self.assertEqual(self.cluster.wait_for_end(job), ("COMPLETED", 0), self.cluster.log())
        self.assertIn("0 runs were there already", self.output(job))
        self.assertEqual(self.output(job).count("results: out/experiment.json"), 1)
        self.assertEqual(result(self.folder / "out"), self.alone())

    def test_a_job_that_was_stopped_goes_on_when_it_is_submitted_again(self):
        job = self.submit("--quiet")
        wait_for("some runs", lambda: runs_in_store(self.folder / "out") >= 10)
        self.cluster.run("scancel", job)
        self.cluster.wait_for_end(job)
        wait_for("the message", lambda: "stopped; --resume goes on" in self.output(job))
        finished = runs_in_store(self.folder / "out")
        self.assertTrue(10 <= finished < 80, finished)
        again = self.submit()
        self.assertEqual(self.cluster.wait_for_end(again), ("COMPLETED", 0), self.output(again))
        self.assertIn(f"{finished} runs were there already", self.output(again))
        self.assertEqual(result(self.folder / "out"), self.alone())

    def test_bad_input_is_said_once_and_is_the_exit_code_of_the_job(self):
        write_experiment(self.folder, variants=[])
        job = self.submit()
        self.assertEqual(self.cluster.wait_for_end(job), ("FAILED", 2), self.output(job))
        self.assertEqual(self.output(job).count("there is no variant"), 1, self.output(job))

    def test_srun_without_pmix_is_refused(self):
        done = self.cluster.run("srun", "--mpi=none", "--ntasks=2", "--mem-per-cpu=100M",
                                PLANTTWIN, "experiment", "experiment.json", cwd=self.folder)
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn("--mpi=pmix lets the processes share the work", done.stdout)
        self.assertFalse((self.folder / "runs").exists())


if __name__ == "__main__":
    if missing():
        print(f"SKIPPED: {missing()}")
    unittest.main(argv=sys.argv[:1] + sys.argv[2:], verbosity=2)
