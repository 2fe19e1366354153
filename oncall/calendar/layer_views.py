"""The page of one layer: whose turn how long, from when, in which windows."""

from collections.abc import Mapping
from typing import Any

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
from oncall.calendar.draft import Editing, change_draft, read_draft
from oncall.calendar.edit_forms import told, whole
from oncall.calendar.layer_form import LayerForm, as_form, as_written, beside, lacking, sent_form
from oncall.calendar.read_calendar import KEEPS_THE_ROTA
from oncall.pages.forms import sentence
from oncall.rotas.edit import Edit, layer_out, layer_put
from oncall.shifts.change import RotaRefused
from oncall.wiring import wiring

NEW: dict[str, Any] = {}
rota_layer = Blueprint("rota_layer", __name__, url_prefix="/rota/edit")
rota_layer.before_request(only(*KEEPS_THE_ROTA))


@rota_layer.get("/layer")
def layer() -> Response:
    """One layer in fields; a place after the last is a new one."""
    return _page()


@rota_layer.post("/layer")
def save() -> ResponseReturnValue:
    """The draft has the layer as the form says."""
    page, form = _editing(), sent_form(request.form.to_dict(flat=False))
    before = _layer_of(page)
    if before.get("name", "") != request.form.get("was", ""):
        flash(sentence(WORDS, "layer_gone"))
        return _to_editor()
    missing = {name: sentence(WORDS, word) for name, word in lacking(form).items()}
    if missing:
        return _page(422, form, missing)
    made = as_written(form, before, page.config.zone)
    return _done(layer_put(*_place(), made), form)


@rota_layer.post("/layer/out")
def take_out() -> ResponseReturnValue:
    """The draft is without the layer."""
    return _done(layer_out(*_place()), None)


def _done(edit: Edit, form: LayerForm | None) -> ResponseReturnValue:
    """Make the change and go back to the editor; or say on the page why not, with all that was filled in."""
    try:
        late = change_draft(reader(), service_asked(), number_sent("revision"), edit, wiring())
    except RotaRefused as refused:
        return _page(422, form, beside(refused.mistakes, *_place(), form or LayerForm({}, ())))
    if late is not None:
        flash(too_late(late, "layer_overtaken"))
        return _page(409, form)
    return _to_editor()


def _page(status: int = 200, form: LayerForm | None = None, errors: Mapping[str, str] = NEW) -> Response:
    """The form as it was sent (`form`), or the layer as it stands."""
    page = _editing()
    here, (tier, place) = _layer_of(page), _place()
    shown = render_template(
        "calendar/layer.html",
        page=page,
        form=form or as_form(here, page.config.zone),
        here=here,
        late=status == 409,
        errors=errors,
        tier=tier,
        place=place,
        told=lambda written: told(page.config.zone, written),
    )
    return make_response(shown, status)


def _editing() -> Editing:
    return read_draft(reader(), service_asked(), wiring()) or abort(404)


def _layer_of(page: Editing) -> dict[str, Any]:
    """The layer that the address names; nothing yet, if it is one more of a tier that there is."""
    tier, place = _place()
    tiers = page.definition.get("tiers") or []
    layers = tiers[tier].get("layers") or [] if tier < len(tiers) else None
    if layers is None or place > len(layers):
        abort(404)
    return NEW if place == len(layers) else layers[place]


def _place() -> tuple[int, int]:
    return whole(request.values.get("tier")), whole(request.values.get("layer"))


def _to_editor() -> ResponseReturnValue:
    return redirect(url_for("rota_editor.edit", service=service_asked() or None), 303)
