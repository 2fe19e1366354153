"""A message that was left, played to those who may see its contact: whole, or the part a player asks for."""

import io

from flask import Response, abort, send_file

from oncall.access.guard import reader
from oncall.contacts.read_contact import recording_of
from oncall.wiring import wiring


def play(ref: str, recording_id: int) -> Response:
    """The sound, under a name that says nothing; no browser keeps it."""
    file = recording_of(ref, recording_id, reader(), wiring()) or abort(404)
    sound = wiring().recordings.read(file)
    if sound is None:
        abort(404)
    response = send_file(
        io.BytesIO(sound), mimetype="audio/wav", conditional=True, download_name="message.wav"
    )
    response.headers["Cache-Control"] = "no-store"
    return response
