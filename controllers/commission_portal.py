import base64

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

PAGE = 20


class CommissionPortal(CustomerPortal):
    """An external agent's statements. Found by a secret word, shown to that agent's login alone."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "commission_count" in counters:
            values["commission_count"] = len(request.env["sales_os.commission.statement"]._of_portal_user())
        return values

    @http.route(["/my/commissions", "/my/commissions/page/<int:page>"], type="http", auth="user", website=True)
    def portal_commissions(self, page=1, **_kwargs):
        statements = request.env["sales_os.commission.statement"]._of_portal_user()
        paged = pager(url="/my/commissions", total=len(statements), page=page, step=PAGE)
        return request.render("sales_os.portal_commissions", {
            **self._prepare_portal_layout_values(), "page_name": "commissions", "pager": paged, "default_url": "/my/commissions",
            "statements": statements[paged["offset"]:paged["offset"] + PAGE],
        })

    @http.route("/my/commissions/<string:token>", type="http", auth="user", website=True)
    def portal_commission(self, token, told=None, **_kwargs):
        statement = self._statement(token)
        if not statement:
            return request.not_found()
        return request.render("sales_os.portal_commission", {
            **self._prepare_portal_layout_values(), "page_name": "commission", "statement": statement, "content": statement._content(),
            "waiting": statement._waiting(), "told": told, "token": token,
            "disputes": statement.dispute_ids.sorted("id", reverse=True),
        })

    @http.route("/my/commissions/<string:token>/<any(pdf,xlsx):kind>", type="http", auth="user", website=True)
    def portal_commission_file(self, token, kind, **_kwargs):
        statement = self._statement(token)
        if not statement:
            return request.not_found()
        if kind == "pdf":
            data, mime = statement._pdf(), "application/pdf"
        else:
            data, mime = statement._workbook(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return _download(data, mime, statement._file_name(kind))

    @http.route("/my/commissions/<string:token>/dispute", type="http", auth="user", methods=["POST"], website=True)
    def portal_commission_dispute(self, token, line="0", reason="", **_kwargs):
        statement = self._statement(token)
        if not statement:
            return request.not_found()
        told = "sent"
        try:
            with request.env.cr.savepoint():
                statement._portal_dispute(int(line) if line.isdigit() else 0, reason.strip())
        except (UserError, ValidationError):
            # too early, said already, or without a reason: the page says which lines can be disputed
            told = "refused"
        return request.redirect(f"/my/commissions/{token}?told={told}#disputes")

    def _statement(self, token):
        return request.env["sales_os.commission.statement"]._of_portal_user(token)


class CommissionStatementFile(http.Controller):
    @http.route("/sales_os/commission_statement/<int:statement_id>.xlsx", type="http", auth="user", readonly=False)
    def statement_xlsx(self, statement_id):
        """The workbook, for whoever may read the statement; for others it does not exist."""
        statement = request.env["sales_os.commission.statement"].browse(statement_id)
        try:
            file = statement.action_xlsx()
        except (AccessError, MissingError):
            return request.not_found()
        return _download(base64.b64decode(file["data"]), file["mimetype"], file["filename"])


def _download(data, mime, name):
    return request.make_response(data, [
        ("Content-Type", mime), ("Content-Length", len(data)), ("Content-Disposition", http.content_disposition(name)),
        ("X-Content-Type-Options", "nosniff"), ("Cache-Control", "private, no-store"),
    ])
