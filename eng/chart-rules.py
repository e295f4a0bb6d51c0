#!/usr/bin/env python3
"""Makes the rules of the Helm chart's roles from the ClusterRole people install without Helm.

chart-rules.py CLUSTER-ROLE RESULT: rules of definitions, of other things without a namespace, of the operator's own namespace, and of the namespaces it watches.
"""
import pathlib
import sys

import yaml

WITHOUT_NAMESPACE = {"nodes", "persistentvolumes", "namespaces", "storageclasses", "tokenreviews", "subjectaccessreviews", "customresourcedefinitions"}


def part_of(rule: dict) -> str:
    resources = {name.split("/")[0] for name in rule["resources"]}
    if resources == {"customresourcedefinitions"}:
        return "definitions"
    if resources == {"leases"}:
        return "own"
    if resources & WITHOUT_NAMESPACE:
        if not resources <= WITHOUT_NAMESPACE:
            sys.exit(f"a rule mixes things with and without a namespace: {rule}")
        return "cluster"
    return "watched"


def is_of_own_too(rule: dict) -> bool:
    """Leader election tells its news by Events, wherever the clusters are."""
    return rule["resources"] == ["events"]


def write(rule: dict) -> str:
    lines = []
    for field in ("apiGroups", "resources", "resourceNames", "verbs"):
        if field in rule:
            values = ", ".join(f'"{value}"' if value in ("", "*") else value for value in rule[field])
            lines.append(f"{'- ' if not lines else '  '}{field}: [{values}]")
    return "\n".join(lines)


def main() -> None:
    role = yaml.safe_load(pathlib.Path(sys.argv[1]).read_text().replace("<ROLE_NAME>", "name"))
    parts: dict = {"definitions": [], "cluster": [], "own": [], "watched": []}
    for rule in role["rules"]:
        parts[part_of(rule)].append(write(rule))
        if is_of_own_too(rule):
            parts["own"].append(write(rule))
    text = "{{- /* Made by eng/generate.sh from examples/etcd/rbac/cluster-role-template.yaml. */ -}}\n"
    for name, rules in parts.items():
        text += f'{{{{- define "etcd-operator.rules.{name}" -}}}}\n' + "\n".join(rules) + "\n{{- end }}\n"
    pathlib.Path(sys.argv[2]).write_text(text)


main()
