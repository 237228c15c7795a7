import requests

from odoo import api, models

TIMEOUT = 10


class BaseGeocoder(models.AbstractModel):
    _inherit = "base.geocoder"

    @api.model
    def _call_openstreetmap(self, addr, **kw):
        """Odoo asks without a time limit and takes an empty answer for an error; this is the same question with both cured."""
        if not addr:
            return None
        try:
            response = requests.get(
                "https://nominatim.openstreetmap.org/search", params={"format": "json", "q": addr, "limit": 1},
                headers={"User-Agent": "Odoo Sales OS (https://www.odoo.com)"}, timeout=TIMEOUT)
            response.raise_for_status()
            found = response.json()
            return (float(found[0]["lat"]), float(found[0]["lon"])) if found else None
        except (requests.RequestException, ValueError, KeyError, TypeError) as error:
            return self._raise_query_error(error)
