"""dbt, loaded once and forked for every command: hundreds of builds to kill at half the cost.

The child runs the same entry point as the command line (`dbtRunner`) on the manifest that the
parent parsed; only starting Python, importing and parsing are shared.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from conftest import ROOT, WITHOUT_UNIT_TESTS, Run


@dataclass
class Started:
    """A dbt command that runs in a forked process, and where it leaves its files."""

    process: int
    folder: Path
    since: float

    def kill_after(self, seconds: float) -> bool:
        """End it with SIGKILL so long after its start; whether it still ran."""
        deadline = self.since + seconds
        while time.monotonic() < deadline:
            if os.waitpid(self.process, os.WNOHANG) != (0, 0):
                return False
            time.sleep(0.002)
        os.kill(self.process, signal.SIGKILL)
        _, status = os.waitpid(self.process, 0)
        return os.WIFSIGNALED(status)

    def finish(self) -> Run:
        """Wait for its end."""
        _, status = os.waitpid(self.process, 0)
        return Run(
            os.waitstatus_to_exitcode(status),
            (self.folder / "output.txt").read_text(),
            self.folder / "warehouse",
            self.folder / "target",
            self.folder / "logs",
        )


def _leave_out_debug_events() -> None:
    """Keep dbt from making events of level debug: no log of a forked build would show them.

    dbt makes some ten of them a statement, each a parsed message: a seventh of a small build.
    """
    from dbt_common.events.base_types import BaseEvent, DebugLevel
    from dbt_common.events.event_manager import EventManager

    make, fire = BaseEvent.__init__, EventManager.fire_event

    def make_others(event: BaseEvent, *args: Any, **values: Any) -> None:
        if not isinstance(event, DebugLevel):
            make(event, *args, **values)

    def fire_others(manager: EventManager, e: BaseEvent, *args: Any, **values: Any) -> None:
        if not isinstance(e, DebugLevel):
            fire(manager, e, *args, **values)

    BaseEvent.__init__, EventManager.fire_event = make_others, fire_others


def _share_calendars() -> None:
    """Let the results of all statements share their calendars of agate.

    dbt makes two for each statement, with forty regular expressions each, and reads no date with
    them: a twenty-fifth of a small build.
    """
    import parsedatetime

    parsedatetime.Constants = cache(parsedatetime.Constants)


def _share_templates(raw_codes: Iterable[str]) -> None:
    """Compile the Jinja of every node once, not in each build: a twentieth of a small build.

    raw_codes: what the nodes of the project hold. Other texts are compiled when they are met.
    """
    import jinja2
    from dbt_common.clients.jinja import get_environment

    environment, compile_source = get_environment(), jinja2.Environment.compile
    codes = {(type(environment), code): environment.compile(code) for code in set(raw_codes)}

    def compile_others(environment: Any, source: Any, *args: Any, **values: Any) -> Any:
        code = codes.get((type(environment), source)) if not (args or values) else None
        return code or compile_source(environment, source, *args, **values)

    jinja2.Environment.compile = compile_others


def _flatten_macros_once() -> None:
    """Let the context of a node take whole dicts of macros, not a thousand macros one by one."""
    from dbt.context.configured import ConfiguredContext
    from dbt.context.macros import MacroNamespace
    from dbt.context.manifest import ManifestContext

    to_dict = ManifestContext.to_dict

    def to_dict_of_dicts(context: Any) -> dict[str, Any]:
        if not isinstance(context.namespace, MacroNamespace):
            return to_dict(context)
        flat = ConfiguredContext.to_dict(context)
        for macros in reversed(tuple(context.namespace._search_order())):
            flat.update(macros)
        return flat

    ManifestContext.to_dict = to_dict_of_dicts


def _use_one_duckdb_thread() -> None:
    """Let DuckDB plan and run on the thread that asks: a sixth less of a build of small tables.

    A second thread mostly waits there, and each test worker has one core.
    """
    import duckdb

    connect = duckdb.connect

    def connect_with_one(*args: Any, config: dict[str, Any] | None = None, **values: Any) -> Any:
        return connect(*args, config={"threads": 1} | (config or {}), **values)

    duckdb.connect = connect_with_one


@cache
def _loaded() -> tuple[Any, Any]:
    """dbtRunner and the manifest, with all that a build imports later on already imported."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations  # noqa: F401
    from dbt.cli.main import dbtRunner
    from dbt_common.clients.jinja import template_cache

    _leave_out_debug_events()
    _share_calendars()
    parsed = dbtRunner().invoke(["--quiet", "parse", "--project-dir", str(ROOT)])
    assert parsed.success, parsed.exception
    for macro in parsed.result.macros.values():
        template_cache.get_node_template(macro)  # or every child would compile them again
    _share_templates(node.raw_code for node in parsed.result.nodes.values() if node.raw_code)
    _flatten_macros_once()
    return dbtRunner, parsed.result


def manifest() -> Any:
    """The parsed project, to look things up in."""
    return _loaded()[1]


def start(
    folder: Path,
    raw_path: Path,
    *arguments: str,
    command: str = "build",
    edit: Callable[[Any], None] | None = None,
    file_bytes: int | None = None,
    environment: dict[str, str] | None = None,
    has_small_tables: bool = True,
) -> Started:
    """Start a dbt command, by default a whole build without unit tests.

    edit: changes the manifest, in the child only; file_bytes: what a file may grow to, as on a full
    disk; environment: variables to set on top, or instead; has_small_tables: DuckDB takes one
    thread.
    """
    runner, parsed = _loaded()
    folder.mkdir(exist_ok=True)
    since = time.monotonic()
    gc.freeze()  # or the child's collector would copy the parent's memory, page by page
    process = os.fork()
    if process:
        gc.unfreeze()
        return Started(process, folder, since)
    exit_code = 99
    gc.disable()  # the child ends before its garbage matters
    try:
        if has_small_tables:
            _use_one_duckdb_thread()
        if edit:
            edit(parsed)
            parsed.build_flat_graph()  # what macros see as `graph`
        output = os.open(folder / "output.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(output, 1)
        os.dup2(output, 2)
        # pytest put objects of its own in their place.
        sys.stdout = sys.stderr = os.fdopen(output, "w", buffering=1)
        os.chdir(ROOT)
        os.environ["CX_RAW_PATH"] = str(raw_path)
        os.environ["CX_WAREHOUSE_PATH"] = str(folder / "warehouse")
        os.environ.update(environment or {})
        written = [] if file_bytes else ["--target-path", str(folder / "target")]
        flags = ["--no-write-json"] if file_bytes else []
        if file_bytes:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
        without = WITHOUT_UNIT_TESTS if command == "build" else ()  # test_unit_tests.py runs them
        # Python's lock lets two threads do little more than one, and each worker has a core.
        one_thread = ("--threads", "1") if command in ("build", "test", "run") else ()
        result = runner(manifest=parsed).invoke(
            [
                "--no-use-colors", "--log-level-file", "none", *flags, *command.split(),
                "--log-path", str(folder / "logs"), *written, *without, *one_thread, *arguments,
            ]
        )  # fmt: skip
        if result.exception:
            print(result.exception)
        exit_code = 0 if result.success else 1
    finally:
        os._exit(exit_code)


def build(
    folder: Path, raw_path: Path, *arguments: str, check: bool = False, **settings: Any
) -> Run:
    """Run a dbt command to its end; takes what `start` takes. check: it must succeed."""
    run = start(folder, raw_path, *arguments, **settings).finish()
    if check:
        assert run.exit_code == 0, run.output
    return run
