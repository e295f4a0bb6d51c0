#!/usr/bin/env python3
"""Writes the committed tables of built-in kinds from upstream's published API description.

usage: generate.py <folder with schemas.json, discovery.json, paths.json and protobuf-layout.json> [folder to write to]

built-in-schemas.tsv    definition name <tab> group/version/Kind,... <tab> OpenAPI v3 schema on one line
built-in-resources.tsv  group, version, plural, singular, Kind, scope, verbs, short names, categories, subresources
                        (name=group/version/Kind:verbs;...)
built-in-protobuf.tsv   message <tab> group/version/Kind,... <tab> number,JSON name,type,flags;...
                        (flags: r repeated, i inlined in its parent, z present even when zero; the last two from protobuf-presence.txt)
"""
import json
import pathlib
import re
import sys

CORE_SHORT_NAMES = {
    "componentstatuses": "cs", "configmaps": "cm", "endpoints": "ep", "events": "ev", "limitranges": "limits", "namespaces": "ns",
    "nodes": "no", "persistentvolumeclaims": "pvc", "persistentvolumes": "pv", "pods": "po", "replicationcontrollers": "rc",
    "resourcequotas": "quota", "serviceaccounts": "sa", "services": "svc",
}
CORE_CATEGORY_ALL = {"pods", "replicationcontrollers", "services"}
ACTION_VERBS = {
    "get": "get", "list": "list", "put": "update", "post": "create", "patch": "patch", "delete": "delete",
    "deletecollection": "deletecollection", "watch": "watch", "watchlist": "watch",
}
CONNECT_VERBS = {"GET": "get", "POST": "create", "PUT": "update", "PATCH": "patch", "DELETE": "delete"}


def is_ga(version):
    return re.fullmatch(r"v\d+", version) is not None


def schemas(source):
    table = json.loads((source / "schemas.json").read_text())
    for name in sorted(table):
        kinds = ",".join(f"{k['group']}/{k['version']}/{k['kind']}" for k in table[name].get("x-kubernetes-group-version-kind", []))
        yield f"{name}\t{kinds}\t{json.dumps(table[name], separators=(',', ':'), sort_keys=True)}"


def core(source):
    resources = {}
    for path, methods in json.loads((source / "paths.json").read_text()).items():
        if not path.startswith("/api/v1/") or path == "/api/v1/" or path.endswith("/{path}"):
            continue
        parts = path[len("/api/v1/"):].removeprefix("watch/").split("/")
        namespaced = parts[:2] == ["namespaces", "{namespace}"]
        if namespaced:
            parts = parts[2:]
        resource = resources.setdefault(parts[0], {"namespaced": False, "kind": None, "verbs": set(), "sub": {}})
        resource["namespaced"] |= namespaced
        for method, (action, kind) in methods.items():
            verb = CONNECT_VERBS.get(method) if action == "connect" else ACTION_VERBS[action]
            if verb is None:
                continue
            if len(parts) == 3:
                sub = resource["sub"].setdefault(parts[2], {"kind": kind, "verbs": set()})
                sub["verbs"].add(verb)
            else:
                resource["kind"] = kind
                resource["verbs"].add(verb)
    for plural in sorted(resources):
        resource = resources[plural]
        subresources = ";".join(
            f"{name}={sub['kind']['group']}/{sub['kind']['version']}/{sub['kind']['kind']}:{','.join(sorted(sub['verbs']))}"
            for name, sub in sorted(resource["sub"].items()))
        kind = resource["kind"]["kind"]
        singular = "endpoints" if plural == "endpoints" else kind.lower()
        yield "\t".join([
            "", "v1", plural, singular, kind, "Namespaced" if resource["namespaced"] else "Cluster", ",".join(sorted(resource["verbs"])),
            CORE_SHORT_NAMES.get(plural, ""), "all" if plural in CORE_CATEGORY_ALL else "", subresources])


def groups(source):
    for group in json.loads((source / "discovery.json").read_text())["items"]:
        name = group["metadata"]["name"]
        for version in group["versions"]:
            if not is_ga(version["version"]):
                continue
            for resource in version["resources"]:
                subresources = []
                for sub in resource.get("subresources", []):
                    kind = sub["responseKind"]
                    subresources.append(f"{sub['subresource']}={kind['group'] or name}/{kind['version'] or version['version']}/{kind['kind']}:{','.join(sub['verbs'])}")
                yield "\t".join([
                    name, version["version"], resource["resource"], resource["singularResource"], resource["responseKind"]["kind"],
                    resource["scope"], ",".join(resource["verbs"]), ",".join(resource.get("shortNames", [])),
                    ",".join(resource.get("categories", [])), ";".join(subresources)])


def definition_message(name):
    return name.replace("io.k8s.", "k8s.io.", 1).replace("apiextensions-apiserver", "apiextensions_apiserver").replace("kube-aggregator", "kube_aggregator")


def presence():
    for line in (pathlib.Path(__file__).parent / "protobuf-presence.txt").read_text().splitlines():
        message, fields = line.split("\t")
        for field in fields.split(";"):
            name, flags = field.split(":", 1)
            flags, _, json_name = flags.partition("=")
            yield (message, name), (flags, json_name)


def protobuf(source, resource_lines):
    layout = {f"{package}.{name}": (package, fields) for package, messages in json.loads((source / "protobuf-layout.json").read_text()).items() for name, fields in messages.items()}
    facts = dict(presence())
    kinds = {}
    for name, definition in json.loads((source / "schemas.json").read_text()).items():
        for kind in definition.get("x-kubernetes-group-version-kind", []):
            kinds.setdefault(definition_message(name), []).append(f"{kind['group']}/{kind['version']}/{kind['kind']}")
    wanted = {"/v1/DeleteOptions"}
    for line in resource_lines:
        columns = line.split("\t")
        wanted.add("/".join([columns[0], columns[1], columns[4]]))
        wanted.update(sub.split("=")[1].rsplit(":", 1)[0] for sub in columns[9].split(";") if sub)
    pending = [message for message, names in kinds.items() if message in layout and wanted.intersection(names)]
    lines = {}
    while pending:
        message = pending.pop()
        if message in lines:
            continue
        package, fields = layout[message]
        columns = []
        for number, name, kind, label in fields:
            is_map = kind.startswith("map<")
            value = kind.removeprefix("map<string,").removesuffix(">")
            qualified = value[1:] if value.startswith(".") else f"{package}.{value}" if f"{package}.{value}" in layout else value
            if qualified in layout:
                pending.append(qualified)
            flags, json_name = facts.get((message, name), ("", ""))
            columns.append(f"{number},{json_name or name},{f'map:{qualified}' if is_map else qualified},{flags}{'r' if label == 'repeated' else ''}")
        lines[message] = f"{message}\t{','.join(sorted(kinds.get(message, [])))}\t{';'.join(columns)}"
    yield from (lines[message] for message in sorted(lines))


def main():
    source = pathlib.Path(sys.argv[1])
    target = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else pathlib.Path(__file__).parent
    (target / "built-in-schemas.tsv").write_text("".join(line + "\n" for line in schemas(source)))
    resources = [*core(source), *groups(source)]
    (target / "built-in-resources.tsv").write_text("".join(line + "\n" for line in resources))
    (target / "built-in-protobuf.tsv").write_text("".join(line + "\n" for line in protobuf(source, resources)))


main()
