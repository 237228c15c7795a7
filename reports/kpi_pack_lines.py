from odoo import api, models
from odoo.tools import SQL

BATCH = 2000
NAMED = {
    "move_id": "account.move", "partner_id": "res.partner", "product_id": "product.product", "category_id": "product.category",
    "rep_id": "sales_os.rep", "territory_id": "sales_os.territory", "channel_id": "sales_os.channel",
}
# a name is kept in mind while there are not too many of its kind
KEPT = 20_000


class SalesOsKpi(models.Model):
    """The lines behind a pack, read and written in portions."""

    _inherit = "sales_os.kpi"

    @api.model
    def _sheet_lines(self, book, place, span):
        """Write every sold line that the reader may see; return their number."""
        heads = [self.env._("Date"), self.env._("Invoice"), self.env._("Customer"), self.env._("Product"), self.env._("Category"),
                 self.env._("Representative"), self.env._("Territory"), self.env._("Channel"), self.env._("Units"), self.env._("Revenue")]
        sheet = book.sheet(self.env._("Lines"), (12, 18, 28, 28, 20, 22, 20, 18, 10, 16))
        row = 1
        # the sum stands above the lines, for they are written as they come
        sheet.write_string(0, 8, self.env._("Sum"), book.styles["total"])
        sheet.write_formula(0, 9, "=SUM(J3:J1048576)", book.styles["total"])
        book.heads(sheet, 1, heads)
        sheet.freeze_panes(2, 0)
        for rows in self._lines_of_pack(place, span):
            for day, *names, units, revenue in rows:
                row += 1
                sheet.write_datetime(row, 0, day, book.styles["date"])
                for column, name in enumerate(names, 1):
                    if name:
                        sheet.write_string(row, column, name, book.styles["text"])
                sheet.write_number(row, 8, units, book.styles["unit_units"])
                sheet.write_number(row, 9, revenue, book.styles["unit_money"])
        return row - 1

    @api.model
    def _lines_of_pack(self, place, span):
        """Yield portions of ``(day, invoice, customer, product, category, rep, territory, channel, units, revenue)``."""
        model, domain, _context = self._records_sold("revenue", place, *self._bounds(span))
        Line = self.env[model]
        # the reader's own rules apply: what may not be opened is not exported
        query = Line._search([*domain, ["company_id", "=", self.env.company.id]], order="date, id")
        columns = ["date", *NAMED, "units", "revenue_amount"]
        self.env["sales_os.sold"]._flush_sold()
        select = query.select(*(Line._field_to_sql(Line._table, name, query) for name in columns))
        known = {name: {} for name in NAMED}
        self.env.cr.execute(SQL("DECLARE sales_os_pack_lines NO SCROLL CURSOR FOR %s", select))
        try:
            while rows := self.env.execute_query(SQL("FETCH %s FROM sales_os_pack_lines", BATCH)):
                yield [self._named(row, known) for row in self._with_names(rows, known)]
        finally:
            self.env.cr.execute(SQL("CLOSE sales_os_pack_lines"))

    @api.model
    def _with_names(self, rows, known):
        for column, (name, model) in enumerate(NAMED.items(), 1):
            if len(known[name]) > KEPT:
                known[name].clear()
            missing = {row[column] for row in rows if row[column]} - set(known[name])
            # sudo: the names of what a line that may be seen is about
            records = self.env[model].sudo().browse(missing)
            known[name].update((record.id, record.display_name or "") for record in records)
            records.invalidate_recordset(flush=False)
        return rows

    @api.model
    def _named(self, row, known):
        names = (known[name].get(value, "") if value else "" for name, value in zip(NAMED, row[1:-2], strict=True))
        return (row[0], *names, float(row[-2] or 0), float(row[-1] or 0))
