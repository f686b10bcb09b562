"""What is done with the body of a request that brings files, before anybody looks into it."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from .keeping import MAX_BYTES, MAX_FILES, MB

# A photo of 20 MB still gets our sentence at its field; what is beyond is not read at all.
MOST = MAX_FILES * MAX_BYTES + MB


class LimitedRequest(FileUploadHandler):
    """Turns away a request that is larger than any form of ours; nginx does so earlier."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 - its name in Django
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        if content_length > MOST:
            raise RequestDataTooBig(f"{content_length} bytes")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
