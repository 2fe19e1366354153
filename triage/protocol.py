"""A parsed protocol file → a Protocol proven complete.

Every answer leads somewhere, nothing lowers a red flag, no path ends without an urgency.
"""

from collections.abc import Collection, Iterable

from triage.errors import ContentError, Fault, TriageError
from triage.fields import Fields
from triage.model import (
    AdviceLine,
    Approval,
    FollowUpRule,
    Protocol,
    Question,
    SafetyNet,
    Status,
    Urgency,
    most_urgent,
)
from triage.question import NAME, read_condition, read_question

CODE = r"P\d\d|OPEN"
VERSION = r"\d+\.\d+\.\d+"
FIELDS = (
    *("code", "title", "version", "status", "approved_by", "effective_from", "review_by", "sources"),
    *("default", "questions", "advice", "follow_ups", "safety_net"),
)


def read_protocol(mapping: object, follow_up_codes: Collection[str], name: str = "This protocol") -> Protocol:
    """The protocol that a file's mapping means. `follow_up_codes` are those of the catalogue.

    Raises ContentError, which lists every fault and calls the file `name`.
    """
    faults: list[Fault] = []
    fields = Fields(mapping, (), faults)
    fields.only(*FIELDS)
    default = fields.one_of("default", Urgency) or Urgency.U0
    questions = _questions(fields, default)
    worst = most_urgent([default, *(question.worst for question in questions if question.worst)])
    protocol = Protocol(
        code=fields.text("code", CODE, "a code such as P05"),
        title=fields.text("title"),
        version=fields.text("version", VERSION, "a version of three numbers such as 0.1.0"),
        status=fields.one_of("status", Status) or Status.DRAFT,
        approved_by=_approvals(fields),
        effective_from=fields.day("effective_from") if fields.has("effective_from") else None,
        review_by=fields.day("review_by"),
        sources=tuple(_texts(fields, "sources")),
        default=default,
        questions=questions,
        advice=_advice(fields, questions, worst),
        follow_ups=_follow_ups(fields, questions, worst, follow_up_codes),
        safety_net=_safety_net(fields, worst),
    )
    _prove_approved(fields, protocol)
    if faults:
        raise ContentError(name, faults)
    return protocol


def prove_together(protocols: Iterable[Protocol]) -> dict[str, Protocol]:
    """The protocols by code, proven to fit together: no code twice, and every code an answer leads to exists.

    Raises TriageError, which lists what does not fit.
    """
    by_code: dict[str, Protocol] = {}
    faults = []
    for protocol in protocols:
        if protocol.code in by_code:
            faults.append(f"{protocol.code} is there twice")
        by_code[protocol.code] = protocol
    for code, protocol in by_code.items():
        for question in protocol.questions:
            faults += [
                f"{code}, {question.id}: {answer.code} leads to {answer.leads_to}, which is no other protocol"
                for answer in question.answers
                if answer.leads_to and (answer.leads_to == code or answer.leads_to not in by_code)
            ]
    if faults:
        raise TriageError(f"The protocols do not fit together: {'; '.join(faults)}.")
    return by_code


def _questions(fields: Fields, default: Urgency) -> tuple[Question, ...]:
    questions: list[Question] = []
    for number, item in fields.items("questions"):
        question = read_question(Fields(item, ("questions", number), fields.faults), default)
        if question.id in {earlier.id for earlier in questions}:
            fields.fault(f"there is a question {question.id} already", "questions", number, "id")
        questions.append(question)
    return tuple(questions)


def _advice(fields: Fields, questions: tuple[Question, ...], worst: Urgency) -> tuple[AdviceLine, ...]:
    lines: list[AdviceLine] = []
    for number, item in fields.items("advice"):
        line = Fields(item, ("advice", number), fields.faults)
        line.only("id", "say", "do", "when", "at_least")
        if line.has("say") == line.has("do"):
            line.fault("needs either what to say to the caller or what to do")
            continue
        line_id = line.text("id", NAME, "a short name such as stay_with")
        if line_id in {earlier.id for earlier in lines}:
            line.fault(f"there is a line {line_id} already", "id")
        words = line.text("say" if line.has("say") else "do")
        lines.append(AdviceLine(line_id, words, line.has("say"), read_condition(line, questions, worst)))
    return tuple(lines)


def _follow_ups(
    fields: Fields, questions: tuple[Question, ...], worst: Urgency, known: Collection[str]
) -> tuple[FollowUpRule, ...]:
    """The follow-ups proposed: codes as such, or with a `when` or an `at_least`."""
    rules: list[FollowUpRule] = []
    for number, item in fields.items("follow_ups"):
        rule = Fields(
            {"code": item} if isinstance(item, str) else item, ("follow_ups", number), fields.faults
        )
        rule.only("code", "when", "at_least")
        code = rule.text("code", wanted="a follow-up's code such as F16")
        if code and code not in known:
            rule.fault(f"{code} is not in the follow-up catalogue", "code")
        if code in {earlier.code for earlier in rules}:
            rule.fault(f"{code} is there already", "code")
        rules.append(FollowUpRule(code, read_condition(rule, questions, worst)))
    return tuple(rules)


def _safety_net(fields: Fields, worst: Urgency) -> SafetyNet | None:
    """What to watch for. Nothing that can be U0 to U3 goes without, nor without a time."""
    if not fields.has("safety_net"):
        if worst.at_least(Urgency.U3):
            fields.fault(f"is needed, since {worst} can be reached", "safety_net")
        return None
    net = fields.at("safety_net")
    net.only("watch_for", "max_minutes")
    minutes = net.minutes("max_minutes")
    if minutes is None and worst.at_least(Urgency.U3):
        net.fault(f"is needed, since {worst} can be reached", "max_minutes")
    return SafetyNet(net.text("watch_for"), minutes)


def _approvals(fields: Fields) -> tuple[Approval, ...]:
    if not fields.has("approved_by"):
        return ()
    approvals = []
    for number, item in fields.items("approved_by"):
        approval = Fields(item, ("approved_by", number), fields.faults)
        approval.only("name", "role", "on")
        approvals.append(Approval(approval.text("name"), approval.text("role"), approval.day("on")))
    return tuple(approvals)


def _prove_approved(fields: Fields, protocol: Protocol) -> None:
    """An approved protocol has two different people's names, and a day from which it counts."""
    if protocol.status is not Status.APPROVED:
        return
    if len({approval.name.casefold() for approval in protocol.approved_by}) < 2:
        fields.fault("an approved protocol needs two different people", "approved_by")
    if protocol.effective_from is None:
        fields.fault("an approved protocol needs the day from which it counts", "effective_from")
    elif any(approval.on > protocol.effective_from for approval in protocol.approved_by):
        fields.fault("is before the day it was approved", "effective_from")
    elif protocol.review_by < protocol.effective_from:
        fields.fault("is before the day from which it counts", "review_by")


def _texts(fields: Fields, key: str) -> Iterable[str]:
    for number, item in fields.items(key):
        if isinstance(item, str) and item.strip():
            yield item.strip()
        else:
            fields.fault("needs words", key, number)
