"""A protocol as a flow chart, drawn and in words."""

import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest

from triage.chart import chart_svg, chart_text
from triage.follow_ups import catalogue
from triage.model import BANNER, Urgency
from triage.protocol import read_protocol
from triage.scale import meanings, named

CODES = ["OPEN", *(f"P{number:02}" for number in range(27))]
SVG = "{http://www.w3.org/2000/svg}"
PRESENTATION = {
    *(
        "viewBox",
        "width",
        "height",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "rx",
        "points",
        "fill",
        "stroke",
        "stroke-width",
    ),
    *("font-family", "font-size", "font-weight", "{http://www.w3.org/XML/1998/namespace}space"),
}


def words(text):
    return " ".join(text.replace("•", " ").split())


@pytest.mark.parametrize("code", CODES)
def test_the_picture_is_plain_svg_with_a_title_and_a_description(code, shipped):
    root = ET.fromstring(chart_svg(shipped[code]))

    assert root.tag == f"{SVG}svg"
    assert root.find(f"{SVG}title").text == f"{code} {shipped[code].title}"
    assert root.find(f"{SVG}desc").text.startswith("A flow chart from top to bottom:")
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in {"svg", "title", "desc", "rect", "line", "polygon", "text"}
        assert set(element.attrib) <= PRESENTATION


@pytest.mark.parametrize("code", CODES)
def test_picture_and_text_say_the_same(code, shipped):
    drawn = ET.fromstring(chart_svg(shipped[code])).iter(f"{SVG}text")

    said = words(" ".join(element.text for element in drawn))

    assert sorted(said.split()) == sorted(words(chart_text(shipped[code])).split())


@pytest.mark.parametrize("code", CODES)
def test_nothing_runs_over_its_box(code, shipped):
    root = ET.fromstring(chart_svg(shipped[code]))
    frames = [
        tuple(int(rect.get(side)) for side in ("x", "y", "width", "height"))
        for rect in root.iter(f"{SVG}rect")
        if rect.get("rx")
    ]

    for text in root.iter(f"{SVG}text"):
        x, y, size = (int(text.get(name)) for name in ("x", "y", "font-size"))
        [(left, top, width, height)] = [
            frame
            for frame in frames
            if frame[0] <= x <= frame[0] + frame[2] and frame[1] <= y <= frame[1] + frame[3]
        ]
        assert x + len(text.text) * size * 0.55 <= left + width
        assert y + 4 <= top + height


@pytest.mark.parametrize("code", CODES)
def test_it_says_everything_a_clinician_must_check(code, shipped):
    protocol, text = shipped[code], words(chart_text(shipped[code]))

    for question in protocol.questions:
        assert question.ask in text
        assert question.why in text
        for answer in question.answers:
            assert (
                f"{answer.words} → {'at least ' + named(answer.floor) if answer.floor else 'go on'}" in text
            )
            assert not answer.leads_to or f"open {answer.leads_to} too" in text
    assert all(line.words in text for line in protocol.advice)
    assert all(f"{rule.code} {catalogue()[rule.code].title}" in text for rule in protocol.follow_ups)
    assert protocol.safety_net.watch_for in text
    assert BANNER in text
    assert text.count("Signature") == 2


def test_the_same_protocol_gives_the_same_bytes_in_another_process():
    """Whatever the order in which that process keeps its sets."""
    command = "from oncall.cli import main; import sys; sys.argv[1:] = ['triage', 'chart', 'P03']; main()"
    drawn = {
        subprocess.run(
            [sys.executable, "-c", command], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }

    assert len(drawn) == 1


def test_conditions_are_told_by_the_number_of_the_question(protocol):
    text = words(chart_text(protocol))

    assert "Say (at U0): Please dial 999." in text
    assert "Say (if 3 is “yes”): Keep the packet." in text
    assert "Do (if 1 is “no” or “not known”): Check with somebody else." in text
    assert "F15 What came of it, after 999, 111 or hospital (from U1 up)" in text
    assert "(if 3 is “yes” or 4 is “under 13”)" in text


def test_signs_that_mean_something_to_xml_are_only_words(small):
    small["title"] = "<script>alert(1)</script> & more"

    svg = chart_svg(read_protocol(small, catalogue()))

    assert "<script" not in svg
    assert ET.fromstring(svg).find(f"{SVG}title").text == "P05 <script>alert(1)</script> & more"


def test_an_approved_protocol_names_who_approved_it_and_has_no_banner(small):
    by = [{"name": name, "role": "lead", "on": "2026-11-20"} for name in ("Elin Hughes", "Farah Siddiqi")]
    small |= {"status": "approved", "approved_by": by, "effective_from": "2026-12-01"}

    text = chart_text(read_protocol(small, catalogue()))

    assert "Approved by Elin Hughes, lead, on 20 November 2026." in text
    assert "In force from 1 December 2026." in text
    assert BANNER not in text


def test_a_protocol_without_a_net_has_no_box_for_it(small):
    small |= {"default": "U4", "advice": [{"id": "thanks", "say": "Thank you."}], "follow_ups": ["F26"]}
    small["questions"] = [{"id": "sure", "ask": "Sure?", "why": "To know."}]

    assert "Safety net" not in chart_text(read_protocol(small | {"safety_net": None}, catalogue()))
    net = {"safety_net": {"watch_for": "Ring again."}}
    assert "\nSafety net\n   Ring again.\n" in chart_text(read_protocol(small | net, catalogue()))


def test_no_urgency_is_ever_a_bare_code():
    assert list(meanings()) == list(Urgency)
    assert named(Urgency.U1) == "U1 Very urgent"
    assert all(re.fullmatch(r"U\d [A-Z].+", named(urgency)) for urgency in Urgency)
