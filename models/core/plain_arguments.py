"""What other programs hand to public methods, read as what it must be: anything else is refused in words, not by the database."""

from odoo import api, fields, models
from odoo.exceptions import UserError

LARGEST_ID = 2**31 - 1


class Base(models.AbstractModel):
    _inherit = "base"

    @api.model
    def _sales_os_day(self, value):
        """A day as 2026-01-31 or as a date; False for none."""
        if not value:
            return False
        try:
            return fields.Date.to_date(value)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("A day must look like 2026-01-31, not %s.", value)) from error

    @api.model
    def _sales_os_words(self, value):
        """A text without the spaces around it; empty for none."""
        if value and not isinstance(value, str):
            raise UserError(self.env._("A text is needed here, not %s.", value))
        return (value or "").strip()

    @api.model
    def _sales_os_ids(self, value):
        """Numbers of records, as a list; one alone will do, and so will their digits."""
        if not value and not isinstance(value, int):
            return []
        try:
            ids = [int(one) for one in ([value] if isinstance(value, int) else value) if not isinstance(one, bool)]
        except (TypeError, ValueError, OverflowError) as error:
            raise UserError(self.env._("Records are named by their numbers, not by %s.", value)) from error
        if not all(0 < one <= LARGEST_ID for one in ids):
            raise UserError(self.env._("There is no record with the number %s.", value))
        return ids

    @api.model
    def _sales_os_id(self, value):
        """The number of one record; False for none."""
        if not value:
            return False
        ids = self._sales_os_ids(value)
        if len(ids) != 1:
            raise UserError(self.env._("One record is named here by its number, not %s.", value))
        return ids[0]
