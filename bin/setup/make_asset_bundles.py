"""Read by `odoo shell`: makes the bundles that pages, reports and tours ask for now, not when the first browser does."""

SCRIPTS = ("web.assets_web", "web.assets_frontend_minimal", "web.assets_frontend_lazy", "web.assets_tests", "web.__assets_tests_call__")
STYLES = ("web.assets_web", "web.assets_web_print", "web.assets_frontend", "web.report_assets_common", "web.report_assets_pdf")

qweb = env["ir.qweb"]  # noqa: F821
for bundle in SCRIPTS:
    qweb._get_asset_bundle(bundle, css=False, js=True).js()
for bundle in STYLES:
    qweb._get_asset_bundle(bundle, css=True, js=False).css()
env.cr.commit()  # noqa: F821
