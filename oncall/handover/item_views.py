"""The page of one item: read it, say it back, accept it, or ask first."""

from flask import Response, abort, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from oncall.access.guard import reader, require_role
from oncall.followups.changing import SUCCESS, Outcome, Step
from oncall.handover.accept_item import Accepting, ReadBack, accept_item
from oncall.handover.ask import Asking, answer, ask
from oncall.handover.document import document
from oncall.handover.forms import (
    WORDS,
    AnswerForm,
    GiveForm,
    QuestionForm,
    ReadBackForm,
    empty_question,
    new_key,
    refuse,
)
from oncall.handover.give import give
from oncall.handover.items import may_take
from oncall.handover.read_item import MAY_ACCEPT, MAY_ANSWER, open_item
from oncall.pages.forms import sentence
from oncall.wiring import wiring

PASSED_BY = (Accepting.ACCEPTED_BEFORE, Accepting.NOT_SIGNED, Asking.ACCEPTED_BEFORE, Asking.NOT_SIGNED)
"""What has been settled by somebody else meanwhile: the page says so, and there is nothing to mend."""


def item(handover_id: int, item_id: int) -> Response:
    """One item."""
    return _page(handover_id, item_id)


def accept(handover_id: int, item_id: int) -> ResponseReturnValue:
    """A lead, or a manager in their place, takes it on; then comes the next one."""
    require_may_take(handover_id, item_id)
    form = ReadBackForm()
    said = ReadBack(item_id, form.readback.data or "", form.seen.data or "")
    outcome = accept_item(said, reader(), wiring())
    if outcome not in (Accepting.ACCEPTED, Accepting.ALL_ACCEPTED):
        return _refused(handover_id, item_id, outcome, form, "readback")
    flash(sentence(WORDS, outcome), "success")
    found = document(handover_id, reader(), wiring()) or abort(404)
    follows = found.next_item if reader().roles & MAY_ACCEPT else found.next_close
    if follows is None:
        return redirect(url_for("handover.show", handover_id=handover_id), 303)
    return redirect(url_for("handover.item", handover_id=handover_id, item_id=follows.id), 303)


def give_to(handover_id: int, item_id: int, number: int) -> ResponseReturnValue:
    """Give one of its follow-ups to somebody."""
    require_may_take(handover_id, item_id)
    form = GiveForm()
    seen = form.version.data or ""
    step = Step(number, form.key.data or "", int(seen) if seen.isdecimal() else 0, reader())
    outcome = give(item_id, step, form.to.data or "", reader(), wiring())
    if outcome is Outcome.NOT_THERE:
        abort(404)
    done = outcome in SUCCESS
    flash(sentence(WORDS, "given" if done else "not_given", why=outcome), "success" if done else "")
    return redirect(url_for("handover.item", handover_id=handover_id, item_id=item_id), 303)


def question(handover_id: int, item_id: int) -> ResponseReturnValue:
    """Ask whoever was on call."""
    require_may_take(handover_id, item_id)
    form = QuestionForm()
    outcome = ask(item_id, form.key.data or "", form.question.data or "", reader(), wiring())
    if outcome is not Asking.ASKED:
        return _refused(handover_id, item_id, outcome, form, "question")
    flash(sentence(WORDS, outcome), "success")
    return redirect(url_for("handover.item", handover_id=handover_id, item_id=item_id), 303)


def answered(handover_id: int, item_id: int, query_id: int) -> ResponseReturnValue:
    """Answer what was asked."""
    require_role(*MAY_ANSWER)
    form = AnswerForm()
    outcome = answer(item_id, query_id, form.answer.data or "", reader(), wiring())
    if outcome not in (Asking.ANSWERED, Asking.ANSWERED_BEFORE):
        return _refused(handover_id, item_id, outcome, form, "answer")
    flash(sentence(WORDS, outcome), "success" if outcome is Asking.ANSWERED else "")
    return redirect(url_for("handover.item", handover_id=handover_id, item_id=item_id), 303)


def require_may_take(handover_id: int, item_id: int) -> None:
    """Whoever leads; of what none of them may see, the few who do."""
    if reader().roles & MAY_ACCEPT:
        return
    opened = open_item(handover_id, item_id, reader(), wiring())
    if opened is None or not may_take(opened.item, reader()):
        require_role(*MAY_ACCEPT)


def _refused(
    handover_id: int, item_id: int, why: Accepting | Asking, form: FlaskForm, field: str
) -> Response:
    if why.name == "NOT_THERE":
        abort(404)
    if why in PASSED_BY:
        return _page(handover_id, item_id, 409, notice=why)
    refuse(form, field, why)
    return _page(handover_id, item_id, 409 if why is Accepting.OVERTAKEN else 422, form)


def _page(
    handover_id: int,
    item_id: int,
    status: int = 200,
    form: FlaskForm | None = None,
    notice: Accepting | Asking | None = None,
) -> Response:
    opened = open_item(handover_id, item_id, reader(), wiring()) or abort(404)
    if notice is not None:
        flash(sentence(WORDS, notice, item=opened.item, zone=opened.document.zone))
    page = render_template(
        "handover/item.html",
        opened=opened,
        form=form,
        readback=form if isinstance(form, ReadBackForm) else ReadBackForm(formdata=None),
        question=form if isinstance(form, QuestionForm) else empty_question(),
        answer=form if isinstance(form, AnswerForm) else AnswerForm(formdata=None),
        new_key=new_key,
        now=wiring().now(),
        may_accept=may_take(opened.item, reader()),
        leads=bool(reader().roles & MAY_ACCEPT),
        may_answer=bool(reader().roles & MAY_ANSWER),
    )
    return make_response(page, status)
