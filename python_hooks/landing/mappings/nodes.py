"""A YAML file whose every word knows its line, and the mistakes that are found in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml

from python_hooks.landing.names import did_you_mean
from python_hooks.landing.refusals import RefusedFile
from python_hooks.text.tables import one_line

Node = yaml.Node


class Mistakes:
    """Every mistake of one file, with its line and its cure."""

    def __init__(self, file: str) -> None:
        """Begin without one. file: as people know it, such as mappings/shop/mapping.yml."""
        self.file = file
        self.found: list[RefusedFile] = []

    def add(self, node: Node | int, what: str, cure: str) -> None:
        """Keep one mistake, of a node or of a line."""
        line = node if isinstance(node, int) else line_of(node)
        self.found.append(RefusedFile(self.file, what, cure, line))


def line_of(node: Node) -> int:
    """The line that a node begins on, counted from 1."""
    return node.start_mark.line + 1


def read_yaml(path: Path, mistakes: Mistakes) -> Node | None:
    """The root of a YAML file; nothing, with a mistake, where it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        mistakes.add(1, f"the file cannot be read ({reason}).", "Write it as UTF-8 text.")
        return None
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        cure = "Look at the colons, quotes and indents there; use spaces, not tabs."
        mistakes.add(line, f"this is not YAML: {one_line(str(error.problem), 100)}.", cure)
        return None
    except yaml.YAMLError:
        mistakes.add(1, "this is not YAML.", "Remove characters that cannot be shown.")
        return None
    if root is None:
        mistakes.add(1, "the file is empty.", "Write `tables:` with at least one table.")
    return root


def entries(
    node: Node, where: str, allowed: Sequence[str] | None, mistakes: Mistakes, example: str
) -> dict[str, tuple[Node, Node]]:
    """The entries of a map by key, with the node of key and value; unknown keys are mistakes."""
    if not isinstance(node, yaml.MappingNode):
        mistakes.add(node, f"{where} must be a map of names and values.", f"Write {example}.")
        return {}
    found: dict[str, tuple[Node, Node]] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            mistakes.add(key, f"{where} has a key that is no text.", f"Write {example}.")
            continue
        name = key.value.strip()
        if name in found:
            first = line_of(found[name][0])
            what = f"{where} has {shown(name)} twice; the first is on line {first}."
            mistakes.add(key, what, "Keep one of them.")
        elif allowed is not None and name not in allowed:
            hint = did_you_mean(name, allowed)
            what = f"{where} has the unknown word {shown(name)}."
            mistakes.add(key, what, f"{hint}Allowed: {', '.join(allowed)}.")
        else:
            found[name] = (key, value)
    return found


def text_of(node: Node, where: str, mistakes: Mistakes) -> str | None:
    """A single text, as it is written; nothing, with a mistake, for a list, a map or nothing."""
    if isinstance(node, yaml.ScalarNode) and node.tag != "tag:yaml.org,2002:null":
        return node.value
    kind = "empty" if isinstance(node, yaml.ScalarNode) else "a list or a map"
    mistakes.add(node, f"{where} is {kind}, where one value is expected.", "Write one value.")
    return None


def texts_of(node: Node, where: str, mistakes: Mistakes) -> tuple[str, ...]:
    """The texts of a list; one text alone is a list of one."""
    if not isinstance(node, yaml.SequenceNode):
        only = text_of(node, where, mistakes)
        return () if only is None else (only,)
    texts = [text_of(each, where, mistakes) for each in node.value]
    known = [each for each in texts if each is not None]
    if len(set(known)) < len(known):
        mistakes.add(node, f"{where} names something twice.", "Name it once.")
    return tuple(known)


def choice_of(node: Node, where: str, allowed: Sequence[str], mistakes: Mistakes) -> str | None:
    """One of the allowed values, or nothing with a mistake."""
    value = text_of(node, where, mistakes)
    if value is None or value in allowed:
        return value
    listed = ", ".join(f"'{each}'" if not each.isalnum() else each for each in allowed)
    mistakes.add(node, f"{where} is {shown(value)}.", f"Allowed: {listed}.")
    return None


def flag_of(node: Node, where: str, mistakes: Mistakes) -> bool:
    """Whether it says true."""
    return choice_of(node, where, ("true", "false"), mistakes) == "true"


def shown(value: str) -> str:
    """A value of mapping.yml as it may stand in a message."""
    return f"'{one_line(value, 60)}'"
