"""Commands on the published files: show, query, export, deliver alerts, roll back."""

from __future__ import annotations

import argparse
import sys

from python_hooks.commands import CannotDo

# The exit code of `alerts --exit-code` if it delivered an alert.
NEW_ALERTS = 3


def show_screen(arguments: argparse.Namespace) -> None:
    """Print the screen of the last build again."""
    from python_hooks.screen.summary import KEPT_SCREEN

    try:
        screen = (arguments.folder / KEPT_SCREEN).read_text(encoding="utf-8")
    except OSError as reason:
        raise CannotDo(
            f"{arguments.folder} has no screen ({reason.strerror}). Build first (make build), or"
            " set CX_WAREHOUSE_PATH to the folder of the warehouse."
        ) from reason
    print(screen)


def make_dashboard(arguments: argparse.Namespace) -> None:
    """Write the dashboard of the published file again."""
    from python_hooks.dashboard import write

    try:
        print(f"wrote {write.write_dashboard(arguments.folder)}")
    except write.CannotWrite as reason:
        raise CannotDo(str(reason)) from reason


def list_generations(arguments: argparse.Namespace) -> None:
    """Show the generations that are kept, and which one readers get."""
    from python_hooks.publishing import generations
    from python_hooks.text.tables import aligned

    served = generations.served(arguments.folder)
    rows = [
        (
            str(generation.number),
            *generations.described(generation),
            "published" if generation.number == served else "",
        )
        for generation in generations.kept(arguments.folder)
    ]
    if not rows:
        raise CannotDo(f"{arguments.folder} has no generation yet. Build first (make build).")
    print(aligned([("generation", "as of", "run", "code", ""), *rows]))


def roll_back(arguments: argparse.Namespace) -> None:
    """Give readers an earlier generation, and its dashboard."""
    from python_hooks.builds import locks
    from python_hooks.dashboard import write
    from python_hooks.publishing import generations

    if not arguments.folder.is_dir():
        raise CannotDo(f"There is no folder {arguments.folder}. Set CX_WAREHOUSE_PATH.")
    try:
        locks.take(arguments.folder, "python -m python_hooks rollback")
        generation = generations.roll_back(arguments.folder, arguments.to)
    except (locks.Busy, generations.NoSuchGeneration) as reason:
        raise CannotDo(str(reason)) from reason
    print(
        f"{generations.PUBLISHED_NAME} is generation {generation.number} now. The next build that"
        f" passes publishes generation {generations.next_number(arguments.folder)}."
    )
    # A page of a generation that was rolled back must not stay.
    (arguments.folder / write.FILE_NAME).unlink(missing_ok=True)
    try:
        make_dashboard(arguments)
    except CannotDo as reason:
        print(f"It has no dashboard: {reason}", file=sys.stderr)


def run_query(arguments: argparse.Namespace) -> None:
    """Show the published file's answer to a query."""
    from python_hooks.publishing import readers

    rows = arguments.rows or (None if arguments.csv else readers.SHOWN_ROWS)
    limits = readers.Limits(arguments.seconds, arguments.memory_mb, rows)
    try:
        if not arguments.csv:
            answer = readers.ask(arguments.folder, arguments.sql, limits)
            if answer.columns:
                print(readers.as_table(answer))
            return
        parts = readers.answers(arguments.folder, arguments.sql, limits)
        for place, answer in enumerate(parts):
            text = readers.as_csv(answer, with_header=place == 0)
            if answer.columns and text:
                print(text)
            if answer.is_cut:
                print(
                    f"Only the first {len(answer.rows):,} rows; ask for more by --rows.",
                    file=sys.stderr,
                )
    except readers.QueryFailed as reason:
        raise CannotDo(str(reason)) from reason


def export_tables(arguments: argparse.Namespace) -> None:
    """Write the published reports as files."""
    from python_hooks.publishing import exports

    try:
        exported = exports.export(
            arguments.folder, arguments.to, arguments.format, arguments.with_customers
        )
    except exports.CannotExport as reason:
        raise CannotDo(str(reason)) from reason
    print(f"Wrote {len(exported.files)} file(s) to {arguments.to}.")
    for note in exported.notes:
        print(note)
    if exported.customer_tables:
        print(
            f"Left out, a row a customer: {', '.join(exported.customer_tables)}. To export them,"
            " add --with-customers."
        )


def deliver_alerts(arguments: argparse.Namespace) -> int:
    """Deliver the open alerts that are new; with --exit-code 3 when there were any."""
    from python_hooks.alerts import delivery

    try:
        send = (
            delivery.posted(arguments.webhook)
            if arguments.webhook
            else delivery.printed(sys.stdout)
        )
        count = delivery.deliver(arguments.folder, send, arguments.with_info)
    except delivery.CannotDeliver as reason:
        raise CannotDo(str(reason)) from reason
    return NEW_ALERTS if count and arguments.exit_code else 0
