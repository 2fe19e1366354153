"""The pages for finding things. What is searched for is posted: it stands in no address, and so in no log."""

from flask import abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from oncall.access.guard import reader
from oncall.contacts.find import LONGEST, child_timeline, find, person_timeline
from oncall.wiring import wiring


def find_page() -> ResponseReturnValue:
    """The empty search."""
    return render_template("contacts/find.html", text="", found=None, longest=LONGEST, error=False)


def found_page() -> ResponseReturnValue:
    """What was found; further pages come with the same words, posted again."""
    text = request.form.get("q", "").strip()
    found = find(text, request.form.get("before", type=int), reader(), wiring())
    page = render_template("contacts/find.html", text=text, found=found, longest=LONGEST, error=found is None)
    return make_response(page, 422 if found is None else 200)


def child_page(child_ref: str) -> ResponseReturnValue:
    """The contacts about a child."""
    timeline = child_timeline(child_ref, request.args.get("before", type=int), reader(), wiring())
    return render_template("contacts/about.html", timeline=timeline or abort(404), person=None)


def person_page() -> ResponseReturnValue:
    """The contacts with a person: posted, since the ids in a service's file may be names."""
    wanted = request.form.get("person", "")
    timeline = person_timeline(wanted, request.form.get("before", type=int), reader(), wiring())
    return render_template("contacts/about.html", timeline=timeline or abort(404), person=wanted)
