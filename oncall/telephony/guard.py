"""Whether a request really comes from the telephone company: its signature, over the address it asked for.

The signature covers the public address, which a process behind a proxy never sees: `address_asked` puts the
configured one before the path and query exactly as they arrived. When that address has a path of its own
(`https://host/prefix`), the proxy must take it off, since the service is mounted at the root.
"""

import hmac
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from twilio.request_validator import RequestValidator

UNQUOTED = "/:@!$&'()*+,;=~"
"""What a browser leaves as it is in a path, beside letters, digits, `-`, `.` and `_`."""


def signed(
    address: str, form: Mapping[str, Any], signature: str, tokens: Iterable[str], *, body: bytes | None = None
) -> bool:
    """Whether one of `tokens` signed a request to `address` with the fields of `form`. Never raises.

    `form` is the posted form whole, repeated names and blank values too (a MultiDict or a mapping); it is
    empty for GET. `body` is given instead for a JSON request: the signed address must hold its hash. A
    missing signature is `""` and never fits. The company leaves the name and password of an address
    out, and its port sometimes: both ways are accepted, the address as configured being tried first.
    """
    if not signature:
        return False
    given = signature.encode("utf-8", "replace")
    posted = _Posted(form)
    try:
        if body is not None and not _holds_hash(address, body):
            return False
        return any(
            hmac.compare_digest(_validator(token).compute_signature(spelling, posted).encode(), given)
            for spelling in _spellings(address)
            for token in tokens
        )
    except ValueError:  # an address or a form that cannot even be read
        return False


def address_asked(environ: Mapping[str, Any], base: str) -> str:
    """The address the company asked for: `base` and the path and query of a WSGI `environ`, as they came.

    `base` is the public address, or the fallback's own for the fallback routes. Servers that keep the raw
    address are believed; granian keeps the query alone, so the path is quoted again: only an escaped
    slash is lost that way, and no address of ours has one.
    """
    raw = environ.get("RAW_URI") or environ.get("REQUEST_URI")
    if not raw:
        path = quote(str(environ.get("PATH_INFO", "")).encode("latin-1", "replace"), safe=UNQUOTED)
        query = environ.get("QUERY_STRING", "")
        raw = f"{path}?{query}" if query else path
    elif not raw.startswith("/"):  # a proxy's form: the whole address, its host not to be believed
        raw = "/" + raw.partition("://")[2].partition("/")[2]
    return f"{base}{raw}"


class _Posted(dict[str, list[str]]):
    """A form in the shape the validator reads at once; any other costs it an exception for each field."""

    def __init__(self, form: Mapping[str, Any]) -> None:
        lists = getattr(form, "lists", None)
        super().__init__(lists() if lists else {name: [value] for name, value in form.items()})

    getall = dict.__getitem__


@lru_cache(maxsize=8)
def _validator(token: str) -> RequestValidator:
    return RequestValidator(token)


def _spellings(address: str) -> Iterable[str]:
    """The ways the company may have spelt `address`, likeliest first: without its port, or with one.

    Path and query are cut out, not put together from parts, which would lose a bare `?`.
    """
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    rest = address[len(f"{parts.scheme}://{parts.netloc}") :]
    yield f"{parts.scheme}://{host}{rest}"
    if parts.port is None:
        yield f"{parts.scheme}://{host}:{443 if parts.scheme == 'https' else 80}{rest}"
    else:
        yield f"{parts.scheme}://{host.rpartition(':')[0]}{rest}"


def _holds_hash(address: str, body: bytes) -> bool:
    """Whether the signed address names the hash of `body`."""
    named = parse_qs(urlsplit(address).query).get("bodySHA256", [""])[0]
    return hmac.compare_digest(named.lower().encode("utf-8", "replace"), sha256(body).hexdigest().encode())
