"""Twilio over HTTP, by a stand-in in this process; every request is held against the vendor's description."""

from collections.abc import Iterator

import pytest

from oncall.telephony.twilio_gateway import TwilioTelephony
from tests.fakes import FakeTelephony
from tests.oncall.telephony.stand_in import ACCOUNT, TOKEN, StandIn, standing_in
from tests.oncall.telephony.vendor_spec import faults


@pytest.fixture
def twilio_stand_in() -> Iterator[StandIn]:
    with standing_in(FakeTelephony()) as stand_in:
        yield stand_in
    assert [faults(asked) for asked in stand_in.asked] == [[]] * len(stand_in.asked)


@pytest.fixture
def twilio_telephony(twilio_stand_in) -> TwilioTelephony:
    return TwilioTelephony(ACCOUNT, TOKEN, twilio_stand_in.url, seconds=2)
