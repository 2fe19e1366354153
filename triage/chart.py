"""A protocol as a flow chart that a clinician can check and sign: a picture (SVG), and the same as text.

The picture uses presentation attributes only: no script, no style, nothing from outside. The same protocol
always gives the same bytes.
"""

from functools import partial
from textwrap import wrap as wrapped
from xml.sax.saxutils import escape

from triage.chart_boxes import Box, boxes, title
from triage.model import Protocol

wrap = partial(wrapped, break_on_hyphens=False)
WIDTH, MARGIN, PAD, GAP = 960, 24, 14, 26
LINE, SIZE, HEADING = 21, 15, 17
ASKED, ANSWERED = 540, 350
LETTER, BOLD = 0.57, 0.67  # the width of a letter in parts of its size, on the wide side: nothing runs over
INK, RED, PALE, PAPER = "#0b0c0c", "#942514", "#f3f2f1", "#ffffff"


def chart_text(protocol: Protocol) -> str:
    """The chart as plain text, wrapped at 100 characters."""
    parts = []
    for box in boxes(protocol):
        lines = wrap(box.heading, 100)
        for line in box.lines:
            lines += wrap(line, 100, initial_indent="   ", subsequent_indent="     ")
        for outcome in box.outcomes:
            lines += wrap(
                f"{outcome.answer} → {outcome.then}", 100, initial_indent="   ", subsequent_indent="     "
            )
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def chart_svg(protocol: Protocol) -> str:
    """The chart as an SVG document of its own, with a title and a description."""
    top, drawn = MARGIN, []
    asked = len(protocol.questions)
    for number, box in enumerate(boxes(protocol)):
        picture, height = _box(box, top)
        drawn.append(picture)
        if number <= asked:
            drawn.append(_arrow_down(top + height))
        top += height + GAP
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}"'
            f' width="{WIDTH}" height="{top}" font-family="Arial, Helvetica, sans-serif"'
            f' font-size="{SIZE}" fill="{INK}">',
            f"<title>{escape(title(protocol))}</title>",
            f"<desc>A flow chart from top to bottom: {asked} questions, each with its answers and the urgency"
            " they force, then the urgency in the end, advice, follow-ups and the safety net.</desc>",
            f'<rect width="{WIDTH}" height="{top}" fill="{PAPER}"/>',
            *drawn,
            "</svg>\n",
        ]
    )


def _box(box: Box, top: int) -> tuple[str, int]:
    """A box with what it says, and how high it is; a question has its answers in a box beside it."""
    width = ASKED if box.outcomes else WIDTH - 2 * MARGIN
    heading = wrap(box.heading, _letters(width, HEADING, BOLD))
    body = [
        part
        for line in box.lines
        for part in wrap(line, _letters(width, SIZE, LETTER), subsequent_indent=_hang(line))
    ]
    answers = [
        (part, outcome.forces)
        for outcome in box.outcomes
        for part in wrap(
            f"{outcome.answer} → {outcome.then}", _letters(ANSWERED, SIZE, LETTER), subsequent_indent="   "
        )
    ]
    height = 2 * PAD + LINE * max(len(heading) + len(body), len(answers))
    drawn = [_frame(MARGIN, top, width, height, flagged=box.red_flag)]
    drawn += _texts(
        MARGIN + PAD,
        top,
        [(line, INK, "bold") for line in heading] + [(line, INK, "normal") for line in body],
    )
    if answers:
        left, middle = WIDTH - MARGIN - ANSWERED, top + height // 2
        drawn.append(_line(MARGIN + width, middle, left, middle))
        drawn.append(_frame(left, top, ANSWERED, height, flagged=False))
        drawn += _texts(
            left + PAD, top, [(line, RED if forces else INK, "normal") for line, forces in answers]
        )
    return "\n".join(drawn), height


def _frame(left: int, top: int, width: int, height: int, *, flagged: bool) -> str:
    frame = (
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="4"'
        f' fill="{PALE}" stroke="{RED if flagged else INK}" stroke-width="{2 if flagged else 1}"/>'
    )
    bar = f'<rect x="{left}" y="{top}" width="7" height="{height}" fill="{RED}"/>'
    return f"{frame}\n{bar}" if flagged else frame


def _texts(left: int, top: int, lines: list[tuple[str, str, str]]) -> list[str]:
    """Lines of text under one another: words, colour, weight."""
    return [
        f'<text x="{left}" y="{top + PAD + LINE * number + SIZE}" fill="{colour}" font-weight="{weight}"'
        f' font-size="{HEADING if weight == "bold" else SIZE}" xml:space="preserve">{escape(words)}</text>'
        for number, (words, colour, weight) in enumerate(lines)
    ]


def _arrow_down(top: int) -> str:
    middle, tip = MARGIN + ASKED // 2, top + GAP
    head = f'<polygon points="{middle - 6},{tip - 9} {middle + 6},{tip - 9} {middle},{tip}" fill="{INK}"/>'
    return f"{_line(middle, top, middle, tip - 9)}\n{head}"


def _line(x1: int, y1: int, x2: int, y2: int) -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{INK}" stroke-width="2"/>'


def _hang(line: str) -> str:
    """How far the further lines of an entry in a list hang."""
    return "   " if line.startswith("•") else ""


def _letters(width: int, size: int, letter: float) -> int:
    """How many letters of a size fit into a box."""
    return int((width - 2 * PAD) / (size * letter))
