"""The key of the hashes by which contacts of customers are compared in the work file."""

from __future__ import annotations

import hashlib
import hmac
import json
import os

from python_hooks.publishing.pseudonyms import KEY_VARIABLE


def salt() -> str:
    """24 hexadecimal digits, derived from the key of pseudonyms; from none where none is set."""
    secret = os.environ.get(KEY_VARIABLE, "").encode()
    # A longer one would need a second block of SHA-256 for most contacts.
    return hmac.new(secret, b"contacts of customers", hashlib.sha256).hexdigest()[:24]


def contact_salt(_request: str) -> str:
    """`salt` as JSON, for SQL."""
    return json.dumps(salt())
