from . import test_page_cursor
from . import test_request_identity
from . import test_rest_conforms
from . import test_rest_envelope
from . import test_rest_reps
from . import test_rest_whole_day
from . import test_three_doors
from . import test_token_bucket
