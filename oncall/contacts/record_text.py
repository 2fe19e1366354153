"""A record as plain text, for whoever reads it in one piece: the handover, an export for the council."""

from collections.abc import Mapping

from triage.note import Part, prompts

NARRATIVE = {
    "situation": Part.SITUATION,
    "background": Part.BACKGROUND,
    "assessment": Part.ASSESSMENT,
    "watch_for": Part.SAFETY_NET,
}


def as_text(values: Mapping[str, str]) -> str:
    """The running note, then each part that has words, under its heading; "" while nothing is written."""
    headings = prompts()
    parts = [values.get("note", "")]
    for name, part in NARRATIVE.items():
        if values.get(name):
            parts.append(f"{headings[part][0]}: {values[name]}")
    return "\n\n".join(part for part in parts if part)
