import base64
import io

from PIL import Image

from odoo.exceptions import AccessError, UserError, ValidationError

from .common import VisitCase


class TestVisitNote(VisitCase):
    def test_photo_and_signature_are_attachments_of_the_note(self):
        visit = self.as_rep(self.visit_of())
        note = (
            self.env["sales_os.visit.note"]
            .with_user(self.user_rep)
            .create({"visit_id": visit.id, "photo": self.pixel(), "signature": self.pixel(), "signed_by": "李娜"})
        )
        self.assertTrue(note.has_photo and note.has_signature and note.signed_on)
        self.assertEqual((visit.photo_count, visit.has_signature), (1, True))
        attachments = (
            self.env["ir.attachment"].sudo().search([("res_model", "=", note._name), ("res_id", "=", note.id), ("res_field", "!=", False)])
        )
        self.assertEqual(set(attachments.mapped("res_field")), {"photo", "signature"})
        with self.assertRaises(AccessError):
            attachments.with_user(self.user_rep2).mapped("raw")

    def test_who_may_and_what_is_there_are_never_told_by_the_caller(self):
        theirs = self.visit_of(rep=self.rep2, type_id=self.type_delivery.id)
        Note = self.env["sales_os.visit.note"].with_user(self.user_rep)
        with self.assertRaises(AccessError):
            Note.create({"visit_id": theirs.id, "body": "forged", "rep_id": self.rep.id, "company_id": self.company.id})
        with self.assertRaises(AccessError):
            self.env["sales_os.visit.check"].with_user(self.user_rep).create(
                {"visit_id": theirs.id, "name": "forged", "rep_id": self.rep.id}
            )
        note = Note.create(
            {"visit_id": self.visit_of().id, "body": "x", "has_signature": True, "has_photo": True, "signed_on": "2020-01-01"}
        )
        note.write({"has_signature": True, "rep_id": self.rep2.id})
        self.assertEqual((note.has_signature, note.has_photo, note.rep_id, note.signed_on), (False, False, self.rep, False))

    def test_a_photo_keeps_no_place(self):
        picture = Image.new("RGB", (40, 30), "red")
        exif = picture.getexif()
        exif[0x010E] = "SECRET PLACE"
        exif.get_ifd(0x8825)[2] = (52.0, 31.0, 1.0)
        for kind in ("JPEG", "PNG"):
            stream = io.BytesIO()
            picture.save(stream, kind, exif=exif)
            self.assertIn(b"SECRET PLACE", stream.getvalue())
            for name in ("photo", "signature"):
                note = self.env["sales_os.visit.note"].create({"visit_id": self.visit_of().id, name: base64.b64encode(stream.getvalue())})
                kept = base64.b64decode(note[name])
                self.assertNotIn(b"SECRET PLACE", kept, kind)
                self.assertFalse(Image.open(io.BytesIO(kept)).getexif(), kind)

    def test_drawings_that_carry_programs_are_refused(self):
        drawing = base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
        for picture in (drawing, base64.b64encode(b"RIFF....WEBPVP8 ....")):
            with self.assertRaises(UserError):
                self.env["sales_os.visit.note"].create({"visit_id": self.visit_of().id, "photo": picture})

    def test_an_empty_note_is_refused(self):
        for body in (False, "   "):
            with self.assertRaises(ValidationError):
                self.env["sales_os.visit.note"].create({"visit_id": self.visit_of().id, "body": body})

    def test_what_is_no_picture_is_refused(self):
        with self.assertRaises(UserError):
            self.env["sales_os.visit.note"].with_user(self.user_rep).create(
                {"visit_id": self.visit_of().id, "photo": "bm90IGEgcGljdHVyZQ=="}
            )

    def test_notes_of_a_closed_visit_stay_and_new_ones_may_be_added(self):
        visit = self.checked_in()
        note = self.env["sales_os.visit.note"].with_user(self.user_rep).create({"visit_id": visit.id, "body": "heard"})
        note.body = "heard and mended"
        visit.action_check_out("order")
        with self.assertRaises(UserError):
            note.body = "rewritten"
        with self.assertRaises(UserError):
            note.unlink()
        note.create({"visit_id": visit.id, "body": "remembered later"})

    def test_a_note_stays_with_its_visit(self):
        note = self.env["sales_os.visit.note"].create({"visit_id": self.visit_of().id, "body": "heard"})
        with self.assertRaises(UserError):
            note.visit_id = self.visit_of(rep=self.rep2)

    def test_notes_follow_the_rights_of_the_visit(self):
        note = self.env["sales_os.visit.note"].create({"visit_id": self.visit_of().id, "body": "heard"})
        self.assertEqual(note.with_user(self.user_manager).body, "heard")
        self.assertEqual(note.with_user(self.user_executive).body, "heard")
        with self.assertRaises(AccessError):
            note.with_user(self.user_rep2).read(["body"])
        with self.assertRaises(AccessError):
            self.env["sales_os.visit.note"].with_user(self.user_rep2).create({"visit_id": note.visit_id.id, "body": "mine"})
        with self.assertRaises(AccessError):
            note.with_user(self.user_executive).write({"body": "mine"})

    def test_checklist_of_a_closed_visit_stays(self):
        visit = self.visit_of(type_id=self.type_delivery.id)
        visit.action_cancel("no need")
        with self.assertRaises(UserError):
            self.as_rep(visit).checklist_ids[0].is_done = True
