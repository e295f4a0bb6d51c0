#!/usr/bin/env python3
"""Writes protobuf-presence.txt: what the protobuf layout does not tell about how a field looks in JSON.

usage: presence.py <folder with the Go modules api, apimachinery and apiextensions-apiserver>

message <tab> field:flags[=JSON name];...  (only fields that have something to tell)
flags: i  a struct whose members stand among those of its parent
       z  a scalar that is there even when it is zero: a pointer, or without omitempty
"""
import pathlib
import re
import sys

MODULES = {
    "api": "k8s.io.api",
    "apimachinery": "k8s.io.apimachinery",
    "apiextensions-apiserver": "k8s.io.apiextensions_apiserver",
}
STRUCT = re.compile(r"^type (\w+) struct \{$(.*?)^\}$", re.M | re.S)
FIELD = re.compile(r"^\s+(?:(\w+)\s+)?(\S+)\s+`([^`]*)`", re.M)
SCALARS = {"string", "bool", "int", "int32", "int64", "float64", "float32", "byte"}


def facts(text, scalar_types):
    for name, body in STRUCT.findall(text):
        fields = []
        for member, kind, tags in FIELD.findall(body):
            protobuf = re.search(r'protobuf:"([^"]*)"', tags)
            json = re.search(r'json:"([^"]*)"', tags)
            if not protobuf:
                continue
            named = re.search(r"name=(\w+)", protobuf.group(1))
            field = named.group(1) if named else kind[0].lower() + kind[1:]
            json_name, *options = (json.group(1) if json else "").split(",")
            flags = ""
            if "inline" in options or (not member and not json_name):
                flags = "i"
            elif kind.startswith("*") or "omitempty" not in options:
                base = kind.lstrip("*").rsplit(".", 1)[-1]
                if not kind.startswith(("[", "map[")) and protobuf.group(1).startswith(("varint", "fixed", "bytes")) and (base in SCALARS or base in scalar_types):
                    flags = "z"
            other = f"={json_name}" if json_name and json_name != field else ""
            if flags or other:
                fields.append(f"{field}:{flags}{other}")
        if fields:
            yield name, ";".join(fields)


def main():
    source = pathlib.Path(sys.argv[1])
    files = sorted(source.glob("*/**/types*.go"))
    texts = {file: file.read_text() for file in files}
    scalar_types = {"UID"}
    for text in texts.values():
        scalar_types.update(re.findall(r"^type (\w+) (?:string|bool|int|int32|int64)$", text, re.M))
    lines = []
    for file, text in texts.items():
        module, *folders = file.relative_to(source).parts[:-1]
        package = ".".join([MODULES[module], *folders])
        lines += [f"{package}.{name}\t{fields}\n" for name, fields in facts(text, scalar_types)]
    (pathlib.Path(__file__).parent / "protobuf-presence.txt").write_text("".join(sorted(lines)))


main()
