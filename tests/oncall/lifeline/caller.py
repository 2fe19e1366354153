"""A call as the telephone company walks it through the lifeline."""

import xml.etree.ElementTree as ET
from urllib.parse import urlsplit

from oncall.practice.twiml_check import faults_of, parse
from tests.oncall.lifeline.snapshots import LINE, MORGAN, NIGHT

CALL, LEG = "CA" + "1" * 32, "CA" + "2" * 32


class Caller:
    """One caller; `leg` is that of whoever is rung."""

    def __init__(self, lifeline, at=NIGHT, call=CALL, leg=LEG):
        self.lifeline = lifeline
        self.at = at
        self.call, self.leg = call, leg
        self.document = None

    def asks(self, address, whisper=False, **form):
        parts = urlsplit(address)
        pairs = {"CallSid": self.call, "From": MORGAN, "To": LINE, "CallStatus": "in-progress", **form}
        words = self.lifeline.answer(parts.path, parts.query, pairs.items(), self.at)
        root = parse(words)
        assert faults_of(root, "voice", whisper=whisper) == []
        self.document = ET.fromstring(words)
        return self

    def rings(self, **form):
        return self.asks("/twilio/voice", CallStatus="ringing", **form)

    def gets(self, dial_status="no-answer", **form):
        """The ringing is over."""
        return self.asks(self.dial.get("action"), DialCallStatus=dial_status, **form)

    def whispered(self):
        """Whoever was rung has picked up."""
        return self.asks(self.number.get("url"), whisper=True, ParentCallSid=self.call, CallSid=self.leg)

    def presses(self, digits):
        gather = self.document.find("Gather")
        return self.asks(gather.get("action"), whisper=True, CallSid=self.leg, Digits=digits)

    @property
    def dial(self):
        return self.document.find("Dial")

    @property
    def number(self):
        return self.dial.find("Number")

    @property
    def rung(self):
        return None if self.dial is None else self.number.text

    @property
    def words(self):
        return " ".join(say.text for say in self.document.iter("Say"))

    @property
    def verbs(self):
        return [element.tag for element in self.document]
