from . import audit_entry
from . import export_audit
from . import ir_http
from . import map_view
from . import match_mixin
from . import res_company
from . import res_config_settings
from . import state_mixin
