"""E-mail by GOV.UK Notify: what it is given, what it refuses, and that nobody is written to twice."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from oncall.mail.gateway import Letter, MailError, MailRefused
from oncall.mail.notify import NotifyMail, Unsuitable
from tests.oncall.mail.post_office import AT, KEY, SERVICE, TEMPLATE, PostOffice, open_post_office

LETTER = Letter("letter-7", "farah@example.org", "Handover to read", "Read it:\nhttps://x.example/1\n", AT)


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """The post office of a test."""
    with open_post_office() as made:
        yield made


def mail(office: PostOffice, key: str = KEY, template: str = TEMPLATE) -> NotifyMail:
    """Our way to it, with a clock that goes as its own."""
    return NotifyMail(key, template, lambda: AT, office.url)


def test_a_letter_is_handed_in_once_however_often_it_is_sent(office):
    mail(office).look()
    mail(office).send(LETTER)
    mail(office).send(LETTER)

    [letter] = office.letters
    assert (letter["email_address"], letter["template_id"]) == (LETTER.to, TEMPLATE)
    assert letter["personalisation"] == {"subject": LETTER.subject, "words": LETTER.words}
    assert letter["reference"].startswith("letter-7-")
    assert "farah" not in letter["reference"]


def test_a_letter_whose_answer_was_lost_is_not_handed_in_again(office):
    office.loses = True
    with pytest.raises(MailError) as lost:
        mail(office).send(LETTER)
    office.loses = False
    mail(office).send(LETTER)

    assert (type(lost.value), lost.value.code) == (MailError, None)
    assert len(office.letters) == 1


@pytest.mark.parametrize("other", [replace(LETTER, to="dai@example.org"), replace(LETTER, key="letter-8")])
def test_another_letter_is_another(office, other):
    mail(office).send(LETTER)
    mail(office).send(other)

    assert len(office.letters) == 2


def test_one_of_a_service_that_was_here_before_is_not_taken_for_ours(office):
    office.now = lambda: AT - timedelta(hours=2)
    NotifyMail(KEY, TEMPLATE, office.now, office.url).send(LETTER)
    office.now = lambda: AT
    mail(office).send(LETTER)

    assert len(office.letters) == 2


@pytest.mark.parametrize(
    ("code", "error"),
    [(400, MailRefused), (403, MailRefused), (404, MailRefused), (429, MailError), (500, MailError)],
)
def test_what_it_says_becomes_ours_without_its_words(office, code, error):
    office.fails = code

    with pytest.raises(MailError) as refused:
        mail(office).send(LETTER)
    assert (type(refused.value), refused.value.code) == (error, code)
    assert "farah" not in str(refused.value)
    assert refused.value.__context__ is None


@pytest.mark.parametrize(
    ("key", "template", "code"),
    [
        (f"on_call-{SERVICE}-{SERVICE}", TEMPLATE, 403),
        (KEY, SERVICE, 404),
    ],
)
def test_a_key_or_template_it_does_not_know_is_refused(office, key, template, code):
    with pytest.raises(MailRefused) as refused:
        mail(office, key, template).look()

    assert refused.value.code == code


def test_a_clock_that_is_wrong_is_refused(office):
    office.now = lambda: AT + timedelta(seconds=31)

    with pytest.raises(MailRefused):
        mail(office).look()


@pytest.mark.parametrize("template", [{"type": "sms", "body": "((words))"}, {"type": "email", "body": "Hi"}])
def test_a_template_that_would_not_carry_the_link_is_unsuitable(office, template):
    office.template = template

    with pytest.raises(Unsuitable):
        mail(office).look()


def test_one_that_is_not_there_may_come_back():
    with open_post_office() as office:
        gone = mail(office)

    with pytest.raises(MailError) as error:
        gone.send(LETTER)
    assert (type(error.value), error.value.code) == (MailError, None)
    assert "farah" not in str(error.value)
