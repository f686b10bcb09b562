"""Ask the web server of this container how it is; the exit code is the answer."""

import os
import sys
from http.client import HTTPConnection

host = os.environ["ALLOWED_HOSTS"].split(",")[0]
connection = HTTPConnection("127.0.0.1", 8000, timeout=5)
try:
    connection.request("GET", "/health/", headers={"Host": host, "X-Forwarded-Proto": "https"})
    status = connection.getresponse().status
except OSError as error:
    sys.exit(f"no answer: {error}")
sys.exit(None if status == 200 else f"answered {status}")
