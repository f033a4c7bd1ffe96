"""Every bad input has the outcome of bad_inputs.py, and changes no good row."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from bad_inputs import (
    FILE_CASES,
    MERGE_CASES,
    MERGES,
    ROW_CASES,
    SOUND,
    Accepted,
    FileCase,
    Landed,
    Link,
    Parquet,
    Quarantined,
    Refused,
    RowCase,
    Superseded,
    contract_of,
    csv_text,
    key_of,
    merge_id,
    parents,
    planted,
    rules_of,
)
from conftest import DEMO, FUZZ_FACTOR, Run, dbt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from python_hooks.engines.warehouse import connect
from python_hooks.landing import (
    LandingRequest,
    RefusedFiles,
    TableContract,
    land,
    raw_relation_sql,
)
from python_hooks.privacy.contact_keys import contact_salt

SCREEN_LINES = 40
ALL_ROW_CASES = [*ROW_CASES, *MERGE_CASES]
LOADS = ("alone", "over a good load")
GOOD_FILE = "crm/customers/1.csv"
GOOD = (
    "customer_id,created_at,updated_at,name,email\n"
    "g1,2024-01-01,2024-01-02,Good,\n"
    "g2,2024-01-01,2024-01-02,Better,secret@example.com\n"
)
GOOD_ROWS = [("g1", "Good"), ("g2", "Better")]
# Without the checks of Great Expectations, which check whole loads and take seconds.
STAGING = (
    "--select", "staging.base", "unknown_references", "raw_profiles", "quarantined_rows",
    "row_reconciliation", "faulty_cells", "missing_words", "dimension_values", "staging.dimensions",
    "ticket_statuses", "+int_orders_converted",
    "--exclude-resource-type", "test", "unit_test",
    # The cases are older than the demo, and what was given is compared.
    "--vars", "{quarantine_retention_days: 9999}",
)  # fmt: skip


def test_the_suite_has_its_documented_size_and_unique_names() -> None:
    names = [case.name for case in [*FILE_CASES, *ALL_ROW_CASES]]
    assert len(names) >= 120
    assert [name for name, count in Counter(names).items() if count > 1] == []


# Files


def contract(table: str) -> TableContract:
    """The contract of a table as landing gets it."""
    columns = contract_of(table)["columns"]
    required = tuple(each["name"] for each in columns if rules_of(each).get("required"))
    source, name = table.split(".")
    names = tuple(each["name"] for each in columns)
    return TableContract(source, name, names, required, is_required=table == "crm.customers")


def customers() -> TableContract:
    """The contract of crm.customers as landing gets it."""
    return contract("crm.customers")


ALL_TABLES = tuple(
    contract(table) for table in ("crm.customers", *(set(SOUND) - {"crm.customers"}))
)


def put(case: FileCase, root: Path, is_alone: bool) -> None:
    """Lay out the files of a case in root/raw, and a secret beside it."""
    (root / "outside").mkdir(parents=True)
    (root / "outside" / "secret.csv").write_text(GOOD)
    if not is_alone:
        (root / "raw" / GOOD_FILE).parent.mkdir(parents=True)
        (root / "raw" / GOOD_FILE).write_text(GOOD)
    for path, content in case.files.items():
        target = root / "raw" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Link):
            target.symlink_to(content.target.format(raw=root / "raw", outside=root / "outside"))
        elif isinstance(content, Parquet):
            with connect() as connection:
                connection.execute(f"copy ({content.select}) to '{target}' (format parquet)")
        else:
            target.write_bytes(content)


@pytest.mark.parametrize("load", LOADS)
@pytest.mark.parametrize("case", FILE_CASES, ids=lambda case: case.name)
def test_a_file_is_read_whole_or_refused_with_its_place(
    tmp_path: Path, case: FileCase, load: str
) -> None:
    put(case, tmp_path, load == "alone")
    request = LandingRequest(str(tmp_path / "raw"), str(tmp_path / "landed"), ALL_TABLES)
    if isinstance(case.outcome, Refused):
        with pytest.raises(RefusedFiles) as caught:
            land(request)
        (refusal,) = caught.value.refused
        assert case.outcome.words in str(refusal)
        assert (refusal.line, refusal.column) == (case.outcome.line, case.outcome.column)
        assert refusal.file in case.files
        assert refusal.what_to_do
        screen = str(caught.value).splitlines()
        assert len(screen) < SCREEN_LINES
        assert all(line.isprintable() and len(line) < 400 for line in screen)
        assert "secret" not in str(refusal).replace("secret.csv", "")
        return
    assert isinstance(case.outcome, Landed)
    (table,) = (each for each in land(request).tables if each.name == "customers")
    with connect() as connection:
        rows = connection.execute(
            f"""
            select _file, customer_id, coalesce(_fault, name)
            from ({raw_relation_sql(customers(), table.deliveries)})
            order by _load_number, _row_number
            """
        ).fetchall()
    assert tuple(row[1:] for row in rows if row[0] != GOOD_FILE) == case.outcome.rows
    assert [row[1:] for row in rows if row[0] == GOOD_FILE] == GOOD_ROWS[: 2 * (load != "alone")]
    assert sum(each.row_count for each in table.deliveries) == len(rows)


# Rows


@dataclass(frozen=True)
class Verdict:
    """The result of the build for one planted row."""

    status: str
    reasons: str
    values: dict[str, str | None]
    given: dict[str, str | None] | None


@dataclass(frozen=True)
class Judged:
    """A build with planted rows, and its verdict on each of them, by table in order."""

    run: Run
    verdicts: dict[str, list[Verdict]]


def plant(raw: Path, cases: list[RowCase]) -> None:
    """Write the rows of the cases as one more delivery of each table."""
    for table, rows in planted(cases).items():
        folder = raw / table.replace(".", "/")
        folder.mkdir(parents=True, exist_ok=True)
        text = csv_text(table, [cells for _, cells, _ in rows])
        (folder / "planted.csv").write_text(text, encoding="utf-8", newline="")


def verdicts_of(run: Run) -> dict[str, list[Verdict]]:
    """The verdict on every planted row."""
    found = {}
    for table in planted(ALL_ROW_CASES):
        source, name = table.split(".")
        columns = [column["name"] for column in contract_of(table)["columns"]]
        texts = ", ".join(f"cast(checked.{column} as varchar)" for column in columns)
        rows = run.query(
            f"""
            select checked._status, checked._reasons, held.row_json, {texts}
            from staging.base_{source}__{name} as checked
            left join quality.quarantined_rows as held
                on held.source = '{source}' and held.table_name = '{name}'
                and held.file = checked._file and held.row_number = checked._row_number
            where checked._file like '%/planted.csv'
            order by checked._row_number
            """,
            "work.duckdb",
        )
        found[table] = [
            Verdict(
                status,
                reasons,
                dict(zip(columns, values, strict=True)),
                json.loads(held) if held else None,
            )
            for status, reasons, held, *values in rows
        ]
    return found


@pytest.fixture(scope="module")
def judged_alone(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """All cases in one load, with nothing but the rows that they refer to.

    The warehouse lies in a folder whose name is a trick itself.
    """
    folder = tmp_path_factory.mktemp("alone") / "it's {{ 7 * 7 }}; drop table x --"
    for table, rows in parents().items():
        path = (folder / "raw" / table.replace(".", "/")) / "parents.csv"
        path.parent.mkdir(parents=True)
        path.write_text(csv_text(table, rows), encoding="utf-8")
    plant(folder / "raw", ALL_ROW_CASES)
    run = dbt("build", folder, *STAGING, raw_path=folder / "raw", check=True)
    return Judged(run, verdicts_of(run))


@pytest.fixture(scope="module")
def judged_over_a_good_load(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """All cases as one more delivery of the demo company."""
    folder = tmp_path_factory.mktemp("over")
    shutil.copytree(DEMO, folder / "raw")
    plant(folder / "raw", ALL_ROW_CASES)
    run = dbt("build", folder, *STAGING, raw_path=folder / "raw", check=True)
    return Judged(run, verdicts_of(run))


@pytest.fixture
def judged(request: pytest.FixtureRequest, load: str) -> Judged:
    """The build of a load."""
    return request.getfixturevalue("judged_" + load.replace(" ", "_"))


@pytest.mark.parametrize("load", LOADS)
@pytest.mark.parametrize("case", ALL_ROW_CASES, ids=lambda case: case.name)
def test_a_row_has_its_one_right_outcome(judged: Judged, case: RowCase) -> None:
    everything = planted(ALL_ROW_CASES)[case.table]
    verdicts = judged.verdicts[case.table]
    assert len(verdicts) == len(everything)
    tried = [
        (row, verdict)
        for row, verdict in zip(everything, verdicts, strict=True)
        if row[0] == case.name
    ]
    assert len(tried) == len(case.rows)
    for (_, cells, outcome), verdict in tried:
        if isinstance(outcome, Quarantined):
            assert (verdict.status, verdict.reasons) == ("quarantined", outcome.reasons)
            held = {name: text for name, text in (verdict.given or {}).items() if text is not None}
            assert held == {name: text for name, text in cells.items() if text}
        elif isinstance(outcome, Superseded):
            assert (verdict.status, verdict.reasons) == ("superseded", "")
        else:
            assert isinstance(outcome, Accepted)
            assert (verdict.status, verdict.reasons) == ("accepted", "")
            assert {name: verdict.values[name] for name in outcome.values} == outcome.values


@pytest.mark.parametrize("load", LOADS)
def test_every_row_is_counted_once(judged: Judged, load: str) -> None:
    counted = judged.run.query(
        "select source || '.' || table_name, rows_read, rows_accepted, rows_superseded,"
        " rows_quarantined from quality.row_reconciliation where rows_read > 0",
        "work.duckdb",
    )
    held_back = judged.run.query(
        "select source || '.' || table_name, count(*) from quality.quarantined_rows group by all",
        "work.duckdb",
    )
    for table, read, accepted, superseded, quarantined in counted:
        assert read == accepted + superseded + quarantined
        assert dict(held_back).get(table, 0) == quarantined
        beside = len(parents().get(table, []))
        if load != "alone":
            with (DEMO / (table.replace(".", "/") + ".csv")).open(newline="") as file:
                beside = sum(1 for _ in csv.reader(file)) - 1
        assert read == beside + len(planted(ALL_ROW_CASES)[table])
    assert len(counted) == 16


def test_good_rows_are_judged_as_without_the_bad_ones(
    demo_build: Run, judged_over_a_good_load: Judged
) -> None:
    for table in planted(ALL_ROW_CASES):
        select = (
            f"select * exclude (_load_number, _last_seen_load_number)"
            f" from staging.base_{table.replace('.', '__')}"
            " where _file not like '%/planted.csv' order by _row_number"
        )
        after = judged_over_a_good_load.run.query(select, "work.duckdb")
        assert after == demo_build.query(select, "work.duckdb"), table


@pytest.mark.parametrize("load", LOADS)
@pytest.mark.parametrize("name", MERGES)
def test_merges_end_where_they_should(judged: Judged, name: str) -> None:
    _, expected = MERGES[name]
    found = dict(
        judged.run.query(
            "select customer_id, surviving_customer_id from intermediate.int_customers_merged",
            "work.duckdb",
        )
    )
    survivors = {customer: found[merge_id(name, customer)] for customer in expected}
    assert survivors == {customer: merge_id(name, target) for customer, target in expected.items()}


@pytest.mark.parametrize("load", LOADS)
def test_an_amount_without_a_rate_is_null_and_never_zero(judged: Judged) -> None:
    orders = judged.run.query(
        """
        select orders.currency, orders.net_amount
        from intermediate.int_orders_converted as orders
        inner join staging.base_commerce__orders as checked using (order_id)
        where checked._file like '%/planted.csv' and orders.currency in ('EUR', 'XXX', '€')
        """,
        "work.duckdb",
    )
    assert {currency: amount is None for currency, amount in orders} == {
        "EUR": False,
        "XXX": True,
        "€": True,
    }


# Whole loads


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def demo_rows(table: str) -> list[dict[str, str]]:
    with (DEMO / (table.replace(".", "/") + ".csv")).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_no_metric_moves_for_rows_that_do_not_count(
    demo_build: Run, copy_of_demo_build: Path
) -> None:
    raw = copy_of_demo_build / "raw"
    shutil.copytree(DEMO, raw)
    held_back = [
        case
        for case in ROW_CASES
        if all(isinstance(outcome, Quarantined) for _, outcome in case.rows)
    ]
    plant(raw, held_back)
    late = demo_build.query(
        "select order_id from staging.base_commerce__orders"
        " where _status = 'accepted' and updated_at > ordered_at order by 1 limit 50",
        "work.duckdb",
    )
    for table in planted(held_back):
        repeated = demo_rows(table)[::50]
        folder = raw / table.replace(".", "/")
        (folder / "repeated.csv").write_text(csv_text(table, repeated), encoding="utf-8")
    orders = {(order["order_id"],): order for order in demo_rows("commerce.orders")}
    older = [
        {**orders[key], "updated_at": orders[key]["ordered_at"], "delivered_at": "", "amount": "1"}
        for key in late
    ]
    late_file = raw / "commerce" / "orders" / "late.csv"
    late_file.write_text(csv_text("commerce.orders", older), encoding="utf-8")
    run = dbt("build", copy_of_demo_build, raw_path=raw, check=True)
    ((accepted, superseded),) = run.query(
        "select count(*) filter (_status = 'accepted'), count(*) filter (_status = 'superseded')"
        " from staging.base_commerce__orders where _file = 'commerce/orders/late.csv'",
        "work.duckdb",
    )
    assert (accepted, superseded) == (0, len(older))
    assert len(older) == 50
    assert run.business_tables() == demo_build.business_tables()


def test_a_load_that_lost_most_of_its_rows_is_not_published(copy_of_demo_build: Path) -> None:
    before = sha256(copy_of_demo_build / "warehouse" / "published.duckdb")
    raw = copy_of_demo_build / "raw"
    shutil.copytree(DEMO, raw)
    kept = {"commerce.orders": 0.1, "support.tickets": 0.0, "engagement.events": 0.1}
    for table, share in kept.items():
        rows = demo_rows(table)
        text = csv_text(table, rows[: int(len(rows) * share)])
        (raw / (table.replace(".", "/") + ".csv")).write_text(text, encoding="utf-8")
    shutil.rmtree(raw / "surveys")
    deleted = [{**customer, "is_deleted": "true"} for customer in demo_rows("crm.customers")]
    (raw / "crm" / "customers.csv").write_text(csv_text("crm.customers", deleted), encoding="utf-8")
    run = dbt("build", copy_of_demo_build, raw_path=raw)
    assert run.exit_code != 0
    for table in [*kept, "surveys.responses", "surveys.surveys"]:
        assert f"critical: {table}: " in run.text, table
    assert "critical: crm.customers: rows_kept_against_last_good is 0, allowed" in run.text
    assert "Not published" in run.text
    assert "Traceback" not in run.output
    assert sha256(run.published) == before


# Made-up rows

# The tables whose rows are judged without looking at another table.
ALONE = [
    table
    for table in planted(ROW_CASES)
    if not any(rules_of(column).get("references") for column in contract_of(table)["columns"])
]
KNOWN_CELLS = sorted(
    {text for case in ROW_CASES for cells, _ in case.rows for text in cells.values()}, key=len
)[:-40]
CELL = st.one_of(
    st.sampled_from(KNOWN_CELLS),
    st.text(max_size=12),
    st.tuples(st.sampled_from(KNOWN_CELLS), st.integers(0, 20), st.text(max_size=3)).map(
        lambda edit: edit[0][: edit[1]] + edit[2] + edit[0][edit[1] + 1 :]
    ),
)


@st.composite
def tables_of_rows(draw: st.DrawFn) -> tuple[str, list[list[str | None]]]:
    """A table and rows of it: sound ones with some cells replaced, keys often repeated."""
    table = draw(st.sampled_from(ALONE))
    columns = [column["name"] for column in contract_of(table)["columns"]]
    rows = []
    for _ in range(draw(st.integers(1, 12))):
        cells = {key_of(table): draw(st.sampled_from(["K1", "K2", " K1 "])), **SOUND[table]}
        for name in draw(st.lists(st.sampled_from(columns), max_size=4)):
            cells[name] = draw(CELL)
        rows.append([cells.get(name) or None for name in columns])
    return table, rows


@settings(
    max_examples=300 * FUZZ_FACTOR,
    deadline=None,
    database=None,
    derandomize=FUZZ_FACTOR == 1,
    suppress_health_check=list(HealthCheck),
)
@given(made_up=tables_of_rows())
def test_any_row_is_judged_and_counted_once(
    judged_alone: Judged, made_up: tuple[str, list[list[str | None]]]
) -> None:
    table, rows = made_up
    relation = table.replace(".", "__")
    contract = contract_of(table)
    columns = [column["name"] for column in contract["columns"]]
    compiled = judged_alone.run.target / "compiled/cx_warehouse/models/staging/base"
    select = (compiled / f"base_{relation}.sql").read_text(encoding="utf-8")
    with connect() as connection:
        connection.execute("attach ':memory:' as work")
        connection.execute("create schema work.raw")
        connection.execute("create schema work.reference")
        for seed in ("ticket_statuses", "customer_match_rules"):
            words = DEMO.parent / "reference" / f"{seed}.csv"
            connection.execute(f"create table work.reference.{seed} as from '{words}'")
        # No customer has a contact, so every row keeps the customer that it names.
        connection.execute("create schema work.staging")
        connection.execute(
            "create table work.staging.base_crm__customer_contacts (contact_key varchar, source"
            " varchar, match_by varchar, match_status varchar, identified_customer_id varchar,"
            " is_first boolean)"
        )
        connection.create_function("contact_salt", contact_salt, [str], str)
        texts = ", ".join(f"{name} varchar" for name in columns)
        connection.execute(
            f"create table work.raw.{relation} ({texts}, _file varchar, _row_number bigint,"
            " _load_number integer, _fault varchar, _fault_text varchar)"
        )
        marks = ", ".join("?" * len(columns))
        connection.executemany(
            f"insert into work.raw.{relation} values ({marks}, 'f', ?, 1, null, null)",
            [[*row, number] for number, row in enumerate(rows, start=1)],
        )
        key = ", ".join(contract["config"]["meta"]["key"])
        judged = connection.execute(
            f"select _row_number, _status, _reasons, ({key}), updated_at from ({select})"
        ).fetchall()
    assert sorted(row[0] for row in judged) == list(range(1, len(rows) + 1))
    for _, status, reasons, _, _ in judged:
        assert (status == "quarantined") == (reasons != "")
    sound = [row for row in judged if not row[2]]
    accepted = {key: time for _, status, _, key, time in sound if status == "accepted"}
    assert len(accepted) == sum(status == "accepted" for _, status, *_ in sound)
    assert set(accepted) == {key for *_, key, _ in sound}
    assert all(time <= accepted[key] for *_, key, time in sound)


# Mistakes of the person who starts a build


# The environment variables, and the expected words of the message.
MISTAKES = {
    "no raw folder": ({"CX_RAW_PATH": "/nowhere"}, "/nowhere: the raw folder does not exist"),
    "a warehouse inside a file": (
        {"CX_WAREHOUSE_PATH": "/etc/passwd"},
        "Set CX_WAREHOUSE_PATH to a folder",
    ),
    "SQL for a memory limit": (
        {"CX_MEMORY_LIMIT": "1GB'; drop table x; --"},
        "CX_MEMORY_LIMIT is '1GB'; drop table x; --'",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_answered_on_one_screen(tmp_path: Path, mistake: str) -> None:
    environment, answer = MISTAKES[mistake]
    run = dbt("build", tmp_path, "--select", "base_crm__customers", environment=environment)
    assert run.exit_code != 0
    assert answer in run.output
    assert "Traceback" not in run.output
    assert len(run.output.splitlines()) < SCREEN_LINES
