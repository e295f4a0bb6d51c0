#!/usr/bin/env python3
"""Makes the PrometheusRule and the Grafana dashboard of the etcd operator.

monitoring.py FOLDER TARGET: reads rules.yaml in FOLDER, writes alerts.yaml and dashboard.json into TARGET.
"""
import json
import pathlib
import sys

CLUSTER = 'namespace=~"$namespace", name=~"$name"'


def rule(folder: pathlib.Path) -> str:
    text = (folder / "rules.yaml").read_text()
    body = text[text.index("groups:"):]
    head = (
        "# Made by eng/generate.sh from rules.yaml.\n"
        "apiVersion: monitoring.coreos.com/v1\n"
        "kind: PrometheusRule\n"
        "metadata:\n"
        "  name: etcd-operator\n"
        "  labels:\n"
        "    app.kubernetes.io/name: etcd-operator\n"
        "spec:\n")
    return head + "".join(f"  {line}" if line.strip() else line for line in body.splitlines(keepends=True))


def target(expression: str, legend: str) -> dict:
    return {"expr": expression, "legendFormat": legend, "refId": "A"}


def most(metric: str, by: str = "namespace, name", labels: str = "") -> str:
    return f"max by ({by}) ({metric}{{{CLUSTER}{labels}}})"


def panel(kind: str, title: str, x: int, y: int, width: int, height: int, targets: list, unit: str = "short", **more) -> dict:
    targets = [dict(one, refId=chr(ord("A") + index)) for index, one in enumerate(targets)]
    return {
        "type": kind,
        "title": title,
        "datasource": {"type": "prometheus", "uid": "${datasource}"},
        "gridPos": {"x": x, "y": y, "w": width, "h": height},
        "fieldConfig": {"defaults": {"unit": unit, **more}, "overrides": []},
        "targets": targets,
    }


def steps(*pairs) -> dict:
    return {"mode": "absolute", "steps": [{"value": value, "color": color} for value, color in pairs]}


def board() -> dict:
    name = "{{namespace}}/{{name}}"
    panels = [
        panel("stat", "Clusters", 0, 0, 4, 5, [target("max(etcd_operator_controller_clusters)", "clusters")]),
        panel("stat", "Without quorum", 4, 0, 4, 5, [target(f"count({most('etcd_operator_cluster_has_quorum')} == 0) or vector(0)", "clusters")],
              thresholds=steps((None, "green"), (1, "red"))),
        panel("stat", "Degraded", 8, 0, 4, 5, [target(f"""sum({most('etcd_operator_cluster_condition', labels=', condition="Degraded"')}) or vector(0)""", "clusters")],
              thresholds=steps((None, "green"), (1, "orange"))),
        panel("stat", "Paused", 12, 0, 4, 5, [target(f"sum({most('etcd_operator_cluster_paused')}) or vector(0)", "clusters")]),
        panel("table", "Versions", 16, 0, 8, 5, [dict(target(most("etcd_operator_cluster_version_info", "namespace, name, version, target"), name), format="table", instant=True)]),
        panel("timeseries", "Quorum", 0, 5, 8, 8, [target(most("etcd_operator_cluster_has_quorum"), name)], min=0, max=1),
        panel("timeseries", "Members by state", 8, 5, 8, 8, [
            target(most("etcd_operator_cluster_members", "namespace, name, state"), name + " {{state}}"),
            target(most("etcd_operator_cluster_size"), name + " wanted")]),
        panel("timeseries", "Conditions", 16, 5, 8, 8, [target(most("etcd_operator_cluster_condition", "namespace, name, condition"), name + " {{condition}}")], min=0, max=1),
        panel("timeseries", "Database file", 0, 13, 12, 8, [
            target(most("etcd_operator_cluster_db_size_bytes", "namespace, name, member"), "{{member}}"),
            target(most("etcd_operator_cluster_db_size_in_use_bytes", "namespace, name, member"), "{{member}} in use")], unit="bytes"),
        panel("timeseries", "Actions", 12, 13, 12, 8, [
            target(f"sum by (namespace, name, action) (increase(etcd_operator_cluster_actions_total{{{CLUSTER}}}[5m]))", name + " {{action}}"),
            target(f"sum by (namespace, name, action) (increase(etcd_operator_cluster_action_refusals_total{{{CLUSTER}}}[5m]))", name + " {{action}} refused")]),
        panel("timeseries", "Time of a reconcile, 99 %", 0, 21, 8, 8, [
            target("histogram_quantile(0.99, sum by (le, ClusterName) (rate(etcd_operator_cluster_reconcile_duration_bucket[5m])))", "{{ClusterName}}")], unit="s"),
        panel("timeseries", "Failures", 8, 21, 8, 8, [
            target("sum by (Reason) (increase(etcd_operator_cluster_reconcile_failed[5m]))", "{{Reason}}"),
            target("sum by (controller) (increase(controller_runtime_reconcile_errors_total[5m]))", "{{controller}}")]),
        panel("timeseries", "Queue", 16, 21, 8, 8, [
            target("sum by (name) (workqueue_depth)", "{{name}} waiting"),
            target("sum by (controller) (controller_runtime_active_workers)", "{{controller}} at work")]),
    ]
    for number, one in enumerate(panels, 1):
        one["id"] = number
    query = "label_values(etcd_operator_cluster_size, namespace)"
    return {
        "title": "etcd operator",
        "uid": "operon-etcd-operator",
        "schemaVersion": 39,
        "version": 1,
        "editable": True,
        "tags": ["etcd", "operator"],
        "time": {"from": "now-6h", "to": "now"},
        "refresh": "30s",
        "templating": {"list": [
            {"name": "datasource", "type": "datasource", "query": "prometheus", "label": "Data source"},
            variable("namespace", query),
            variable("name", 'label_values(etcd_operator_cluster_size{namespace=~"$namespace"}, name)'),
        ]},
        "panels": panels,
    }


def variable(name: str, query: str) -> dict:
    return {
        "name": name, "type": "query", "datasource": {"type": "prometheus", "uid": "${datasource}"}, "query": query, "definition": query,
        "refresh": 2, "includeAll": True, "multi": True, "allValue": ".*", "current": {"text": "All", "value": "$__all"},
    }


def main() -> None:
    folder, result = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    (result / "alerts.yaml").write_text(rule(folder))
    (result / "dashboard.json").write_text(json.dumps(board(), indent=2) + "\n")


main()
