"""The wire to Twilio: where requests go, how long they may take, and what a failure means.

Every answer that is not a plain success becomes our error here, by its code alone, before the library can
make one of its own that quotes numbers and words.
"""

import json
import logging
import time
from typing import Any
from urllib.parse import urlsplit

from requests import RequestException
from requests.exceptions import ConnectTimeout, InvalidURL
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from urllib3.exceptions import NewConnectionError

from oncall.telephony.gateway import NumberRefused, TelephonyError

TWILIO = "https://api.twilio.com"
SECONDS = 5.0
RECORDING_SECONDS = 9.0
"""Less than an errand's lease, and one read more."""
MOST_BYTES = 64 * 1024 * 1024

NUMBER = {20023, 21201, 21202, 21211, 21214, 21217, 21604, 21614, 21635, 13223, 13224}
"""The number is none, is premium-rate, or is not of a kind that can be reached."""
FORBIDDEN = {21203, 21215, 21216, 21219, 21408, 21608, 21610, 21612, 13225, 13227}
"""Not from this account: the country, a block list, a trial, or the person's own STOP."""
SENDER = {21212, 21603, 21606, 21609, 21659, 21660, 21703, 21704, 21705}
"""Where it should come from may not send it, to anybody or to this country, or is not set up rightly."""
WORDS = {21602, 21617, 21618}
"""The words are missing, too many, or not to be sent."""
NEVER = NUMBER | FORBIDDEN | SENDER | WORDS

# Below WARNING, urllib3 writes down every address, and one that looks for texts holds two numbers.
logging.getLogger("urllib3").setLevel(logging.WARNING)


class Line(TwilioHttpClient):  # type: ignore[misc]  # the library has no types
    """The library's HTTP client, with one session for all requests, silent, sent to `api_url` if given.

    It waits `seconds` for a connection and for each part of an answer.
    """

    def __init__(self, api_url: str | None = None, *, seconds: float = SECONDS) -> None:
        super().__init__(timeout=seconds)
        self._api_url = api_url or TWILIO
        self._prefix = urlsplit(self._api_url).path

    def request(self, method: str, url: str, *args: Any, **named: Any) -> Response:
        """One request; raises NumberRefused or TelephonyError for all but a success that can be read."""
        failure = None
        try:
            response = super().request(method, self._here(url), *args, **named)
        except RequestException as error:
            failure = TelephonyError(unknown=_may_have_arrived(error))
        finally:
            self._test_only_last_request = self._test_only_last_response = None  # they hold words
        if failure:
            raise failure  # outside the handler, so that not even its context quotes anything
        if not 200 <= response.status_code < 300:
            raise _refusal(response.status_code, response.text)
        if method != "DELETE" and _object(response.text) is None:
            raise TelephonyError(unknown=True)
        return response

    def fetch(self, path: str, *, auth: tuple[str, str]) -> bytes:
        """A file below Twilio's address, at most 64 MB, within 9 s. Raises TelephonyError."""
        failure = None
        try:
            return self._fetched(path, auth)
        except RequestException:
            failure = TelephonyError()
        raise failure

    def log_request(self, kwargs: dict[str, Any]) -> None:
        """Nothing: a request holds numbers and words."""

    def log_response(self, status_code: int, response: Any) -> None:
        """Nothing."""

    def _fetched(self, path: str, auth: tuple[str, str]) -> bytes:
        until = time.monotonic() + RECORDING_SECONDS
        content = bytearray()
        with self.session.get(
            self._here(f"{TWILIO}{path}"), auth=auth, timeout=self.timeout, stream=True
        ) as answer:
            if answer.status_code != 200:
                raise _refusal(answer.status_code, "")
            for part in answer.iter_content(16 * 1024):
                content += part
                if len(content) > MOST_BYTES or time.monotonic() > until:
                    raise TelephonyError
        if not content:
            raise TelephonyError
        return bytes(content)

    def _here(self, url: str) -> str:
        """`url` with Twilio's host replaced. A server below a path may name it in the pages it refers to."""
        path = url.removeprefix(TWILIO)
        if self._prefix and path.startswith(f"{self._prefix}/"):
            path = path.removeprefix(self._prefix)
        return f"{self._api_url}{path}"


def _refusal(status: int, text: str) -> TelephonyError:
    """Our error for an answer that is no success. A 5xx may have been taken all the same, a 429 never is."""
    given = (_object(text) or {}).get("code")
    code = int(str(given)) if str(given).isdecimal() else status
    if code in NEVER:
        return NumberRefused(code)
    return TelephonyError(code, unknown=status >= 500)


def _object(text: str) -> dict[str, Any] | None:
    """The JSON object that an answer is; None when it is none."""
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _may_have_arrived(error: RequestException) -> bool:
    """Whether Twilio may have the request all the same: not, if there never was a connection."""
    if isinstance(error, (ConnectTimeout, InvalidURL)):
        return False
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return not isinstance(reason, NewConnectionError)
