"""What came with a text is copied into the data folder, sealed and unseen, then deleted at the company."""

import re

from oncall.db.outbox import Errand
from oncall.texts import store
from oncall.wiring import Wiring

MEDIA = re.compile(r"/Media/(ME[0-9a-f]{32})$")


def fetch_picture(errand: Errand, w: Wiring) -> None:
    """Copy one picture here, keep where it is, then delete it there. Each step may be repeated.

    Raises TelephonyError while the company does not give it; the errand is then tried again. A picture whose
    address is not of the company's own kind is never asked for.
    """
    with w.unit_of_work() as work:
        found = store.picture_with_text(work.session, int(errand.subject or 0))
    if found is None:
        return
    picture, text = found
    media = MEDIA.search(picture.address)
    if media is None or text.provider_sid is None:
        return
    if picture.file is None:
        content = w.telephony.fetch_picture(text.provider_sid, media[1])
        file = w.pictures.keep(media[1], content)
        with w.unit_of_work() as work:
            store.picture_fetched(work.session, picture.id, file, w.now())
    if picture.deleted_there_at is None:
        w.telephony.delete_picture(text.provider_sid, media[1])
        with w.unit_of_work() as work:
            store.picture_deleted_there(work.session, picture.id, w.now())
