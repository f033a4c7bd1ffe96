"""Settings of Superset on one machine; its files lie in the folder CX_SUPERSET_HOME."""

import os
from pathlib import Path

HOME = Path(os.environ["CX_SUPERSET_HOME"]).resolve()

SECRET_KEY = (HOME / "secret_key").read_text(encoding="utf-8")
SQLALCHEMY_DATABASE_URI = f"sqlite:///{HOME / 'superset.db'}"
# DuckDB is a file on this machine; Superset calls that unsafe. It is opened read-only.
PREVENT_UNSAFE_DB_CONNECTIONS = False
LANGUAGES = {
    "en": {"flag": "us", "name": "English"},
    "zh": {"flag": "cn", "name": "Chinese"},
}
