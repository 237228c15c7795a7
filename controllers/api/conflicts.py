"""What the record's state does not allow is told as 409, not as faulty input."""

from contextlib import contextmanager

from odoo.exceptions import AccessError, MissingError, UserError

from .problem import Conflict


@contextmanager
def told_as_conflict():
    """For an action without input of its own: whatever it refuses, the state of the record refuses."""
    try:
        yield
    except (AccessError, MissingError):
        raise
    except UserError as error:
        raise Conflict(str(error.args[0])) from error
