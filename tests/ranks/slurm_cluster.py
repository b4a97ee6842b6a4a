"""A Slurm of one node on this machine, for a test: daemons of its own in a temporary folder."""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile

from queue_experiment import wait_for

# Without control groups, process tracking and accounts; as many tasks as a test likes.
CONFIGURATION = """\
ClusterName=planttwin
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller_port}
SlurmdPort={node_port}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SlurmdParameters=config_overrides
SchedulerParameters=batch_sched_delay=0
ReturnToService=2
KillWait=10
NodeName={host} NodeAddr=127.0.0.1 CPUs=4 RealMemory=4000
PartitionName=main Nodes=ALL Default=YES State=UP
"""

# Debian puts the daemons where only root looks.
SEARCH = os.environ["PATH"] + ":/usr/sbin:/sbin"


def missing():
    """Why there can be no cluster here, or nothing."""
    if os.geteuid() != 0:
        return "Slurm's daemons need root"
    absent = [name for name in ("munged", "slurmctld", "slurmd", "sbatch", "srun")
              if shutil.which(name, path=SEARCH) is None]
    return f"not installed: {', '.join(absent)}" if absent else None


def free_ports(count):
    holders = [socket.socket() for _ in range(count)]
    for holder in holders:
        holder.bind(("127.0.0.1", 0))
    ports = [holder.getsockname()[1] for holder in holders]
    for holder in holders:
        holder.close()
    return ports


class Cluster:
    """Runs from its making until close()."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp()).resolve()
        self.daemons = []
        self.host = socket.gethostname().split(".")[0]
        self.environment = {**os.environ, "PATH": SEARCH,
                            "SLURM_CONF": str(self.folder / "slurm.conf")}
        try:
            self.begin()
        except BaseException:
            self.close()
            raise

    def begin(self):
        key = self.folder / "munge.key"
        key.touch(mode=0o600)
        key.write_bytes(os.urandom(1024))
        controller_port, node_port = free_ports(2)
        (self.folder / "slurm.conf").write_text(CONFIGURATION.format(
            host=self.host, folder=self.folder, controller_port=controller_port,
            node_port=node_port))
        # --force: the folder belongs to whoever runs the test.
        self.daemon("munged", "--foreground", "--force", f"--key-file={key}",
                    f"--socket={self.folder}/munge.socket", f"--pid-file={self.folder}/munged.pid",
                    f"--log-file={self.folder}/munged.log", f"--seed-file={self.folder}/seed")
        wait_for("munged", (self.folder / "munge.socket").exists)
        self.daemon("slurmctld", "-D", "-i")
        self.daemon("slurmd", "-D", "-N", self.host)
        wait_for("a node that takes jobs", lambda: self.run("sinfo", "--noheader", "--format=%t")
                 .stdout.split() == ["idle"])

    def daemon(self, *command):
        with open(self.folder / f"{command[0]}.out", "wb") as log:
            self.daemons.append(subprocess.Popen(command, env=self.environment, cwd=self.folder,
                                                 stdin=subprocess.DEVNULL, stdout=log, stderr=log))

    def run(self, *command, **options):
        return subprocess.run([*map(str, command)], env=self.environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                              **options)

    def submit(self, folder, *arguments):
        """The number of a job of this script and arguments."""
        done = self.run("sbatch", "--parsable", *arguments, cwd=folder)
        if done.returncode != 0:
            raise AssertionError(done.stdout)
        return int(done.stdout)

    def wait_for_end(self, job):
        """The state and the exit code of a job that has ended."""
        def ended():
            text = self.run("scontrol", "--oneliner", "show", "job", job).stdout
            fields = dict(part.split("=", 1) for part in text.split() if "=" in part)
            return fields if fields.get("JobState") in (
                "COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL") else None
        fields = wait_for(f"the end of job {job}", ended)
        return fields["JobState"], int(fields["ExitCode"].split(":")[0])

    def log(self):
        """What the daemons said, for when something goes wrong."""
        return "\n".join(f"{path.name}:\n{path.read_text()}" for path in
                         sorted(self.folder.glob("*.out")))

    def close(self):
        """Ends all jobs and daemons and removes the folder."""
        if len(self.daemons) == 3:
            self.run("scancel", "--signal=KILL", "--partition=main")
            self.run("scancel", "--partition=main")
        for daemon in reversed(self.daemons):
            daemon.send_signal(signal.SIGTERM)
            try:
                daemon.wait(timeout=10)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
