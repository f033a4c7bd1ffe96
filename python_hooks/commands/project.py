"""Commands on the project: the demo company, a metric, documents, results of tests."""

from __future__ import annotations

import argparse
from pathlib import Path

from python_hooks.commands import CannotDo


def make_demo(arguments: argparse.Namespace) -> None:
    """Make the demo company's raw files."""
    from python_hooks.demo_company import Company, generate

    try:
        company = Company(
            customer_count=arguments.customers,
            first_day=arguments.first_day,
            last_day=arguments.last_day,
            file_format=arguments.format,
            with_faults=not (arguments.no_faults or arguments.daily_from),
            daily_from=arguments.daily_from,
        )
        row_counts = generate(arguments.folder, company)
    except (ValueError, OSError) as reason:
        raise CannotDo(str(reason)) from reason
    for table, count in sorted(row_counts.items()):
        print(f"{table:32}{count:>12,}")


def draft_mapping(arguments: argparse.Namespace) -> None:
    """Look at a file and write a draft of a mapping for it."""
    from python_hooks.landing.mappings import contract_yaml, draft
    from python_hooks.landing.refusals import RefusedFile

    project = Path.cwd()
    try:
        drafted = draft.draft_mapping(arguments.file, contract_yaml.read_contracts(project))
    except (draft.CannotDraft, RefusedFile) as reason:
        raise CannotDo(str(reason)) from reason
    name = arguments.name or f"my_{drafted.table.split('.')[1]}"
    path = project / "mappings" / name / "mapping.yml"
    if path.exists():
        raise CannotDo(f"{path} is there already. Choose another name with --name.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(drafted.text, encoding="utf-8")
    print(f"wrote {path.relative_to(project)}, which fills {drafted.table}. Read it first.")
    if drafted.unsure:
        print("Not sure:")
        for each in drafted.unsure:
            print(f"  {each}")
    source = drafted.table.split(".")[0]
    print(f"Then add to raw_sources: {source}: {{mapping: {name}, folders: [<folder>]}}")


def start_metric(arguments: argparse.Namespace) -> None:
    """Write the files of a new metric."""
    from python_hooks.tools import new_metric

    try:
        written = new_metric.start_metric(Path.cwd(), arguments.name, arguments.mart)
    except new_metric.CannotStart as reason:
        raise CannotDo(str(reason)) from reason
    for path in written:
        print(f"wrote {path}")
    print("Fill in both files until `make check` passes.")
    write_semantic_layer(arguments)


def write_semantic_layer(arguments: argparse.Namespace) -> None:
    """Write the semantic layer of MetricFlow from the YAML of the metrics."""
    from python_hooks.documentation import semantic_layer

    try:
        print(f"wrote {semantic_layer.write(Path.cwd())}")
    except semantic_layer.CannotWrite as reason:
        raise CannotDo(f"The semantic layer stays as it was. {reason}") from reason


def write_docs(arguments: argparse.Namespace) -> None:
    """Write the documentation as one page."""
    from python_hooks.documentation import docs_site

    try:
        file, count, undescribed = docs_site.write_docs(arguments.target, arguments.folder)
    except docs_site.NoDocs as reason:
        raise CannotDo(str(reason)) from reason
    print(f"Wrote {file}: {count:,} columns, {undescribed:,} without a description.")


def write_junit(arguments: argparse.Namespace) -> None:
    """Write the results of the last dbt command as JUnit XML."""
    from python_hooks.tools import junit

    file = arguments.file or arguments.target / "junit.xml"
    try:
        counts = junit.write_junit(arguments.target, file)
    except junit.NoResults as reason:
        raise CannotDo(str(reason)) from reason
    print(
        f"Wrote {file}: {', '.join(f'{count} {name}' for name, count in sorted(counts.items()))}."
    )
