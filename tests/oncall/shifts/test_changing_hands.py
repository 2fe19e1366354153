"""Asking for a swap, offering, agreeing; taking over now; being ill; by page and by text."""

import re
from datetime import UTC, datetime
from threading import Barrier, Thread

from oncall.rotas import store as rotas
from oncall.shifts import ask_store
from oncall.shifts.ask import Wanted, ask_for
from oncall.shifts.take import PAGE, Taking, take
from rota.cover import who_is_on
from tests.oncall.calendar.test_rota_page import loads
from tests.oncall.contacts.page import words
from tests.oncall.contacts.scene import TEXT_LINE
from tests.oncall.shifts.conftest import config_in, phone, told

FRIDAY = datetime(2026, 11, 6, 22, tzinfo=UTC)
SWAP = {"tier": "practitioner", "from": "2026-11-06T17:00", "until": "2026-11-07T09:00"}


def texts_in(scene, who, said):
    """Somebody of the staff texts us."""
    from oncall.telephony.forms import InboundText
    from oncall.texts.arrive import receive_text

    scene.calls += 1
    sid = f"SM{scene.calls:030x}aa"
    receive_text(InboundText(sid, phone(who), phone(who), TEXT_LINE, said, (), 1, None), scene.w)
    scene.does_errands()


def asks(who, **fields):
    """Ask for somebody to take a time."""
    return who.post("/rota/mine/ask", "/rota/mine", **{**SWAP, **fields})


def newest_ask(scene):
    with scene.w.unit_of_work() as work:
        return ask_store.going_on(work.session, config_in(work, scene).id, scene.clock())[-1].id


def test_a_swap_asked_of_one_is_theirs_alone_and_done_at_once_within_the_rules(scene, browser, on):
    asks(browser("asha"), asked_of="dai")
    scene.does_errands()
    [asked] = told(scene, "dai")
    assert asked.startswith(
        "Can you be on practitioner Fri 6 Nov 17:00 to Sat 7 Nov 09:00? Text 1 to take it."
    )
    assert len(asked) <= 160

    ask_id = newest_ask(scene)
    assert browser("carys").get(f"/rota/asks/{ask_id}").status_code == 404
    assert on(at=FRIDAY) == ("asha",)

    texts_in(scene, "dai", "1")
    assert on(at=FRIDAY) == ("dai",)
    assert told(scene, "dai")[-1].startswith("Thank you: practitioner Fri 6 Nov 17:00")


def test_what_a_swap_would_break_is_said_before_it_is_asked(scene, browser):
    warned = asks(browser("asha"), asked_of="ben")

    assert warned.status_code == 409
    assert "Ben Okafor would be on two tiers at once." in words(warned)
    scene.does_errands()
    assert told(scene, "ben") == []


def test_what_breaks_a_rule_waits_for_whoever_keeps_the_rota(scene, browser, on):
    asks(browser("asha"), asked_of="ben", insist="yes")
    page = f"/rota/asks/{newest_ask(scene)}"
    before = words(browser("ben").get(page))
    assert "Ben Okafor would be on backup and another tier at once." in before

    taken = browser("ben").post(f"{page}/take", page)
    assert taken.status_code == 303
    assert on(at=FRIDAY) == ("asha",)
    scene.does_errands()
    assert "breaks a rule and waits for you" in told(scene, "elin")[0]

    browser("elin").post(f"{page}/accept", page)
    assert on(at=FRIDAY) == ("ben",)


def test_where_the_service_wants_it_every_swap_waits_for_whoever_keeps_the_rota(scene, browser, on):
    browser("elin").post("/rota/rules", "/rota/rules", service="marches", revision="0", approve_swaps="yes")
    asks(browser("asha"), asked_of="dai")
    page = f"/rota/asks/{newest_ask(scene)}"

    browser("dai").post(f"{page}/take", page)
    scene.does_errands()
    assert told(scene, "elin")[0].startswith("A change of hands waits for you: practitioner Fri 6 Nov")
    assert on(at=FRIDAY) == ("asha",)
    browser("elin").post(f"{page}/accept", page)

    assert on(at=FRIDAY) == ("dai",)


def test_an_offer_for_something_in_return_waits_for_the_one_who_asked(scene, browser, on):
    asks(browser("asha"))
    page = f"/rota/asks/{newest_ask(scene)}"
    offered = re.search(r'<option value="([^"]+\|practitioner)"', browser("dai").get(page).text)[1]

    browser("dai").post(f"{page}/take", page, back=offered)
    assert on(at=FRIDAY) == ("asha",)
    assert "In return Asha Verma takes practitioner, Sat 7 Nov 09:00" in words(browser("asha").get(page))
    browser("asha").post(f"{page}/accept", page)

    assert on(at=FRIDAY) == ("dai",)
    assert on(at=datetime(2026, 11, 7, 12, tzinfo=UTC)) == ("asha",)


def test_an_offer_that_is_not_wanted_leaves_the_asking_open(scene, browser, on):
    asks(browser("asha"))
    page = f"/rota/asks/{newest_ask(scene)}"
    offered = re.search(r'<option value="([^"]+\|practitioner)"', browser("dai").get(page).text)[1]
    browser("dai").post(f"{page}/take", page, back=offered)

    browser("asha").post(f"{page}/refuse", page)

    assert "Asked of everybody." in words(browser("dai").get(page))
    assert on(at=FRIDAY) == ("asha",)


def test_only_a_keeper_acts_for_somebody_absent(scene, browser):
    assert asks(browser("carys"), **{"for": "asha"}).status_code == 400
    assert asks(browser("elin"), **{"for": "asha"}).status_code == 303

    assert "Elin Hughes asked" in words(browser("dai").get(f"/rota/asks/{newest_ask(scene)}"))


