"""Whether memory and files stay flat: beyond what each posting leaves behind, nothing may grow.

Plant, bridge and ERP keep every posting until the audit, so both grow with the number of postings, and
evenly. A leak of anything else (a connection, a retry, an hour) shows as bytes per posting that rise, or as
open files that do.
"""

import statistics

WARM_UP = 0.2        # of the time
RISE = 1.35          # bytes per posting of the last third, in those of the middle one
SLACK = 4 << 20      # bytes that allocators and pages of a database come and go by
MOST_PER_POSTING = {"drive": 12 << 10, "erp": 12 << 10, "files": 8 << 10}
FEWEST = 500         # postings by which growth can be judged
MORE_OPEN_FILES = 12


def slope(points):
    """Bytes per posting, by least squares; 0 where nothing was posted."""
    if len(points) < 3:
        return 0.0
    x, y = zip(*points)
    if max(x) == min(x):
        return 0.0
    return statistics.linear_regression(x, y).slope


def parted(points):
    """What comes after the warm-up, in two halves by postings."""
    middle = (points[0][0] + points[-1][0]) / 2
    return ([point for point in points if point[0] <= middle],
            [point for point in points if point[0] > middle])


def series(samples):
    """(postings, bytes) of each thing that is watched."""
    # Once all is posted the audit takes memory of its own.
    all_posted = next(i for i, sample in enumerate(samples)
                      if sample["acknowledged"] == samples[-1]["acknowledged"])
    driven = samples[:all_posted + 1]
    later = [sample for sample in driven if sample["at_s"] >= WARM_UP * driven[-1]["at_s"]]
    return {
        "drive": [(sample["acknowledged"], sample["drive"]["rss"]) for sample in later],
        "erp": [(sample["acknowledged"], sample["erp"]["rss"]) for sample in later if sample["erp"]],
        "files": [(sample["acknowledged"], sum(sample["files"].values())) for sample in later],
    }


def growth(samples):
    """Of each: bytes per posting in both halves after the warm-up, and whether it is flat."""
    found = {}
    for name, points in series(samples).items():
        if len(points) < 6 or points[-1][0] - points[0][0] < FEWEST:
            continue
        first, second = (slope(half) for half in parted(points))
        postings = (points[-1][0] - points[0][0]) / 2
        allowed = max(first, 0) * RISE + SLACK / max(postings, 1)
        found[name] = {"first_half": round(first), "second_half": round(second),
                       "flat": second <= allowed and
                               second * postings <= MOST_PER_POSTING[name] * postings + SLACK}
    return found


def open_files(samples):
    """The most that the drive had in each half."""
    half = len(samples) // 2
    return [max((sample["drive"]["open_files"] for sample in part), default=0)
            for part in (samples[:half], samples[half:])]
