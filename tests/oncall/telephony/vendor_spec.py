"""The vendor's own description of its REST API, where it is at hand: what is wrong with a request?

A clone without it checks nothing here; the stand-in's own strictness remains.
"""

import json
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from openapi_core import Config, OpenAPI
from openapi_core.testing import MockRequest

from oncall.telephony.numbers import E164
from tests.oncall.telephony.stand_in import Asked

SPEC = Path(__file__).parents[4] / "shared" / "twilio" / "twilio_oai_2010_subset.json"
METHODS = {"GET", "POST"}


def faults(asked: Asked, prefix: str = "") -> list[str]:
    """What the vendor's description finds wrong with a request; nothing when it is not at hand.

    A recording's sound is not in it, nor is the empty value that clears a field.
    """
    if not SPEC.is_file() or asked.path.endswith(".wav"):
        return []
    request = MockRequest(
        "https://api.twilio.com",
        asked.method.lower(),
        asked.path.removeprefix(prefix),
        args=dict(asked.query),
        headers={"Authorization": asked.headers.get("authorization", "")},
        data=urlencode([(name, value) for name, value in asked.form if value]).encode(),
        content_type=asked.headers.get("content-type", ""),
    )
    return [f"{error!r}: {error.__cause__!r}" for error in _openapi().unmarshal_request(request).errors]


@cache
def _openapi() -> OpenAPI:
    checks = {
        "phone-number": lambda value: bool(E164.fullmatch(value)),
        "endpoint": lambda value: bool(E164.fullmatch(value)),
        "http-method": METHODS.__contains__,
    }
    config = Config(extra_format_validators=checks, extra_format_unmarshallers=dict.fromkeys(checks, str))
    return OpenAPI.from_dict(json.loads(SPEC.read_text()), config=config)
