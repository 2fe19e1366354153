"""What happens to a handover, in few words."""

from dataclasses import dataclass, field

from oncall.access.roles import Role
from oncall.access.store import Person
from oncall.contacts.choose_children import Ticks, choose_children
from oncall.contacts.tables import ContactRow, State
from oncall.handover.accept_item import Accepting, ReadBack, accept_item
from oncall.handover.document import Document, documents_now
from oncall.handover.items import Item
from oncall.handover.sign import Signing, sign
from tests.oncall.contacts.scene import Scene


@dataclass
class Morning:
    """A scene, and everything that may be done with its handover."""

    scene: Scene
    refs: list[str] = field(default_factory=list)

    def call(
        self, about: list[str] | None = None, urgency: str = "U3", note: str | None = "All well."
    ) -> str:
        """A call that Asha takes and writes up (unless there is no note); its reference."""
        ref = self.scene.rings()
        self.scene.takes_it(ref)
        self.scene.ends(ref)
        for child in about or []:
            self.is_about(ref, child)
        if note is not None:
            self.writes_up(ref, urgency, note)
        return ref

    def is_about(self, ref: str, child: str) -> None:
        """Elin says which child a contact is about."""
        choose_children(ref, Ticks(frozenset(), child, frozenset()), self.person("elin"), self.scene.w)

    def writes_up(self, ref: str, urgency: str, note: str) -> None:
        """The record of a contact is complete."""
        with self.scene.w.unit_of_work() as work:
            contact = work.session.query(ContactRow).filter_by(ref=ref).one()
            contact.urgency, contact.note, contact.state = urgency, note, State.WRITTEN_UP
            contact.written_up_at = self.scene.clock()

    def person(self, who: str) -> Person:
        """Somebody signed in: Dai is a manager too."""
        return self.scene.somebody(who, [Role.PRACTITIONER, Role.MANAGER] if who == "dai" else None)

    def document(self, who: str = "farah") -> Document:
        """The document of the period that goes on, as somebody sees it."""
        return documents_now(self.person(who), self.scene.w)[-1]

    def item(self, about: str | None, who: str = "farah") -> Item:
        """The item about a child, by name, or the first about none."""
        items = self.document(who).items
        return next(one for one in items if (one.child.name if one.child else None) == about)

    def signs(self, who: str = "asha") -> Signing:
        """Somebody signs."""
        return sign(self.document(who).id, self.person(who), self.scene.w)

    def accepts(self, item: Item, who: str = "farah", words: str = "I ring Jo at ten.") -> Accepting:
        """Somebody takes an item on as they have seen it."""
        assert item.id is not None
        return accept_item(ReadBack(item.id, words, item.tag), self.person(who), self.scene.w)
