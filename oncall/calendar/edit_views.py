"""The pages on which the keepers of a rota write the next one, look at what it changes, and publish it."""

from collections.abc import Sequence
from functools import partial

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from oncall.access.guard import only, reader
from oncall.calendar.asked_views import WORDS, number_sent, service_asked, too_late
from oncall.calendar.draft import change_draft, idle_places, read_draft, throw_away, write_text
from oncall.calendar.edit_forms import absence_of, edit_of, override_of, told, unfit
from oncall.calendar.phones import ring_phone_again
from oncall.calendar.publish import file_of, history, preview, publish_draft, undo
from oncall.calendar.read_calendar import KEEPS_THE_ROTA
from oncall.calendar.read_fairness import FairnessPage, pay_as_csv, read_fairness
from oncall.errors import Problem
from oncall.pages.forms import sentence
from oncall.rotas.edit import Edit, added
from oncall.rotas.rota_file import FileProblem
from oncall.rotas.write_out import as_file
from oncall.shifts.change import RotaRefused
from oncall.wiring import wiring

rota_editor = Blueprint("rota_editor", __name__, url_prefix="/rota")
rota_editor.before_request(only(*KEEPS_THE_ROTA))


@rota_editor.get("/edit")
def edit() -> Response:
    """Who is in which layer in which order, overrides and absences, with forms to change them."""
    return _editor()


@rota_editor.post("/edit/people")
def people() -> ResponseReturnValue:
    """A turn is moved, added or taken out; or an override or absence is taken out."""
    return _changed(edit_of(request.form.get("do", ""), request.form))


@rota_editor.post("/edit/overrides")
def add_override() -> ResponseReturnValue:
    """One more override."""
    return _changed(added("overrides", override_of(request.form)), unfit(request.form, "override"))


@rota_editor.post("/edit/absences")
def add_absence() -> ResponseReturnValue:
    """One more absence."""
    return _changed(added("absences", absence_of(request.form)), unfit(request.form, "absence"))


@rota_editor.get("/edit/text")
def text() -> Response:
    """The whole rota as text."""
    return _text()


@rota_editor.post("/edit/text")
def save_text() -> ResponseReturnValue:
    """The draft says what the text says, or the file that was sent with it."""
    sent = request.files.get("file")
    try:
        written = sent.read().decode("utf-8-sig") if sent and sent.filename else request.form.get("text", "")
        late = write_text(reader(), service_asked(), number_sent("revision"), written, wiring())
    except UnicodeDecodeError:
        return _text(422, request.form.get("text", ""), [sentence(WORDS, "not_a_text_file")])
    except FileProblem as refused:
        return _text(422, written, refused.sentences)
    except Problem as refused:
        return _text(422, written, [str(refused)])
    if late is not None:
        return _text(409, None, [too_late(late)], lost=written)
    flash(sentence(WORDS, "draft_saved"), "success")
    return _to("edit")


@rota_editor.get("/edit/preview")
def look() -> Response:
    """What the draft changes, and for whom."""
    return _look()


@rota_editor.post("/edit/publish")
def publish() -> ResponseReturnValue:
    """The draft is put in force."""
    late = publish_draft(reader(), service_asked(), number_sent("revision"), number_sent("number"), wiring())
    if late is not None:
        flash(too_late(late))
        return _look(409)
    flash(sentence(WORDS, "published"), "success")
    return _to("versions")


@rota_editor.post("/edit/throw-away")
def forget() -> ResponseReturnValue:
    """The draft is thrown away."""
    late = throw_away(reader(), service_asked(), number_sent("revision"), wiring())
    flash(too_late(late) if late else sentence(WORDS, "thrown_away"), "" if late else "success")
    return _to("edit")


@rota_editor.get("/versions")
def versions() -> str:
    """Every version of the rota, and a way back to the last."""
    return render_template(
        "calendar/versions.html", page=history(reader(), service_asked(), wiring()) or abort(404)
    )


@rota_editor.post("/versions/undo")
def take_back() -> ResponseReturnValue:
    """The version before the newest is put in force again."""
    late = undo(reader(), service_asked(), number_sent("number"), wiring())
    flash(too_late(late) if late else sentence(WORDS, "undone"), "" if late else "success")
    return _to("versions")


@rota_editor.post("/phones/<int:test_id>/ring")
def ring_phone(test_id: int) -> ResponseReturnValue:
    """A telephone that did not answer its test call is rung once more."""
    rung = ring_phone_again(reader(), service_asked(), test_id, wiring())
    flash(sentence(WORDS, "phone_rung" if rung else "phone_not_rung"), "success" if rung else "")
    return redirect(url_for("rotas.calendar"), 303)


@rota_editor.get("/fairness")
def shares() -> str:
    """Everybody's nights, weekends, bank holidays, rest and disturbed hours in a period."""
    return render_template("calendar/fairness.html", page=_shares())


@rota_editor.get("/pay.csv")
def pay() -> Response:
    """Standby and disturbed minutes of the same period."""
    page = _shares()
    response = Response(pay_as_csv(page), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="pay-{page.config.code}.csv"'
    return response


@rota_editor.get("/rota.yaml")
def file() -> Response:
    """A version of the rota as a file, the one in force unless told."""
    number = request.args.get("number", type=int)
    config, version = file_of(reader(), service_asked(), number, wiring()) or abort(404)
    response = Response(as_file(version.definition), content_type="application/yaml; charset=utf-8")
    name = f"rota-{config.code}-{version.number}.yaml"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _changed(change: Edit, missing: str | None = None) -> ResponseReturnValue:
    """Make a change to the draft, and show it; or the form as it was sent, and why not."""
    if missing is not None:
        return _editor(422, [sentence(WORDS, missing)])
    try:
        late = change_draft(reader(), service_asked(), number_sent("revision"), change, wiring())
    except RotaRefused as refused:
        return _editor(422, refused.sentences)
    if late is not None:
        return _editor(409, [too_late(late)])
    return _to("edit")


def _editor(status: int = 200, mistakes: Sequence[str] = ()) -> Response:
    page = read_draft(reader(), service_asked(), wiring()) or abort(404)
    shown = render_template(
        "calendar/edit.html",
        page=page,
        mistakes=mistakes,
        sent=request.form,
        idle=idle_places(page, wiring().now()),
        told=partial(told, page.config.zone),
    )
    return make_response(shown, status)


def _text(
    status: int = 200, written: str | None = None, mistakes: Sequence[str] = (), lost: str | None = None
) -> Response:
    page = read_draft(reader(), service_asked(), wiring()) or abort(404)
    text = as_file(page.definition) if written is None else written
    shown = render_template("calendar/edit_text.html", page=page, text=text, mistakes=mistakes, lost=lost)
    return make_response(shown, status)


def _look(status: int = 200) -> Response:
    page = preview(reader(), service_asked(), wiring()) or abort(404)
    return make_response(render_template("calendar/preview.html", page=page), status)


def _shares() -> FairnessPage:
    since, until = (request.args.get(name, "").strip() for name in ("from", "until"))
    return read_fairness(reader(), service_asked(), since, until, wiring()) or abort(404)


def _to(view: str) -> ResponseReturnValue:
    return redirect(url_for(f"rota_editor.{view}", service=service_asked() or None), 303)
