import io

from lxml import html as lxml_html
from reportlab.pdfbase.pdfmetrics import stringWidth

from odoo import api, models
from odoo.tools.pdf import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, PdfFileReader, PdfFileWriter

OURS = "sales_os.report_quote"
OUR_DOCUMENTS = (OURS, "sales_os.report_contract")
ODOOS = "sale.report_saleorder"
# on the <html> of a document that is complete in itself: no assets, no header, no footer, no scripts
DOCUMENT = "data-report-document"
PAGE_LABEL = "data-report-page-label"
MARK = DOCUMENT.encode()
POINTS_PER_MM = 72 / 25.4
SIDE_MARGIN, FOOT = 14 * POINTS_PER_MM, 8 * POINTS_PER_MM
FONT, FONT_NAME, FONT_SIZE = "Helvetica", "SalesOsPage", 7.5


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def _render_qweb_html(self, report_ref, docids, data=None):
        """Where the company wants it, the content of Odoo's quotation is ours: one place for print, mail, portal and shop."""
        if self._sales_os_prints_ours(report_ref, docids):
            report_ref = OURS
        return super()._render_qweb_html(report_ref, docids, data=data)

    @api.model
    def _sales_os_prints_ours(self, report_ref, docids):
        if not docids or self._get_report(report_ref).report_name != ODOOS:
            return False
        # sudo: a setting of the order's company, for whoever may print the order
        orders = self.env["sale.order"].browse(docids).sudo()
        return all(order.company_id.sales_os_quote_document for order in orders)

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Our documents are made one by one: own page numbers, and no need of a patched Qt for several in one file."""
        ours = self._get_report(report_ref).report_name in OUR_DOCUMENTS or self._sales_os_prints_ours(report_ref, res_ids)
        if not ours or len(res_ids or ()) < 2 or len(res_ids) != len(set(res_ids)):
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        streams = {}
        for res_id in res_ids:
            streams.update(super()._render_qweb_pdf_prepare_streams(report_ref, dict(data or {}), res_ids=[res_id]))
        return streams

    def _prepare_html(self, html, report_model=False):
        """A complete document is printed as it is; Odoo's layout would fetch styles and load a header and footer for each page."""
        if MARK not in html[:2000]:
            return super()._prepare_html(html, report_model=report_model)
        root = lxml_html.fromstring(html, parser=lxml_html.HTMLParser(encoding="utf-8"))
        arguments = {name: value for name, value in root.items() if name.startswith("data-report-")}
        ids = [int(node.get("data-oe-id")) for node in root.xpath("//div[@data-oe-model and @data-oe-id]")]
        return [html.decode()], ids, None, None, arguments

    @api.model
    def _build_wkhtmltopdf_args(self, paperformat_id, landscape, specific_paperformat_args=None, set_viewport_size=False):
        arguments = super()._build_wkhtmltopdf_args(
            paperformat_id, landscape, specific_paperformat_args=specific_paperformat_args, set_viewport_size=set_viewport_size)
        if specific_paperformat_args and DOCUMENT in specific_paperformat_args:
            margin = specific_paperformat_args.get("data-report-margin-side", "14")
            arguments += ["--margin-left", margin, "--margin-right", margin, "--javascript-delay", "0", "--disable-javascript"]
        return arguments

    @api.model
    def _run_wkhtmltopdf(
        self, bodies, report_ref=False, header=None, footer=None, landscape=False, specific_paperformat_args=None, set_viewport_size=False,
    ):
        content = super()._run_wkhtmltopdf(
            bodies, report_ref=report_ref, header=header, footer=footer, landscape=landscape,
            specific_paperformat_args=specific_paperformat_args, set_viewport_size=set_viewport_size)
        label = (specific_paperformat_args or {}).get(PAGE_LABEL)
        return content if label is None else self._sales_os_number_pages(content, label)

    @api.model
    def _sales_os_number_pages(self, content, label):
        """Write "label  page / pages" at the foot of every page: the printing program without patched Qt cannot.

        What is on the pages is not read: each gets one more piece of content, which is quick for any number of pages.
        """
        writer = PdfFileWriter()
        for page in PdfFileReader(io.BytesIO(content)).pages:
            writer.addPage(page)
        # the standard fonts of PDF know Latin letters only
        label = label if label.isascii() else ""
        begin = writer._addObject(self._sales_os_pdf_stream("q\n"))
        for number, page in enumerate(writer.pages, 1):
            text = f"{label}   {number} / {len(writer.pages)}".strip()
            left = float(page.mediabox[2]) - SIDE_MARGIN - stringWidth(text, FONT, FONT_SIZE)
            escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            end = f"\nQ q 0.45 g BT /{FONT_NAME} {FONT_SIZE} Tf {left:.2f} {FOOT:.2f} Td ({escaped}) Tj ET Q\n"
            former = page["/Contents"] if isinstance(page["/Contents"], ArrayObject) else [page.raw_get("/Contents")]
            page[NameObject("/Contents")] = ArrayObject([begin, *former, writer._addObject(self._sales_os_pdf_stream(end))])
            fonts = page["/Resources"].get("/Font", DictionaryObject()).get_object()
            fonts[NameObject(f"/{FONT_NAME}")] = DictionaryObject({
                NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject(f"/{FONT}"), NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
            })
            page["/Resources"].get_object()[NameObject("/Font")] = fonts
        result = io.BytesIO()
        writer.write(result)
        return result.getvalue()

    @api.model
    def _sales_os_pdf_stream(self, text):
        stream = DecodedStreamObject()
        stream.setData(text.encode("ascii"))
        return stream
