from . import api_dispatcher
from . import api_endpoint
from . import shapes
from . import rpc_caller
