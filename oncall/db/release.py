"""Whether a database has been migrated by a later release than this program is of."""

from functools import cache

from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.orm import Session

from oncall.db.migrate import FOLDER


def is_of_later_release(session: Session) -> bool:
    """Whether the database holds a revision that this program has never heard of."""
    revision = session.scalar(text("SELECT version_num FROM alembic_version"))
    return revision is not None and revision not in _known()


@cache
def _known() -> frozenset[str]:
    return frozenset(one.revision for one in ScriptDirectory(str(FOLDER)).walk_revisions())
