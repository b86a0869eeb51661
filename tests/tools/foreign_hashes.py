#!/usr/bin/env python3
"""Writes tests/corpus/foreign_hashes.tsv: password hashes as other systems make them.

    python3 -m venv v && v/bin/pip install passlib django bcrypt argon2-cffi
    v/bin/python tests/tools/foreign_hashes.py > tests/corpus/foreign_hashes.tsv

Made by the real libraries where they run in Python (Django, passlib, bcrypt, argon2-cffi) and by the system's
libcrypt (libxcrypt: sha-crypt, yescrypt, $7$). Keycloak's export and the binary form of 389 Directory Server are
put together here from hashlib as their documentation describes them. Salts are random, so the file differs each time.
"""

import base64
import ctypes
import hashlib
import json
import os
import struct

import argon2
import bcrypt
import django
from argon2.low_level import Type, hash_secret, hash_secret_raw
from django.conf import settings
from passlib import hash as passlib

settings.configure(
    PASSWORD_HASHERS=[
        "django.contrib.auth.hashers." + name
        for name in (
            "PBKDF2PasswordHasher",
            "PBKDF2SHA1PasswordHasher",
            "Argon2PasswordHasher",
            "BCryptSHA256PasswordHasher",
            "BCryptPasswordHasher",
            "ScryptPasswordHasher",
        )
    ]
)
django.setup()
from django.contrib.auth import hashers  # noqa: E402

LIBCRYPT = ctypes.CDLL("libcrypt.so.1")
LIBCRYPT.crypt.restype = ctypes.c_char_p
LIBCRYPT.crypt_gensalt.restype = ctypes.c_char_p


def libcrypt(password, prefix, cost=0):
    setting = LIBCRYPT.crypt_gensalt(prefix.encode(), ctypes.c_ulong(cost), None, 0)
    return LIBCRYPT.crypt(password.encode(), setting).decode()


def django_hash(name, password, iterations=None):
    hasher = hashers.get_hasher(name)
    if name.startswith("bcrypt"):
        hasher.rounds = 5
        return hasher.encode(password, hasher.salt())
    if name == "scrypt":
        return hasher.encode(password, hasher.salt(), n=2**10)
    return hasher.encode(password, hasher.salt(), iterations) if iterations else hasher.encode(password, hasher.salt())


def b64(data):
    return base64.b64encode(data).decode()


def keycloak(algorithm, password, iterations, length):
    digest = {"pbkdf2": "sha1", "pbkdf2-sha256": "sha256", "pbkdf2-sha512": "sha512"}[algorithm]
    salt = os.urandom(16)
    value = hashlib.pbkdf2_hmac(digest, password.encode(), salt, iterations, length)
    return salt, value


def keycloak_export(algorithm, password, iterations, length):
    salt, value = keycloak(algorithm, password, iterations, length)
    return json.dumps(
        {
            "id": "2f0c6a1e-0000-4000-8000-000000000000",
            "type": "password",
            "createdDate": 1700000000000,
            "secretData": json.dumps({"value": b64(value), "salt": b64(salt), "additionalParameters": {}}),
            "credentialData": json.dumps(
                {"hashIterations": iterations, "algorithm": algorithm, "additionalParameters": {}}
            ),
        },
        separators=(",", ":"),
    )


def keycloak_argon2(password):
    salt = os.urandom(16)
    value = hash_secret_raw(password.encode(), salt, 5, 7168, 1, 32, Type.ID)
    parameters = {"hashLength": ["32"], "memory": ["7168"], "type": ["id"], "version": ["1.3"], "parallelism": ["1"]}
    return json.dumps(
        {
            "type": "password",
            "secretData": json.dumps({"value": b64(value), "salt": b64(salt), "additionalParameters": {}}),
            "credentialData": json.dumps(
                {"hashIterations": 5, "algorithm": "argon2", "additionalParameters": parameters}
            ),
        },
        separators=(",", ":"),
    )


def keycloak_line(algorithm, password, iterations, length):
    salt, value = keycloak(algorithm, password, iterations, length)
    return f"keycloak${algorithm}${iterations}${b64(salt)}${b64(value)}"


def directory_389(password, iterations=2048):
    salt = os.urandom(64)
    value = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, iterations, 256)
    return "{PBKDF2_SHA256}" + b64(struct.pack(">I", iterations) + salt + value)


def salted(scheme, digest, password, size=8):
    salt = os.urandom(size)
    return "{" + scheme + "}" + b64(hashlib.new(digest, password.encode() + salt).digest() + salt)


def argon2_of(password, kind, version=19):
    made = hash_secret(password.encode(), os.urandom(16), 2, 256, 2, 32, kind, version)
    return made.decode()


