"""Below a red flag's floor nothing counts without a typed reason and the manager's name, whoever posts it."""

import pytest

from oncall.contacts.read_contact import read_contact
from oncall.contacts.written import urgency_of
from oncall.writeup.complete import Completing
from tests.oncall.contacts.page import words

REASON, MANAGER = "It was said in jest, and she is seen.", "Elin Hughes"
COUNTS = "By the red flags so far it counts as U0: emergency, 999 now."


@pytest.fixture
def ref(scene, browser) -> str:
    """A rehearsed call, in which something has been taken: that is U0."""
    scene.w.settings = scene.w.settings.model_copy(update={"practice": True})
    ref = scene.rings()
    scene.takes_it(ref)
    page = f"/contacts/{ref}/triage"
    browser().post(f"{page}/P05", page=page, answer="taken=yes")
    return ref


def says(who, ref, **fields):
    """Somebody sends the form of the record, as it was when nothing of this had been said."""
    was = {f"was.{name}": "" for name in fields}
    return who.post(f"/contacts/{ref}/record", page=f"/contacts/{ref}/record", **fields, **was)


def test_a_lower_urgency_sent_twice_counts_for_nothing(scene, ref, browser):
    asha = browser()
    for _ in range(2):
        says(asha, ref, urgency="U4")

    assert scene.by_ref(ref).urgency == "U0"
    assert "U0" in words(browser("ben").get("/contacts"))
    page = words(asha.get(f"/contacts/{ref}/triage"))
    assert f"{COUNTS} Below that only with a reason and the name of the manager who agrees." in page
    assert "At least U0" in words(asha.get(f"/contacts/{ref}/call-sheet"))


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({"override_reason": REASON}, "U0"),
        ({"override_manager": MANAGER}, "U0"),
        ({"override_reason": "Because.", "override_manager": MANAGER}, "U0"),
        ({"override_reason": " \t" * 20, "override_manager": MANAGER}, "U0"),
        ({"override_reason": REASON, "override_manager": MANAGER}, "U4"),
    ],
)
def test_it_takes_a_reason_of_some_words_and_a_name(fields, counts):
    assert urgency_of({"floor.P05": "U0", "floor.P06": "U2", "urgency": "U4", **fields}) == counts


def test_two_at_once_cannot_lower_it_between_them(scene, ref, browser):
    """Asha gives the reason, Ben chooses; when Ben takes the manager's name back, the floor counts again."""
    asha, ben = browser(), browser("ben")
    says(asha, ref, override_reason=REASON)
    says(ben, ref, urgency="U3")
    assert scene.by_ref(ref).urgency == "U0"
    says(asha, ref, override_manager=MANAGER)
    assert scene.by_ref(ref).urgency == "U3"
    form = {"override_manager": "", "was.override_manager": MANAGER}
    ben.post(f"/contacts/{ref}/record", page=f"/contacts/{ref}/record", **form)
    assert scene.by_ref(ref).urgency == "U0"


def test_going_back_and_sending_an_old_page_again_lowers_nothing(scene, ref, browser):
    asha, page = browser(), f"/contacts/{ref}/triage"
    says(asha, ref, urgency="U2")
    asha.post(f"{page}/P05", page=page, answer="taken=no")
    says(asha, ref, urgency="U4")

    assert scene.by_ref(ref).urgency == "U0"
    assert read_contact(ref, scene.somebody("asha"), scene.w).values["floor.P05"] == "U0"
    scene.ends(ref)
    assert scene.writes_up(ref, urgency="U4").what is Completing.LACKING


def test_higher_counts_at_once(scene, browser):
    ref = scene.rings()
    scene.takes_it(ref)

    says(browser(), ref, urgency="U1")

    assert scene.by_ref(ref).urgency == "U1"
