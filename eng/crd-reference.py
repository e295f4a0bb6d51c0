#!/usr/bin/env python3
"""Makes the reference of the etcd operator's kinds from their definitions.

crd-reference.py FOLDER RESULT: reads every *.yaml in FOLDER, writes one Markdown page.
"""
import pathlib
import re
import sys

import yaml


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text or "").replace("|", "\\|").strip()


def type_of(schema: dict) -> str:
    kind = schema.get("type", "any")
    if schema.get("x-kubernetes-int-or-string"):
        return "number or string"
    if kind == "array":
        return f"list of {type_of(schema.get('items', {}))}"
    if kind == "object" and "additionalProperties" in schema:
        values = schema["additionalProperties"]
        return f"map to {type_of(values) if isinstance(values, dict) else 'any'}"
    return kind


def limits(schema: dict, required: bool) -> str:
    parts = ["required"] if required else []
    if "default" in schema:
        parts.append(f"default `{str(schema['default']).lower() if isinstance(schema['default'], bool) else schema['default']}`")
    if "enum" in schema:
        parts.append("one of " + ", ".join(f"`{value}`" for value in schema["enum"]))
    for name, sign in (("minimum", "at least"), ("maximum", "at most"), ("minLength", "length at least"), ("maxLength", "length at most"), ("pattern", "matches")):
        if name in schema and name in ("pattern",):
            parts.append("matches `" + str(schema[name]).replace("|", "\\|") + "`")
        elif name in schema:
            parts.append(f"{sign} {schema[name]}")
    return "; ".join(parts)


def rows(schema: dict, path: str):
    required = set(schema.get("required", []))
    for name, field in schema.get("properties", {}).items():
        here = f"{path}.{name}" if path else name
        inner = field.get("items", field) if field.get("type") == "array" else field
        mark = "[]" if field.get("type") == "array" and inner.get("properties") else ""
        yield f"| `{here}{mark}` | {type_of(field)} | {limits(field, name in required)} | {words(field.get('description', ''))} |"
        # What Kubernetes itself defines has no descriptions here: its own reference explains it.
        if any("description" in one for one in inner.get("properties", {}).values()):
            yield from rows(inner, here + mark)
        values = field.get("additionalProperties")
        if isinstance(values, dict) and values.get("properties"):
            yield from rows(values, here + ".*")


def rules(schema: dict, path: str):
    for rule in schema.get("x-kubernetes-validations", []):
        yield f"| `{path or '.'}` | `{words(rule['rule'])}` | {words(rule.get('message', ''))} |"
    for name, field in schema.get("properties", {}).items():
        here = f"{path}.{name}" if path else name
        yield from rules(field, here)
        if isinstance(field.get("items"), dict):
            yield from rules(field["items"], here + "[]")


def chapter(definition: dict):
    spec = definition["spec"]
    names = spec["names"]
    for version in spec["versions"]:
        schema = version["schema"]["openAPIV3Schema"]
        yield f"\n## {names['kind']}\n"
        short = f", short `{'`, `'.join(names['shortNames'])}`" if names.get("shortNames") else ""
        yield f"`{spec['group']}/{version['name']}`, {spec['scope'].lower()}, `kubectl get {names['plural']}`{short}. {words(schema.get('description', ''))}".rstrip()
        columns = [column["name"] for column in version.get("additionalPrinterColumns", []) if not column.get("priority")]
        wide = [column["name"] for column in version.get("additionalPrinterColumns", []) if column.get("priority")]
        if columns:
            yield f"\nColumns: {', '.join(columns)}" + (f"; with `-o wide` also {', '.join(wide)}." if wide else ".")
        for part in ("spec", "status"):
            if part in schema.get("properties", {}):
                yield f"\n### {names['kind']}: {part}\n"
                yield "| Field | Type | Limits | Meaning |\n|---|---|---|---|"
                yield from rows(schema["properties"][part], part)
        checks = list(rules(schema, ""))
        if checks:
            yield f"\n### {names['kind']}: rules\n"
            yield "| At | Rule (CEL) | Message |\n|---|---|---|"
            yield from checks


def main() -> None:
    lines = ["# Reference of the kinds\n", "Made by `eng/generate.sh` from [deploy/etcd-operator/crd](../../deploy/etcd-operator/crd). `[]` marks the entries of a list."]
    for path in sorted(pathlib.Path(sys.argv[1]).glob("*.yaml")):
        for definition in yaml.safe_load_all(path.read_text()):
            lines.extend(chapter(definition))
    pathlib.Path(sys.argv[2]).write_text("\n".join(lines) + "\n")


main()
