"""The practitioner's own decision: up always, down with a reason, below a red flag with the manager."""

import pytest

from triage.assess import assess, assess_history
from triage.decide import decide
from triage.errors import TriageError
from triage.model import Urgency

CALM = {"tired": "no", "taken": "no", "age": "teen", "sure": "yes"}
WHY = "Known pattern, carer is calm."


def test_up_needs_nothing(protocol):
    decision = decide(assess(protocol, CALM), Urgency.U0)

    assert (decision.urgency, decision.tool, decision.direction) == (Urgency.U0, Urgency.U3, "up")


def test_the_same_needs_nothing(protocol):
    assert decide(assess(protocol, CALM), Urgency.U3).direction == "same"


@pytest.mark.parametrize("reason", ["", "   ", "no", "a    b    c"])
def test_down_needs_a_typed_reason(protocol, reason):
    with pytest.raises(TriageError, match="To go below U3, say why in a few words"):
        decide(assess(protocol, CALM), Urgency.U4, reason=reason)


def test_down_from_the_default_needs_no_manager(protocol):
    decision = decide(assess(protocol, CALM), Urgency.U4, reason=f"  {WHY} ")

    assert (decision.direction, decision.reason, decision.manager) == ("down", WHY, "")


@pytest.mark.parametrize(
    "history", [[*CALM.items(), ("taken", "yes")], [*CALM.items(), ("taken", "yes"), ("taken", "no")], []]
)
def test_below_a_red_flag_needs_the_managers_name(protocol, history):
    assessment = assess_history(protocol, history)

    with pytest.raises(TriageError, match="A red flag says at least U0; to go below it, name the manager"):
        decide(assessment, Urgency.U2, reason=WHY, manager=" ")
    assert decide(assessment, Urgency.U2, reason=WHY, manager="Elin Hughes").manager == "Elin Hughes"
