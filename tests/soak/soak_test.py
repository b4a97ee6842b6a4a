#!/usr/bin/env python3
"""What the soak says of plans, memory and files."""

import json
import random
import tempfile
import unittest
from pathlib import Path

import growth
import random_faults

SCHEMA = Path(__file__).resolve().parents[2] / "data/schemas/faults.schema.json"
FAULT = json.loads(SCHEMA.read_text(encoding="utf-8"))["definitions"]["fault"]["properties"]
KINDS = FAULT["kind"]["enum"]


def samples(drive_bytes, open_files=lambda second: 20):
    """A hundred seconds, twenty postings each; `drive_bytes` by second."""
    return [{"at_s": second, "acknowledged": 20 * second, "open": 0, "erp": None,
             "drive": {"rss": drive_bytes(second), "open_files": open_files(second)},
             "files": {"bridge.sqlite": 1000 * 20 * second}} for second in range(1, 401)]


class RandomFaults(unittest.TestCase):
    def test_have_every_kind_of_the_schema_as_often_as_asked(self):
        plan = random_faults.plan(random.Random(1), SCHEMA, 60, 1000, 3)
        drawn = [fault["kind"] for fault in plan["faults"]]
        self.assertEqual(sorted(set(drawn)), sorted(KINDS))
        self.assertTrue(all(drawn.count(kind) == 3 for kind in KINDS))

    def test_are_the_same_for_the_same_seed(self):
        one, other, third = (random_faults.plan(random.Random(seed), SCHEMA, 60, 1000, 3)
                             for seed in (1, 1, 2))
        self.assertEqual(one, other)
        self.assertNotEqual(one, third)

    def test_refuse_a_kind_or_a_member_that_nobody_has_told_them_about(self):
        for at, new in (("kind", "gremlin"), (None, "mischief")):
            schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
            members = schema["definitions"]["fault"]["properties"]
            if at:
                members[at]["enum"].append(new)
            else:
                members[new] = {"type": "string"}
            with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
                json.dump(schema, file)
                file.flush()
                with self.assertRaisesRegex(random_faults.UnknownFault, new):
                    random_faults.catalogue(Path(file.name))


class Growth(unittest.TestCase):
    def test_is_flat_where_each_posting_leaves_the_same(self):
        found = growth.growth(samples(lambda second: (50 << 20) + 6000 * 20 * second))
        self.assertAlmostEqual(found["drive"]["first_half"], 6000, delta=1)
        self.assertTrue(found["drive"]["flat"])
        self.assertTrue(found["files"]["flat"])

    def test_is_not_asked_of_the_audit_at_the_end(self):
        end = samples(lambda second: (50 << 20) + 6000 * 20 * second)
        last = end[-1]
        for more in range(1, 20):
            audit = {**last, "at_s": last["at_s"] + more,
                     "drive": {**last["drive"], "rss": last["drive"]["rss"] + (more << 23)}}
            end.append(audit)
        self.assertTrue(growth.growth(end)["drive"]["flat"])

    def test_is_not_flat_where_postings_leave_ever_more(self):
        found = growth.growth(samples(lambda second: (50 << 20) + 300 * second**2))
        self.assertFalse(found["drive"]["flat"])

    def test_is_not_flat_where_postings_leave_too_much(self):
        found = growth.growth(samples(lambda second: (50 << 20) + 60_000 * 20 * second))
        self.assertFalse(found["drive"]["flat"])

    def test_counts_open_files_by_halves(self):
        found = growth.open_files(samples(lambda second: 1, lambda second: 20 + second // 10))
        self.assertEqual(found, [40, 60])


if __name__ == "__main__":
    unittest.main()
