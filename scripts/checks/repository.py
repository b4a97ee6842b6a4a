"""What the checks share: the files of the repository and how a finding is reported."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def files(*patterns):
    """Files that git tracks, or would: new ones count, ignored ones do not.

    The repository may belong to another user than the one who checks it.
    """
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others",
               "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = [ROOT / name for name in sorted(set(listed.split("\0"))) if name]
    return [path for path in paths if path.is_file()]


def report(findings, looked_at):
    """Prints the findings and ends the program, with status 1 when there are any."""
    for finding in findings:
        print(finding)
    print(f"{looked_at} files, {len(findings)} findings")
    sys.exit(1 if findings else 0)