def vectors(password):
    raw = password.encode()
    cheap_scrypt = passlib.scrypt.using(rounds=8, block_size=8, parallelism=1)
    yield "argon2id", "argon2id", argon2_of(password, Type.ID)
    yield "argon2i", "argon2i", argon2_of(password, Type.I)
    yield "argon2d", "argon2d", argon2_of(password, Type.D)
    yield "argon2i-of-version-16", "argon2i", argon2_of(password, Type.I, 16)
    yield "argon2-cffi", "argon2id", argon2.PasswordHasher(time_cost=1, memory_cost=512, parallelism=4).hash(password)
    short = raw[:72]
    for prefix in (b"2a", b"2b"):
        yield "bcrypt-" + prefix.decode(), "bcrypt", bcrypt.hashpw(short, bcrypt.gensalt(5, prefix)).decode()
    yield "bcrypt-2y", "bcrypt", bcrypt.hashpw(short, bcrypt.gensalt(5)).decode().replace("$2b$", "$2y$")
    for name, iterations in (("pbkdf2_sha256", 2000), ("pbkdf2_sha1", 2000)):
        yield "django-" + name, "pbkdf2", django_hash(name, password, iterations)
    yield "django-argon2", "argon2id", django_hash("argon2", password)
    yield "django-bcrypt_sha256", "bcrypt", django_hash("bcrypt_sha256", password)
    if len(raw) <= 72:
        yield "django-bcrypt", "bcrypt", django_hash("bcrypt", password)
    yield "django-scrypt", "scrypt", django_hash("scrypt", password)
    for name in ("pbkdf2", "pbkdf2-sha256", "pbkdf2-sha512"):
        yield "keycloak-" + name, "pbkdf2", keycloak_export(name, password, 3000, 64)
        yield "keycloak-line-" + name, "pbkdf2", keycloak_line(name, password, 3000, 64)
    yield "keycloak-argon2", "argon2id", keycloak_argon2(password)
    yield "passlib-pbkdf2_sha1", "pbkdf2", passlib.pbkdf2_sha1.using(rounds=1500).hash(password)
    yield "passlib-pbkdf2_sha256", "pbkdf2", passlib.pbkdf2_sha256.using(rounds=1500).hash(password)
    yield "passlib-pbkdf2_sha512", "pbkdf2", passlib.pbkdf2_sha512.using(rounds=1500).hash(password)
    yield "ldap-pbkdf2_sha1", "pbkdf2", passlib.ldap_pbkdf2_sha1.using(rounds=1500).hash(password)
    yield "ldap-pbkdf2_sha256", "pbkdf2", passlib.ldap_pbkdf2_sha256.using(rounds=1500).hash(password)
    yield "ldap-pbkdf2_sha512", "pbkdf2", passlib.ldap_pbkdf2_sha512.using(rounds=1500).hash(password)
    yield "ldap-389-pbkdf2_sha256", "pbkdf2", directory_389(password)
    yield "atlassian", "pbkdf2", passlib.atlassian_pbkdf2_sha1.hash(password)
    yield "ldap-sha", "sha1", passlib.ldap_sha1.hash(password)
    yield "ldap-ssha", "sha1", passlib.ldap_salted_sha1.hash(password)
    yield "ldap-ssha-long-salt", "sha1", salted("ssha", "sha1", password, 16)
    yield "ldap-ssha256", "sha2", passlib.ldap_salted_sha256.hash(password)
    yield "ldap-ssha384", "sha2", salted("SSHA384", "sha384", password)
    yield "ldap-ssha512", "sha2", passlib.ldap_salted_sha512.hash(password)
    yield "ldap-sha512", "sha2", "{SHA512}" + b64(hashlib.sha512(raw).digest())
    yield "ldap-crypt-6", "sha-crypt", passlib.ldap_sha512_crypt.using(rounds=1500).hash(password)
    yield "ldap-crypt-bcrypt", "bcrypt", "{CRYPT}" + bcrypt.hashpw(short, bcrypt.gensalt(4)).decode()
    yield "ldap-bcrypt", "bcrypt", "{BCRYPT}" + bcrypt.hashpw(short, bcrypt.gensalt(4)).decode()
    yield "ldap-argon2", "argon2id", "{ARGON2}" + argon2_of(password, Type.ID)
    yield "sha256-crypt", "sha-crypt", passlib.sha256_crypt.using(rounds=1500).hash(password)
    yield "sha512-crypt", "sha-crypt", passlib.sha512_crypt.using(rounds=1500).hash(password)
    yield "libcrypt-5", "sha-crypt", libcrypt(password, "$5$")
    yield "libcrypt-6", "sha-crypt", libcrypt(password, "$6$")
    yield "libcrypt-6-rounds", "sha-crypt", libcrypt(password, "$6$", 1234)
    yield "libcrypt-bcrypt", "bcrypt", libcrypt(password, "$2b$", 4)
    yield "libcrypt-yescrypt", "yescrypt", libcrypt(password, "$y$")
    yield "libcrypt-7", "scrypt", libcrypt(password, "$7$", 6)
    yield "scrypt-phc", "scrypt", cheap_scrypt.hash(password)


def main():
    print("# Password hashes as other systems make them: name, family, password, hash.")
    print("# Made by tests/tools/foreign_hashes.py; see there how.")
    # One of letters, one beyond ASCII, and one that bcrypt cuts off after 72 bytes.
    for password in ("correct horse battery", "Grüße aus Zürich 🚲", "long " * 20):
        for name, family, made in vectors(password):
            print(name, family, password, made, sep="\t")


main()
