"""What a practice night keeps in its folder: its secrets, its telephones, its numbers."""

import json
import secrets
from pathlib import Path

from oncall.errors import Problem
from oncall.people.kinds import PersonKind
from oncall.service.service_file import ServiceFile

Phone = dict[str, object]

PROFESSIONALS = (
    PersonKind.SOCIAL_WORKER,
    PersonKind.SUPERVISING_SOCIAL_WORKER,
    PersonKind.EDT,
    PersonKind.OTHER_PROFESSIONAL,
)
EXTRA_PHONES: tuple[Phone, ...] = (
    {"number": "+447700900998", "name": "A withheld number", "who": "other", "withheld": True},
    {"number": "+447700900999", "name": "An unknown number", "who": "other"},
)


def keys_in(folder: Path) -> dict[str, str]:
    """The secrets of this practice installation: made once, readable by its owner alone."""
    path = folder / "keys.json"
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {name: str(kept[name]) for name in ("secret", "account", "token")}
    except (OSError, ValueError, KeyError, TypeError):
        made = {
            "secret": secrets.token_urlsafe(32),
            "account": f"AC{secrets.token_hex(16)}",
            "token": secrets.token_hex(16),
        }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps(made), encoding="utf-8")
    except OSError as error:
        raise Problem(f"cannot write to {folder}: {error.strerror}; set ONCALL_DATA_DIR") from None
    return made


def telephones(file: ServiceFile) -> list[Phone]:
    """Every telephone of the fictional service, and two that it does not know."""
    kinds = dict.fromkeys(PROFESSIONALS, "professional")
    carers: list[Phone] = [
        {"number": number, "name": person.name, "who": kinds.get(person.kind, "carer")}
        for person in file.people
        for number in person.phones
    ]
    staff: list[Phone] = [
        {"number": one.phone, "name": one.name, "who": "staff"} for one in file.staff if one.phone
    ]
    lines = [("Office line", file.office_line), ("Last resort", file.last_resort)]
    staffed: list[Phone] = [
        {"number": number, "name": name, "who": "line"} for name, number in lines if number
    ]
    return [*once(carers), *EXTRA_PHONES, *staff, *staffed]


def once(phones: list[Phone]) -> list[Phone]:
    """A telephone that several people share is one telephone, with all their names."""
    by_number: dict[object, Phone] = {}
    for phone in phones:
        known = by_number.setdefault(phone["number"], phone)
        if known is not phone:
            known["name"] = f"{known['name']} and {phone['name']}"
    return list(by_number.values())


def own_numbers(file: ServiceFile) -> list[Phone]:
    """The numbers that carers ring and text."""
    voice: Phone = {"number": file.voice_number, "name": file.name}
    texts: Phone = {"number": file.sms_number, "name": f"{file.name}, texts"}
    return [voice, texts] if file.sms_number else [voice]


def written(path: Path, entries: list[Phone]) -> Path:
    """A file for the practice network."""
    path.write_text(json.dumps(entries), encoding="utf-8")
    return path
