import json
import logging
import time

import requests

from odoo import api, models

from odoo.addons.sales_os.algorithms.route.distance_table import blocks, read_table, table_path

_logger = logging.getLogger(__name__)

#: seconds for one whole table, whatever the number of questions
PATIENCE = 60
LARGEST_ANSWER = 8 * 1024 * 1024


class SalesOsDistanceProvider(models.AbstractModel):
    """Where road distances come from, when the company has named a server. Called by an optimisation only, never by a save."""

    _name = "sales_os.distance.provider"
    _description = "Road Distance Provider"

    @api.model
    def _road_table(self, company, places):
        """Return ({(place key, place key): (metres, seconds)}, note).

        Without a server, or when it does not answer, pairs are missing and the great circle stands in; the note says so in words.
        """
        # sudo: the address is a setting of the administrator, used here and shown to nobody
        url, timeout = company.sudo().sales_os_distance_url, company.sudo().sales_os_distance_timeout
        if not url or len(places) < 2:
            return {}, ""
        # sudo: distances between places are no secret; only administrators look at the table itself
        cache = self.env["sales_os.distance.cache"].sudo()
        keys = [cache._key(place) for place in places]
        known = cache._known(company, set(keys))
        wanted = blocks(keys=keys, known=known)
        if not wanted:
            return known, ""
        try:
            found = self._ask(timeout, url.rstrip("/"), places, keys, wanted)
        except (requests.RequestException, ValueError) as error:
            _logger.warning("Distance server of company %s: %s", company.id, error)
            return {}, self.env._("The distance server did not answer as it should; distances are great circles times the road factor.")
        cache._remember(company, found)
        known.update(found)
        missing = sum(
            1 for origin in set(keys) for destination in set(keys) if origin != destination and (origin, destination) not in known
        )
        if missing:
            return known, self.env._(
                "The distance server knows no road for %s pairs of places; the great circle stands in for them.", missing
            )
        return known, ""

    @api.model
    def _ask(self, timeout, url, places, keys, wanted):
        found, deadline = {}, time.monotonic() + PATIENCE
        with requests.Session() as session:
            session.trust_env = False
            for origins, destinations in wanted:
                if time.monotonic() > deadline:
                    raise ValueError("the whole table took too long")
                path = table_path(places=places, origins=origins, destinations=destinations)
                answer = self._get(session, url + path, timeout)
                found.update(read_table(answer=answer, keys=keys, origins=origins, destinations=destinations))
        return found

    @api.model
    def _get(self, session, address, timeout):
        # no redirect: the administrator named this server, not the one it points to
        with session.get(address, timeout=timeout, allow_redirects=False, stream=True, headers={"User-Agent": "Sales-OS"}) as response:
            if response.status_code != 200:
                raise ValueError(f"status {response.status_code}")
            body = response.raw.read(LARGEST_ANSWER + 1, decode_content=True)
        if len(body) > LARGEST_ANSWER:
            raise ValueError("the answer is too large")
        return json.loads(body)
