"""Commands that build: when a delivery arrives, and without the customers that are erased."""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from python_hooks.builds.dbt_build import dbt_build
from python_hooks.commands import CannotDo


def say(sentence: str) -> None:
    """Print a sentence at once, also where the output is a file."""
    print(sentence, flush=True)


def watch_deliveries(arguments: argparse.Namespace) -> None:
    """Build whenever a delivery arrives, until somebody stops it."""
    from python_hooks.builds import watch
    from python_hooks.publishing import generations

    raw_path = Path(os.environ.get("CX_RAW_PATH", "seeds/demo"))
    if not raw_path.is_dir():
        raise CannotDo(f"There is no folder {raw_path}. Set CX_RAW_PATH to that of the deliveries.")

    def build() -> int:
        # A daily run rests on a whole one, so the first build of a warehouse is whole.
        is_first = not (arguments.folder / generations.PUBLISHED_NAME).exists()
        return dbt_build(arguments.folder, *(() if is_first else ("--selector", "daily")), say=say)

    patience = watch.Patience(arguments.every, arguments.retry)
    try:
        watch.watch(raw_path, patience, watch.Surroundings(build, time.sleep, say))
    except KeyboardInterrupt:
        say("Stopped. Readers keep the published file.")


def erase_customers(arguments: argparse.Namespace) -> None:
    """Erase the customers that were named as customer_id=ID."""
    from python_hooks.privacy import erasure
    from python_hooks.publishing import generations

    pairs = [each.partition("=") for each in arguments.customers]
    customer_ids = [value.strip() for name, _, value in pairs if name == "customer_id"]
    if len(customer_ids) < len(pairs) or not all(customer_ids):
        raise CannotDo("Name the customer so: python -m python_hooks erase customer_id=C1")
    places = erasure.Places(
        warehouse=arguments.folder,
        target=Path(os.environ.get("DBT_TARGET_PATH", "target")),
        logs=Path(os.environ.get("DBT_LOG_PATH", "logs")),
    )
    try:
        variables = arguments.vars or generations.published_variables(arguments.folder)
    except generations.NotWhole as reason:
        raise CannotDo(f"{reason} Give the variables of your builds with --vars.") from reason

    def build() -> int:
        without = ("--exclude-resource-type", "unit_test")
        return dbt_build(arguments.folder, "--vars", variables, *without, say=say)

    try:
        erased = erasure.erase(places, customer_ids, build)
    except erasure.CannotErase as reason:
        raise CannotDo(str(reason)) from reason
    print("Erased. No file of the warehouse names the customer, and no later load will bring them.")
    if erased.account_count > len(set(customer_ids)):
        print(
            f"The data join other ids to {'it' if len(customer_ids) == 1 else 'them'}:"
            f" {erased.account_count} ids of the same people are erased."
        )
    if erased.row_counts:
        print("These files are not the warehouse's and still hold rows of erased customers:")
        for file, count in erased.row_counts.items():
            print(f"  {file}: {count:,}")
