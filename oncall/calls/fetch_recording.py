"""A message that was left is copied into the data folder, then deleted at the telephone company."""

import os
from pathlib import Path

from oncall.contacts import store
from oncall.db.outbox import Errand
from oncall.wiring import Wiring

FOLDER = "recordings"


def fetch_recording(errand: Errand, w: Wiring) -> None:
    """Copy one recording here, keep where it is, then delete it there. Each step may be repeated.

    Raises TelephonyError while the company does not give it; the errand is then tried again.
    """
    with w.unit_of_work() as work:
        recording = store.recording(work.session, errand.subject or "")
    if recording is None:
        return
    if recording.file is None:
        name = f"{recording.provider_sid}.wav"
        _keep(w.settings.data_dir / FOLDER, name, w.telephony.fetch_recording(recording.provider_sid))
        with w.unit_of_work() as work:
            store.recording_fetched(work.session, recording.id, name, w.now())
    if recording.deleted_there_at is None:
        w.telephony.delete_recording(recording.provider_sid)
        with w.unit_of_work() as work:
            store.recording_deleted_there(work.session, recording.id, w.now())


def _keep(folder: Path, name: str, sound: bytes) -> None:
    """Write the file whole or not at all, readable by the service alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = folder / f".{name}.part"
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(sound)
        file.flush()
        os.fsync(file.fileno())
    half.replace(folder / name)
