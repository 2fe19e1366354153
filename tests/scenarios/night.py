"""One night of the fictional service: its telephones by name, and its contacts as the export gives them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from oncall.clock import beat
from oncall.contacts import export_store
from oncall.practice.script import Network
from oncall.practice.scripted_phones import ScriptedPhone
from oncall.wiring import Wiring

LINE = "+441632960100"
TEXT_LINE = "+447700900100"
PHONES = {
    "asha": "+447700900201",
    "ben": "+447700900202",
    "carys": "+447700900203",
    "dai": "+447700900204",
    "elin": "+447700900205",
    "farah": "+447700900206",
    "morgan": "+447700900301",
    "landline": "+441632960301",
    "price": "+447700900302",
    "nkemelu": "+447700900401",
    "stranger": "+447700900999",
    "office": "+441632960101",
    "last_resort": "+441632960199",
}


@dataclass
class Night:
    """The network, the service behind it, and what a watcher can ask of both."""

    network: Network
    wiring: Wiring

    def __getattr__(self, name: str) -> ScriptedPhone:
        """The telephone of somebody in the fictional service, by name."""
        if name not in PHONES:
            raise AttributeError(name)
        return self.network.phone(PHONES[name])

    def settles(self) -> None:
        """Wait until every call is over and every callback delivered, then let the pulse do what is due."""
        self.network.quiet()
        while self._beats():
            self.network.quiet()

    def _beats(self) -> int:
        """One beat of the pulse, during which no practice time passes, however slow the machine."""
        with self.network.clock.acting():
            return beat(self.wiring, mend=False)

    def export(self, what: str = "contacts") -> list[dict[str, Any]]:
        """What `oncall export` would print."""
        with self.wiring.unit_of_work() as work:
            return list(getattr(export_store, what)(work.session, None, None))

    @property
    def contact(self) -> dict[str, Any]:
        """The only contact there is."""
        [contact] = self.export()
        return contact

    @property
    def results(self) -> list[tuple[str, str | None, str | None]]:
        """Of the only contact: who was rung on which tier, and how it ended."""
        return [(a["tier"], a["person"], a["result"]) for a in self.contact["attempts"]]

    def now(self) -> datetime:
        """The time of the night."""
        return self.wiring.now()
