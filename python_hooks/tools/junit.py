"""The results of a dbt command as JUnit XML, which CI servers show test by test."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

# What dbt says of a node, and the element by which JUnit says the same; others passed.
ELEMENTS = {
    "fail": "failure",
    "error": "error",
    "runtime error": "error",
    "skipped": "skipped",
    "no-op": "skipped",
    "warn": "system-out",
}
COUNTED = {"failure": "failures", "error": "errors", "skipped": "skipped"}
# XML has no way to write them.
UNWRITABLE = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


class NoResults(Exception):
    """There are no results; the message has their path and what to do."""


def write_junit(target: Path, file: Path) -> Counter[str]:
    """Write the results of dbt in `target` as one file; return the count by status.

    Raises NoResults where dbt left none.
    """
    results = _read(target, "run_results.json")
    nodes = _read(target, "manifest.json")["nodes"]
    suite = ElementTree.Element("testsuite", name="dbt")
    for result in sorted(results["results"], key=lambda each: each["unique_id"]):
        suite.append(_case(result, nodes.get(result["unique_id"], {})))
    elements = Counter(part.tag for case in suite for part in case)
    suite.set("tests", str(len(suite)))
    for element, name in COUNTED.items():
        suite.set(name, str(elements[element]))
    suite.set("time", f"{results['elapsed_time']:.3f}")
    tree = ElementTree.ElementTree(suite)
    ElementTree.indent(tree)
    file.parent.mkdir(parents=True, exist_ok=True)
    tree.write(file, encoding="utf-8", xml_declaration=True)
    return Counter(result["status"] for result in results["results"])


def _case(result: dict[str, Any], node: dict[str, Any]) -> ElementTree.Element:
    """One node: its file, its duration and its fault."""
    kind, _, name = result["unique_id"].split(".")[:3]
    path = node.get("original_file_path", "")
    case = ElementTree.Element(
        "testcase",
        name=name,
        classname=path.rsplit(".", 1)[0].replace("/", ".") or kind,
        file=path,
        time=f"{result['execution_time']:.3f}",
    )
    element = ELEMENTS.get(result["status"])
    if element:
        message = UNWRITABLE.sub("?", result["message"] or result["status"])
        part = ElementTree.SubElement(case, element)
        if element != "system-out":
            part.set("message", message.split("\n")[0])
        part.text = message
    return case


def _read(target: Path, name: str) -> dict[str, Any]:
    """A file of JSON that dbt left."""
    try:
        return json.loads((target / name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as reason:
        raise NoResults(
            f"{target / name} cannot be read ({reason}). Run dbt build first, or give its"
            " --target-path as --target."
        ) from reason
