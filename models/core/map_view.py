from odoo import fields, models

# attribute -> the types a field named there may have; empty = any
FIELD_ATTRIBUTES = {
    "latitude": {"float"},
    "longitude": {"float"},
    "label": set(),
    "color": {"integer", "char", "selection", "many2one"},
    "badge": {"integer", "char"},
    "date": {"date", "datetime"},
}
REQUIRED_ATTRIBUTES = ("latitude", "longitude")
OTHER_ATTRIBUTES = {"__validate__", "string", "class", "js_class", "create", "edit", "delete", "default_order", "limit", "shapes_model"}


class IrUiView(models.Model):
    """View type ``sales_os_map``: records with a position on a map; the arch names the fields by attributes."""

    _inherit = "ir.ui.view"

    type = fields.Selection(selection_add=[("sales_os_map", "Map")])

    def _get_view_info(self):
        return {"sales_os_map": {"icon": "fa fa-map-marker"}} | super()._get_view_info()

    def _postprocess_tag_sales_os_map(self, node, name_manager, node_info):
        for attribute in FIELD_ATTRIBUTES:
            if path := node.get(attribute):
                name_manager.has_field(node, path.split(".", 1)[0], node_info)

    def _validate_tag_sales_os_map(self, node, name_manager, node_info):
        for attribute in FIELD_ATTRIBUTES:
            if path := node.get(attribute):
                name_manager.has_field(node, path.split(".", 1)[0], node_info)
        if not node_info["validate"]:
            return
        unknown = set(node.attrib) - set(FIELD_ATTRIBUTES) - OTHER_ATTRIBUTES
        if unknown:
            self._raise_view_error(self.env._(
                "A map view does not know: %(unknown)s. It knows: %(known)s.",
                unknown=", ".join(sorted(unknown)),
                known=", ".join(sorted({*FIELD_ATTRIBUTES, *OTHER_ATTRIBUTES} - {"__validate__"})),
            ), node)
        missing = [attribute for attribute in REQUIRED_ATTRIBUTES if not node.get(attribute)]
        if missing:
            self._raise_view_error(self.env._(
                "A map view must name the fields of the position: %s is missing.", ", ".join(missing)), node)
        for attribute, types in FIELD_ATTRIBUTES.items():
            if node.get(attribute):
                self._check_map_field(node, name_manager.model, attribute, types)
        if node.get("limit") and not node.get("limit").isdigit():
            self._raise_view_error(self.env._("The limit of a map view must be a whole number."), node)
        self._check_map_shapes(node)
        for child in node.iterchildren("*"):
            if child.tag != "field":
                self._raise_view_error(self.env._("A map view contains fields only, not <%s>.", child.tag), child)

    def _check_map_field(self, node, model, attribute, types):
        """Follow a path such as ``partner_id.partner_latitude`` and check where it ends."""
        path = node.get(attribute)
        field = None
        for name in path.split("."):
            field = model._fields.get(name) if model is not None else None
            if field is None:
                self._raise_view_error(self.env._(
                    "%(attribute)s=“%(path)s” of the map view: there is no field “%(name)s” here.",
                    attribute=attribute, path=path, name=name), node)
            model = self.env[field.comodel_name] if field.type == "many2one" else None
        if types and field.type not in types:
            self._raise_view_error(self.env._(
                "%(attribute)s=“%(path)s” of the map view must be a field of type %(types)s, not %(type)s.",
                attribute=attribute, path=path, types=", ".join(sorted(types)), type=field.type), node)

    def _check_map_shapes(self, node):
        name = node.get("shapes_model")
        if name and not hasattr(self.env.get(name), "map_shapes"):
            self._raise_view_error(self.env._(
                "shapes_model=“%s” of the map view must name a model with a method map_shapes.", name), node)


class IrActionsActWindowView(models.Model):
    _inherit = "ir.actions.act_window.view"

    view_mode = fields.Selection(selection_add=[("sales_os_map", "Map")], ondelete={"sales_os_map": "cascade"})
