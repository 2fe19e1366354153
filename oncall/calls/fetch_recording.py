"""A message that was left is copied into the data folder, sealed, then deleted at the telephone company."""

from oncall.contacts import store
from oncall.db.outbox import Errand
from oncall.wiring import Wiring


def fetch_recording(errand: Errand, w: Wiring) -> None:
    """Copy one recording here, keep where it is, then delete it there. Each step may be repeated.

    Raises TelephonyError while the company does not give it; the errand is then tried again.
    """
    with w.unit_of_work() as work:
        recording = store.recording(work.session, errand.subject or "")
    if recording is None:
        return
    if recording.file is None:
        sound = w.telephony.fetch_recording(recording.provider_sid)
        file = w.recordings.keep(recording.provider_sid, sound)
        with w.unit_of_work() as work:
            store.recording_fetched(work.session, recording.id, file, w.now())
    if recording.deleted_there_at is None:
        w.telephony.delete_recording(recording.provider_sid)
        with w.unit_of_work() as work:
            store.recording_deleted_there(work.session, recording.id, w.now())
