"""`make soak`: two calls a second for 20 minutes, and something random goes wrong every 20 seconds.

SOAK_MINUTES says how long, SOAK_SEED repeats the faults of an earlier soak. Practice time runs ten times as
fast as ours, so that a dozen people can take what two callers a second bring.
"""

import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter, deque
from collections.abc import Sequence
from pathlib import Path

from oncall.cli.load import load_file
from oncall.practice import plans
from oncall.practice.orders import LegOver
from oncall.practice.script import Network
from oncall.practice.scripted_calls import ScriptedCall
from oncall.practice.webhooks import Webhook
from oncall.practice.words import apology
from oncall.settings import Settings
from tests.faults.building import built
from tests.faults.house import IN_TIME, LINE, House
from tests.faults.trouble import EVERYTHING, Trouble

SPEED, EVERY, CALLS_A_SECOND = 10.0, 20.0, 2.0
PEOPLE = tuple(f"p{number:02}" for number in range(1, 13))
CALLERS = tuple(f"+4477009006{number:02}" for number in range(100))
LAST_RESORT = "+441632960199"
MOST_GROWTH = 1.1
SETTLING = 180.0
GREETING = "through to"
OWED = ("voicemail", "missed")


class Tally(deque[Webhook]):
    """Counts the requests of the network instead of keeping them all."""

    def __init__(self) -> None:
        super().__init__(maxlen=100)
        self.elapsed: list[float] = []
        self.failed = 0

    def append(self, webhook: Webhook) -> None:
        """One more request, which somebody on the telephone has waited for, or nobody."""
        super().append(webhook)
        if webhook.purpose == "document":
            self.elapsed.append(webhook.elapsed)
            self.failed += not webhook.ok


