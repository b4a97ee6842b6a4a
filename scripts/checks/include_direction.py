#!/usr/bin/env python3
"""Fails on every include against the order of the layers.

A file includes only from its own layer and from layers to its left, by the path from the root of
the repository. A third-party library is included only in the folders that the table allows, so that
it stays behind an interface of ours; so are headers of the operating system.
"""

import re

from repository import ROOT, files, report

LAYERS = ["sim", "plant_models", "erp_bridge", "scenarios", "viz"]

# Tests and benchmarks include from every layer.
INCLUDES_ALL = ["tests"]

# Third-party headers by their beginning, and the beginnings of the paths that may include them.
LIBRARIES = {
    "CLI/": ["scenarios/", "viz/view_program.cpp"],
    "amqp": ["erp_bridge/transports/amqp_"],
    "benchmark/": ["tests/performance/"],
    "boost/container/": ["plant_models/run/"],
    "boost/graph/": ["plant_models/", "viz/layout/"],
    "boost/math/": ["tests/"],
    "date/": ["sim/time_zone", "sim/utc_instant"],
    "fmt/": ["erp_bridge/", "scenarios/"],
    "gmock/": ["tests/"],
    "gtest/": ["tests/"],
    "httplib.h": ["erp_bridge/monitoring/monitor_server.cpp",
                  "erp_bridge/systems/erp_client.cpp", "erp_bridge/systems/erp_server.cpp",
                  "erp_bridge/transports/http_", "tests/erp_bridge/fault_proxy_test.cpp",
                  "tests/erp_bridge/http_pass_through_test.cpp",
                  "tests/erp_bridge/monitor_server_test.cpp", "tests/stack/",
                  "tests/scenarios/away_erp.cpp"],
    "librdkafka/": ["erp_bridge/transports/kafka_transport.cpp", "tests/stack/"],
    "nlohmann/": ["sim/json_", "scenarios/report/", "tests/"],
    "libxml/": ["erp_bridge/formats/xml_document.", "tests/"],
    "jq.h": ["erp_bridge/mapping/jq_programs.cpp"],
    "ns3/": ["tests/performance/peers/"],
    "mpi.h": ["scenarios/experiment/mpi_module.cpp"],
    "openssl/": ["erp_bridge/security/", "erp_bridge/transports/byte_stream.cpp",
                 "erp_bridge/transports/http_sender.cpp"],
    "pagmo/": ["scenarios/optimize/pagmo_module.cpp"],
    "prometheus/": ["erp_bridge/monitoring/"],
    "simgrid/": ["sim/landscape/simgrid_landscape.", "tests/performance/peers/"],
    "soci/": ["scenarios/experiment/replication_store."],
    "spdlog/": ["scenarios/"],
    "sqlite3.h": ["scenarios/report/event_log_rows.", "sim/database.", "tests/"],
    "valijson/": ["tests/"],
    "xbt/": ["tests/performance/peers/"],
    "EGL/": ["viz/render/"],
    "GL/": ["viz/render/"],
    "backends/": ["viz/render/"],
    "imgui.h": ["viz/panels/", "viz/render/", "viz/window/"],
    "osg": ["viz/render/", "viz/scene/", "viz/window/"],
    "stb/": ["tests/viz/", "viz/render/"],
}

# Headers of the operating system: files, signals, terminals and memory of the process.
SYSTEM_HEADER = re.compile(r"^((sys|net|netinet|arpa)/.+|[a-z_]+\.h)$")
SYSTEM_ALLOWED = ["sim/archive", "sim/input_journal", "sim/json_document",
                  "erp_bridge/transports/amqp_connection",
                  "erp_bridge/transports/byte_stream.cpp", "erp_bridge/transports/file_drop.cpp",
                  "erp_bridge/transports/tcp_sockets.cpp", "scenarios/", "tests/"]

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def layer_of(name):
    return name.split("/")[0]


def fault_of_own(path, name):
    """Why `path` must not include our own header `name`, or None."""
    if name.startswith("embedded/"):
        return None
    if not (ROOT / name).is_file():
        return "is not the path of a header from the root of the repository"
    mine, other = layer_of(path), layer_of(name)
    if mine in INCLUDES_ALL:
        return None
    if other not in LAYERS or LAYERS.index(other) > LAYERS.index(mine):
        return f"{mine} must not include from {other}"
    return None


def fault_of_library(path, name):
    """Why `path` must not include the library header `name`, or None."""
    for beginning, allowed in LIBRARIES.items():
        if name.startswith(beginning):
            ok = any(path.startswith(place) for place in allowed)
            return None if ok else f"is allowed in {', '.join(allowed)} only"
    if SYSTEM_HEADER.match(name):
        ok = any(path.startswith(place) for place in SYSTEM_ALLOWED)
        return None if ok else "a header of the operating system is not allowed here"
    if "/" in name or "." in name:
        return "belongs to no library of the table in scripts/checks/include_direction.py"
    return None


def main():
    findings, sources = [], files("*.h", "*.cpp")
    for source in sources:
        path = source.relative_to(ROOT).as_posix()
        if layer_of(path) not in LAYERS + INCLUDES_ALL:
            findings.append(f"{path}: lies in no layer")
            continue
        for number, line in enumerate(source.read_text().splitlines(), start=1):
            include = INCLUDE.match(line)
            if include:
                fault = (fault_of_own if include[1] == '"' else fault_of_library)(path, include[2])
                if fault:
                    findings.append(f"{path}:{number}: {include[2]}: {fault}")
    report(findings, len(sources))


if __name__ == "__main__":
    main()
