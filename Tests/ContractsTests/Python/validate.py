"""Validates JSON against the contracts' schemas, independently of the Swift code.

Usage: validate.py SCHEMA_FOLDER < cases
Every input line is {"name": ..., "schema": <$id>, "valid": true or false, "instance": ...}. Prints each case whose
result is not the expected one; exits 1 when there is one.
"""

import json
import pathlib
import sys

import jsonschema
import referencing

folder = pathlib.Path(sys.argv[1])
schemas = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
for schema in schemas:
    jsonschema.Draft202012Validator.check_schema(schema)
registry = referencing.Registry().with_resources(
    (schema["$id"], referencing.Resource.from_contents(schema)) for schema in schemas
)
validators = {
    schema["$id"]: jsonschema.Draft202012Validator(
        schema, registry=registry, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    for schema in schemas
}

failures = 0
for line in sys.stdin:
    case = json.loads(line)
    validator = validators.get(case["schema"])
    if validator is None:
        print(f"{case['name']}: there is no schema {case['schema']}")
        failures += 1
        continue
    errors = list(validator.iter_errors(case["instance"]))
    if bool(errors) == case["valid"]:
        reason = "; ".join(f"{error.json_path}: {error.message[:200]}" for error in errors)
        print(f"{case['name']}: {'refused: ' + reason if errors else 'accepted, though it is wrong'}")
        failures += 1
sys.exit(1 if failures else 0)
