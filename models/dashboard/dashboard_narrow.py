from odoo import api, models

# in the order in which they are offered
OFFERED = ("channel", "category", "segment", "customer")
FEW = 40
MOST_FOUND = 8
LONGEST_TEXT = 100


class SalesOsDashboard(models.AbstractModel):
    """What the page may be narrowed to, to choose from."""

    _inherit = "sales_os.dashboard"

    @api.model
    @api.readonly
    def narrow_choices(self):
        """Return what the caller may choose from, all of it where there are few; in a constant number of queries.

        :return: ``[{"code", "choices": [{"id", "name"}], "is_whole"}]``, codes as of ``filters``; where ``is_whole`` is False there are too
            many to list, and `narrow_find` finds them. What the caller does not see, or of which there is nothing, is left out
        """
        self._check_is_invited()
        found = []
        for code in OFFERED:
            if rows := self._narrow_search(code, "", FEW + 1):
                is_whole = len(rows) <= FEW
                found.append({"code": code, "choices": rows if is_whole else [], "is_whole": is_whole})
        return found

    @api.model
    @api.readonly
    def narrow_find(self, code, text=""):
        """Find what the page may be narrowed to by a part of its name, among what the caller sees.

        :return: ``{"choices": [{"id", "name"}], "is_whole"}``; ``is_whole`` is False where more are called like that
        """
        self._check_is_invited()
        text = self._sales_os_words(text).replace("\x00", "").strip()[:LONGEST_TEXT]
        rows = self._narrow_search(code, text, MOST_FOUND + 1)
        return {"choices": rows[:MOST_FOUND], "is_whole": len(rows) <= MOST_FOUND}

    @api.model
    def _narrow_search(self, code, text, limit):
        Model = self.env["sales_os.kpi"]._narrowing_model(code)
        if not Model.has_access("read"):
            return []
        # figures of a customer are those of the company with its contacts and addresses
        domain = self.env["sales_os.segment"]._buyers() if code == "customer" else []
        return [{"id": number, "name": name or ""} for number, name in Model.name_search(text, domain, limit=limit)]
