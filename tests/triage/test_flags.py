"""Words in a text that must not wait: with slips of the pen, and the innocent sentences that must pass."""

from importlib.resources import files

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from triage.flag_words import END, GAP, MANY, lexicon, slips, squeezed
from triage.flags import flags_in

MUST_NOT_WAIT = {
    "missing": [
        "Kit is missing",
        "hes mising",
        "missin since 4",
        "MISSING!!!",
        "shes gone misssing",
        "Ada has gone. cant find her",
        "cnt find him hes been gone hours",
        "ran away",
        "hes ran of again",
        "runaway again",
        "she has run  away from school",
        "not come home",
        "hasn't come home yet",
        "hasnt came back from school",
        "Still not home, phone off",
        "he never came home last night",
        "he didnt come back",
        "dont know where she is",
        "no idea where he is",
        "climbed out of the window",
        "snuck out about 1",
        "bed empty",
        "dissapeared",
        "disapeared an hour ago",
        "Kit is missing, you need to ring me",
        "kit is missing you need to ring me",
        "missing from school",
        "Missing his phone is off police looking",
        "m i s s i n g",
        "hes awol",
        "can't find him anywhere",
    ],
    "overdose": [
        "overdose",
        "shes taken an over dose",
        "overdoes of paracetamol",
        "ovredose",
        "taken 20 paracetomol",
        "took about ten pills",
        "he has took 16 tablets",
        "shes swallowed something",
        "swolowed a battery",
        "taken all her tablets",
        "took loads of my meds",
        "a handful of pills",
        "empty packet of paracetamol by the bed",
        "drank some bleach",
        "taken something not sure what",
        "💊💊 gone",
        "20x paracetamol",
    ],
    "suicide": [
        "suicide",
        "suiside",
        "sucidal",
        "suicidle",
        "su1c1de",
        "says he wants to kill himself",
        "going to kil herself",
        "kill him self",
        "i want to die",
        "she wants 2 die",
        "dont want to be here anymore",
        "doesn't want to live",
        "says hes going to end it all",
        "im going to end it tonight",
        "hes wrote a goodbye note",
        "tried to hang himself",
        "theres a rope round her neck",
        "wants to jump off the bridge",
        "shes on the railway",
        "better off dead",
        "kms",
    ],
    "self-harm or bleeding": [
        "self harm",
        "self-harming again",
        "selfharmed",
        "cut herself bad",
        "cutting his arms",
        "slit her wrists",
        "bleeding",
        "bleading wont stop",
        "blood everywhere",
        "so much blood",
        "🩸",
    ],
    "body in danger": [
        "can't breathe",
        "cant breath",
        "cantbreathe",
        "he cannot breeth breathe",
        "not breathing",
        "isnt brething",
        "strugling to breathe",
        "choking",
        "chokeing",
        "gone blue",
        "lips are blue",
        "unconscious",
        "unconcious",
        "unconsious",
        "wont wake up",
        "can't wake her",
        "passed out",
        "colapsed",
        "having a fit",
        "seazure",
        "chest pains",
        "alergic reaction",
        "hit her head",
        "vomiting blood",
    ],
    "weapon": [
        "knife",
        "hes got a nife",
        "knive",
        "kinfe",
        "🔪",
        "machette",
        "he has a gun",
        "been stabbed",
        "stabed",
        "holding a hammer",
    ],
    "violence": [
        "hes attacking me",
        "atacked me",
        "strangled her",
        "strangeld",
        "hit me in the face",
        "smashing the house up",
        "threatening to kill us",
        "threatning me",
        "locked myself in the bathroom",
        "hes being really violent",
        "hands round my throat",
    ],
    "fire": [
        "fire",
        "FIRE",
        "fireee",
        "theres a fier",
        "set fire to the bed",
        "house on fire",
        "smoke everywhere",
        "burning",
        "i can smell gas",
        "explossion",
    ],
    "sexual harm": [
        "raped",
        "shes been rapped",
        "sexualy assaulted",
        "he touched me down there",
        "abused",
        "being groomed",
        "with an older man",
        "got in a car with someone",
        "mollested",
    ],
    "pictures or blackmail": [
        "blackmail",
        "blakmailed",
        "they want nudes",
        "threatening to post her pictures",
        "naked pics",
    ],
    "somebody at the door, or taken": [
        "her dad is at the door",
        "trying to get in",
        "banging on the door",
        "someone outside the house",
        "he wont leave",
        "kidnaped",
        "abducted",
        "snatched from school",
        "taken him away in a car",
        "they know where we live",
    ],
    "gangs or debt": ["county lines", "owes them money", "found drugs in his room", "hes in a gang"],
    "drink or drugs": ["been spiked", "ketamin", "hes so drunk", "off his face", "took spice"],
    "mind in danger": ["hearing voices", "voices telling him to", "halucinating"],
    "arrest": ["arrested", "arested", "in custody", "police are here"],
    "carer cannot go on": [
        "i cant cope",
        "cant do this anymore",
        "come and get him now",
        "i might hurt him",
        "at breaking point",
    ],
    "a child tells": ["she told me he hurts her", "he disclosed tonight", "dont tell my carer"],
    "death": ["i think hes dead", "the baby died", "no pulse"],
    "in danger now": [
        "help",
        "HELP!!!",
        "please help me",
        "hlp",
        "h e l p",
        "need help now",
        "emergancy",
        "999",
        "need an ambulence",
        "urgent",
        "not safe here",
        "im scared of him",
        "🆘",
        "in danger",
    ],
}

