"""How far a soak is, and its figures, for a person."""

import sys

MIB = 1 << 20
SAMPLES_SHOWN = 8


def progress(name, sample, seconds):
    text = (f"{name}: {sample['at_s']:.0f} of {seconds:.0f} s, {sample['acknowledged']} acknowledged, "
            f"{sample['open']} open, drive {sample['drive']['rss'] / MIB:.0f} MiB")
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
    elif sample["at_s"] - progress.said >= 60 or sample["at_s"] < progress.said:
        progress.said = sample["at_s"]
        print(text, file=sys.stderr, flush=True)


progress.said = 0.0


def end_progress():
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)


def table(part):
    lines = [f"{part.name}:"]
    names = ("reported", "lost", "doubled", "refused", "open", "against_stack", "residual", "unattributed",
             "exit_code")
    lines += [f"  {name:<20}{part.figures[name]:>10}" for name in names if name in part.figures]
    if "faults" in part.figures:
        lines.append(f"  {'fault':<20}{'struck':>10}{'healed':>10}{'surfaced':>10}")
        lines += [f"  {kind:<20}{row['struck']:>10}{row['healed']:>10}{row['surfaced']:>10}"
                  for kind, row in sorted(part.figures["faults"].items())]
    if part.samples:
        names = ("postings", "drive MiB", "erp MiB", "files MiB", "open files")
        lines.append(f"  {'at':<8}" + "".join(f"{name:>12}" for name in names))
    step = max(1, len(part.samples) // SAMPLES_SHOWN)
    for sample in part.samples[::step] + part.samples[-1:]:
        drive, files = sample["drive"], sum(sample["files"].values())
        erp = f"{sample['erp']['rss'] / MIB:.1f}" if sample["erp"] else "-"
        lines.append(f"  {sample['at_s']:<8.0f}{sample['acknowledged']:>12}{drive['rss'] / MIB:>12.1f}"
                     f"{erp:>12}{files / MIB:>12.1f}{drive['open_files']:>12}")
    for name, row in part.figures.get("bytes_per_posting", {}).items():
        lines.append(f"  {name}: {row['first_half']}, then {row['second_half']} bytes a posting: "
                     f"{'flat' if row['flat'] else 'NOT FLAT'}")
    return "\n".join(lines)
