from . import test_append_only
from . import test_audit_entry
from . import test_hash_chain
from . import test_map_browser
from . import test_map_view
from . import test_match_row
from . import test_shared_work
from . import test_state_mixin
