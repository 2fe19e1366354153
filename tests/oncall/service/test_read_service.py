"""Every mistake in a service file is found, with its line; what may be left out is not missed."""

import re

import pytest

from tests.oncall.service.files import MARCHES, SMALLEST, mistakes, with_change


def test_the_fictional_service_has_no_mistake():
    assert mistakes(MARCHES) == []


def test_a_service_needs_little():
    assert mistakes(SMALLEST) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(
            "  closures: [2026-12-29, 2026-12-30, 2026-12-31]\n", "  closures: []\n", id="no closures"
        ),
        pytest.param("  holidays: GB-ENG ", "  # GB-ENG ", id="no bank holidays"),
        pytest.param("    friday: 09:00-16:30\n", "    saturday: 10:00-12:00\n", id="hours on a weekend"),
        pytest.param("    friday:", "    2026-12-24: 09:00-12:00\n    friday:", id="hours of a date"),
        pytest.param("    friday:", "    2026-12-24: closed\n    friday:", id="a date closed"),
        pytest.param("    friday:", "    2027-01-02: closed\n    fri:", id="a short day"),
        pytest.param('"+447700900203"', "null", id="a member of staff without a phone"),
        pytest.param(
            "[asha, ben, carys]}\n        - name: sat",
            "[[asha, ben], carys, []]}\n        - name: sat",
            id="a turn for two and a turn for nobody",
        ),
        pytest.param("people: [dai, asha]", "people: []", id="a layer that covers nobody"),
        pytest.param(
            'phones: ["+447700900302"]', 'phones: ["+441632960301"]', id="one landline, three people"
        ),
        pytest.param('sms: "+447700900100"', 'sms: "+441632960100"', id="one number for calls and texts"),
        pytest.param('last_resort: "+441632960199"', 'last_resort: "+441632960101"', id="one line for both"),
        pytest.param('last_resort: "+441632960199"', 'last_resort: "+447700900205"', id="a manager's mobile"),
        pytest.param('"+441632960101"', '"+353861234567"', id="a line abroad"),
        pytest.param('"+441632960101"', "+441632960101", id="a number without quotes"),
        pytest.param('handover_at: "09:00"', "handover_at: 08:30", id="a time without quotes"),
        pytest.param("visible_to: [elin, farah]", "visible_to: []", id="a child nobody may see"),
        pytest.param("    risks: [sexual_exploitation]\n    restricted: false\n", "", id="parts of a child"),
    ],
)
def test_what_is_allowed_is_not_refused(old, new):
    assert mistakes(with_change(old, new)) == []


