import base64

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.image import ImageProcess, image_data_uri

from odoo.addons.sales_os.algorithms.visit.working_day import local_date, local_time

PHOTO_SIDE = 900
FALLBACK_COLOUR = "#714B67"


class ReportSalesOsVisit(models.AbstractModel):
    """What the visit report shows. All text is set in a system font, so that the PDF can be searched."""

    _name = "report.sales_os.report_visit"
    _description = "Visit Report"

    @api.model
    def _get_report_values(self, docids, data=None):
        visits = self.env["sales_os.visit"].browse(docids).exists()
        if not visits:
            raise UserError(self.env._("There is no visit to print."))
        visits.check_access("read")
        return {
            "doc_ids": visits.ids,
            "doc_model": "sales_os.visit",
            "docs": visits,
            "colour": self._colour,
            "clock": self._clock,
            "day": self._day,
            "picture": self._picture,
            "logo": self._logo,
        }

    @api.model
    def _colour(self, visit):
        # sudo: the letterhead of the visit's company, also for those who may not read companies
        return visit.company_id.sudo().primary_color or FALLBACK_COLOUR

    @api.model
    def _clock(self, moment, visit):
        return local_time(moment=moment, tz=visit.rep_id.tz).strftime("%H:%M") if moment else ""

    @api.model
    def _day(self, moment, visit):
        return local_date(moment=moment, tz=visit.rep_id.tz) if moment else False

    @api.model
    def _logo(self, visit):
        # sudo: see _colour
        logo = visit.company_id.sudo().logo
        return image_data_uri(logo) if logo else False

    @api.model
    def _picture(self, image):
        """The picture as it stands in the page: no request leaves the printing program."""
        if not image:
            return False
        picture = ImageProcess(base64.b64decode(image))
        if picture.image:
            picture.resize(PHOTO_SIDE, PHOTO_SIDE)
            image = base64.b64encode(picture.image_quality(quality=80))
        return image_data_uri(image)
