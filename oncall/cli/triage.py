"""`oncall triage`: the protocols listed, tried out, drawn and proven complete."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import click

from oncall.cli.database import read_if_in_reach
from oncall.errors import Problem
from oncall.pages.wall_clock import HOME
from oncall.settings import Settings
from oncall.wiring import utc_now
from oncall.writeup.approved import protocols as in_force
from oncall.writeup.protocol_files import read_all, read_file, read_shipped
from triage.assess import assess
from triage.chart import chart_svg, chart_text
from triage.errors import TriageError
from triage.follow_ups import catalogue
from triage.model import BANNER, Assessment, Protocol
from triage.scale import named

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of sentences.")


@click.group()
def triage() -> None:
    """Triage protocols: how urgent, and what must follow."""


@triage.command("list")
@as_json
def list_protocols(as_json: bool) -> None:
    """List the protocols, the first ninety seconds (OPEN) first.

    As they count now: in the wording that two people have approved, where the database says so.
    """
    today = utc_now().astimezone(HOME).date()
    approved = read_if_in_reach(Settings.from_env(), lambda session: in_force(session, today))
    protocols = approved or read_all()
    _warn(protocols.values())
    if as_json:
        _print_json([_listed(protocol) for protocol in protocols.values()], indent=2)
        return
    rows = [
        (item.code, item.default, item.status, item.version, f"{item.review_by}", item.title)
        for item in protocols.values()
    ]
    _print_table(("code", "default", "status", "version", "review by", "title"), rows)


@triage.command("assess")
@click.argument("code", required=False)
@click.option(
    "--answers", type=click.File("rb"), metavar="FILE|-", help="A JSON object: question id to answer."
)
@click.option("--batch", type=click.File("rb"), metavar="FILE|-", help="A JSON object a line: code, answers.")
@as_json
@click.pass_context
def assess_answers(
    ctx: click.Context, code: str | None, answers: BinaryIO | None, batch: BinaryIO | None, as_json: bool
) -> None:
    """Say what answers come to: the floor, what is still to ask, advice, follow-ups.

    With --batch, each line of FILE is assessed and answered by a line of JSON in the same order; a line that
    cannot be has "error" instead. An answer is yes, no, unknown or one of the question's own.
    """
    if batch is not None:
        if code is not None or answers is not None:
            raise click.UsageError("With --batch, each line of the file has its own code and answers.")
        ctx.exit(_assess_all(batch))
    if code is None or answers is None:
        raise click.UsageError("Give a CODE and --answers FILE, or --batch FILE.")
    protocol = read_shipped(code)
    assessment = assess(protocol, _object(answers.read()))
    _warn([protocol])
    if as_json:
        _print_json(_assessed(assessment), indent=2)
    else:
        _print_assessment(protocol, assessment)


@triage.command()
@click.argument("code")
@click.option("--text", is_flag=True, help="The same as plain text.")
def chart(code: str, text: bool) -> None:
    """Draw a protocol as a flow chart (SVG) that a clinician can check and sign."""
    protocol = read_shipped(code)
    _warn([protocol])
    click.echo(chart_text(protocol) if text else chart_svg(protocol), nl=False)


@triage.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def check(files: tuple[Path, ...]) -> None:
    """Prove every protocol file complete, or list what is wrong with its line.

    Without FILES, the shipped ones, which must also fit together.
    """
    try:
        count = len([read_file(file) for file in files] if files else read_all())
    except Problem as problem:
        *lines, last = str(problem).splitlines()
        for line in lines:
            click.echo(f"oncall: {line}", err=True)
        raise Problem(last) from None
    click.echo(f"{count} protocol is complete." if count == 1 else f"All {count} protocols are complete.")


def _assess_all(batch: BinaryIO) -> int:
    """Print a line of JSON for each line. The exit code."""
    code, known = 0, read_all()
    _warn(known.values())
    for number, line in enumerate(batch, start=1):
        if not line.strip():
            continue
        try:
            asked = _object(line)
            protocol = known.get(str(asked.get("code")).strip().upper())
            if protocol is None:
                raise Problem("`code` is not that of a protocol; `oncall triage list` shows them.")
            answers = asked.get("answers", {})
            if not isinstance(answers, dict):
                raise Problem("`answers` must be an object of question ids and answers.")
            _print_json(_assessed(assess(protocol, answers)))
        except (Problem, TriageError) as problem:
            click.echo(f"oncall: line {number}: {problem}", err=True)
            _print_json({"error": str(problem)})
            code = 1
    return code


def _object(text: bytes) -> dict[str, Any]:
    """A JSON object. One key twice is refused: whichever counted, an answer would be lost."""
    try:
        value = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise Problem("The answers are not JSON that can be read.") from None
    if not isinstance(value, dict):
        raise Problem("The answers must be a JSON object of question ids and answers.")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        raise Problem("The same name is there twice in the JSON; answer each question once.")
    return value


def _listed(protocol: Protocol) -> dict[str, Any]:
    return {
        "code": protocol.code,
        "title": protocol.title,
        "version": protocol.version,
        "status": protocol.status,
        "review_by": protocol.review_by.isoformat(),
        "sources": list(protocol.sources),
        "default": protocol.default,
        "questions": [
            {
                "id": question.id,
                "ask": question.ask,
                "answers": [answer.code for answer in question.answers],
                "floors": {answer.code: answer.floor for answer in question.answers if answer.floor},
            }
            for question in protocol.questions
        ],
    }


def _assessed(assessment: Assessment) -> dict[str, Any]:
    return {
        "floor": assessment.floor,
        "unanswered": list(assessment.unanswered),
        "advice": [line.words for line in assessment.advice],
        "follow_ups": list(assessment.follow_ups),
        "complete": assessment.complete,
    }


def _print_assessment(protocol: Protocol, assessment: Assessment) -> None:
    """The assessment as a practitioner reads it."""
    titles = {code: follow_up.title for code, follow_up in catalogue().items()}
    asked = {question.id: question for question in protocol.questions}
    click.echo(f"{protocol.code} {protocol.title}: at least {named(assessment.floor)}")
    _print_section(
        "Because",
        [
            f"{forced.urgency}: {asked[forced.question].ask} ({forced.answer or 'not asked yet'})"
            for forced in assessment.forced
        ],
    )
    flag = {True: "Red flag: ", False: ""}
    _print_section(
        "Still to ask",
        [f"{flag[asked[name].red_flag]}{asked[name].ask} [{name}]" for name in assessment.unanswered],
    )
    _print_section(
        "Advice", [f"{'Say' if line.spoken else 'Do'}: {line.words}" for line in assessment.advice]
    )
    _print_section("Open as well", assessment.leads_to)
    _print_section("What must follow", [f"{code} {titles[code]}" for code in assessment.follow_ups])
    click.echo("Every question is answered." if assessment.complete else "Not complete yet.")


def _print_section(heading: str, lines: Sequence[str]) -> None:
    """A heading and its lines; nothing at all without lines."""
    for line in [heading, *(f"  {line}" for line in lines)] if lines else []:
        click.echo(line)


def _print_table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    widths = [max(len(row[column]) for row in [heads, *rows]) for column in range(len(heads))]
    for row in [heads, *rows]:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _print_json(value: object, indent: int | None = None) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=indent))


def _warn(protocols: Iterable[Protocol]) -> None:
    """The banner, once, while any of them is a draft: beside the output, never in it."""
    if any(protocol.banner for protocol in protocols):
        click.echo(BANNER, err=True)