@pytest.mark.parametrize(
    "section",
    ["people:", "children:", "directory:", "  speech:", "  overrides:", "  absences:", "  office_hours:"],
)
def test_whole_parts_may_be_left_out(section):
    indent = len(section) - len(section.lstrip())
    text, inside = "", False
    for line in MARCHES.splitlines(keepends=True):
        depth = len(line) - len(line.lstrip())
        inside = line.startswith(section) or (inside and (depth > indent or not line.strip()))
        text += "" if inside else line

    needed_by_another = [says for says in mistakes(text) if "must be one of the people" in says]
    assert f"\n{section}\n" not in text
    assert mistakes(text) == needed_by_another
    assert bool(needed_by_another) == (section == "people:")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  code: marches\n", "", "line 5: `code` is missing."),
        ("  name: Marches Placement Support\n", "", "line 5: `name` is missing."),
        ("  code: marches\n", "  code: the marches\n", "line 6: `code` must be an id"),
        ("Europe/London", "Europe/Hereford", "line 8: `timezone` must be a timezone"),
        ('    voice: "+441632960100" ', "    # ", "line 9: `voice` is missing"),
        ("holidays: GB-ENG ", "holidays: GB-XXX ", "line 19: `holidays` must be one of GB-ENG"),
        ("2026-12-29, 2026-12-30", "2026-12-29, 2026-12-32", "line 20: An entry of `closures` must"),
        ("monday: 09:00-17:00", "monday: 17:00-09:00", "line 13: `monday` must close later than it opens"),
        ("monday: 09:00-17:00", "moonday: 09:00-17:00", "line 13: moonday must be a weekday"),
        ('handover_at: "09:00"', 'handover_at: "25:00"', "line 21: `handover_at` must be a clock time"),
        ("announce: after_first_ring", "announce: later", "line 28: `announce` must be one of"),
        ("language: en-GB", "language: English", "line 24: `language` must be a language like en-GB"),
        ("names: false", "names: perhaps", "line 29: `names` must be true or false"),
        ("id: ben, ", "id: asha,", "line 33: `id` asha is taken already"),
        ("id: ben, ", "id: b e n,", "line 33: `id` must be an id"),
        ("id: price\n", "id: morgan\n", "line 71: `id` morgan is taken already"),
        ("id: price\n", "id: asha\n", "line 71: `id` asha is on the staff already"),
        ("ref: C-M4XD", "ref: C-7K2Q", "line 101: `ref` C-7K2Q is taken already"),
        ("[practitioner, manager]", "[practitioner, boss]", "An entry of `roles` must be one of"),
        ("email: ben@example.org,  ", "email: ben,", "line 33: `email` must be an e-mail address"),
        ("kind: kinship_carer", "kind: aunt", "line 73: `kind` must be one of"),
        ("sms_ok: true", "sms_ok: 1", "line 70: `sms_ok` must be true or false"),
        ("L3_WRAP        #", "L9        #", "`service_level` must be one of"),
        ("born: 2013-05-14", "born: 2013-02-30", "`born` must be a date"),
        ("ref: C-7K2Q", "ref: c-7k2q", "`ref` must be 3 to 12 of A to Z, 0 to 9 and -"),
        ("ref: C-7K2Q", "ref: C7", "`ref` must be 3 to 12"),
        ("ref: C-7K2Q", "ref: C-7K2Q-7K2Q-7", "`ref` must be 3 to 12"),
        ("since: 2024-06-01", "since: long ago", "`since` must be a date"),
        (
            "verified_on: 2026-10-01}\n  - {name: Marches d",
            "verified_on: x}\n  - {name: Marches d",
            "`verified_on` must",
        ),
        (
            "[asha, ben, carys]}\n        - name: s",
            "[asha, zed]}\n        - name: s",
            "must be one of the staff, not zed",
        ),
        ("person: dai, reason", "person: zed, reason", "line 61: `person` must be one of the staff, not zed"),
        ("{person: ben,", "{person: zed,", "line 63: `person` must be one of the staff, not zed"),
        ("carers: [morgan]", "carers: [zed]", "An entry of `carers` must be one of the people, not zed"),
        (
            "social_worker: nkemelu\n    sup",
            "social_worker: zed\n    sup",
            "`social_worker` must be one of the people",
        ),
        (
            "supervising_social_worker: tudor",
            "supervising_social_worker: asha",
            "must be one of the people, not asha",
        ),
        (
            "visible_to: [elin, farah]",
            "visible_to: [elin, morgan]",
            "`visible_to` must be one of the staff, not morgan",
        ),
        (
            "tier: practitioner, from: 2026-12-25",
            "tier: night, from: 2026-12-25",
            "There is no tier called night",
        ),
        ("every: 2", "every: 0", "`every` must be a whole number, 1 or more"),
        (
            "- name: backup",
            "- name: last_resort",
            "`name` must be none of office_line, last_resort, voicemail",
        ),
        ("handover_at:", "hand_over_at:", "line 21: `hand_over_at` means nothing here: is it `handover_at`?"),
        ("ring_seconds: 25", "ring_secs: 25", "`ring_secs` means nothing here: is it `ring_seconds`?"),
        ("staff:\n", "staffs:\n", "line 31: `staffs` means nothing here: is it `staff`?"),
        ("reason: leave", "why: leave", "`why` means nothing here"),
        ("Jo Morgan", '"Jo\\0Morgan"', "There are control characters in this text"),
        ("Christmas Day swap", '"\\ud800"', "There are control characters in this text"),
    ],
)
def test_a_mistake_is_told_with_its_line(old, new, says):
    found = mistakes(with_change(old, new))

    assert any(says in sentence for sentence in found), found
    assert all(re.match(r"marches\.yaml, line \d+: ", sentence) for sentence in found)


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ('"+441632960100"', 10),
        ('"+447700900100"', 11),
        ('"+441632960101"', 18),
        ('"+441632960199"', 22),
        ('"+447700900203"', 34),
        ('"+447700900302"', 74),
        ('"+441632960500"', 121),
    ],
)
def test_an_emergency_premium_or_short_number_is_refused_everywhere(place, line):
    [says] = mistakes(with_change(place, '"999"'))

    assert re.match(rf"marches\.yaml, line {line}: .* is an emergency, premium-rate or short number", says)