class Soak:
    """Calls and faults on one house, and what became of them."""

    def __init__(self, house: House, chance: random.Random, rate: float, troubles: Sequence[Trouble]) -> None:
        self.house = house
        self.rate, self.troubles = rate, troubles
        self.chance = chance
        self.tally = Tally()
        house.network.exchange.webhooks = self.tally
        self.calls: list[ScriptedCall] = []
        self.faults: Counter[str] = Counter()
        self.memory: list[int] = []
        self.over = threading.Event()
        self.late = 0

    def run(self, seconds: float) -> None:
        """Ring and fail for so long, then let everything come to its end."""
        threads = [threading.Thread(target=work) for work in (self._ring, self._watch)]
        for thread in threads:
            thread.start()
        ends = time.monotonic() + seconds
        while self.troubles and time.monotonic() + EVERY <= ends:
            self._fail()
        self.over.wait(max(0.0, ends - time.monotonic()))
        self.over.set()
        for thread in threads:
            thread.join()
        self._settle()

    def _fail(self) -> None:
        """Something goes wrong for a while, and is mended."""
        began, trouble = time.monotonic(), self.chance.choice(self.troubles)
        self.faults[trouble.__name__] += 1
        with trouble(self.house):
            self.over.wait(self.chance.uniform(3, 12))
        self.over.wait(max(0.0, EVERY - (time.monotonic() - began)))

    def _ring(self) -> None:
        """One caller after another, each of whom waits, gives up or leaves a message."""
        network = self.house.network
        ring_at = time.monotonic()
        while not self.over.wait(max(0.0, ring_at - time.monotonic())):
            ring_at += 1 / self.rate
            free = [number for number in CALLERS if not network.phone(number).on_a_call]
            if not free:
                continue
            call = network.phone(self.chance.choice(free)).rings(LINE)
            self.calls.append(call)
            does = self.chance.choice(
                (plans.put_down(self.chance.uniform(25, 90)), plans.leave_message(5.0, "hang up"), None)
            )
            if does is not None:
                threading.Thread(target=_do, args=(does, call), daemon=True).start()

    def _watch(self) -> None:
        """How much memory the service takes, every five seconds."""
        while not self.over.wait(5):
            up = self.house.up
            self.memory.append(sum(_megabytes(pid) for pid in (up.pid, *up.everything())))

    def _settle(self) -> None:
        """Wait until every call is over and what was kept has been taken up."""
        self.house.mend()
        give_up_at = time.monotonic() + SETTLING
        while not all(call.leg.over for call in self.calls) and time.monotonic() < give_up_at:
            time.sleep(0.2)
        self.house.routes()
        self.house.is_done()

    def report(self, wanted: float) -> list[str]:
        """Print every figure; what is not as it ought to be. At least so many calls were `wanted`."""
        words = [" ".join(call.heard) for call in self.calls]
        greeted, cut_off = (sum(what in heard for heard in words) for what in (GREETING, apology()))
        contacts = self.house.export()
        rang = Counter(call.sid for call in self.calls)
        there = Counter(contact["provider_sid"] for contact in contacts)
        once = sum(there[sid] == 1 for sid in rang)
        nobodys = [c for c in contacts if c["outcome"] in OWED and c["callback_owner"] is None]
        before, after = self._memory()
        say(f"faults: {dict(self.faults)}")
        say(f"calls rung {len(words)}, answered by our words {greeted}, cut off by the company {cut_off}")
        say(f"contacts there exactly once: {once} of {len(rang)}; nobody's to ring back: {len(nobodys)}")
        say(f"how they ended: {dict(Counter(str(contact['outcome']) for contact in contacts))}")
        self._speeds()
        say(f"put aside {self.house.put_aside}; memory {before:.0f} MB at first, {after:.0f} MB at last")
        wrong = {
            "too few calls were rung": len(words) < wanted,
            "somebody was not answered": greeted < len(words),
            "somebody was cut off": cut_off > 0,
            "contacts are lost or doubled": once < len(rang) or len(there) > len(rang),
            "somebody waits for a call back that nobody owns": bool(nobodys),
            "requests were put aside": self.house.put_aside > 0,
            "memory grows": after > before * MOST_GROWTH,
            "somebody waited too long": not self.troubles and self.late > 0,
        }
        return [what for what, is_so in wrong.items() if is_so]

    def _speeds(self) -> None:
        took, again = sorted(self.tally.elapsed), self.tally.failed
        self.late = late = sum(one > IN_TIME for one in took)
        say(f"replies {len(took)}, not at the first asking {again}, over {IN_TIME:g} s {late}")
        median, most = took[len(took) // 2] * 1000, took[len(took) * 99 // 100] * 1000
        say(f"median {median:.0f} ms, p99 {most:.0f} ms, slowest {took[-1]:.2f} s")

    def _memory(self) -> tuple[float, float]:
        """Megabytes in the first quarter of the soak and in its last."""
        quarter = max(1, len(self.memory) // 4)
        first, last = self.memory[:quarter], self.memory[-quarter:]
        return sum(first) / len(first), sum(last) / len(last)


def main() -> int:
    """Soak, print the figures; 1 if something is wrong."""
    minutes = float(os.environ.get("SOAK_MINUTES") or 20)
    seed = int(os.environ.get("SOAK_SEED") or random.randrange(10**6))
    say(f"{minutes:g} minutes; SOAK_SEED={seed}")
    return 1 if soaked(minutes * 60, rate=CALLS_A_SECOND, troubles=EVERYTHING, seed=seed) else 0


def soaked(seconds: float, *, rate: float, troubles: Sequence[Trouble], seed: int) -> list[str]:
    """So many calls a second while these troubles happen in turn; prints figures, and gives what is wrong."""
    with tempfile.TemporaryDirectory(prefix="soak") as made:
        folder = Path(made)
        (folder / "service.yaml").write_text(service())
        load_file(folder / "service.yaml", Settings(data_dir=folder / "loaded"))
        options = {"speed": SPEED, "steady": False, "patience": SETTLING}
        with built(folder / "loaded", folder, elsewhere=True, **options) as house:
            house.network.allows("webhook", "unexpected", "rest")
            people(house.network, random.Random(seed))
            house.has_a_lifeline_elsewhere()
            soak = Soak(house.opens(), random.Random(seed), rate, troubles)
            soak.run(seconds)
            wrong = soak.report(seconds * rate * 0.8)
    for what in wrong:
        say(f"WRONG: {what}")
    return wrong


def people(network: Network, chance: random.Random) -> None:
    """Most take a call, some pass it on, let it ring or have a voicemail box."""
    for place, _ in enumerate(PEOPLE):
        phone = network.phone(f"+4477009002{place + 1:02}")
        phone.may_be_texted()
        if place % 6 == 3:
            phone.answers(after=2).presses("2")
        elif place % 6 == 4:
            phone.voicemail(after=8)
        else:
            phone.answers(after=chance.uniform(2, 12)).presses("1").hangs_up(after=chance.uniform(5, 40))
    network.phone(LAST_RESORT).answers(after=3).hangs_up(after=20)


def service() -> str:
    """A fictional service of twelve tiers whose rota never changes and whose office is never open."""
    staff = [
        f'  - {{id: {one}, name: {one.upper()} Practice, phone: "+4477009002{place + 1:02}", '
        f"email: {one}@example.org, roles: [{'manager' if place == 11 else 'practitioner'}]}}"
        for place, one in enumerate(PEOPLE)
    ]
    tiers = [
        f"    - name: tier {one}\n      ring_seconds: 20\n      layers: [{{name: always, rotation: "
        f"{{unit: week, every: 1, from: 2020-01-06T09:00, people: [{one}]}}}}]"
        for one in PEOPLE
    ]
    head = (
        "service:\n  code: soak\n  name: Marches Placement Support\n  timezone: Europe/London\n"
        f'  numbers: {{voice: "{LINE}", sms: "+447700900100"}}\n  last_resort: "{LAST_RESORT}"\n'
    )
    return "\n".join([f"{head}staff:", *staff, "rota:\n  tiers:", *tiers, "people: []", ""])


def _do(does: plans.Action, call: ScriptedCall) -> None:
    try:
        does(call.leg)
    except LegOver:
        return


def _megabytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS"))


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
