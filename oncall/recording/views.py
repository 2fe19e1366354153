"""The setting, and on the page of a contact: pause, go on, and listening with a reason."""

import io

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from oncall.access.guard import only, reader, require_role
from oncall.access.roles import MAY_READ_CONTENT, Role
from oncall.pages.forms import sentence
from oncall.recording.listen import Hearing, listen, read_recorded
from oncall.recording.record import Pausing, pause
from oncall.recording.setting import read_settings, set_recording
from oncall.wiring import wiring

WORDS = "recording/words.html"

recording = Blueprint("recording", __name__)
recording.before_request(only(*MAY_READ_CONTENT))


@recording.get("/recording")
def settings() -> str:
    """Which services record."""
    require_role(Role.MANAGER, Role.TEAM_LEAD)
    return render_template("recording/settings.html", settings=read_settings(reader(), wiring()))


@recording.post("/recording/<code>/<any(on, off):word>")
def turn(code: str, word: str) -> ResponseReturnValue:
    """Turn it on or off."""
    require_role(Role.MANAGER, Role.TEAM_LEAD)
    if not set_recording(code, reader(), wiring(), records=word == "on"):
        abort(404)
    flash(sentence(WORDS, f"turned_{word}"), "success")
    return redirect(url_for("recording.settings"), 303)


@recording.app_template_global("recording_panel")
def panel(ref: str) -> Markup:
    """How the recording of a call stands, as a part of its page; nothing for most calls."""
    recorded = read_recorded(ref, reader(), wiring())
    return Markup("" if recorded is None else render_template("recording/panel.html", recorded=recorded))  # noqa: S704  (rendered just now)


@recording.post("/contacts/<ref>/recording/<any(pause, resume):word>")
def change(ref: str, word: str) -> ResponseReturnValue:
    """Pause, or go on."""
    outcome = pause(ref, reader(), wiring(), paused=word == "pause")
    if outcome is Pausing.NOT_THERE:
        abort(404)
    flash(sentence(WORDS, outcome), "success" if outcome in (Pausing.PAUSED, Pausing.GOES_ON) else "")
    return redirect(url_for("contacts.show", ref=ref), 303)


@recording.get("/contacts/<ref>/recording")
def ask(ref: str) -> Response:
    """Who has listened, and the question why."""
    return _page(ref)


@recording.post("/contacts/<ref>/recording")
def give(ref: str) -> Response:
    """The sound, for whoever has given a reason; no browser keeps it, and its name says nothing."""
    outcome, sound = listen(ref, request.form.get("reason", ""), reader(), wiring())
    if outcome is Hearing.NOT_THERE:
        abort(404)
    if outcome is not Hearing.HEARD:
        return _page(ref, sentence(WORDS, outcome), 422)
    response = send_file(io.BytesIO(sound), mimetype="audio/wav", download_name="call.wav")
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(ref: str, wrong: str | None = None, status: int = 200) -> Response:
    recorded = read_recorded(ref, reader(), wiring()) or abort(404)
    return make_response(render_template("recording/listen.html", recorded=recorded, wrong=wrong), status)
