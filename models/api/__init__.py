from . import api_key
from . import idempotency
from . import ir_http
from . import rep
