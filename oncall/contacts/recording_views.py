"""A message that was left, played to those who may see its contact: whole, or the part a player asks for."""

from flask import Response, abort, send_file

from oncall.contacts.read_contact import recording_of
from oncall.contacts.reader import reader
from oncall.wiring import wiring

FOLDER = "recordings"
"""Within the data folder."""


def play(ref: str, recording_id: int) -> Response:
    """The sound, under a name that says nothing; no browser keeps it."""
    file = recording_of(ref, recording_id, reader(), wiring()) or abort(404)
    path = wiring().settings.data_dir / FOLDER / file
    if not path.is_file():
        abort(404)
    response = send_file(path, mimetype="audio/wav", conditional=True, download_name="message.wav")
    response.headers["Cache-Control"] = "no-store"
    return response
