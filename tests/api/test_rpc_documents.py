"""The examples of doc/rpc.md, run against a live server as a user of each group."""

import functools
import os
import re
import subprocess
import unittest
import xmlrpc.client
from pathlib import Path
from unittest.mock import patch

import requests

from odoo.tests import tagged
from odoo.tests.common import Transport
from odoo.tools import mute_logger

from .rest_case import RestCase

DOCUMENT = Path(__file__).resolve().parents[2] / "doc" / "rpc.md"
EXAMPLE = re.compile(r"^```(python|sh)(?: for ([\w,]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@tagged("post_install", "-at_install")
class TestRpcDocuments(RestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not DOCUMENT.is_file():
            raise unittest.SkipTest("only a checkout has the documents")
        cls.manager = cls.make_rep(cls.user_manager)
        cls.rep = cls.make_rep(cls.user_rep, parent_id=cls.manager.id)
        cls.customer = cls.make_partner("Shop", user_id=cls.user_rep.id)
        cls.product = cls.env["product.product"].create({"name": "Machine", "list_price": 1000.0})
        cls.users = {
            "rep": cls.user_rep, "manager": cls.user_manager, "executive": cls.user_executive, "admin": cls.user_admin_so,
        }

    def test_every_example_works_for_every_role_it_is_for(self):
        examples = EXAMPLE.findall(DOCUMENT.read_text())
        self.assertGreaterEqual(len(examples), 10)
        run = dict.fromkeys(self.users, 0)
        for role, user in self.users.items():
            facts = {
                "URL": self.base_url(), "DB": self.env.cr.dbname, "LOGIN": user.login, "KEY": self.keys[user], "REP": self.rep.id,
                "CUSTOMER": self.customer.id, "PRODUCT": self.product.id,
            }
            names = {name: facts[name] for name in ("REP", "CUSTOMER", "PRODUCT")}
            for kind, only, text in examples:
                if only and role not in only.split(","):
                    continue
                self.env.flush_all()
                with self.subTest(role=role, example=text[:60]), mute_logger("odoo.addons.rpc.controllers"):
                    if kind == "python":
                        self.run_python(text, names, facts)
                    else:
                        self.run_shell(text, facts)
                self.env.invalidate_all()
                run[role] += 1
        self.assertEqual((run["rep"], run["executive"]), (len(examples), len(examples) - 3))

    def run_python(self, text, names, facts):
        """In this process: only so do the calls reach the transaction of the test."""
        server = functools.partial(xmlrpc.client.ServerProxy, transport=Transport(self))
        environment = {name: str(value) for name, value in facts.items()}
        with (
            patch.dict(os.environ, environment), patch.object(xmlrpc.client, "ServerProxy", server),
            patch.object(requests, "post", self.opener.post), patch.object(requests, "get", self.opener.get),
            patch("builtins.print"),
        ):  # fmt: skip
            exec(compile(text, str(DOCUMENT), "exec"), names)  # noqa: S102 our own document

    def run_shell(self, text, facts):
        script = f'set -e\ncurl() {{ command curl -b "$COOKIES" "$@"; }}\n{text}'
        with self.allow_requests(all_requests=True):
            cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.opener.cookies)
            environment = {**os.environ, **{name: str(value) for name, value in facts.items()}, "COOKIES": cookies}
            done = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
        self.assertIn(done.stdout[:1], "{[")
