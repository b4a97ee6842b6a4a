"""planttwin drive in a process of its own, with the memory and the files that it has over time."""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

GLANCE_S = 1.0
ENDS_WITHIN_S = 60


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def memory(process):
    """Bytes resident now and at the most, and open files; None when it has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
        kib = dict(re.findall(r"^(VmRSS|VmHWM):\s+(\d+) kB$", status, re.MULTILINE))
        return {"rss": int(kib["VmRSS"]) * 1024, "most": int(kib["VmHWM"]) * 1024,
                "open_files": len(os.listdir(f"/proc/{process}/fd"))}
    except (OSError, KeyError):
        return None


def child_of(process):
    """The ERP: the one child of the drive; none while it is killed."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            after_name = (entry / "stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
            if int(after_name[1]) == process:
                return int(entry.name)
        except (OSError, IndexError):
            continue
    return None


def file_sizes(folder):
    sizes = {}
    for file in folder.rglob("*"):
        try:
            if file.is_file():
                sizes[str(file.relative_to(folder))] = file.stat().st_size
        except OSError:  # gone meanwhile
            continue
    return sizes


class WatchedDrive:
    """Ended when the with statement is left, whatever the reason, and the parts that it has started with it."""

    def __init__(self, command, out, log):
        self.out = out
        self.port = free_port()
        self.samples = []
        self._log = open(log, "wb")
        self._began = time.monotonic()
        # Not in our process group: Ctrl-C at the terminal is for us, and we tell it.
        self._process = subprocess.Popen([*command, "--out", str(out), "--metrics", str(self.port)],
                                         stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log,
                                         start_new_session=True)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        if self._process.poll() is None:
            # Twice: the first stops the plant and waits for what is under way, the second ends it.
            for sign in (signal.SIGINT, signal.SIGINT, signal.SIGKILL):
                self._process.send_signal(sign)
                try:
                    self._process.wait(ENDS_WITHIN_S / 4)
                    break
                except subprocess.TimeoutExpired:
                    continue
        self._log.close()

    def metric(self, text, name):
        found = [float(value) for value in
                 re.findall(rf"^{name}(?:\{{.*?\}})? (\S+)$", text, re.MULTILINE)]
        return int(sum(found))

    def sample(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=5) as page:
                text = page.read().decode()
        except (OSError, urllib.error.URLError):
            return
        drive = memory(self._process.pid)
        erp = child_of(self._process.pid)
        if drive is None:
            return
        self.samples.append({
            "at_s": round(time.monotonic() - self._began, 1),
            "acknowledged": self.metric(text, "planttwin_messages_acknowledged_total"),
            "open": self.metric(text, "planttwin_messages_open"),
            "plant_s": self.metric(text, "planttwin_plant_time_seconds"),
            "drive": drive, "erp": memory(erp) if erp else None, "erp_process": erp,
            "files": file_sizes(self.out.parent)})  # the event log grows beside it

    def run(self, seconds, show):
        """Looks at it until it has ended; returns its exit code, or None when it took too long."""
        every = max(GLANCE_S, seconds / 400)
        limit = self._began + seconds * 1.5 + 420
        while time.monotonic() < limit:
            self.sample()
            if self.samples:
                show(self.samples[-1])
            try:
                return self._process.wait(every)
            except subprocess.TimeoutExpired:
                continue
        return None
