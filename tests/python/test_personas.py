"""Personas are found where groups are planted, keep their names, and look at nothing later."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pytest
from conftest import ROOT, build_without_tests, dbt
from kinds_company import write_company
from sklearn.metrics import adjusted_rand_score

from benchmarks import personas as generated
from python_hooks import fits
from python_hooks.fits import clusters, personas

MODELS = [
    "int_persona_samples_drawn", "int_persona_features_measured", "int_persona_models_fitted",
    "int_customer_personas_assigned",
]  # fmt: skip
BEGUN = "2023-07-01"
LAST, NEXT = "2023-12-31", "2024-12-31"


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The SQL of the models from the features to the personas."""
    run = dbt("compile", tmp_path_factory.mktemp("compiled"), "--select", *MODELS, check=True)
    (folder,) = run.target.glob("compiled/*/models/intermediate")
    return {name: (folder / f"{name}.sql").read_text(encoding="utf-8") for name in MODELS}


def built(compiled: dict[str, str], companies: dict[str, dict[str, np.ndarray]]) -> dict[str, list]:
    """The models and personas of companies, by their day, as the SQL of the build gives them."""
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as work")
        connection.execute("use work")
        connection.create_function("fit_personas", fits.fit_personas, ["VARCHAR"], "VARCHAR")
        for day, columns in companies.items():
            generated.stored(connection, columns, day)
        connection.execute(
            "create table intermediate.int_histories_begun as"
            f" select date '{BEGUN}' as lapses_known_from_on"
        )
        words = ROOT / "seeds" / "reference" / "persona_words.csv"
        connection.execute("create schema reference")
        connection.execute(f"create table reference.persona_words as from '{words}'")
        for name in MODELS:
            connection.execute(f"create table intermediate.{name} as {compiled[name]}")
        return {
            name: connection.execute(f"select * from intermediate.{name} order by all").fetchall()
            for name in MODELS[2:]
        } | {
            "personas": connection.execute(
                "select cast(month_end as varchar), customer_id, persona"
                " from intermediate.int_customer_personas_assigned order by all"
            ).fetchall()
        }


def company(seed: int, customers: int = 1500, is_planted: bool = True) -> tuple[dict, np.ndarray]:
    return generated.company(np.random.default_rng(seed), customers, is_planted=is_planted)


def of_day(tables: dict[str, list], day: str) -> np.ndarray:
    return np.array([persona for at, _, persona in tables["personas"] if at == day])


def test_planted_groups_are_found(compiled: dict[str, str]) -> None:
    columns, kind = company(1)
    found = of_day(built(compiled, {LAST: columns}), LAST)
    assert len(set(found)) == 4
    assert adjusted_rand_score(kind, found) >= 0.85


def test_without_planted_groups_there_are_no_personas(compiled: dict[str, str]) -> None:
    columns, _ = company(1, is_planted=False)
    tables = built(compiled, {LAST: columns})
    assert tables["personas"] == []
    assert {row[1] for row in tables["int_persona_models_fitted"]} == {personas.NOT_STABLE}


def test_a_fit_uses_nothing_later_and_a_later_one_keeps_the_names(
    compiled: dict[str, str],
) -> None:
    first, _ = company(1)
    second, _ = company(2)
    alone = built(compiled, {LAST: first})
    both = built(compiled, {LAST: first, NEXT: second})
    assert of_day(both, LAST).tolist() == of_day(alone, LAST).tolist()
    assert set(of_day(both, NEXT)) == set(of_day(both, LAST))


@pytest.mark.thorough
def test_a_persona_is_the_same_when_the_data_end_with_its_month(tmp_path: Path) -> None:
    """From the raw files on: returns, answers and purchases of later months change no persona."""
    cut = date(2024, 3, 31)
    kinds = write_company(tmp_path / "whole" / "raw", 400)
    write_company(tmp_path / "cut" / "raw", 400, until=cut)
    as_of = ("--vars", f"{{as_of: '{cut} 23:59:59'}}")
    models = ("int_customer_personas_assigned",)
    whole, then = (
        build_without_tests(tmp_path / name, tmp_path / name / "raw", *arguments, models=models)
        for name, arguments in (("whole", ()), ("cut", as_of))
    )
    for rows in (
        "select customer_id, month_end, persona from intermediate.int_customer_personas_assigned"
        f" where month_end <= '{cut}' order by all",
        "select * from intermediate.int_persona_models_fitted order by all",
        "select * exclude (is_churned_afterwards) from intermediate.int_customer_months_banded"
        f" where month_end <= '{cut}' order by all",
    ):
        assert then.query(rows) == whole.query(rows)
    known = dict(
        then.query(
            "select customer_id, persona from intermediate.int_customer_personas_assigned"
            f" where month_end = '{cut}'"
        )
    )
    assert adjusted_rand_score(kinds[[int(name[1:]) for name in known]], list(known.values())) > 0.8
    # The whole data hold what a leak would show.
    returned = (
        "select count(*) from staging.stg_commerce__orders"
        f" where ordered_at < '{cut}' and order_status = 'returned'"
    )
    assert 0 < then.query(returned)[0][0] < whole.query(returned)[0][0]


