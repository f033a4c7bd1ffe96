"""Any split of a company's rows into deliveries gives the same tables."""

from __future__ import annotations

import csv
import random
import re
import shutil
from datetime import date
from pathlib import Path

import forked_dbt
import pytest
from conftest import OF_DELIVERIES, Run, build_without_tests

from python_hooks.demo_company import Company, generate

WORK = "work.duckdb"
SCORES = "int_customer_months_banded"  # made from views that read few customers in an increment
INCREMENTAL = "Built from the new deliveries"
NOTHING_NEW = "Nothing is new: what the build before made is kept."
SOLVED = ("solved", "closed", "resolved")
SCHEMAS = ("staging", "quality", "intermediate", "marts", "metrics", "reporting")


@pytest.fixture(scope="module")
def small_company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The raw files of a company of 150 customers, one file a table, faults included."""
    folder = tmp_path_factory.mktemp("small")
    generate(folder / "raw", Company(customer_count=150))
    return folder / "raw"


@pytest.fixture(scope="module")
def built_at_once(small_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The build of those files."""
    folder = tmp_path_factory.mktemp("at_once")
    return build_without_tests(folder, small_company)


def tables(run: Run, *schemas: str) -> dict[str, list[tuple]]:
    """Every row of every table in some schemas of the work file, in a stable order.

    Left out: what says how the build went (quality.check_results compares with the build before).
    """
    listed = ", ".join(f"'{schema}'" for schema in schemas)
    names = run.query(
        f"""
        select table_schema || '.' || table_name
        from information_schema.tables
        where
            table_type = 'BASE TABLE'
            and table_schema in ({listed})
            and table_name not in (
                'stg_changes_noted', 'int_customers_to_rebuild', 'int_metric_periods_to_rebuild',
                'check_results', 'last_good_profiles'
            )
        order by 1
        """,
        WORK,
    )
    return {name: run.query(f"select * from {name} order by all", WORK) for (name,) in names}


def read_by_people(run: Run) -> dict[str, list[tuple]]:
    """Marts and reporting, without the tables about deliveries."""
    rows = tables(run, "marts", "reporting")
    return {name: rows[name] for name in rows.keys() - OF_DELIVERIES}


