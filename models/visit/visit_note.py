import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.image import ImageProcess

PHOTO_SIDE = 1920
CLOSED = ("done", "cancelled")
DERIVED = frozenset({"rep_id", "partner_id", "company_id", "has_photo", "has_signature"})


class SalesOsVisitNote(models.Model):
    """What was heard, seen or signed at a visit."""

    _name = "sales_os.visit.note"
    _description = "Visit Note"
    _inherit = ["sales_os.client.uuid.mixin"]
    _order = "id"

    visit_id = fields.Many2one("sales_os.visit", required=True, ondelete="cascade", index=True)
    rep_id = fields.Many2one(related="visit_id.rep_id", store=True, index=True)
    partner_id = fields.Many2one(related="visit_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="visit_id.company_id", store=True)
    kind = fields.Selection(
        [
            ("general", "General"),
            ("need", "Need"),
            ("objection", "Objection"),
            ("competitor", "Competitor"),
            ("stock", "Stock"),
            ("price", "Price"),
        ],
        default="general",
        required=True,
        index=True,
    )
    body = fields.Text(string="Note")
    photo = fields.Image(max_width=PHOTO_SIDE, max_height=PHOTO_SIDE)
    signature = fields.Image(max_width=1024, max_height=1024)
    signed_by = fields.Char()
    signed_on = fields.Datetime(readonly=True)
    has_photo = fields.Boolean(compute="_compute_has_photo", store=True)
    has_signature = fields.Boolean(compute="_compute_has_signature", store=True)

    @api.depends("kind", "body")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for note in self:
            note.display_name = f"{kinds.get(note.kind, '')}: {(note.body or '').strip()[:60]}".strip(": ")

    @api.depends("photo")
    def _compute_has_photo(self):
        for note in self.with_context(bin_size=True):
            note.has_photo = bool(note.photo)

    @api.depends("signature")
    def _compute_has_signature(self):
        for note in self.with_context(bin_size=True):
            note.has_signature = bool(note.signature)

    @api.constrains("body", "photo", "signature")
    def _check_not_empty(self):
        for note in self:
            if not ((note.body or "").strip() or note.has_photo or note.has_signature):
                raise ValidationError(self.env._("A note to visit %s needs a text, a photo or a signature.", note.visit_id.display_name))

    @api.model_create_multi
    def create(self, vals_list):
        notes = super().create([self._clean_vals(vals) for vals in vals_list])
        for visit in notes.visit_id:
            if visit.state == "cancelled" and not self.env.su:
                raise UserError(self.env._("Visit %s is cancelled: notes belong to visits that take place.", visit.display_name))
        return notes

    def write(self, vals):
        self._check_open()
        if "visit_id" in vals and any(note.visit_id.id != vals["visit_id"] for note in self):
            raise UserError(self.env._("A note stays with its visit: write a new one to the other visit."))
        return super().write(self._clean_vals(vals))

    def _clean_vals(self, vals):
        """Date the signature, and keep of a picture only what is seen: cameras write the place into it."""
        # derived from the visit and the pictures: never told by the caller
        vals = {name: value for name, value in vals.items() if name not in DERIVED and (self.env.su or name != "signed_on")}
        if "signature" in vals and not vals.get("signed_on"):
            vals["signed_on"] = fields.Datetime.now() if vals["signature"] else False
        for name in ("photo", "signature"):
            if vals.get(name):
                vals[name] = self._without_data(vals[name])
        return vals

    def _without_data(self, picture):
        try:
            process = ImageProcess(base64.b64decode(picture))
        except binascii.Error as error:
            raise UserError(self.env._("The picture did not arrive whole: please send it again.")) from error
        if not process.image:
            raise UserError(self.env._("Please send the picture as JPEG or PNG."))
        process.image.info.clear()
        process.resize(PHOTO_SIDE, PHOTO_SIDE)
        process.operationsCount += 1
        return base64.b64encode(process.image_quality())

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._check_open()

    def _check_open(self):
        if self.env.su:
            return
        for visit in self.visit_id:
            if visit.state in CLOSED:
                raise UserError(
                    self.env._(
                        "Visit %(visit)s is %(state)s: its notes stay as they are. Add a new note instead.",
                        visit=visit.display_name,
                        state=visit._state_label(visit.state),
                    )
                )


class SalesOsVisit(models.Model):
    _inherit = "sales_os.visit"

    note_ids = fields.One2many("sales_os.visit.note", "visit_id", string="Notes", copy=False)
    note_count = fields.Integer(string="Number of Notes", compute="_compute_note_facts")
    photo_count = fields.Integer(string="Number of Photos", compute="_compute_note_facts")
    has_signature = fields.Boolean(string="Signed", compute="_compute_note_facts")

    @api.depends("note_ids.has_photo", "note_ids.has_signature")
    def _compute_note_facts(self):
        for visit in self:
            visit.note_count = len(visit.note_ids)
            visit.photo_count = len(visit.note_ids.filtered("has_photo"))
            visit.has_signature = any(visit.note_ids.mapped("has_signature"))
