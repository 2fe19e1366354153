"""Whether an error means that the database did not answer, rather than that we asked it nonsense."""

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout


def is_silence(error: BaseException) -> bool:
    """Whether the database was silent, gone, full or too slow: what failed may succeed a moment later."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, OperationalError | InterfaceError | PoolTimeout)
