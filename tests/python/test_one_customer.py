"""A company whose systems share no id has the numbers of the same company with one id."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run, build_without_tests, dbt
from test_deliveries import INCREMENTAL, read_by_people, tables

from benchmarks import one_customer
from python_hooks.publishing import pseudonyms

# The id of the CRM, and how the help desk, the survey tool and the shop name the customer.
NAMES = {
    "C1": ("z-901", "Anna@Example.com", "+86 138 0013 8001"),
    "C2": ("z-902", "li.lei@example.com", "138-0013-8002"),
    "C3": ("z-903", "zhang@example.com", "008613800138003"),
    "C4": ("z-904", "ben@example.com", "１３８００１３８００４"),
}
DECLARED_LATER = "C2"
RATE = (
    "select numerator, denominator from reporting.metric_values"
    " where metric = 'identity_match_rate' and period = 'all' and dimension = 'all'"
)


def write(folder: Path, table: str, header: str, rows: list[str], name: str = "1") -> None:
    """Write one delivery of a table."""
    path = folder / "raw" / table.replace(".", "/") / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


def declare(folder: Path, customers: list[str], name: str, is_deleted: str = "") -> None:
    """Deliver by which ids the help desk knows some customers."""
    day = f"2024-06-0{name}"
    write(
        folder, "crm.customer_identities",
        "identity_id,customer_id,source,identity_type,identity_value,updated_at,is_deleted",
        [f"I{each},{each},support,source_id,{NAMES[each][0]},{day},{is_deleted}"
         for each in customers],
        name,
    )  # fmt: skip


def write_company(folder: Path, *, has_one_id: bool) -> None:
    """Write two months of four customers."""

    def names(customer: str) -> tuple[str, str, str]:
        return (customer,) * 3 if has_one_id else NAMES[customer]

    write(
        folder, "crm.customers", "customer_id,created_at,updated_at,name,email,phone",
        [f"{each},2024-01-01,2024-01-01,{each},{mail.lower()},1380013800{each[1]}"
         for each, (_, mail, _) in NAMES.items()],
    )  # fmt: skip
    write(
        folder,
        "crm.contracts",
        "contract_id,customer_id,starts_on,ends_on,recurring_amount,updated_at",
        [f"K{each},{each},2024-02-01,2024-12-31,100,2024-02-01" for each in NAMES],
    )
    write(
        folder,
        "surveys.surveys",
        "survey_id,updated_at,name,metric,scale_min,scale_max,is_higher_better",
        ["S1,2024-01-01,NPS,nps,0,10,true"],
    )
    rows: dict[str, list[str]] = {"orders": [], "tickets": [], "invitations": [], "responses": []}
    for place, customer in enumerate([*NAMES] * 4):
        ticket, mail, phone = names(customer)
        day = f"2024-0{4 + place // 8}-{10 + place:02}"
        rows["orders"].append(f"O{place},{phone},{day} 10:00,{day} 10:00,paid,{place + 1}0")
        rows["tickets"].append(f"T{place},{ticket},{day} 11:00,{day} 11:30,open,email")
        rows["invitations"].append(f"V{place},S1,{mail},{day} 12:00,{day} 12:00,email")
        rows["responses"].append(
            f"R{place},S1,{day} 13:00,{day} 13:00,{place % 11},V{place},{mail}"
        )
    for table, header in {
        "commerce.orders": "order_id,customer_id,ordered_at,updated_at,order_status,amount",
        "support.tickets": "ticket_id,customer_id,created_at,updated_at,ticket_status,channel",
        "surveys.invitations": "invitation_id,survey_id,customer_id,sent_at,updated_at,channel",
        "surveys.responses":
            "response_id,survey_id,responded_at,updated_at,score,invitation_id,customer_id",
    }.items():  # fmt: skip
        write(folder, table, header, rows[table.split(".")[1]])


def test_a_company_with_one_id_has_no_identity_match_rate(with_one_id: Run) -> None:
    assert with_one_id.query(RATE) == []
    assert with_one_id.query(
        "select state, message from reporting.metric_coverage where metric = 'identity_match_rate'"
    ) == [("no_data", "crm.customer_identities has no accepted row.")]


def numbers(run: Run) -> dict[str, list[tuple]]:
    """What people read; how many rows of the raw tables came is another matter.

    Neither is how well the ids are joined: with one id there is nothing to join.
    """
    tables = {
        name: [row for row in rows if "identity_match_rate" not in row]
        for name, rows in read_by_people(run).items()
    }
    assert len(tables["marts.dim_customers"]) == len(NAMES)
    return tables


@pytest.fixture(scope="module")
def with_one_id(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The company with the CRM's id everywhere."""
    folder = tmp_path_factory.mktemp("one_id")
    write_company(folder, has_one_id=True)
    return build_without_tests(folder, folder / "raw")


def test_customers_of_a_company_with_known_truth_are_joined_rightly(tmp_path: Path) -> None:
    """`python -m benchmarks.one_customer` measures a million people."""
    models = ("base_crm__customer_contacts", "int_customers_merged")
    run = dbt("compile", tmp_path, "--select", *models, check=True)
    (compiled,) = run.target.glob("compiled/*/models")
    found = one_customer.measured(20_000, compiled)
    assert found.precision >= one_customer.PRECISION
    assert found.recall_in_reach >= one_customer.RECALL


