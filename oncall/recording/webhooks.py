"""What the telephone company tells of recordings of calls."""

from flask import Response, request

from oncall.recording.record import told
from oncall.telephony import forms
from oncall.webhooks import noted, webhooks
from oncall.wiring import wiring

recordings = webhooks("recordings", __name__)


@recordings.post("/voice/recorded/<int:contact_id>/status")
def status(contact_id: int) -> Response:
    """It has begun, it is complete, or there is none."""
    told(contact_id, forms.recording_ready(request.form), wiring())
    return noted()
