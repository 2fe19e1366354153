"""Fetching a call's next document: asking the service, then its fallback address, and reading what came."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from oncall.practice.addresses import BadOverride
from oncall.practice.orders import Broken, Step
from oncall.practice.problems import Kind
from oncall.practice.twiml_check import Unreadable, faults_of, parse

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from oncall.practice.exchange import Exchange
    from oncall.practice.webhooks import Params, Webhook

WRONG_ADDRESS, WRONG_CONTENT_TYPE = 11100, 12300
MARKUP = ("text/xml", "application/xml", "text/html")


class Unusable(Exception):  # noqa: N818  (named for the fact)
    """An address gave nothing that can be played; `code` is the provider's number for why."""

    def __init__(self, code: int, says: str) -> None:
        super().__init__(says)
        self.code = code


class Documents:
    """Fetches the documents of one call or text, following its addresses from one to the next."""

    def __init__(
        self,
        exchange: Exchange,
        *,
        kind: str = "voice",
        fallback: tuple[str, str] = ("", "POST"),
        whisper: bool = False,
    ) -> None:
        self._exchange = exchange
        self._kind = kind
        self._fallback = fallback
        self._whisper = whisper
        self.address = ""  # of the document being played: relative addresses start from it

    def resolve(self, url: str | None) -> str:
        """The full address of `url` as written in this document; this document's when there is none."""
        return urljoin(self.address, (url or "").strip())

    def fetch(self, step: Step, params: dict[str, str]) -> Element:
        """The root of the next document. Raises Broken when the fallback gave nothing either."""
        if step.twiml:
            self.address = ""
            return self._given(step.twiml)
        try:
            return self._ask(step.url, step.method, params | step.extra)
        except Unusable as failure:
            self._exchange.problem(Kind.WEBHOOK, str(failure), failure.code, step.url)
            why = {"ErrorCode": str(failure.code), "ErrorUrl": step.url}
        url, method = self._fallback
        if not url:
            raise Broken
        try:
            return self._ask(url, method, params | step.extra | why)
        except Unusable as failure:
            self._exchange.problem(Kind.WEBHOOK, f"the fallback failed too: {failure}", failure.code, url)
            raise Broken from None

    def tell(self, step: Step, params: dict[str, str]) -> None:
        """Ask an address whose answer nobody will hear."""
        try:
            self._request(step.url, step.method, params | step.extra)
        except Unusable as failure:
            self._exchange.problem(Kind.WEBHOOK, str(failure), failure.code, step.url)

    def _given(self, text: str) -> Element:
        try:
            return self._checked(parse(text), "the document in the order")
        except Unreadable as unreadable:
            self._exchange.problem(Kind.TWIML, unreadable.fault.says, unreadable.fault.code)
            raise Broken from None

    def _ask(self, url: str, method: str, params: dict[str, str]) -> Element:
        answer = self._request(url, method, params)
        self.address = url
        return self._read(answer)

    def _request(self, url: str, method: str, params: dict[str, str]) -> Webhook:
        if urlsplit(url).scheme not in ("http", "https"):
            raise Unusable(WRONG_ADDRESS, "this is no full address")
        answer = self._send(url, method, list(params.items()))
        if self._exchange.switches.ask_twice:
            answer = self._send(url, method, list(params.items()), token=answer.token)
        if not answer.ok:
            raise Unusable(answer.code, f"the service {answer.trouble}")
        return answer

    def _send(self, url: str, method: str, params: Params, token: str = "") -> Webhook:
        try:
            return self._exchange.sender.send(
                url, method, params, purpose="document", voice=self._kind == "voice", token=token
            )
        except BadOverride as wrong:
            raise Unusable(WRONG_ADDRESS, str(wrong)) from None

    def _read(self, answer: Webhook) -> Element:
        media = answer.content_type.partition(";")[0].strip().lower()
        if media.startswith("audio/") and self._kind == "voice":
            return _response(("Play", answer.url), ("Hangup", ""))
        if media not in (*MARKUP, "text/plain"):
            raise Unusable(WRONG_CONTENT_TYPE, f"the answer's Content-Type is {media or 'missing'}")
        try:
            return self._checked(parse(answer.body), answer.url)
        except Unreadable as unreadable:
            if media == "text/plain":
                spoken = (("Say", answer.body), ("Hangup", ""))
                return _response(*(spoken if self._kind == "voice" else (("Message", answer.body),)))
            self._exchange.problem(Kind.TWIML, unreadable.fault.says, unreadable.fault.code, answer.url)
            raise Unusable(unreadable.fault.code, unreadable.fault.says) from None

    def _checked(self, root: Element, about: str) -> Element:
        for fault in faults_of(root, self._kind, whisper=self._whisper):
            self._exchange.problem(Kind.TWIML, fault.says, fault.code, about)
        return root


def _response(*verbs: tuple[str, str]) -> Element:
    root = ET.Element("Response")
    for name, text in verbs:
        ET.SubElement(root, name).text = text
    return root