def test_a_feature_that_nobody_has_changes_nothing(compiled: dict[str, str]) -> None:
    columns, kind = company(1)
    columns |= {
        name: 0 * columns[name] for name in ("answers_12_months", "happy_answers_12_months")
    }
    found = of_day(built(compiled, {LAST: columns}), LAST)
    assert adjusted_rand_score(kind, found) >= 0.85


@pytest.mark.parametrize("customers", [0, 1, 199])
def test_few_customers_have_no_personas(compiled: dict[str, str], customers: int) -> None:
    columns, _ = company(1, customers=200)
    few = {name: column[:customers] for name, column in columns.items()}
    tables = built(compiled, {LAST: few})
    assert tables["personas"] == []
    statuses = [row[1] for row in tables["int_persona_models_fitted"]]
    assert statuses == ([personas.TOO_FEW] if customers else [])


def test_decisions_do_not_change_under_noise() -> None:
    columns, _ = company(3, customers=600)
    rows = generated.standardised(columns)
    found = clusters.find_groups(rows)
    noise = np.random.default_rng(0).uniform(-1e-12, 1e-12, rows.shape)
    shaken = clusters.find_groups(rows * (1 + noise))
    assert found is not None
    assert shaken is not None
    assert np.round(shaken.centres * 1000).tolist() == np.round(found.centres * 1000).tolist()
    assert clusters.nearest(rows, shaken).tolist() == clusters.nearest(rows, found).tolist()


def test_one_lucky_step_beyond_the_groups_does_not_count() -> None:
    # Four groups, and an answer that a quarter of each gives: the seventh group alone explains
    # 1.5 times what it would in reference data, the fifth to seventh together do not.
    random = np.random.default_rng(1)
    kind = random.integers(0, 4, 1200)
    centres = np.array([[0, 0, 0], [4, 0, 0], [0, 4, 0], [0, 0, 4]], dtype=float)
    apart = centres[kind] + random.standard_normal((1200, 3)) * 0.6
    answer = np.where(random.random(1200) < 0.25, -2.0, 0.4)
    rows = np.column_stack([apart, answer, random.standard_normal((1200, 2)) * 0.8])
    found = clusters.find_groups(rows)
    assert found is not None
    assert len(found.centres) == 4
    assert clusters.adjusted_rand_index(kind, clusters.nearest(rows, found)) > 0.95


def test_customers_who_are_all_alike_have_no_groups() -> None:
    assert clusters.find_groups(np.zeros((500, 12))) is None


def test_the_index_is_that_of_scikit_learn() -> None:
    random = np.random.default_rng(0)
    for _ in range(5):
        one, other = random.integers(0, 4, 50), random.integers(0, 3, 50)
        assert clusters.adjusted_rand_index(one, other) == pytest.approx(
            adjusted_rand_score(one, other)
        )
    assert clusters.adjusted_rand_index(one, one) == 1


def test_names_are_unique_and_say_what_sets_a_group_apart() -> None:
    words = {(0, 1): "frequent", (0, -1): "rare", (1, 1): "store", (1, -1): "online"}
    centres = np.array([[2.0, 1.0], [1.5, -0.5], [-1.0, 0.2]])
    assert personas.name_groups(centres, words, {}) == ["frequent", "online", "rare"]
    assert personas.name_groups(centres, words, {2: "frequent"}) == ["store", "online", "frequent"]


def test_every_feature_has_words_for_both_ends(compiled: dict[str, str]) -> None:
    words = (ROOT / "seeds" / "reference" / "persona_words.csv").read_text(encoding="utf-8")
    ends = [tuple(line.split(",")[:2]) for line in words.splitlines()[1:]]
    features = [feature for feature, direction in ends if direction == "high"]
    assert sorted(ends) == sorted((name, end) for name in features for end in ("high", "low"))
    for name in features:
        assert f"'{name}' as feature" in compiled["int_persona_features_measured"]
    assert compiled["int_persona_features_measured"].count("as feature") == len(features)
