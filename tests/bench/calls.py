"""An inbound call, and who is on now, beside a bare application."""

import secrets
import statistics
from typing import Any

from sqlalchemy import create_engine

from oncall.access.roles import Role
from oncall.access.store import add_user
from oncall.calendar import feed_store
from oncall.calendar.feeds import Kind, hash_of
from oncall.db.engine import make_sessions
from oncall.now import utc_now
from oncall.service.store import service_with_code
from tests.bench.served import Served, both, installation, say

ROUNDS, COUNT, NOW_COUNT = 5, 3_000, 6_000
WANTED = 0.6
NOW_WANTED = 0.7


def main() -> int:
    """The webhook, who is on now, and a bare application, five rounds each; 1 if one is too slow."""
    with installation() as (running, folder), both(running, folder) as (ours, bare):
        return max(_calls(ours, bare), _on_now(ours, bare, running.database_url))


def _calls(ours: Served, bare: Served) -> int:
    rounds = [(bare.measure(COUNT), ours.measure(COUNT)) for _ in range(ROUNDS)]
    return report("inbound call", ours, bare, rounds, WANTED)


def _on_now(ours: Served, bare: Served, url: str) -> int:
    """Who is on now, by its secret address, beside a view that answers with a constant."""
    path = f"/rota/now/{_secret(url)}.json"
    rounds = [(bare.measure(NOW_COUNT, "/now", ""), ours.measure(NOW_COUNT, path, "")) for _ in range(ROUNDS)]
    return report("who is on now", ours, bare, rounds, NOW_WANTED)


def report(
    what: str, ours: Served, bare: Served, rounds: list[tuple[dict[str, Any], dict[str, Any]]], wanted: float
) -> int:
    """Print medians of rounds of (bare, ours); 1 if ours does less than what is wanted of bare's rate."""
    for name, which in (("bare", 0), ("oncall", 1)):
        values = {key: statistics.median(one[which][key] for one in rounds) for key in ("rate", "p50", "p99")}
        served = (bare, ours)[which]
        say(
            f"{name:8} {values['rate']:8.0f} requests/s   p50 {values['p50']:6.2f} ms   "
            f"p99 {values['p99']:6.2f} ms   memory {served.memory()} MB"
        )
    ratio = statistics.median(one[1]["rate"] / one[0]["rate"] for one in rounds)
    say(f"{what}, ratio to bare: {ratio:.2f} (wanted: {wanted})")
    return 0 if ratio >= wanted else 1


def _secret(url: str) -> str:
    """A new secret address of the fictional service's team lead."""
    sessions = make_sessions(create_engine(url))
    with sessions.begin() as session:
        service = service_with_code(session, "marches")
        user = add_user(
            session,
            email="farah@example.org",
            name="Farah Siddiqi",
            roles=[Role.TEAM_LEAD],
            now=utc_now(),
            staff_id="farah",
        )
        assert user is not None
        secret = secrets.token_urlsafe(32)
        feed_store.add(
            session,
            service_id=service.id,
            staff_id=None,
            kind=Kind.NOW,
            made_by=user,
            token_hash=hash_of(secret),
            now=utc_now(),
        )
    return secret
