#!/usr/bin/env python3
"""Verifies tokens as a service provider with PyJWT and its default settings would.

Reads JSON lines from standard input, one token a line:

    {"token": "…", "secret_base64": "…", "required": ["iat", "jti"], "allowed": ["iat", "jti", "email"]}

Without "allowed" every claim may be there. Prints one JSON line for each:

    {"ok": true, "claims": {…}}   or   {"ok": false, "error": "…"}

Exit 0: there were tokens and all are good. Exit 1: otherwise.
"""

import base64
import json
import sys

import jwt


class Refused(Exception):
    """The token is not what we promise service providers."""


def verify(order: dict) -> dict:
    token = order["token"]
    secret = base64.b64decode(order["secret_base64"], validate=True)

    claims = jwt.decode(token, secret, algorithms=["HS256"])

    header = jwt.get_unverified_header(token)
    if header != {"typ": "JWT", "alg": "HS256"}:
        raise Refused(f"the header is {json.dumps(header)}")
    if "iat" in claims and type(claims["iat"]) is not int:
        raise Refused(f"iat is not a whole number: {claims['iat']!r}")
    missing = sorted(set(order.get("required", [])) - claims.keys())
    if missing:
        raise Refused(f"required claims are missing: {', '.join(missing)}")
    surplus = sorted(claims.keys() - set(order.get("allowed", claims)))
    if surplus:
        raise Refused(f"claims that are not allowed: {', '.join(surplus)}")
    return claims


def answer(line: str) -> dict:
    try:
        return {"ok": True, "claims": verify(json.loads(line))}
    except (jwt.PyJWTError, Refused, ValueError, KeyError, TypeError) as refusal:
        return {"ok": False, "error": f"{type(refusal).__name__}: {refusal}"}


def main() -> int:
    answers = 0
    all_good = True
    for line in sys.stdin:
        if line.strip():
            result = answer(line)
            print(json.dumps(result), flush=True)
            answers += 1
            all_good = all_good and result["ok"]
    return 0 if all_good and answers else 1


if __name__ == "__main__":
    sys.exit(main())
