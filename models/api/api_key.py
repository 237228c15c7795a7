from odoo import fields, models

from odoo.addons.base.models.res_users import KEY_CRYPT_CONTEXT, check_identity

SCOPES = {"api": "sales_os.api", "read": "sales_os.api.read"}


class ResUsersApikeys(models.Model):
    _inherit = "res.users.apikeys"

    def _sales_os_owner(self, key, reads_only=False):
        """The id of the user who owns a key that opens the REST API, or None.

        Keys without a scope open everything, as everywhere in Odoo; keys made for this API open nothing else.
        """
        for scope in [SCOPES["api"], *([SCOPES["read"]] if reads_only else [])]:
            uid = self._check_credentials(scope=scope, key=key)
            if uid:
                return uid
        # an unknown key takes as long as a known one with a wrong ending
        KEY_CRYPT_CONTEXT.dummy_verify()
        return None

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
