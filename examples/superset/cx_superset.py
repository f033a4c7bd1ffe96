"""Superset on the published file: `load` puts the dashboard of assets/ in, `check` tries its chart.

Runs in Superset's own environment: make superset.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import secrets
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

HERE = Path(__file__).resolve().parent
USER = "admin"
CHART = "5b1f6c0e-0d5a-4b6e-9a52-2f6f2a1c0021"
TOLERANCE = 1e-9


def start(home: Path) -> Flask:
    """The app with its files in the folder `home`, made where it is missing."""
    home.mkdir(parents=True, exist_ok=True)
    key = home / "secret_key"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(42), encoding="utf-8")
    os.environ["CX_SUPERSET_HOME"] = str(home)
    os.environ["SUPERSET_CONFIG_PATH"] = str(HERE / "superset_config.py")
    from superset.app import create_app

    return create_app()


def load(app: Flask, published: Path) -> str | None:
    """Bring Superset's own database up to date and put the dashboard in.

    Gives the password of a user who is new.
    """
    import superset
    from flask_migrate import upgrade

    with app.app_context():
        upgrade(directory=str(Path(superset.__file__).parent / "migrations"))
        from flask import g
        from superset import appbuilder, security_manager
        from superset.commands.importers.v1.assets import ImportAssetsCommand

        appbuilder.add_permissions(update_perms=True)
        security_manager.sync_role_definitions()
        password = None
        user = security_manager.find_user(USER)
        if user is None:
            password = secrets.token_urlsafe(12)
            role = security_manager.find_role("Admin")
            user = security_manager.add_user(USER, "CX", "Admin", "admin@localhost", role, password)
        g.user = user
        ImportAssetsCommand(assets(published)).run()
    return password


def assets(published: Path) -> dict[str, str]:
    """The files of assets/ by their path, with the path of the published file."""
    folder = HERE / "assets"
    return {
        file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8").replace(
            "__PUBLISHED__", f"duckdb:///{published}"
        )
        for file in sorted(folder.rglob("*.yaml"))
    }


def check(app: Flask, published: Path, password: str) -> int:
    """Ask the chart for NPS by month as a browser does; 0 when it has the published values."""
    import duckdb
    from superset.models.slice import Slice

    with app.app_context():
        from superset import db

        chart_id = db.session.query(Slice).filter_by(uuid=CHART).one().id
    client = app.test_client()
    login = {"username": USER, "password": password, "provider": "db"}
    token = client.post("/api/v1/security/login", json=login).json["access_token"]
    answer = client.get(
        f"/api/v1/chart/{chart_id}/data/", headers={"Authorization": f"Bearer {token}"}
    )
    if answer.status_code != 200:
        print(f"Superset answers {answer.status_code}: {answer.text[:500]}", file=sys.stderr)
        return 1
    shown = [row["value"] for row in json.loads(answer.text)["result"][0]["data"]]
    with duckdb.connect(str(published), read_only=True) as connection:
        rows = connection.execute(
            "select value from reporting.metric_values where metric = 'nps' and period = 'month'"
            " and dimension = 'all' order by period_start"
        ).fetchall()
    values = [value for (value,) in rows]
    is_equal = len(shown) == len(values) > 0 and all(
        one == other or (None not in (one, other) and abs(one - other) < TOLERANCE)
        for one, other in zip(shown, values, strict=True)
    )
    if not is_equal:
        print(f"Superset shows {shown}, published are {values}.", file=sys.stderr)
        return 1
    print(f"Superset's chart has the NPS of all {len(values)} months of metric_values.")
    return 0


def main() -> int:
    """Run one command; 0 when it worked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["load", "check"])
    command = parser.parse_args().command
    # Some hundred lines of the migrations of Superset's own database.
    logging.disable(logging.WARNING)
    published = Path(os.environ.get("CX_WAREHOUSE_PATH", "warehouse")) / "published.duckdb"
    if not published.exists():
        print(f"{published} is missing. Build first: make build.", file=sys.stderr)
        return 1
    published = published.resolve()
    if command == "load":
        password = load(start(Path(os.environ["CX_SUPERSET_HOME"])), published)
        if password:
            print(f"Log in as {USER} with {password}; it is shown only once.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        app = start(Path(folder))
        password = load(app, published)
        return check(app, published, password or "")


if __name__ == "__main__":
    sys.exit(main())
