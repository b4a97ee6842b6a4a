"""What a drive has left: who says what of which message, past the audit and to check it."""

import json
import sqlite3
from collections import Counter

ACKNOWLEDGED = 3
REFUSED = {4, 5}  # for good, or set aside


def rows(file, query):
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        return database.execute(query).fetchall()
    finally:
        database.close()


def lines(file):
    with open(file, encoding="utf-8") as text:
        for line in text:
            yield json.loads(line)


class Left:
    """By key of messages: the bridge's outbox, the ERP's documents, and what the audit says of them."""

    def __init__(self, out):
        live = out / "live"
        outbox = dict(rows(live / "bridge.sqlite", "SELECT key, state FROM outbox"))
        booked = Counter(row["row"]["key"] for row in lines(live / "record.jsonl")
                         if row["kind"] == "document")
        acknowledged = {key for key, state in outbox.items() if state == ACKNOWLEDGED}
        self.reported = len(outbox)
        self.refused = {key for key, state in outbox.items() if state in REFUSED}
        self.left_open = len(outbox) - len(acknowledged) - len(self.refused)
        self.lost = {key for key in acknowledged if key not in booked}
        self.doubled = {key for key, times in booked.items() if times > 1}
        self.invented = set(booked) - set(outbox)

        audit = json.loads((out / "reconciliation.json").read_text(encoding="utf-8"))
        self.audit = {name: audit[name] for name in ("postings", "matched", "against_stack", "residual",
                                                     "unattributed")}
        self.by_class = {name: count for name, count in audit["by_class"].items() if count}
        self.findings = [finding for finding in audit["list"] if finding["against_stack"]]
        result = json.loads((out / "result.json").read_text(encoding="utf-8"))
        self.faults = result["integration"]["faults"]

    def found(self, *classes):
        return {finding["key"] for finding in self.findings if finding["class"] in classes}
