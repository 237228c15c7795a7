"""Odoo's own command line, as a file (see odoo.sh)."""

import odoo.cli

if __name__ == "__main__":
    odoo.cli.main()
