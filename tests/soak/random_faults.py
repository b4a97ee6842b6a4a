"""A random fault plan of every kind that planttwin drive --faults knows, for the reference ERP.

The kinds and their members are those of data/schemas/faults.schema.json. One that this file does not know
is an error and not passed over: whoever adds a kind says here how it is drawn.
"""

import json

CONNECTION = "erp"
PART = "erp"
TAKEN = {"status": 202, "body": "{results: [.keys[] | {status: 202}]}"}
NOT_YET = '{results: [.keys[] | {status: 422, code: "deficit", text: "not there yet"}]}'
# What says that it has been booked, and it has not, or not yet, and what alters a message so that the ERP may
# believe it: nobody on the way can notice.
LYING = {"drop", "delay", "reorder", "rewrite", "schema_drift", "unit_mistake", "stale_revision", "clock_skew"}
PARTS = {"stop", "kill", "restart"}
# Begin at a time and go on by themselves, so they have no window.
ALONE = {"refused", "black_hole"} | PARTS
# Members that say what and when, or that some kind below has.
KNOWN_MEMBERS = {"id", "kind", "connection", "part", "every", "share", "at", "for", "of", "most", "lasts",
                 "mean", "jitter", "bytes_per_s", "retry_after", "status", "body", "content_type",
                 "replace", "by", "calls", "containing", "behind", "field", "change", "name", "factor", "value",
                 "shift"}
SHARE = 0.0005
OPERATIONS = 0.3  # of the messages: those that what lies is meant for


class UnknownFault(Exception):
    """The schema has a kind or a member that nobody has told this file about."""


def ms(milliseconds):
    return f"{milliseconds} ms"


def outage(random):
    """Mostly short; one in ten long enough for a backlog."""
    longest = 15_000 if random.random() < 0.1 else 2_500
    return ms(random.randint(100, longest))


# What each kind has beside where and when.
KINDS = {
    "refused": lambda random: {"lasts": outage(random)},
    "black_hole": lambda random: {"lasts": outage(random)},
    "half_open": lambda random: {"lasts": outage(random)},
    "latency": lambda random: {"mean": ms(random.randint(20, 400)), "jitter": "20 ms"},
    "bandwidth": lambda random: {"bytes_per_s": random.randint(5_000, 200_000)},
    "reset_before_send": lambda random: {},
    "reset_after_commit": lambda random: {},
    "status_429": lambda random: {"retry_after": f"{random.randint(1, 3)} s"},
    "status_5xx": lambda random: {"status": random.choice([500, 502, 503, 504])},
    "slow_body": lambda random: {"lasts": ms(random.randint(100, 3_000))},
    "truncated_body": lambda random: {},
    "ok_with_error_inside": lambda random: {"body": NOT_YET},
    "expired_login": lambda random: {},
    "duplicate": lambda random: {},
    "delay": lambda random: {"lasts": ms(random.randint(100, 3_000)), **TAKEN},
    "drop": lambda random: TAKEN,
    "corrupt": lambda random: {"replace": random.choice(['"specversion"', '"type"', '"data"']), "by": '"'},
    "reorder": lambda random: {"behind": random.randint(1, 3), **TAKEN},
    # What is altered of these keeps nobody from booking what comes later.
    "rewrite": lambda random: {"body": '[.body[] | if .type == "planttwin.OperationCompleted.v1" '
                                       'then .data.quantity = 1 else . end]'},
    "schema_drift": lambda random: {"field": "machine_time_s", **random.choice(
        [{"change": "missing"}, {"change": "text"}, {"change": "renamed", "name": "duration"}])},
    "unit_mistake": lambda random: {"field": "machine_time_s", "factor": random.choice([60, 0.001])},
    "stale_revision": lambda random: {"field": "work_center", "value": "OLD"},
    "clock_skew": lambda random: {"field": "postingdate", "shift": random.choice(["24 h", "-24 h"])},
    "stop": lambda random: {"lasts": outage(random)},
    "kill": lambda random: {"lasts": outage(random)},
    "restart": lambda random: {"lasts": ms(random.randint(0, 1_000))},
}


def catalogue(schema):
    """The kinds of the schema, each of them known here."""
    fault = json.loads(schema.read_text(encoding="utf-8"))["definitions"]["fault"]["properties"]
    kinds = fault["kind"]["enum"]
    unknown = sorted(set(kinds) - set(KINDS)) + sorted(set(fault) - KNOWN_MEMBERS)
    if unknown:
        raise UnknownFault(f"{schema} has {', '.join(unknown)}, of which {__file__} does not know how to "
                           "draw it")
    return kinds


def when(random, kind, seconds, messages):
    """At a time, at the n-th message, or of some messages; away from both ends of the run."""
    way = random.choice(["at", "every"])
    if kind not in ALONE and kind not in LYING and random.random() < 0.1:
        return {"share": SHARE}
    if way == "every":
        return {"every": random.randint(messages // 20 + 1, messages * 3 // 4 + 1), "most": 1}
    at = {"at": ms(int(random.uniform(0.05, 0.9) * seconds * 1000))}
    if kind not in ALONE:
        at |= {"for": ms(random.randint(200, 3_000)), "most": random.randint(1, 3)}
    return at


def draw(random, kind, index, seconds, messages):
    fault = {"id": f"{kind}-{index}", "kind": kind, **KINDS[kind](random)}
    if kind in LYING:
        messages = int(messages * OPERATIONS)
    # The first of each kind surely strikes: every run has that many messages.
    fault |= when(random, kind, seconds, messages) if index > 1 else {
        "every": random.randint(messages // 20 + 1, messages // 2 + 1), "most": 1}
    if kind in PARTS:
        fault["part"] = PART
    if kind not in PARTS or "at" not in fault:
        fault["connection"] = CONNECTION
    if kind in LYING:
        # What is lost of these keeps nobody from booking what comes later.
        fault["of"] = ["OperationCompleted"]
    return fault


def duplicates(name, share):
    return {"id": name, "kind": "duplicate", "connection": CONNECTION, "share": share}


def plan(random, schema, seconds, messages, of_each_kind):
    faults = [draw(random, kind, index, seconds, messages)
              for kind in catalogue(schema) for index in range(1, of_each_kind + 1)]
    random.shuffle(faults)
    return {"title": "all kinds at random", "seed": random.randint(0, 2**32), "faults": faults}
