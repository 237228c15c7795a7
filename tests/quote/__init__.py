from . import test_commercial_content
from . import test_content_diff
