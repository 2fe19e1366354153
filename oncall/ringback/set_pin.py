"""One's own PIN for ringing back from one's own telephone: set it, change it, take it away."""

import hmac
import re
from enum import StrEnum

from oncall.access import passwords
from oncall.access.store import Person
from oncall.ringback import pin_store as store
from oncall.wiring import Wiring

DIGITS = 6
PIN = re.compile(r"[0-9]{6}")
ROW = "01234567890"


class Setting(StrEnum):
    """What came of it; the word names the sentence that says so."""

    SET = "pin_set"
    GONE = "pin_gone"
    NONE = "pin_none"
    NOT_SIX = "pin_not_six"
    TOO_EASY = "pin_too_easy"
    NOT_THE_SAME = "pin_not_the_same"
    NOT_ON_THE_STAFF = "pin_not_on_the_staff"


def set_pin(digits: str, again: str, reader: Person, w: Wiring) -> Setting:
    """Give the reader a PIN, in place of one they may have; it lifts a lock. Setting it twice sets it."""
    digits, again = digits.strip(), again.strip()
    if reader.staff_id is None:
        return Setting.NOT_ON_THE_STAFF
    if not PIN.fullmatch(digits):
        return Setting.NOT_SIX
    if is_easy(digits):
        return Setting.TOO_EASY
    if digits != again:
        return Setting.NOT_THE_SAME
    hashed = passwords.hash_password(peppered(digits, reader.staff_id, w))
    with w.unit_of_work() as work:
        store.keep(work.session, reader.staff_id, hashed, w.now())
    return Setting.SET


def take_away(reader: Person, w: Wiring) -> Setting:
    """The reader has no PIN any more: their calls are put through like anybody's."""
    with w.unit_of_work() as work:
        gone = reader.staff_id is not None and store.take_away(work.session, reader.staff_id)
    return Setting.GONE if gone else Setting.NONE


def is_right(digits: str, staff_id: str, hashed: str, w: Wiring) -> bool:
    """Whether these are the digits that somebody has set."""
    return passwords.is_right(peppered(digits, staff_id, w), hashed)


def peppered(digits: str, staff_id: str, w: Wiring) -> str:
    """Six digits are few: what is hashed needs our secret key as well, which no database holds."""
    w.settings.require("secret_key")
    assert w.settings.secret_key is not None
    key = w.settings.secret_key.get_secret_value().encode()
    return hmac.new(key, f"pin:{staff_id}:{digits}".encode(), "sha256").hexdigest()


def is_easy(digits: str) -> bool:
    """Whether anybody would try it first: few different digits, or neighbours in a row."""
    return len(set(digits)) < 3 or digits in ROW or digits[::-1] in ROW
