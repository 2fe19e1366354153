"""`oncall demo`: one practice night on this machine, with telephones that are pressed in the browser."""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click
import requests
from pydantic import SecretStr

import oncall
from oncall import engines, logs
from oncall.access.add_user import add_for_practice
from oncall.cli.demo_database import DemoDatabase
from oncall.cli.load import load_file
from oncall.cli.practice_files import keys_in, own_numbers, telephones, written
from oncall.cli.run import end_in_order, read_all_in, say, service
from oncall.db.silence import is_silence
from oncall.errors import Problem
from oncall.rotas.document import read_file
from oncall.service.connect import connect
from oncall.service.duty import on_duty
from oncall.service.read_service import read_service
from oncall.service.store import active_numbers, read_config, service_with_code
from oncall.settings import Settings
from oncall.supervisor import Child, refuse_taken, supervise
from oncall.telephony.gateway import TelephonyError
from oncall.wiring import Wiring, wire

FICTION = Path(oncall.__file__).parent / "data" / "marches.yaml"
FICTION_CODE = "marches"
LOOK_EVERY = 2.0  # seconds between looks at whether the practice network still knows our addresses


@click.command()
@click.option("--reset", is_flag=True, help="Forget every earlier practice night, and end.")
def demo(reset: bool) -> None:
    """Run one practice night on this machine: no account, no server, no configuration."""
    asked = Settings.from_env()
    if reset:
        engines.erase(asked.data_dir / "practice")
        say("every earlier practice night is forgotten")
        return
    host, port, phones_port = ports(asked)
    folder = asked.data_dir / "practice"
    keys = keys_in(folder)
    settings = Settings(
        data_dir=folder,
        bind=f"{host}:{port}",
        secret_key=SecretStr(keys["secret"]),
        twilio_account_sid=keys["account"],
        twilio_auth_token=SecretStr(keys["token"]),
        twilio_api_url=f"http://{host}:{phones_port}",
        practice=True,
    )
    logs.configure()
    end_in_order()
    with engines.running(settings) as running:
        database = DemoDatabase(settings, folder)
        settings = settings.model_copy(
            update={"database_url": running.database_url, "redis_url": running.redis_url}
        )
        load_file(FICTION, settings)
        night = PracticeNight(wire(settings), f"http://{host}:{phones_port}")
        files = night.set_the_scene(folder)
        read_all_in()
        env = environment(settings, keys)
        children = [Child(one.name, one.program, {**env, **one.env}) for one in service(running)]
        children.append(practice(host, phones_port, files, keys, folder))
        supervise(children, say=say, meanwhile=night.keep_connected(database.look))


@dataclass
class PracticeNight:
    """What makes a visitor's night: sign-ins, telephones, and numbers that find the service."""

    w: Wiring
    phones_url: str
    welcomed: bool = False
    look_at: float = 0.0

    def set_the_scene(self, folder: Path) -> tuple[Path, Path]:
        """Give everybody on the staff a sign-in, and write down the telephones and the service's numbers."""
        file = read_service(read_file(FICTION)).file
        assert file is not None
        for member in file.staff:
            add_for_practice(
                member.id,
                member.name,
                sorted(member.roles),
                unit_of_work=self.w.unit_of_work,
                now=self.w.now,
            )
        phones = written(folder / "phones.json", telephones(file))
        return phones, written(folder / "numbers.json", own_numbers(file))

    def keep_connected(self, also: Callable[[], None]) -> Callable[[], None]:
        """What the supervisor does meanwhile: point the numbers here as soon as the network knows them."""

        def look() -> None:
            also()
            if time.monotonic() >= self.look_at:
                self.look_at = time.monotonic() + LOOK_EVERY
                self._connect()

        return look

    def _connect(self) -> None:
        try:
            if not answers(f"{self.w.settings.public_url}/healthz"):
                return
            with self.w.unit_of_work() as work:
                numbers = active_numbers(work.session)
            connect(numbers, telephony=self.w.telephony, addresses=self.w.addresses)
        except TelephonyError:
            return
        except Exception as error:
            if is_silence(error):  # a visitor has stopped the database
                return
            raise
        if not self.welcomed:
            self.welcomed = True
            self._welcome()

    def _welcome(self) -> None:
        now = self.w.now()
        with self.w.unit_of_work() as work:
            config = read_config(work.session, service_with_code(work.session, FICTION_CODE).id)
        first = next(iter(on_duty(config, now)), next(iter(config.staff)))
        say(
            f"you are {config.staff[first].name}. The service: "
            f"{self.w.settings.public_url}/practice/sign-in/{first}"
        )
        say(f"the practice phones: {self.phones_url}/")
        if config.hours.is_open(now):
            say(
                "the office is open now, so its line rings first; let it ring, and the person on call is rung"
            )
        say("Ctrl-C stops everything; nothing here rings a real phone")


def practice(host: str, port: int, files: tuple[Path, Path], keys: dict[str, str], switches: Path) -> Child:
    """The practice network as a process of its own."""
    phones, numbers = files
    argv = [sys.executable, "-m", "oncall.practice", "--bind", f"{host}:{port}", "--account", keys["account"]]
    argv += ["--phones", str(phones), "--numbers", str(numbers), "--database-switch", str(switches)]
    return Child("practice phones", argv, {"PRACTICE_TOKEN": keys["token"]})


def environment(settings: Settings, keys: dict[str, str]) -> dict[str, str]:
    """What the three processes of the service are told."""
    return {
        "ONCALL_PRACTICE": "1",
        "ONCALL_DATA_DIR": str(settings.data_dir),
        "ONCALL_BIND": settings.bind,
        "ONCALL_PUBLIC_URL": settings.public_url,
        "ONCALL_FALLBACK_URL": "",
        "ONCALL_SECRET_KEY": keys["secret"],
        "TWILIO_ACCOUNT_SID": keys["account"],
        "TWILIO_AUTH_TOKEN": keys["token"],
        "ONCALL_TWILIO_API_URL": settings.twilio_api_url or "",
    }


def ports(asked: Settings) -> tuple[str, int, int]:
    """Where to listen: as ONCALL_BIND says, else on the first two ports from 8000 that are free."""
    if os.environ.get("ONCALL_BIND"):
        for port in (asked.port, asked.port + 1):
            refuse_taken(asked.host, port)
        return asked.host, asked.port, asked.port + 1
    for port in range(asked.port, asked.port + 100, 2):
        if free(asked.host, port) and free(asked.host, port + 1):
            if port != asked.port:
                say(f"port {asked.port} or {asked.port + 1} is taken; using {port} and {port + 1}")
            return asked.host, port, port + 1
    raise Problem("no two free ports from 8000 on; set ONCALL_BIND")


def free(host: str, port: int) -> bool:
    """Whether nothing listens there."""
    try:
        refuse_taken(host, port)
    except Problem:
        return False
    return True


def answers(url: str) -> bool:
    """Whether something healthy answers there."""
    try:
        return requests.get(url, timeout=1).ok
    except requests.RequestException:
        return False