INNOCENT = [
    "Missing you lots xx",
    "missing you x",
    "Hope you're ok, missing you!",
    "we are all missing you loads",
    "He's missing his mum a bit",
    "missing home a bit but ok",
    "Kit is missing his shoes",
    "Ada missing homework again",
    "I'm dying to see you",
    "dying to know how it went",
    "dying for a cup of tea",
    "That cake was to die for",
    "Nearly died of embarrassment",
    "my phone is dead",
    "phone died sorry, all fine",
    "the hamster has died, funeral on Sunday",
    "He is dead proud of his certificate",
    "my shoes are killing me",
    "killing time before parents evening",
    "I could kill for a coffee",
    "Fire drill at school today",
    "We went to the fire station, he loved it",
    "fireworks on saturday?",
    "tested the smoke alarm, all good",
    "Five for dinner tonight",
    "All fine here, quiet night",
    "had a nosebleed, stopped now",
    "water gun in the garden",
    "He had a fit of giggles",
    "panic attack earlier, all calm now",
    "she beat me at chess",
    "not an emergency, just a question",
    "Nothing urgent, ring me tomorrow",
    "what is the emergency dentist number",
    "Thanks for your help last night",
    "can you help with the form",
    "kissing under the mistletoe in the film",
    "The mission is going well",
    "Listening to music in her room",
    "Hiring a bouncy castle",
    "Morning! All well. Sleeping like a log",
    "Good night. Settled, asleep by nine",
    "He ate all his tea and went to bed",
    "She took her tablet as usual at 8",
    "gave him 2 paracetamol for a headache",
    "Took his meds with breakfast",
    "Running late, be there in 10",
    "Can we talk about family time on Saturday",
    "We are out of milk haha",
    "Aaron came for tea, they had a lovely time",
    "Blake is here too",
    "parents evening was brilliant",
    "He struggled with maths but kept going",
    "Nice cutting and sticking at nursery",
    "Dog grooming appointment moved to Tuesday",
    "She follows me on Instagram",
    "the parcel is at the door",
    "too much sugar I think!",
    "too many sweets at the party",
    "that is odd",
    "odd socks day tomorrow",
    "runny nose and a cough",
    "he loves his new noisy toy",
    "stroking the cat",
    "building a castle on the beach",
    "Back home safe, thank you",
    "We are not back until six",
    "walking the dog",
    "He has been attached to his teddy",
    "what time is the review meeting",
    "Please could someone ring me about transport",
    "Thank you x",
    "ok",
    "",
    "👍",
    "😂😂😂",
    "STOP",
    "Yes",
]


@pytest.mark.parametrize("name", MUST_NOT_WAIT)
def test_what_must_not_wait_raises_its_flag(name):
    missed = [text for text in MUST_NOT_WAIT[name] if name not in [flag.name for flag in flags_in(text)]]

    assert missed == []


def test_an_innocent_sentence_raises_none():
    assert {text: flags_in(text) for text in INNOCENT if flags_in(text)} == {}


def test_knife_and_fork_is_flagged_all_the_same():
    """Cutlery is seldom texted to an out-of-hours line; a call too many is the cheaper mistake."""
    assert [flag.name for flag in flags_in("knife and fork lesson tomorrow")] == ["weapon"]


@pytest.mark.parametrize(
    "text",
    [
        "I'm dying to see you but Kit is missing",
        "Fire drill today. Now there is a fire",
        "missing you lots. he has a knife",
    ],
)
def test_an_innocent_phrase_does_not_hide_what_stands_beside_it(text):
    assert flags_in(text)


def test_a_flag_raised_by_many_words_is_named_once():
    flags = flags_in("fire fire fire and a knife and a nife")

    assert [flag.name for flag in flags] == ["weapon", "fire"]


SINGLE = sorted(
    {
        flag.words
        for group in lexicon().phrases.values()
        for _, flag, phrase in group
        if len(phrase) == 1
        and " " not in flag.words
        and flag.words.isalpha()
        and len(squeezed(flag.words)) > 5
    }
)


@given(st.data())
def test_one_slip_in_a_listed_word_is_forgiven(data):
    word = data.draw(st.sampled_from(SINGLE))
    at = data.draw(st.integers(1, len(word) - 2))
    letter = data.draw(st.sampled_from("aeiourstn"))
    slip = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at] * 3 + word[at:],
                word[:3] + " " + word[3:],
            ]
        )
    )

    another_word = squeezed(slip) in lexicon().real_words | lexicon().vocabulary
    if not another_word and slips(squeezed(slip).replace(" ", ""), squeezed(word)) <= 1:
        assert flags_in(f"Sorry to bother you {slip} tonight"), slip


@given(st.text(max_size=400))
@example("9" * 5000 + " pills")
@example("\u0000\u200b²³ x" * 50)
@example("(((..…#,,,")
def test_no_text_is_refused_and_no_flag_repeats_the_sender(text):
    ours = {flag.words for group in lexicon().phrases.values() for _, flag, _ in group}

    assert {flag.words for flag in flags_in(text)} <= ours


def test_every_flag_names_a_shipped_protocol():
    shipped = (files("triage") / "protocols").iterdir()
    protocols = {source.name.removesuffix(".yaml") for source in shipped}

    assert {flag.protocol for group in lexicon().phrases.values() for _, flag, _ in group} <= protocols


def test_no_phrase_begins_with_a_gap_or_a_number_that_would_find_it_anywhere():
    assert not {GAP} & set(lexicon().phrases)
    assert all(phrase != (END,) for group in lexicon().phrases.values() for _, _, phrase in group)
    assert MANY in lexicon().phrases


@pytest.mark.parametrize(
    ("typed", "count"),
    [("fire", 0), ("fier", 1), ("fre", 1), ("fires", 1), ("fare", 1), ("rife", 2), ("", 4)],
)
def test_slips_are_counted(typed, count):
    assert slips(typed, "fire") == count