def test_a_time_that_is_not_ones_own_is_not_asked_for(browser):
    assert "This time is not yours any more." in words(asks(browser("carys")))


def test_taking_over_says_what_it_does_and_does_it_once(scene, browser, on):
    path = "/rota/take-over?tier=practitioner"
    before = words(browser("ben").get(path))
    assert "in place of Asha Verma" in before
    assert "Ben Okafor would be on backup and another tier at once." in before
    assert "Warning" not in words(browser("dai").get(path)).replace("Warning Dai", "Warning")

    for _ in range(2):
        browser("dai").post("/rota/take-over", path, tier="practitioner")

    assert on() == ("dai",)
    assert on(at=datetime(2026, 11, 7, 18, tzinfo=UTC)) == ("asha",)
    assert scene.rings()
    with scene.w.unit_of_work() as work:
        assert rotas.newest_version(work.session, config_in(work, scene).id).number == 2


def test_whoever_is_ill_is_rung_no_more_and_colleagues_are_asked_in_turn(scene, browser, on):
    browser("asha").post("/rota/ill", "/rota/ill", until="2026-11-06T08:00")
    assert on() == ()

    scene.does_errands()
    first = [who for who in ("carys", "dai", "ben") if told(scene, who)]
    scene.clock.advance(minutes=2)
    scene.does_errands()
    second = [who for who in ("carys", "dai", "ben") if told(scene, who)]
    assert (len(first), len(second)) == (1, 2)
    assert "ben" not in second

    texts_in(scene, second[0], "1")
    texts_in(scene, second[1], "1")
    assert on() == (second[0],)
    assert told(scene, second[1])[-1].startswith("A colleague has it already")


def test_being_ill_twice_asks_nobody_twice(scene, browser):
    for _ in range(2):
        browser("asha").post("/rota/ill", "/rota/ill", until="2026-11-06T08:00")
        scene.clock.advance(minutes=10)
        scene.does_errands()

    assert [len(told(scene, who)) for who in ("carys", "dai")] == [1, 1]


def test_the_manager_hears_when_nobody_takes_it(scene, browser):
    browser("asha").post("/rota/ill", "/rota/ill", until="2026-11-06T08:00")
    scene.clock.advance(minutes=20)
    scene.does_errands()
    scene.does_errands()

    assert told(scene, "elin")[-1].startswith("Nobody has taken practitioner Thu 5 Nov 22:00")


def test_the_manager_hears_nothing_once_it_is_taken(scene, browser):
    browser("asha").post("/rota/ill", "/rota/ill", until="2026-11-06T08:00")
    page = f"/rota/asks/{newest_ask(scene)}"
    browser("carys").post(f"{page}/take", page)
    scene.clock.advance(minutes=20)
    scene.does_errands()
    scene.does_errands()

    assert told(scene, "elin") == []


def test_each_gap_is_answered_by_itself_and_two_nights_without_rest_wait(scene, browser, on):
    browser("asha").post("/rota/ill", "/rota/ill", until="2026-11-07T09:00")
    scene.does_errands()
    who = next(one for one in ("carys", "dai") if told(scene, one))

    texts_in(scene, who, "1")
    assert on() == (who,)
    assert on(at=FRIDAY) == ()
    texts_in(scene, who, "1")

    assert "must agree first" in told(scene, who)[-1]  # seven hours and a half of rest
    assert on(at=FRIDAY) == ()


def test_nonsense_about_being_ill_is_refused_in_a_sentence(browser):
    for until in ("2026-11-01T09:00", "2027-11-01T09:00", "soon"):
        assert browser("asha").post("/rota/ill", "/rota/ill", until=until).status_code == 400


def test_a_contact_that_waits_comes_before_a_shift(scene, browser, on):
    asks(browser("asha"), asked_of="dai")
    scene.does_errands()
    scene.clock.advance(minutes=1)
    scene.texts("Please ring me")
    scene.clock.advance(minutes=5)
    scene.does_errands()

    texts_in(scene, "asha", "1")

    assert "is yours" in told(scene, "asha")[-1]
    assert on(at=FRIDAY) == ("asha",)


def with_sixteen_more(scene):
    """Loads the service with sixteen more practitioners, and a gap on Friday night."""
    more = "".join(
        f"  - {{id: p{n}, name: Person {n}, phone: '+4477009005{n:02}', roles: [practitioner]}}\n"
        for n in range(16)
    )
    away = "  absences:\n    - {person: asha, from: 2026-11-06T17:00, until: 2026-11-07T09:00}\n"
    loads(scene, ("\nrota:\n", f"{more}\nrota:\n"), ("  absences:\n", away))


def test_of_sixteen_who_take_a_gap_at_once_one_has_it_and_fifteen_are_told(crowd):
    scene, results, start = crowd, [], Barrier(16)
    with_sixteen_more(scene)
    with scene.w.unit_of_work() as work:
        config = config_in(work, scene)
        wanted = Wanted("practitioner", FRIDAY, datetime(2026, 11, 7, 9, tzinfo=UTC), "gap")
        ask_id = ask_for(work, config, wanted, by="elin", now=scene.clock()).id
        before = rotas.newest_version(work.session, config.id).number

    def press(who):
        start.wait()
        with scene.w.unit_of_work() as work:
            results.append(take(work, config, ask_id, who, now=scene.clock(), how=PAGE))

    threads = [Thread(target=press, args=(f"p{n}",)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == [Taking.TAKEN] * 15 + [Taking.YOURS]
    with scene.w.unit_of_work() as work:
        row, after = ask_store.ask(work.session, ask_id), config_in(work, scene)
        assert rotas.newest_version(work.session, after.id).number == before + 1
        assert who_is_on(after.rota, "practitioner", FRIDAY) == (row.taken_by,)
