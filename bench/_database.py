"""A bench with Odoo: a copy of the template database, made by bin/bench and dropped after it."""

import os
from contextlib import contextmanager

import odoo.api
import odoo.service.server
from odoo.modules.registry import Registry


@contextmanager
def environment():
    """The administrator's environment; what a bench writes is rolled back."""
    with Registry(os.environ["SALES_OS_BENCH_DATABASE"]).cursor() as cursor:
        yield odoo.api.Environment(cursor, odoo.api.SUPERUSER_ID, {})
        cursor.rollback()


def start_web_server():
    """Serve the database from a thread of this process, for what is fetched while a PDF is made; its address."""
    odoo.service.server.start(preload=[], stop=True)
    return f"http://127.0.0.1:{os.environ['SALES_OS_BENCH_PORT']}"