@pytest.mark.parametrize("is_taken_back", [False, pytest.param(True, marks=pytest.mark.thorough)])
def test_four_systems_without_a_common_id_have_the_numbers_of_one_id(
    with_one_id: Run, tmp_path: Path, is_taken_back: bool
) -> None:
    """The declaration of one customer arrives later, and may then be taken back."""
    write_company(tmp_path, has_one_id=False)
    declare(tmp_path, [each for each in NAMES if each != DECLARED_LATER], "1")
    before = build_without_tests(tmp_path, tmp_path / "raw")
    without = numbers(before)
    assert before.query(
        "select table_name, matched_by, row_count from quality.identity_matches"
        " where source in ('commerce', 'support', 'surveys') order by all"
    ) == [
        ("invitations", "email", 16), ("orders", "phone", 16), ("responses", "email", 16),
        ("tickets", "source_id", 12), ("tickets", "unmatched", 4),
    ]  # fmt: skip
    # 16 rows each of orders, tickets, invitations and answers, and 4 contracts.
    assert before.query(RATE) == [(64.0, 68.0)]

    declare(tmp_path, [DECLARED_LATER], "2")
    matched = build_without_tests(tmp_path, tmp_path / "raw")
    assert INCREMENTAL in matched.output, matched.output
    assert matched.query(RATE) == [(68.0, 68.0)]
    one_id, four_ids = numbers(with_one_id), numbers(matched)
    assert [name for name in one_id if one_id[name] != four_ids[name]] == []

    if not is_taken_back:
        return
    declare(tmp_path, [DECLARED_LATER], "3", is_deleted="true")
    parted = build_without_tests(tmp_path, tmp_path / "raw")
    assert INCREMENTAL in parted.output, parted.output
    again = numbers(parted)
    assert [name for name in without if without[name] != again[name]] == []


def write_strangers(folder: Path) -> None:
    """Rows of people whom the CRM does not know: by one address, one number and two equal ids."""
    header = "order_id,customer_id,ordered_at,updated_at,order_status,amount"
    day = "2024-05-02 10:00"
    write(
        folder, "commerce.orders", header,
        [f"OS1,+86 139 0000 0001,{day},{day},paid,10", f"OS2,77,{day},{day},paid,20",
         f"OS3,Stranger@Example.com,{day},{day},paid,30",
         f"OS4,info@example.com,{day},{day},paid,5"],
        "strangers",
    )  # fmt: skip
    write(
        folder, "support.tickets",
        "ticket_id,customer_id,created_at,updated_at,ticket_status,channel",
        [f"TS1,77,{day},{day},open,email"], "strangers",
    )  # fmt: skip
    write(
        folder, "surveys.invitations",
        "invitation_id,survey_id,customer_id,sent_at,updated_at,channel",
        [f"VS1,S1,stranger@example.com,{day},{day},email",
         f"VS2,S1,sales@example.com,{day},{day},email"],
        "strangers",
    )  # fmt: skip


CUSTOMERS_OF_ORDERS = "select order_id, customer_id from marts.fct_orders where order_id like 'OS%'"


def test_people_whom_no_rule_finds_are_customers_of_their_own_if_asked_for(
    tmp_path: Path, is_thorough: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A customer of the CRM who is declared, or delivered, later takes their place."""
    monkeypatch.setenv(pseudonyms.KEY_VARIABLE, "k" * pseudonyms.SHORTEST_KEY)
    asked = ("--vars", "customers_from_orphans: true")
    write_company(tmp_path, has_one_id=False)
    declare(tmp_path, [each for each in NAMES if each != DECLARED_LATER], "1")
    write_strangers(tmp_path)
    read = ("dim_customers", "fct_orders", "fct_survey_invitations", "quarantined_rows")
    models = () if is_thorough else read
    run = build_without_tests(tmp_path, tmp_path / "raw", *asked, models=models)
    strangers = "select customer_id from marts.dim_customers where is_unmatched"
    of_order = dict(run.query(CUSTOMERS_OF_ORDERS))
    address, number = of_order["OS3"], of_order["OS1"]
    assert len(address) == len(number) == len("unmatched-") + 32
    assert {each for (each,) in run.query(strangers)} == {
        address, number, "unmatched-commerce-77", "unmatched-support-77", "unmatched-support-z-902",
    }  # fmt: skip
    # One address names one person in two tools. A role mailbox names nobody.
    assert run.query(
        "select invitation_id, customer_id from marts.fct_survey_invitations"
        " where invitation_id like 'VS%'"
    ) == [("VS1", address)]
    assert of_order["OS4"] not in {each for (each,) in run.query(strangers)}
    assert run.query("select reasons from quality.quarantined_rows") == [
        ("unknown_reference:customer_id",)
    ]
    everything = str(tables(run, "marts", "reporting")).lower()
    assert not [each for each in ("stranger@", "9 0000 0001", "900000001") if each in everything]

    if not is_thorough:
        return
    declare(tmp_path, [DECLARED_LATER], "2")
    write(
        tmp_path, "crm.customers", "customer_id,created_at,updated_at,name,email,phone",
        ["C9,2024-05-01,2024-05-01,Stranger,stranger@example.com,",
         "77,2024-05-01,2024-05-01,Id,,"],
        "2",
    )  # fmt: skip
    later = build_without_tests(tmp_path, tmp_path / "raw", *asked)
    assert INCREMENTAL in later.output, later.output
    assert later.query(strangers) == [(number,)]
    of_order = dict(later.query(CUSTOMERS_OF_ORDERS))
    assert [of_order[each] for each in ("OS1", "OS2", "OS3")] == [number, "77", "C9"]
    whole = build_without_tests(tmp_path / "whole", tmp_path / "raw", *asked)
    found, expected = read_by_people(later), read_by_people(whole)
    assert [name for name in expected if found[name] != expected[name]] == []
