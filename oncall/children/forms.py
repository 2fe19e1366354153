"""The form of a child's card, read as it was sent."""

from collections.abc import Mapping
from datetime import date

from flask import request

from oncall.children.card import DECISIONS, Card, Risk
from oncall.contacts.record_fields import clean


def typed_card() -> tuple[Card, tuple[str, ...]]:
    """The card that was sent, and the names of its fields that hold no day (2026-12-01)."""
    form, wrong = request.form, list[str]()
    risks = {}
    for code in dict.fromkeys(form.getlist("risk")):
        says, review_by = clean(form.get(f"{code}.says", "")), _day(form, f"{code}.review_by", wrong)
        if f"{code}.gone" not in form and (says or review_by):
            risks[code] = Risk(says, review_by)
    new = form.get("new_risk", "")
    if new:
        risks[new] = Risk(clean(form.get("new.says", "")), _day(form, "new.review_by", wrong))
    decides = {one: form.get(f"decides.{one}", "") for one in DECISIONS}
    card = Card(
        crisis_plan=clean(form.get("crisis_plan", "")),
        crisis_plan_on=_day(form, "crisis_plan_on", wrong),
        crisis_plan_review_by=_day(form, "crisis_plan_review_by", wrong),
        decides={one: who for one, who in decides.items() if who},
        decides_note=clean(form.get("decides_note", "")),
        not_told=clean(form.get("not_told", "")),
        code_word=clean(form.get("code_word", "")).strip(),
        risks=risks,
    )
    return card, tuple(wrong)


def seen() -> int:
    """The version that the form was made from."""
    return request.form.get("seen", -1, int)


def _day(form: Mapping[str, str], name: str, wrong: list[str]) -> date | None:
    text = form.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        wrong.append(name)
        return None
