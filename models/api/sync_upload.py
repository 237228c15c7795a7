import hashlib
import json
import logging
import re

from psycopg2 import DataError, IntegrityError, OperationalError

from odoo import api, models
from odoo.exceptions import LockError, UserError

from odoo.addons.sales_os.algorithms.api.record_version import version_of, without_none

_logger = logging.getLogger(__name__)

MOST = 200
UUID = re.compile(r"[A-Za-z0-9._:-]{8,64}")
NAMES = {"client_uuid", "kind", "base_version", "values"}


class Conflicting(Exception):
    """The record is not any more what the client took it for."""

    def __init__(self, record, words):
        super().__init__(words)
        self.record, self.words = record, words


class SalesOsSync(models.AbstractModel):
    """Taking in what a client did without a connection: each item by itself, in the order given, once."""

    _inherit = "sales_os.sync"

    @api.model
    def upload(self, items):
        """Do what was done offline, item by item. What fails leaves nothing behind and stops none of the others; a repeat does nothing.

        :param items: at most 200 of ``{"client_uuid", "kind", "values", "base_version"}``; see doc/rest.md for kinds and values
        :return: ``{"results": [{"client_uuid", "kind", "status", "id", "message", "record"}]}`` in the order of the items; ``status`` is
            ``created``, ``changed``, ``repeated``, ``conflict`` or ``refused``, ``record`` the present state as `changes` tells it
        """
        return without_none(self._upload(items))

    @api.model
    def _upload(self, items):
        self._check_may_sync()
        if not isinstance(items, list) or len(items) > MOST:
            raise UserError(self.env._("What a client did is a list of at most %s items.", MOST))
        # of records this upload has changed: the version the client knew, for it cannot know the one in between
        known = {}
        return {"results": [self._take_in(item, known) for item in items]}

    @api.model
    def _take_in(self, item, known):
        named = item if isinstance(item, dict) else {}
        result = {name: self._echo(named.get(name)) for name in ("client_uuid", "kind")} | {"id": None, "message": None, "record": None}
        try:
            with self.env.cr.savepoint():
                status, record = self._apply(item, known)
            return {**result, "status": status, "id": record.id or None, "record": self._present(record)}
        except (OperationalError, LockError):
            # another transaction is at the same records: the whole upload starts again, and finds what it did not do yet
            raise
        except Conflicting as conflict:
            record = conflict.record
            return {**result, "status": "conflict", "id": record.id, "message": conflict.words, "record": self._present(record)}
        except UserError as error:
            # names of values are the client's, and may hold what no answer can
            return {**result, "status": "refused", "message": str(error.args[0]).encode("utf-8", "replace").decode()}
        except (IntegrityError, DataError):
            return {**result, "status": "refused", "message": self.env._("These values cannot be stored together.")}
        except (ValueError, TypeError, KeyError):
            _logger.exception("an item of an upload could not be read")
            return {**result, "status": "refused", "message": self.env._("These values cannot be read.")}

    def _echo(self, value):
        """A name the client gave, when it can stand in any answer."""
        return value[:80] if isinstance(value, str) and value.isascii() and value.isprintable() else None

    def _apply(self, item, known):
        """
        :return: (status, record)
        """
        uuid, kind = self._read_item(item)
        values = self.env["sales_os.api.shape"]._read_values(kind, uuid, item.get("values") or {})
        said = json.dumps([kind, item.get("values")], sort_keys=True, default=str)
        answered = self.env["sales_os.api.idempotency"]._claim(
            # a blank, which no Idempotency-Key of a request can hold
            f"sync {uuid}", hashlib.sha256(said.encode()).hexdigest(), "/sync")
        if answered.status:
            return self._repeated(answered, said)
        handler = {"visit": self._take_visit, "quote": self._take_quote}.get(kind)
        status, record = handler(values) if handler else self._act_on_visit(kind, values, item.get("base_version") or False, known)
        answered._keep(200, json.dumps([record._name, record.id]), "")
        return status, record

    def _read_item(self, item):
        if not isinstance(item, dict) or set(item) - NAMES:
            raise UserError(self.env._("An item holds %s, and nothing else.", ", ".join(sorted(NAMES))))
        uuid, kind, version = item.get("client_uuid"), item.get("kind"), item.get("base_version")
        if not isinstance(uuid, str) or not UUID.fullmatch(uuid):
            raise UserError(self.env._("Each item needs a client_uuid of its own: 8 to 64 letters, digits, dots, colons, dashes."))
        kinds = self.env["sales_os.api.shape"]._item_kinds()
        if not isinstance(kind, str) or kind not in kinds:
            raise UserError(self.env._("There is no such kind of item. Known are: %s.", ", ".join(kinds)))
        if not isinstance(item.get("values") or {}, dict) or not isinstance(version or "", str):
            raise UserError(self.env._("The values of an item are named values, its base_version is a text."))
        return uuid, kind

    def _repeated(self, answered, said):
        if answered.digest != hashlib.sha256(said.encode()).hexdigest():
            raise UserError(self.env._("This client_uuid was used for another item: each item needs one of its own."))
        model, record_id = json.loads(answered.answer)
        # as the caller sees it now, which may be not at all
        record = self.env[model].search([("id", "=", record_id)])
        return "repeated", record

    def _take_visit(self, values):
        self._reach("sales_os.rep", values["rep_id"], "rep_id")
        self._reach("res.partner", values["partner_id"], "partner_id")
        made = self.env["sales_os.visit"].record_call(values)
        return "created" if made["created"] else "repeated", self.env["sales_os.visit"].browse(made["id"])

    def _take_quote(self, values):
        self._reach("sales_os.rep", values["rep_id"], "rep_id")
        self._reach("res.partner", values["partner_id"], "partner_id")
        made = self.env["sale.order"].record_quote(values)
        return "created" if made["created"] else "repeated", self.env["sale.order"].browse(made["id"])

    def _act_on_visit(self, kind, values, base_version, known):
        begins, goal = {
            "visit_check_in": (("planned",), "in_progress"),
            "visit_check_out": (("in_progress",), "done"),
            "visit_cancel": (("planned", "in_progress", "missed"), "cancelled"),
            "visit_reschedule": (("planned", "missed"), None),
            "visit_note": (("planned", "in_progress", "done", "missed"), None),
        }[kind]
        visit = self._visit_of(values)
        if goal and visit.state == goal:
            return "repeated", visit
        if base_version and kind != "visit_note" and base_version not in (known.get(visit.id), self._version(visit)):
            raise Conflicting(visit, self.env._("Visit %s was changed by somebody else meanwhile.", visit.display_name))
        if visit.state not in begins:
            raise Conflicting(visit, self.env._(
                "Visit %(visit)s is %(state)s.", visit=visit.display_name, state=visit._state_label(visit.state)))
        if base_version:
            known[visit.id] = base_version
        if kind == "visit_note":
            note = self.env["sales_os.visit.note"].create([{**values, "visit_id": visit.id}])
            if note.visit_id != visit:
                raise UserError(self.env._("This client_uuid belongs to a note of another visit."))
        else:
            getattr(visit, kind.replace("visit_", "action_"))(**values)
        return "changed", visit

    def _visit_of(self, values):
        """The visit that an action is about, by its id or by the client's own name of it; both are taken out of the values."""
        record_id, uuid = values.pop("visit_id", None), values.pop("visit_uuid", None)
        if bool(record_id) == bool(uuid):
            raise UserError(self.env._("Name the visit by visit_id or by visit_uuid, one of both."))
        if record_id:
            return self._reach("sales_os.visit", record_id, "visit_id")
        visit = self.env["sales_os.visit"].search([("client_uuid", "=", uuid)])
        if not visit:
            raise UserError(self.env._("There is no visit %s that you may use: send it first.", uuid))
        return visit

    def _reach(self, model, record_id, name):
        record = self.env[model].search([("id", "=", record_id)])
        if not record:
            raise UserError(self.env._("%(name)s: there is no record %(id)s that you may use.", name=name, id=record_id))
        return record

    def _present(self, record):
        """The record as `changes` tells it; nothing when there is none."""
        if not record:
            return None
        kind = "quotes" if record._name == "sale.order" else "visits"
        return self._told(kind, record)[0]

    def _version(self, record):
        return version_of(self.env["sales_os.api.shape"]._of_kind("visits", record)[record.id])
