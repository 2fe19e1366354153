"""A YAML or JSON text → plain values, and the line of each.

Values come out as they were written, not as YAML guesses them: an unquoted `17:00` or `2026-11-02` is text,
in YAML 1.1 and 1.2 alike, and so is every key. What comes out can be kept as JSON.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from oncall.errors import Problem
from rota.errors import Path

TAG = "tag:yaml.org,2002:"
TRUE = frozenset({"true", "yes", "on", "y"})


@dataclass(frozen=True)
class Document:
    """What a file holds: `data` is dicts with text for keys, lists, text, whole numbers, booleans, None."""

    name: str
    text: str
    data: Any

    def line(self, path: Path) -> int | None:
        """The line, from 1, on which what `path` leads to is written, or as much of the way as there is."""
        node, line = self._root, None if self._root is None else 1
        for step in path:
            node, line = _step(node, step, line)
        return line

    def sentence(self, path: Path, says: str) -> str:
        """One sentence about a place in the file, with its line if it has one."""
        line = self.line(path)
        return f"{self.name}: {says}" if line is None else f"{self.name}, line {line}: {says}"

    @cached_property
    def _root(self) -> Node | None:
        """The text as YAML nodes, which know their lines. JSON that is no YAML has none."""
        try:
            return _compose(self.text)
        except (YAMLError, RecursionError):
            return None


def read_file(file: FilePath) -> Document:
    """Read a file. Raises Problem, one sentence with the line, if it is not to be read as YAML or JSON."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        raise Problem(f"{file.name} cannot be read as a text file.") from None
    return parse(text, file.name)


def parse(text: str, name: str) -> Document:
    """Read a text. Raises Problem as `read_file` does."""
    try:
        return Document(name, text, _from_json(text, name))
    except (json.JSONDecodeError, RecursionError):
        pass
    try:
        root = _compose(text)
        return Document(name, text, None if root is None else _Plain(name).value(root))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = name if mark is None else f"{name}, line {mark.line + 1}"
        raise Problem(f"{where}: this is not YAML ({error.problem}).") from None
    except YAMLError:
        raise Problem(f"{name}: this is not YAML.") from None
    except RecursionError:
        raise Problem(f"{name}: this is nested too deeply.") from None


def _from_json(text: str, name: str) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        mapping = dict(pairs)
        if len(mapping) < len(pairs):
            keys = [key for key, _ in pairs]
            raise Problem(f"{name}: `{next(key for key in keys if keys.count(key) > 1)}` is written twice.")
        return mapping

    return json.loads(text, object_pairs_hook=once)


def _compose(text: str) -> Node | None:
    node = YAML(typ="safe", pure=True).compose(text)
    assert node is None or isinstance(node, Node)
    return node


def _step(node: Node | None, step: str | int, line: int | None) -> tuple[Node | None, int | None]:
    """Go on from a node by one step of a path: the node there, if any, and the line reached so far."""
    if isinstance(node, MappingNode):
        for key, value in _pairs(node):
            if key.value == str(step):
                return value, key.start_mark.line + 1
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step].start_mark.line + 1
    return None, line


def _pairs(node: MappingNode) -> Iterator[tuple[Node, Node]]:
    """The keys and values of a mapping; then those that `<<` merges into it."""
    merged: list[Node] = []
    for key, value in node.value:
        if key.tag == f"{TAG}merge":
            merged += value.value if isinstance(value, SequenceNode) else [value]
        else:
            yield key, value
    for other in merged:
        if isinstance(other, MappingNode):
            yield from _pairs(other)


class _Plain:
    """Makes plain values of nodes; what an anchor names is made once, however often it is meant."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._made: dict[int, Any] = {}
        self._making: set[int] = set()

    def value(self, node: Node) -> Any:
        """The value of a node. Raises Problem for one that holds itself or has a key twice."""
        if id(node) in self._making:
            raise self._problem(node, "this refers to itself")
        if id(node) not in self._made:
            self._making.add(id(node))
            self._made[id(node)] = self._make(node)
            self._making.discard(id(node))
        return self._made[id(node)]

    def _make(self, node: Node) -> Any:
        if isinstance(node, SequenceNode):
            return [self.value(item) for item in node.value]
        if isinstance(node, MappingNode):
            return self._mapping(node)
        return _scalar(node)

    def _mapping(self, node: MappingNode) -> dict[str, Any]:
        own = [key.value for key, _ in node.value]
        for key, _ in node.value:
            if not isinstance(key, ScalarNode):
                raise self._problem(key, "a key must be a plain value")
            if own.count(key.value) > 1:
                raise self._problem(key, f"`{key.value}` is written twice")
        mapping: dict[str, Any] = {}
        for key, value in _pairs(node):
            mapping.setdefault(key.value, self.value(value))
        return mapping

    def _problem(self, node: Node, says: str) -> Problem:
        return Problem(f"{self._name}, line {node.start_mark.line + 1}: {says}.")


def _scalar(node: Node) -> str | int | bool | None:
    text = str(node.value)
    if node.tag == f"{TAG}null":
        return None
    if node.tag == f"{TAG}bool":
        return text.lower() in TRUE
    if node.tag == f"{TAG}int" and text.lstrip("-").isdecimal() and str(int(text)) == text:
        return int(text)
    return text
