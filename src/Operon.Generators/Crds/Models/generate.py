#!/usr/bin/env python3
"""Writes models.tsv: the schema of each official model type, as it is embedded in a definition.

    generate.py <folder with schemas.json> <target folder>

One line a type: its CLR name in the model package, a tab, and the schema as JSON in which {"$ref": name} names another line.
Schemas follow upstream's OpenAPI, changed to what a structural schema takes: defaults that only say "zero" are left out, and so are
the patch strategies of built-in types, which definitions do not know.
"""
import collections
import json
import os
import sys

KEPT = ("type", "format", "required", "enum", "x-kubernetes-list-type", "x-kubernetes-list-map-keys", "x-kubernetes-map-type")
TIME = {"type": "string", "format": "date-time"}
QUANTITY = {
    "anyOf": [{"type": "integer"}, {"type": "string"}],
    "pattern": r"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$",
    "x-kubernetes-int-or-string": True,
}
INT_OR_STRING = {"anyOf": [{"type": "integer"}, {"type": "string"}], "x-kubernetes-int-or-string": True}
SPECIAL = {
    "io.k8s.apimachinery.pkg.apis.meta.v1.Time": TIME,
    "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime": TIME,
    "io.k8s.apimachinery.pkg.api.resource.Quantity": QUANTITY,
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": INT_OR_STRING,
    "io.k8s.apimachinery.pkg.runtime.RawExtension": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
    "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
    # The generator decides how much of it appears.
    "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta": {"$ref": "V1ObjectMeta"},
}
NAMED = {"io.k8s.apimachinery.pkg.api.resource.Quantity": "ResourceQuantity", "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "IntOrString"}
# Upstream's source marks these fields for definitions; its OpenAPI does not carry the marks.
MARKED = {
    "io.k8s.apimachinery.pkg.apis.meta.v1.Condition": {
        "message": {"maxLength": 32768},
        "observedGeneration": {"minimum": 0},
        "reason": {"maxLength": 1024, "minLength": 1, "pattern": "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$"},
        "status": {"enum": ["True", "False", "Unknown"]},
        "type": {
            "maxLength": 316,
            "pattern": r"^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$",
        },
    },
}
# Not embedded in other objects, or without an end.
LEFT_OUT = ("io.k8s.apiextensions-apiserver.", "io.k8s.kube-aggregator.", "io.k8s.api.apiserverinternal.")


def split(key):
    package, version, name = key.rsplit(".", 2)
    return package.rsplit(".", 1)[-1], version, name


def clr_names(keys):
    """The package prefixes a name with its group where two groups have it in one version."""
    taken = collections.Counter(split(key)[1:] for key in keys)
    names = {}
    for key in keys:
        group, version, name = split(key)
        prefix = version[0].upper() + version[1:] if taken[(version, name)] == 1 else group.capitalize() + version
        names[key] = NAMED.get(key, prefix + name)
    return names


def is_zero(value):
    return value in ("", 0, {}, [], None) and value is not False


def convert(schema, names):
    if "allOf" in schema and len(schema["allOf"]) == 1:
        schema = {**schema, **schema["allOf"][0]}
    if "$ref" in schema:
        key = schema["$ref"].rsplit("/", 1)[-1]
        return SPECIAL.get(key) or {"$ref": names[key]}
    result = {key: schema[key] for key in KEPT if key in schema}
    if "required" in result:
        result["required"] = sorted(result["required"])
    if "items" in schema:
        result["items"] = convert(schema["items"], names)
    if "additionalProperties" in schema:
        result["additionalProperties"] = convert(schema["additionalProperties"], names)
    if "properties" in schema:
        properties = {}
        for name, field in schema["properties"].items():
            converted = convert(field, names)
            default = field.get("default")
            is_required = name in schema.get("required", [])
            # {} and, on required fields, "" and 0 only repeat what Go's zero values are.
            if default is not None and default != {} and not (is_required and is_zero(default)):
                converted = {**converted, "default": default}
            properties[name] = converted
        result["properties"] = properties
    if not result:
        result = {"x-kubernetes-preserve-unknown-fields": True}
    return result


def main():
    data, target = sys.argv[1], sys.argv[2]
    with open(os.path.join(data, "schemas.json"), encoding="utf-8") as file:
        schemas = json.load(file)
    names = clr_names(schemas)
    lines = []
    for key, schema in schemas.items():
        is_list = "items" in schema.get("properties", {}) and "x-kubernetes-group-version-kind" in schema
        if key.startswith(LEFT_OUT) or is_list or key.endswith(".ObjectMeta"):
            continue
        converted = SPECIAL.get(key) or convert(schema, names)
        for field, marks in MARKED.get(key, {}).items():
            converted["properties"][field].update(marks)
        lines.append(names[key] + "\t" + json.dumps(converted, separators=(",", ":"), sort_keys=True, ensure_ascii=False))
    with open(os.path.join(target, "models.tsv"), "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(sorted(lines)) + "\n")


main()
