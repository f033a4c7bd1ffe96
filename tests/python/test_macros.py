"""Hold every macro to its documentation, all SQL to two rules of the project, and YAML to one."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import jinja2
import pytest
import yaml
from dbt_common.clients.jinja import MaterializationExtension
from dbt_common.utils.jinja import MACRO_PREFIX

from python_hooks.engines.warehouse import BLANKS

PROJECT = Path(__file__).parents[2]
MACROS = sorted((PROJECT / "macros").rglob("*.sql"))
RATIO = PROJECT / "macros" / "engine" / "ratio.sql"
MODELS = sorted((PROJECT / "models").rglob("*.sql"))
THEMES = sorted({path.parent for path in MACROS})
DESCRIPTIONS = sorted(
    path for room in ("models", "macros", "seeds") for path in (PROJECT / room).rglob("*.yml")
)

COMMENT = re.compile(r"\{#.*?#\}|/\*.*?\*/|--[^\n]*", re.DOTALL)

# A slash with no space on either side, in quotes, is a path or prose.
QUOTED = re.compile(r"'[^'\n]*'")
TIGHT_SLASH = re.compile(r"(?<! )/(?! )")
# What may be divided by: nullif, a number that is not 0, and z_95 (in SQL, or joined on in Jinja).
DIVISION = re.compile(
    r"""/(?!\s*(?:nullif\( | (?=[\d.]*[1-9])\d+(?:\.\d+)?(?![\w.]) | (?:\{\{|"\s*~)\s*z_95\(\)))""",
    re.VERBOSE | re.IGNORECASE,
)

CLOCK_OR_CHANCE = re.compile(
    r"""\b(?: (?:now|today|random|rand|uuid|gen_random_uuid|get_current_timestamp)\s*\(
        | current_(?:date|time|timestamp)\b | localtime(?:stamp)?\b | run_started_at\b
        | modules\.datetime\b )""",
    re.VERBOSE | re.IGNORECASE,
)


def name_in_project(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def macros_of_file(path: Path) -> list[jinja2.nodes.Macro]:
    """Macros of a file in their order: first the public one, then its helpers and variants."""
    extensions = ["jinja2.ext.do", MaterializationExtension]
    tree = jinja2.Environment(extensions=extensions).parse(path.read_text())
    macros = sorted(tree.find_all(jinja2.nodes.Macro), key=lambda macro: macro.lineno)
    for macro in macros:
        if macro.name.startswith(MACRO_PREFIX):  # a materialization, which dbt gave its argument
            macro.name, macro.args = macro.name.removeprefix(MACRO_PREFIX), []
    return macros


def code(text: str) -> str:
    """SQL without its comments, on the same lines."""
    return COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)


def broken_lines(rule: re.Pattern[str], text: str) -> list[int]:
    """Number of each line on which something that the rule forbids begins."""
    return [text.count("\n", 0, found.start()) + 1 for found in rule.finditer(text)]


def bare_divisions(sql: str) -> list[int]:
    """Number of each line that divides by what may be 0."""
    text = QUOTED.sub(lambda quoted: TIGHT_SLASH.sub("", quoted[0]), code(sql))
    return broken_lines(DIVISION, text)


def texts_of_python(source: str) -> str:
    """Every text in a Python file, the SQL among them, on the lines where they begin."""
    lines = [""] * (source.count("\n") + 1)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            lines[node.lineno - 1] += " " + " ".join(node.value.split("\n"))
    return "\n".join(lines)


@pytest.mark.parametrize("path", MACROS, ids=name_in_project)
def test_a_file_of_macros_begins_with_the_macro_of_its_name(path: Path) -> None:
    assert macros_of_file(path)[0].name == path.stem


@pytest.mark.parametrize("theme", THEMES, ids=name_in_project)
def test_every_macro_is_documented_with_its_arguments(theme: Path) -> None:
    entries = yaml.safe_load((theme / f"_{theme.name}__macros.yml").read_text())["macros"]
    documented = {
        macro["name"]: [argument["name"] for argument in macro.get("arguments", [])]
        for macro in entries
    }
    written = {
        macro.name: [argument.name for argument in macro.args]
        for macro in (macros_of_file(path)[0] for path in theme.glob("*.sql"))
    }
    assert documented == written
    assert len(entries) == len(documented)
    for macro in entries:
        assert macro["description"].strip()
        assert all(one["type"] and one["description"] for one in macro.get("arguments", []))


def keys_without_value(node: object) -> list[str]:
    """The keys of several words that stand without a value, anywhere in what YAML says."""
    if isinstance(node, list):
        return [key for each in node for key in keys_without_value(each)]
    if not isinstance(node, dict):
        return []
    here = [key for key, value in node.items() if " " in str(key) and value is None]
    return here + [key for value in node.values() for key in keys_without_value(value)]


def test_no_description_is_cut_off_at_a_comma() -> None:
    """In braces a text without quotes ends there; what follows is a key."""
    assert keys_without_value(yaml.safe_load("- {description: Here, not there.}")) == ["not there."]
    cut_off = {
        name_in_project(path): keys_without_value(yaml.safe_load(path.read_text()))
        for path in DESCRIPTIONS
    }
    assert {path: keys for path, keys in cut_off.items() if keys} == {}


def test_only_the_macro_ratio_divides_by_a_value_that_may_be_zero() -> None:
    assert [
        f"{name_in_project(path)}:{line}"
        for path in MODELS + MACROS
        if path != RATIO
        for line in bare_divisions(path.read_text())
    ] == []


@pytest.mark.parametrize(
    "sql",
    [
        "a / b",
        "a/b",
        "a\n/ b",
        "a // b",
        "1 / 0",
        "a / 0.0",
        "a / 2x",
        "a / {{ n }}",
        "{{ 'a / b' }}",
    ],
)
def test_a_bare_division_is_seen(sql: str) -> None:
    assert bare_divisions(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "a / nullif(b, 0)",
        "a\n/ nullif(b, 0)",
        "a / 60000000.0",
        "a / 12)",
        "a / {{ z_95() }}",
        '{{ "a / " ~ z_95() }}',
        "a -- per day / month",
        "{#- 3/4 of them -#}",
        "{{ env_var('CX_RAW_PATH', 'seeds/demo') ~ '/landed' }}",
    ],
)
def test_a_safe_division_and_a_path_are_let_through(sql: str) -> None:
    assert bare_divisions(sql) == []


def test_no_sql_asks_the_clock_or_chance() -> None:
    texts = {path: code(path.read_text()) for path in MODELS + MACROS}
    for path in (PROJECT / "python_hooks").rglob("*.py"):
        texts[path] = texts_of_python(path.read_text())
    assert [
        f"{name_in_project(path)}:{line}"
        for path, text in texts.items()
        for line in broken_lines(CLOCK_OR_CHANCE, text)
    ] == []


@pytest.mark.parametrize(
    "sql", ["select now()", "CURRENT_DATE - 1", "random() < 0.1", "'{{ run_started_at }}'"]
)
def test_a_clock_or_chance_is_seen(sql: str) -> None:
    assert broken_lines(CLOCK_OR_CHANCE, code(sql))
    assert broken_lines(CLOCK_OR_CHANCE, texts_of_python(f"run(f{sql!r})"))


def test_python_and_the_contract_trim_the_same_characters() -> None:
    macro = (PROJECT / "macros" / "engine" / "trimmed_text.sql").read_text(encoding="utf-8")
    on_duckdb = {" ", *(chr(int(code)) for code in re.findall(r"chr\((\d+)\)", macro))}
    on_spark = re.search(r"trim\(both '(.+?)' from", macro)[1].encode().decode("unicode_escape")
    assert set(BLANKS) == on_duckdb == set(on_spark)
