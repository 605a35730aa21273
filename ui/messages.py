"""What a reader's browser may say to the framework over its connection, and how much of it."""

from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg

from ui.address import LEFT_OUT, MOST_PARAMETERS

#: Clicks, and files that are made when they are asked for. The framework knows more: emptying everybody's caches,
#: settings, heartbeats, questions about the program's files, stopping the server. No reader needs them.
KINDS = ("rerun_script", "stop_script")
#: Of the operations, the download of a file; others put files beside the program.
OPERATION = "deferred_file"
#: Where files may be sent in, a browser asks for their addresses first: one for each file of a form.
FILES_AT_ONCE = 10
#: Links of ours are some hundred characters. What is beyond this is left out here, and the page says so.
LONGEST_QUERY = 8_000


def let_through(content: bytes, takes_files: bool) -> bytes | None:
    """A message as the framework may see it; null when it is of a kind that no reader needs.

    Args:
        content: The message.
        takes_files: Whether files may be sent in to this process.

    Raises:
        ValueError: it is no message at all.
    """
    message = BackMsg()
    try:
        message.ParseFromString(content)
    except Exception as problem:  # the two implementations of the protocol raise each their own
        raise ValueError("not a message") from problem
    kind = message.WhichOneof("type")
    if kind == "file_urls_request":
        return content if takes_files and len(message.file_urls_request.file_names) <= FILES_AT_ONCE else None
    if kind == "backend_operation_request":
        return content if message.backend_operation_request.WhichOneof("payload") == OPERATION else None
    if kind not in KINDS:
        return None
    query = message.rerun_script.query_string if kind == "rerun_script" else ""
    if len(query) <= LONGEST_QUERY and query.count("&") < MOST_PARAMETERS:
        return content
    # The last one may be cut in the middle.
    whole = query[:LONGEST_QUERY].split("&")[: MOST_PARAMETERS - 1]
    message.rerun_script.query_string = "&".join((*(whole if len(query) <= LONGEST_QUERY else whole[:-1]), urlencode({LEFT_OUT: ""})))
    return message.SerializeToString()
