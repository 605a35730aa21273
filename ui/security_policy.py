"""What every answer tells the browser to allow: the Content-Security-Policy, and the headers beside it."""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import streamlit

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
SECURITY_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
#: What answers over TLS say besides.
STRICT_TRANSPORT: Mapping[str, str] = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


def content_security_policy(scripts: Iterable[str]) -> str:
    """Everything from this server and nothing else; of inline scripts those given, and the framework's own.

    Styles stay open: the framework writes them into its elements.
    """
    inline = re.findall(r"<script>(.*?)</script>", INDEX.read_text("utf-8"), re.DOTALL)
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in (*inline, *scripts))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "media-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self' blob:",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def static_file_headers(scripts: Iterable[str]) -> Mapping[str, str]:
    """What an answer with one of the framework's files says over TLS when a web server gives it, as the dashboard would."""
    policy = {"Content-Security-Policy": content_security_policy(scripts)}
    return {"Cache-Control": "public, immutable, max-age=31536000", **policy, **SECURITY_HEADERS, **STRICT_TRANSPORT}