def deliver(whole: Path, target: Path, count: int, seed: int) -> list[list[Path]]:
    """Split every file into `count` shuffled deliveries, a tenth of the rows in two of them.

    Rows are assigned to deliveries at random, so many come late and out of order. Gives the files
    of each delivery.
    """
    draws = random.Random(seed)
    deliveries: list[list[Path]] = [[] for _ in range(count)]
    for path in sorted(whole.rglob("*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            header, *rows = csv.reader(file)
        parts: list[list[list[str]]] = [[] for _ in range(count)]
        for row in rows:
            parts[draws.randrange(count)].append(row)
            if draws.random() < 0.1:
                parts[draws.randrange(count)].append(row)
        for number, part in enumerate(parts):
            draws.shuffle(part)
            file_path = target / path.relative_to(whole).with_suffix("") / f"{number:02}.csv"
            file_path.parent.mkdir(parents=True, exist_ok=True)
            with file_path.open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows([header, *part])
            deliveries[number].append(file_path)
    return deliveries


@pytest.mark.thorough
@pytest.mark.parametrize(("count", "seed"), [(2, 1), (10, 3)])
def test_any_split_into_deliveries_gives_the_same_tables(
    small_company: Path, built_at_once: Run, tmp_path: Path, count: int, seed: int
) -> None:
    deliver(small_company, tmp_path / "raw", count, seed)
    run = build_without_tests(tmp_path, tmp_path / "raw")
    assert read_by_people(run) == read_by_people(built_at_once)


def arrive(files: list[Path], waiting: Path, raw: Path) -> None:
    """Move the files of a delivery from where they wait into the raw folder."""
    for file in files:
        arrived = raw / file.relative_to(waiting)
        arrived.parent.mkdir(parents=True, exist_ok=True)
        file.rename(arrived)


def definitions(run: Run) -> list[tuple]:
    """The SQL of every view of the models, and what every column of theirs says of itself."""
    views = run.query(
        "select schema_name, view_name, sql, comment from duckdb_views()"
        f" where schema_name in {SCHEMAS} order by all",
        WORK,
    )
    columns = run.query(
        "select schema_name, table_name, column_name, data_type, comment from duckdb_columns()"
        f" where schema_name in {SCHEMAS} order by all",
        WORK,
    )
    return views + columns


def assert_equals_a_full_build(folder: Path, incremental: Run) -> None:
    """The tables of an incremental build equal those of a full build of the same deliveries."""
    assert INCREMENTAL in incremental.output, incremental.output
    left, left_definitions = tables(incremental, *SCHEMAS), definitions(incremental)
    full = build_without_tests(folder, folder / "raw", "--full-refresh")
    assert INCREMENTAL not in full.output
    made = tables(full, *SCHEMAS)
    assert left.keys() == made.keys()
    assert [name for name in left if left[name] != made[name]] == []
    assert left_definitions == definitions(full)


@pytest.mark.thorough
def test_deliveries_that_arrive_one_by_one_end_in_the_same_tables(
    small_company: Path, built_at_once: Run, tmp_path: Path
) -> None:
    waiting, raw = tmp_path / "waiting", tmp_path / "raw"
    for files in deliver(small_company, waiting, 3, seed=4):
        arrive(files, waiting, raw)
        run = build_without_tests(tmp_path, raw)
    assert read_by_people(run) == read_by_people(built_at_once)
    assert_equals_a_full_build(tmp_path, run)


def first_deliveries(whole: Path, raw: Path) -> None:
    """Copy every file, as the first delivery of its table."""
    for path in whole.rglob("*.csv"):
        folder = raw / path.relative_to(whole).with_suffix("")
        folder.mkdir(parents=True)
        shutil.copy(path, folder / "00.csv")


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a file, each by the names of its columns."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    """Write rows as a file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def correct(first: Path, row: dict[str, str], **changes: str) -> None:
    """Deliver after a first delivery a newer version of one row, with other cells.

    Its time is on the last day of the data: a month that begins would rebuild every customer.
    """
    newer = row | {"updated_at": "2025-12-31 23:59:59", **changes}
    write_rows(first.with_name("01.csv"), [newer])


def corrected(
    path: Path, count: int, others: dict[str, list[str]], draws: random.Random
) -> list[dict[str, str]]:
    """A delivery of `count` corrections to a raw file: rows of it, later, with a changed cell each.

    others: the values that a column has anywhere, by its name; a changed id is another row's.
    """
    rows = rows_of(path)
    chosen = draws.sample(rows, min(count, len(rows)))
    for row in chosen:
        column = draws.choice(list(row)[1:])
        row[column] = draws.choice([*others[column], ""])
        row["updated_at"] = draws.choice(others["updated_at"])
    return chosen


def table_models() -> list[str]:
    """The models above staging that are tables."""
    return sorted(
        node.name
        for node in forked_dbt.manifest().nodes.values()
        if node.resource_type == "model"
        and node.fqn[1] in ("intermediate", "marts", "metrics", "reporting")
        and node.config.materialized != "view"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Try as many sequences of corrections as the command line asks for."""
    if metafunc.function is test_corrections_of_any_cell_end_as_in_a_full_build:
        metafunc.parametrize("seed", range(1, 1 + metafunc.config.getoption("sequences")))


def test_corrections_of_any_cell_end_as_in_a_full_build(
    small_company: Path, tmp_path: Path, seed: int, is_thorough: bool
) -> None:
    """Orders move between customers, customers merge and part, rows are deleted, refused, revived.

    Later corrections are older than earlier ones as often as not. The last ones are few, so that
    they touch few customers. After them neither a build of nothing new nor one of a part of the
    project changes a table.
    """
    draws = random.Random(seed)
    raw = tmp_path / "raw"
    first_deliveries(small_company, raw)
    values: dict[str, set[str]] = {}
    for first in raw.rglob("00.csv"):
        for row in rows_of(first):
            for name, value in row.items():
                values.setdefault(name, set()).add(value)
                if name == "customer_id":
                    values.setdefault("merged_into_customer_id", set()).add(value)
    others = {name: sorted(given) for name, given in values.items()}
    others["is_deleted"] = ["true", "false"]
    build_without_tests(tmp_path, raw)
    for number, count in enumerate((10, 1), start=1):
        for first in sorted(raw.rglob("00.csv")):
            if draws.random() < 0.7:
                rows = corrected(first, count, others, draws)
                write_rows(first.with_name(f"{number:02}.csv"), rows)
        run = build_without_tests(tmp_path, raw)
    incremental = tables(run, *SCHEMAS)
    if is_thorough:
        kept = build_without_tests(tmp_path, raw)
        assert NOTHING_NEW in kept.output, kept.output
        assert tables(kept, *SCHEMAS) == incremental
    part = build_without_tests(tmp_path, raw, "--select", *draws.sample(table_models(), 6), SCORES)
    assert "only a part of the project was selected" in part.output
    assert tables(part, *SCHEMAS) == incremental
    assert_equals_a_full_build(tmp_path, run)


@pytest.mark.thorough
def test_rows_that_move_end_with_the_customer_they_moved_to(
    small_company: Path, tmp_path: Path
) -> None:
    """A newer version of one row of each table names another customer; nothing else is new."""
    draws = random.Random(5)
    raw = tmp_path / "raw"
    first_deliveries(small_company, raw)
    build_without_tests(tmp_path, raw)
    customers = rows_of(small_company / "crm" / "customers.csv")
    for first in sorted(raw.rglob("00.csv")):
        rows = rows_of(first)
        if "customer_id" in rows[0] and first.parent.name != "customers":
            moved_to = draws.choice(customers)["customer_id"]
            correct(first, draws.choice(rows), customer_id=moved_to)
    assert_equals_a_full_build(tmp_path, build_without_tests(tmp_path, raw))


@pytest.mark.thorough
def test_an_answer_known_by_its_invitation_follows_the_ticket_that_it_names(
    small_company: Path, tmp_path: Path
) -> None:
    """The ticket is another customer's; then another team has it, and nothing else is new."""
    raw = tmp_path / "raw"
    first_deliveries(small_company, raw)
    first_answers, first_tickets = (
        raw / table / "00.csv" for table in ("surveys/responses", "support/tickets")
    )
    answers, tickets = rows_of(first_answers), rows_of(first_tickets)
    answer = next(each for each in answers if each["invitation_id"] and each["customer_id"])
    ticket = next(each for each in tickets if each["customer_id"] != answer["customer_id"])
    answer |= {"customer_id": "", "ticket_id": ticket["ticket_id"]}
    write_rows(first_answers, answers)
    build_without_tests(tmp_path, raw)
    correct(first_tickets, ticket, team="another")
    run = build_without_tests(tmp_path, raw)
    assert INCREMENTAL in run.output, run.output
    of_the_answer = f"where survey_response_id = '{answer['response_id']}'"
    team = f"select team from marts.fct_survey_responses {of_the_answer}"
    assert run.query(team, WORK) == [("another",)]


@pytest.mark.thorough
def test_a_ticket_that_leaves_a_merge_rebuilds_the_customer_whom_it_was_merged_into(
    small_company: Path, tmp_path: Path
) -> None:
    """Its replies no longer count for the other customer's ticket, of which no row is new."""
    raw = tmp_path / "raw"
    first_deliveries(small_company, raw)
    first = raw / "support" / "tickets" / "00.csv"
    tickets = rows_of(first)
    events = rows_of(raw / "support" / "ticket_events" / "00.csv")
    answered = {row["ticket_id"] for row in events if row["event_type"] == "public_reply"}
    growing = {row["customer_id"] for row in tickets if row["ticket_status"] not in SOLVED}
    left, stays = [
        next(
            each
            for each in order
            if each["ticket_id"] in answered and each["customer_id"] not in {"", *growing}
        )
        for order in (tickets, tickets[::-1])
    ]
    assert left["customer_id"] != stays["customer_id"]
    left["merged_into_ticket_id"] = stays["ticket_id"]
    write_rows(first, tickets)
    build_without_tests(tmp_path, raw)
    correct(first, left, merged_into_ticket_id="")
    assert_equals_a_full_build(tmp_path, build_without_tests(tmp_path, raw))


@pytest.mark.thorough
def test_everybody_is_built_again_when_a_source_turns_out_to_write_otherwise(
    small_company: Path, tmp_path: Path
) -> None:
    """No line had a category; now that one has, other purchases are known to be of none."""
    raw = tmp_path / "raw"
    first_deliveries(small_company, raw)
    first = raw / "commerce" / "order_lines" / "00.csv"
    lines = rows_of(first)
    write_rows(first, [line | {"product_category": ""} for line in lines])
    build_without_tests(tmp_path, raw)
    correct(first, lines[0])
    assert_equals_a_full_build(tmp_path, build_without_tests(tmp_path, raw))


@pytest.mark.thorough
def test_everybody_is_built_again_when_a_text_gets_another_number(
    small_company: Path, tmp_path: Path
) -> None:
    """The first category and the first plan are renamed, so the later ones move up a number."""
    raw = tmp_path / "raw"
    first_deliveries(small_company, raw)
    build_without_tests(tmp_path, raw)
    for table, since, column in (
        ("support/tickets", "created_at", "category"),
        ("crm/contracts", "starts_on", "plan"),
    ):
        first = raw / table / "00.csv"
        row = min((each for each in rows_of(first) if each[column]), key=lambda each: each[since])
        correct(first, row, **{column: "another"})
    assert_equals_a_full_build(tmp_path, build_without_tests(tmp_path, raw))


@pytest.mark.thorough
def test_days_that_pass_end_as_in_a_full_build(tmp_path: Path) -> None:
    """Most of the company only grows older; whoever bought last in June is known to be gone.

    In the first step contracts begin that were signed before, and the time of answers, offers,
    tasks and interests runs out; the second ends a month, the third begins the next, and with it a
    quarter and its model.
    """
    waiting, raw = tmp_path / "waiting", tmp_path / "raw"
    dates = {"first_day": date(2024, 7, 1), "last_day": date(2026, 1, 2)}
    generate(waiting, Company(150, **dates, with_faults=False, daily_from=date(2025, 12, 22)))
    contracts = waiting / "crm" / "contracts" / "2025-12-21.csv"
    signed_since_july = r"(?m)^(\w+,\w+),2025-(?:0[7-9]|1\d)-\d\d,"
    contracts.write_text(re.sub(signed_since_july, r"\1,2025-12-27,", contracts.read_text()))
    for last_file in ("2025-12-21.csv", "2025-12-27.csv", "2025-12-31.csv", "2026-01-02.csv"):
        arrive([file for file in waiting.rglob("*.csv") if file.name <= last_file], waiting, raw)
        run = build_without_tests(tmp_path, raw)
        # The end of a month rebuilds every customer, which would hide earlier errors.
        if last_file in ("2025-12-27.csv", "2026-01-02.csv"):
            assert_equals_a_full_build(tmp_path, run)


@pytest.mark.thorough
def test_a_build_is_full_when_its_base_cannot_be_trusted(
    small_company: Path, tmp_path: Path
) -> None:
    raw = tmp_path / "raw"
    shutil.copytree(small_company, raw)
    build_without_tests(tmp_path, raw)
    variables = ("--vars", "{first_contact_resolution_days: 8}")
    changed = build_without_tests(tmp_path, raw, *variables)
    assert "Built in full: the project or its variables changed." in changed.output
    part = build_without_tests(tmp_path, raw, "--select", "fct_orders", *variables)
    assert "Built in full: only a part of the project was selected." in part.output
    # The part was made from what the whole before it was made from, and is a mixture with it.
    after_part = build_without_tests(tmp_path, raw, *variables)
    assert "Built in full: the build before it did not build every model." in after_part.output
    (raw / "commerce" / "orders.csv").write_text(
        "\n".join((raw / "commerce" / "orders.csv").read_text().splitlines()[:-1]) + "\n"
    )
    shorter = build_without_tests(tmp_path, raw, *variables)
    assert "Built in full: a delivery of commerce__orders was changed" in shorter.output


@pytest.mark.thorough
def test_a_delivery_read_again_under_another_name_adds_no_row(
    small_company: Path, built_at_once: Run, tmp_path: Path
) -> None:
    for path in sorted(small_company.rglob("*.csv")):
        folder = (tmp_path / "raw" / path.relative_to(small_company)).with_suffix("")
        folder.mkdir(parents=True)
        for name in ("first.csv", "second.csv"):
            (folder / name).write_bytes(path.read_bytes())
    run = build_without_tests(tmp_path, tmp_path / "raw")
    assert read_by_people(run) == read_by_people(built_at_once)
    read = "select source, table_name, rows_read from quality.row_reconciliation order by all"
    assert run.query(read, "work.duckdb") == built_at_once.query(read, "work.duckdb")