@pytest.mark.parametrize(
    "number", ['"01632960100"', '"+44163296010"', '"+44 1632 960100"', "none", '"nobody"', "[]"]
)
def test_a_number_that_could_not_be_dialled_is_refused(number):
    [says] = mistakes(with_change('"+441632960199"', number))

    assert "line 22: `last_resort`" in says
    assert "1632" not in says.replace("like +441632960100", "")


@pytest.mark.parametrize(
    "place", ['"+441632960101"', '"+441632960199"', '"+447700900204"', '"+447700900402"', '"+441632960501"']
)
@pytest.mark.parametrize("own", ['"+441632960100"', '"+447700900100"'])
def test_the_service_must_not_ring_itself(place, own):
    [says] = mistakes(with_change(place, own))

    assert says.endswith("is one of the service's own numbers.")


def test_nobody_can_be_called_twice_on_one_number():
    [says] = mistakes(with_change('["+447700900301", "+441632960301"]', '["+447700900301", "+447700900301"]'))

    assert says.endswith("`phones` has one number twice.")


def test_an_entry_of_the_directory_stands_there_once():
    [says] = mistakes(
        with_change("Marches designated officer, kind: lado", "Marches Emergency Duty Team, kind: edt")
    )

    assert "line 122: There is such an entry already" in says


@pytest.mark.parametrize(
    "people",
    [
        pytest.param("people: []", id="nobody at all"),
        pytest.param("people: [[], []]", id="turns that nobody has"),
    ],
)
def test_a_rota_with_nobody_is_refused(people):
    [says] = mistakes(with_change("people: [gwen]", people, SMALLEST))

    assert says == "marches.yaml, line 9: Nobody is on this rota: a caller would reach no one."


@pytest.mark.parametrize("rota", ["", "rota:\n", "rota: {tiers: []}\n", "rota:\n  tiers:\n"])
def test_a_file_without_a_rota_is_refused(rota):
    assert mistakes(SMALLEST.partition("rota:")[0] + rota)


def test_a_greeting_is_short_enough_to_listen_to():
    [says] = mistakes(with_change("You're through to Marches Placement Support, on call.", "x" * 401))

    assert says == "marches.yaml, line 26: `greeting` must have at most 400 characters, and has 401."


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file():
    text = with_change("L3_WRAP        #", "L9 #", with_change("id: ben, ", "id: b e n,"))
    text = with_change("Europe/London", "Hereford", with_change("every: 2", "every: x", text))

    found = mistakes(text)

    lines = [int(re.search(r"line (\d+)", says)[1]) for says in found]
    assert lines == sorted(lines)
    assert {8, 33, 59, 94} <= set(lines)
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    "text", ["", "- a\n", "just words\n", "service: marches\n", "service: []\nrota: 7\n"]
)
def test_what_is_no_service_file_at_all_is_refused(text):
    assert mistakes(text)


def test_a_name_or_a_birthday_is_never_repeated():
    text = with_change("born: 2013-05-14", "born: 14 May 2013", with_change("Asha Verma", '"Asha\\x07Verma"'))

    said = "\n".join(mistakes(text))

    assert "line 32" in said
    assert "May" not in said
    assert "Asha" not in said


def test_json_is_a_service_file_too():
    text = '{"service": {"code": "wye", "name": "Wye", "timezone": "Europe/London",\n'
    text += '"numbers": {"voice": "999"}},\n'
    text += '"staff": [{"id": "gwen", "name": "Gwen Parry"}], "rota": {"tiers": [{"name": "p", "layers": [\n'
    text += '{"name": "d", "rotation": {"unit": "day", "from": "2026-11-02", "people": ["gwen"]}}]}]}}'

    assert len(mistakes(text)) == 1
    assert mistakes(text.replace('"999"', '"+441632960110"')) == []
