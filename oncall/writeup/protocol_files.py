"""Protocol files (YAML 1.2) → proven protocols. The core reads mappings only; parsing happens here.

The shipped files live in the `triage` package, in a checkout as in an installed wheel.
"""

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from oncall.errors import Problem
from triage.errors import ContentError, TriageError
from triage.follow_ups import catalogue
from triage.model import Protocol
from triage.protocol import prove_together, read_protocol


def shipped() -> list[Traversable]:
    """The protocol files of the package, by name."""
    found = [entry for entry in (files("triage") / "protocols").iterdir() if entry.name.endswith(".yaml")]
    return sorted(found, key=lambda entry: entry.name)


@lru_cache(maxsize=128)
def read_text(text: str, name: str) -> Protocol:
    """The protocol that one file's text means. `name` is what the file is called in a problem.

    The same text is proven once in a process, which is slow; the protocol is a value and may be shared.
    Raises Problem, one line for each fault with the line of the file it is on.
    """
    try:
        mapping = YAML(typ="safe", pure=True).load(text)
    except (YAMLError, ValueError, RecursionError) as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        line = mark.line + 1 if mark else 1
        raise Problem(f"{name} line {line}: this is not YAML that can be read.") from None
    try:
        return read_protocol(mapping, catalogue(), name)
    except ContentError as error:
        root = YAML(pure=True).compose(text)
        lines = sorted((_line(root, fault.where), str(fault)) for fault in error.faults)
        raise Problem("\n".join(f"{name} line {line}: {says}" for line, says in lines)) from None


def read_all(sources: Iterable[Traversable] | None = None) -> dict[str, Protocol]:
    """Every protocol by its code, proven one by one and together; the shipped ones if `sources` is None.

    Raises Problem, which lists everything wrong with all of the files, a line each.
    """
    protocols, problems = [], []
    for source in shipped() if sources is None else sources:
        try:
            protocols.append(read_file(source))
        except Problem as problem:
            problems.append(str(problem))
    if problems:
        raise Problem("\n".join(problems))
    try:
        return prove_together(protocols)
    except TriageError as error:
        raise Problem(str(error)) from None


def read_shipped(code: str) -> Protocol:
    """The shipped protocol of that code, in capitals or not. Raises Problem if there is none."""
    known = {source.name.removesuffix(".yaml"): source for source in shipped()}
    source = known.get(code.strip().upper())
    if source is None:
        raise Problem(f"There is no protocol “{code}”; there are {', '.join(known)}.")
    return read_file(source)


def shipped_text(code: str) -> str:
    """The text of a shipped protocol's file. Raises ValueError if there is none of that code."""
    [source] = [one for one in shipped() if one.name == f"{code}.yaml"]
    return source.read_bytes().decode("utf-8-sig")


def read_file(source: Traversable) -> Protocol:
    """The protocol in a file, which must be called by its code. Raises Problem as `read_text` does."""
    try:
        text = source.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise Problem(f"{source.name} line 1: the file cannot be read as UTF-8 text.") from None
    protocol = read_text(text, source.name)
    if source.name != f"{protocol.code}.yaml":
        raise Problem(
            f"{source.name} line 1: the protocol is {protocol.code}, so call it {protocol.code}.yaml."
        )
    return protocol


def _line(root: Node | None, where: tuple[str | int, ...]) -> int:
    """The line on which a place begins, counted from 1; of what surrounds it if it is not there."""
    node, line = root, 1
    for step in where:
        if isinstance(node, MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == step), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, SequenceNode) and isinstance(step, int):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line
