import functools

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.base.models.res_users import INDEX_SIZE, KEY_CRYPT_CONTEXT, check_identity

SCOPES = {"api": "sales_os.api", "read": "sales_os.api.read"}


@functools.cache
def _hash_of_nothing():
    return KEY_CRYPT_CONTEXT.hash("")


class ResUsersApikeys(models.Model):
    _inherit = "res.users.apikeys"

    def _sales_os_owner(self, key, reads_only=False):
        """The id of the user who owns a key that opens the REST API, or None.

        Keys without a scope open everything, as everywhere in Odoo; keys made for this API open nothing else.
        """
        rows = self._sales_os_candidates(key, [SCOPES["api"], *([SCOPES["read"]] if reads_only else [])])
        if not rows:
            self._sales_os_work_for_nothing(key)
            return None
        matches = [uid for uid, hashed in rows if KEY_CRYPT_CONTEXT.verify(key, hashed)]
        return matches[0] if matches else None

    def _check_credentials(self, *, scope, key):
        """As /json/2 and XML-RPC ask: the same, and the same work for keys of which not even the beginning is known."""
        uid = super()._check_credentials(scope=scope, key=key)
        # trusted devices inherit this, with a table of their own
        if not uid and self._name == "res.users.apikeys" and not self._sales_os_candidates(key, [scope]):
            self._sales_os_work_for_nothing(key)
        return uid

    def _sales_os_candidates(self, key, scopes):
        """``[(user id, hash)]`` of the valid keys that begin as this one, as _check_credentials of Odoo finds them for one scope."""
        return self.env.execute_query(SQL(
            """SELECT keys.user_id, keys.key
                 FROM res_users_apikeys keys JOIN res_users owner ON owner.id = keys.user_id AND owner.active
                WHERE keys.index = %s AND (keys.scope IS NULL OR keys.scope = ANY(%s))
                  AND (keys.expiration_date IS NULL OR keys.expiration_date >= now() AT TIME ZONE 'utc')""",
            key[:INDEX_SIZE], scopes))

    def _sales_os_work_for_nothing(self, key):
        """The same work as for a known beginning: how long an answer takes tells nothing of the keys there are."""
        KEY_CRYPT_CONTEXT.verify(key, _hash_of_nothing())

    def _generate(self, scope, name, expiration_date):
        """A key may be made narrower than Odoo's own dialog makes it, never wider."""
        wanted = SCOPES.get(self.env.context.get("sales_os_key_scope"))
        return super()._generate(scope or wanted, name, expiration_date)


class ResUsersApikeysDescription(models.TransientModel):
    _inherit = "res.users.apikeys.description"

    sales_os_scope = fields.Selection(
        [("everything", "Everything I may do"), ("api", "Sales OS REST API only"), ("read", "Sales OS REST API, reading only")],
        string="Opens",
        default="everything",
        required=True,
        help="A narrow key does less harm when it is lost. Programs that use XML-RPC or /json/2 need a key that opens everything.",
    )

    @check_identity
    def make_key(self):
        return super(ResUsersApikeysDescription, self.with_context(sales_os_key_scope=self.sales_os_scope)).make_key()
