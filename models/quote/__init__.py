from . import commercial_content
from . import order_gate
from . import order_gate_line
from . import order_gate_send
from . import order_gate_print
from . import order_gate_payment
from . import order_gate_settings
