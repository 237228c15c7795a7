"""XML-RPC and JSON-RPC: an address that tried too many unknown keys or passwords has to wait, as at the other doors."""

from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _login(self, credential, user_agent_env):
        with self.env["ir.http"]._sales_os_rpc_guessing(self.env, credential.get("login"), credential.get("password")):
            return super()._login(credential, user_agent_env)

    @api.model
    def _check_uid_passwd(self, uid, passwd):
        with self.env["ir.http"]._sales_os_rpc_guessing(self.env, uid, passwd):
            return super()._check_uid_passwd(uid, passwd)
