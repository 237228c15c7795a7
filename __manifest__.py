{
    "name": "Sales OS",
    "summary": "Territories, visits and optimised route plans on Odoo Sales and CRM",
    "version": "19.0.0.1.0",
    "category": "Sales/Sales",
    "author": "Sales OS contributors",
    "website": "https://github.com/sales-os/sales_os",
    "license": "AGPL-3",
    "application": True,
    "depends": [
        "sale_management",
        "sale_crm",
        "sale_margin",
        "base_geolocalize",
        "web_leaflet_lib",
    ],
    "external_dependencies": {
        "python": [
            "numpy",
            "scipy",
            "pyvrp>=0.14.1,<0.15; python_version >= '3.11'",
        ],
    },
    "data": [
        # core
        "security/sales_os_groups.xml",
        "security/ir.model.access.csv",
        "security/core_rules.xml",
        "security/rep_rules.xml",
        "security/territory_rules.xml",
        "security/visit_rules.xml",
        "security/route_rules.xml",
        "data/core_data.xml",
        "data/rep_data.xml",
        "data/territory_data.xml",
        "data/visit_data.xml",
        "data/route_data.xml",
        # every window: views and wizards before the menus that open them
        "views/core/audit_entry_views.xml",
        "views/core/res_config_settings_views.xml",
        "views/rep/rep_views.xml",
        "views/customer/res_partner_views.xml",
        "views/territory/territory_views.xml",
        "views/territory/territory_rule_views.xml",
        "views/territory/territory_version_views.xml",
        "views/territory/territory_assignment_views.xml",
        "views/visit/visit_views.xml",
        "views/route/route_plan_views.xml",
        "views/menus.xml",
    ],
    "demo": [
    ],
    "assets": {
        "web.assets_backend": [
            "sales_os/static/src/**/*",
        ],
        # Leaflet for pages without the backend's bundle, fetched when a map opens
        "sales_os.assets_leaflet": [
            "web_leaflet_lib/static/lib/leaflet/leaflet.css",
            "web_leaflet_lib/static/lib/leaflet/leaflet.js",
        ],
        "web.assets_tests": [
            "sales_os/static/tests/tours/**/*",
        ],
        "web.assets_unit_tests": [
            "sales_os/static/tests/unit/**/*",
        ],
    },
}
