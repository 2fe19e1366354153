"""Which keys a service file may have, and what is said of any other."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from rota.place import Place

Keys = Mapping[str, Any] | list[Any] | None
"""The keys of a mapping with what may stand under each; one such in a list, for a list; None for anything."""


def _plain(names: str) -> dict[str, Any]:
    return dict.fromkeys(names.split())


WHEN = _plain("timezone holidays closures office_hours")
LAYER = {
    **_plain("name from until"),
    "rotation": _plain("unit every from people"),
    "windows": [_plain("days from until")],
}
ROTA = {
    "tiers": [{**_plain("name ring_seconds"), "layers": [LAYER]}],
    "overrides": [_plain("tier from until person replace add remove reason")],
    "absences": [_plain("tier from until person reason")],
}
CHILD = {
    **_plain("ref preferred_name born service_level legal_status social_worker supervising_social_worker"),
    **_plain("risks restricted visible_to"),
    "placement": _plain("type carers since"),
}
KEYS: Keys = {
    **WHEN,
    **ROTA,
    "service": {
        **WHEN,
        **_plain("code name office_line last_resort handover_at hunt_again"),
        "numbers": _plain("voice sms"),
        "speech": _plain("language voice greeting emergency announce names"),
    },
    "rota": ROTA,
    "staff": [_plain("id name phone email roles")],
    "people": [_plain("id name kind phones organisation sms_ok")],
    "children": [CHILD],
    "directory": [_plain("name kind authority phone hours verified_on")],
}


def refuse_unknown_keys(place: Place, keys: Keys = KEYS) -> None:
    """Note every key that means nothing, with the one that was probably meant."""
    if isinstance(keys, list) and isinstance(place.value, list):
        for item in place.items():
            refuse_unknown_keys(item, keys[0])
    if not isinstance(keys, Mapping) or not isinstance(place.value, dict):
        return
    for key, there in place.entries():
        name = str(key)
        if name in keys:
            refuse_unknown_keys(there, keys[name])
        else:
            meant = get_close_matches(name, keys, n=1)
            there.wrong(f"`{name[:40]}` means nothing here" + (f": is it `{meant[0]}`?" if meant else ""))
