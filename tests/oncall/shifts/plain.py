"""A service for pure tests of shifts: everybody whom its rota names has a telephone."""

from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

from oncall.access.roles import Role
from oncall.people.model import Staff
from oncall.rotas.rota_file import rota_from_mapping
from oncall.service.config import ServiceConfig, Speech
from rota.hours import OfficeHours
from rota.model import never

ZONE = ZoneInfo("Europe/London")


def service(definition, **changes):
    """The service whose rota says this."""
    rota = rota_from_mapping(definition)
    made = ServiceConfig(
        id=1,
        code="wye",
        name="Wye",
        version=1,
        zone=rota.zone,
        voice_number="+441632960110",
        sms_number=None,
        office_line=None,
        last_resort=None,
        handover_at=time(9),
        hunt_again=False,
        speech=Speech(),
        hours=OfficeHours(zone=ZONE, weekly={}, dated={}, is_holiday=never, closures=frozenset()),
        rota=rota,
        staff={
            one: Staff(one, one, "+447700900201", None, frozenset({Role.PRACTITIONER}))
            for one in rota.people()
        },
    )
    return replace(made, **changes)
