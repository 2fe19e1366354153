"""Sounds and pictures in the data folder, sealed: a copied disk tells nothing without the key."""

from pathlib import Path

import structlog

from oncall.files import write_whole
from oncall.seal import Broken, Seal

log = structlog.get_logger(__name__)

SUFFIX = ".sealed"


class SealedFiles:
    """The sealed files of one kind (`recordings`, `pictures`), in a folder of that name."""

    def __init__(self, data_dir: Path, kind: str, secret: str) -> None:
        self._folder = data_dir / kind
        self._seal = Seal(secret, kind)

    def keep(self, name: str, content: bytes) -> str:
        """Keep `content`, whole or not at all; the name of its file.

        Keeping it again replaces it. Raises OSError.
        """
        file = f"{name}{SUFFIX}"
        write_whole(self._folder / file, self._seal.close(content, file))
        return file

    def read(self, file: str) -> bytes | None:
        """What a file holds; None when it is not there, or was not sealed here under this name."""
        try:
            return self._seal.open((self._folder / file).read_bytes(), file)
        except FileNotFoundError:
            return None
        except Broken:
            log.error("sealed_file_broken", kind=self._folder.name)  # noqa: TRY400  (a trace tells nothing more)
            return None
