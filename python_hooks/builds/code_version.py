"""The code that produced a number: the git commit, if there is one, and the hash of the code."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import duckdb

from python_hooks.privacy.contact_keys import salt

PROJECT = Path(__file__).resolve().parents[2]
CODE = ("dbt_project.yml", "models", "macros", "seeds/reference", "python_hooks")
# This folder shows numbers and computes none.
NO_NUMBERS = "python_hooks/dashboard/"
CODE_ENDINGS = (".sql", ".yml", ".md", ".csv", ".py")


def code_hash(variables: str, project: Path = PROJECT) -> str:
    """The hash of all code and settings that decide the result of a build.

    variables: the variables given on the command line, as text. The salt of contacts is a setting
    of the environment.
    """
    digest = hashlib.sha256(f"{duckdb.__version__}\n{variables}\n{salt()}".encode())
    for name in CODE:
        root = project / name
        files = sorted(root.rglob("*")) if root.is_dir() else [root]
        for file in files:
            path = file.relative_to(project).as_posix()
            if path.startswith(NO_NUMBERS):
                continue
            if file.suffix in CODE_ENDINGS and file.is_file():
                content = hashlib.sha256(file.read_bytes()).hexdigest()
                digest.update(f"\n{path} {content}".encode())
    return digest.hexdigest()


def git_commit(project: Path = PROJECT) -> str | None:
    """The commit of the project, with `-dirty` when files differ from it; None outside of git."""
    command = ["git", "describe", "--always", "--abbrev=40", "--exclude=*", "--dirty"]
    try:
        found = subprocess.run(
            command, cwd=project, capture_output=True, text=True, check=True, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return found.stdout.strip() or None
