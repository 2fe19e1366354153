"""Whether a service records its calls: off until a manager turns it on."""

from dataclasses import dataclass

from oncall.access import audit_store
from oncall.access.audit_store import Entry
from oncall.access.store import Person
from oncall.recording import store
from oncall.service.reader_store import services_of
from oncall.service.store import config_of
from oncall.wiring import Wiring


@dataclass(frozen=True, slots=True)
class Setting:
    """One service, by code and name, and whether it records."""

    code: str
    name: str
    records: bool


def read_settings(reader: Person, w: Wiring) -> tuple[Setting, ...]:
    """How it stands in the reader's services."""
    with w.unit_of_work() as work:
        found = services_of(work.session, reader.staff_id)
        on = store.records(work.session, [one.id for one in found])
        configs = [config_of(w.config_cache, work.session, one.id) for one in found]
        return tuple(Setting(one.code, one.name, one.id in on) for one in configs)


def set_recording(code: str, reader: Person, w: Wiring, *, records: bool) -> bool:
    """Have a service record calls that come in from now on, or no more; False if it is not the reader's."""
    with w.unit_of_work() as work:
        found = next((one for one in services_of(work.session, reader.staff_id) if one.code == code), None)
        if found is None:
            return False
        store.set_records(work.session, found.id, records=records, by=reader.user_id, now=w.now())
        word = "on" if records else "off"
        entry = Entry(reader.user_id, f"recording.turned_{word}", f"service={code}", 200)
        audit_store.append(work.session, entry, w.now())
        return True
