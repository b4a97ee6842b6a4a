#!/usr/bin/env python3
"""Checks the JSON Schemas and the shipped files against them.

Every data/schemas/*.schema.json is a draft-07 schema, says so, names itself by its file name in
"$id", describes every property and refuses unknown keys. Every shipped plant, scenario, experiment,
study, stack, mapping, export mapping and fault plan obeys its schema: the one that its name or its
"$schema" names. (That the program accepts them is another test.)
"""

import json
import re

import jsonschema

from repository import ROOT, files, report

DRAFT = "http://json-schema.org/draft-07/schema#"
NAMED_SCHEMA = re.compile(r'"\$schema": "[./\w]*/(\w+\.schema\.json)"')
# A string, which is kept, or a comment, which is not.
STRING_OR_COMMENT = re.compile(r'("(?:[^"\\]|\\.)*")|//[^\n]*|/\*.*?\*/', re.DOTALL)


def read(path):
    text = STRING_OR_COMMENT.sub(lambda match: match[1] or " ", path.read_text())
    return json.loads(text)


def properties_without_description(schema, pointer=""):
    if isinstance(schema, list):
        for index, element in enumerate(schema):
            yield from properties_without_description(element, f"{pointer}/{index}")
    elif isinstance(schema, dict):
        for key, value in schema.items():
            if key == "properties" and isinstance(value, dict):
                for name, prop in value.items():
                    if isinstance(prop, dict) and not {"description", "$ref"} & prop.keys():
                        yield f"{pointer}/properties/{name}"
            yield from properties_without_description(value, f"{pointer}/{key}")


def faults_of_schema(path, schema):
    if schema.get("$schema") != DRAFT:
        yield f'"$schema" is not {DRAFT}'
    if schema.get("$id") != path.name:
        yield f'"$id" is not {path.name}'
    try:
        jsonschema.Draft7Validator.check_schema(schema)
    except jsonschema.SchemaError as error:
        yield f"is not a draft-07 schema: {error.message}"
    for pointer in properties_without_description(schema):
        yield f"{pointer} has no description"


def main():
    findings, schemas, shipped = [], {}, 0
    for path in files("data/schemas/*.schema.json"):
        schema = schemas[path.name] = json.loads(path.read_text())
        name = path.relative_to(ROOT)
        findings += [f"{name}: {fault}" for fault in faults_of_schema(path, schema)]
    for path in files("scenarios/library/*.json", "data/plants/*.json", "data/experiments/*.json",
                      "data/studies/*.json", "data/stacks/*.json", "data/exports/*.json",
                      "data/faults/*.json"):
        name = NAMED_SCHEMA.search(path.read_text())
        schema = schemas.get(name[1] if name else f"{path.stem}.schema.json")
        if schema is None:
            continue
        shipped += 1
        resolver = jsonschema.RefResolver(schema["$id"], schema, store=schemas)
        for error in jsonschema.Draft7Validator(schema, resolver=resolver).iter_errors(read(path)):
            pointer = "/".join(map(str, error.absolute_path))
            findings.append(f"{path.relative_to(ROOT)}: /{pointer}: {error.message[:200]}")
    report(findings, len(schemas) + shipped)


if __name__ == "__main__":
    main()
