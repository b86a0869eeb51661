# docs/install/docker.md says how to build and run it.

FROM rust:1-slim-bookworm AS build
# make and perl build the bundled OpenSSL; libpq and SQLite are built from source too.
RUN apt-get update \
    && apt-get install -y --no-install-recommends make perl \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \
    --mount=type=cache,target=/build/target,sharing=locked \
    cargo build --locked --release --bin bridgewarden \
    && install -D -m 0755 target/release/bridgewarden /out/bridgewarden

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 bridgewarden \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/bridgewarden --shell /usr/sbin/nologin bridgewarden \
    && install -d -m 0700 -o 10001 -g 10001 /var/lib/bridgewarden \
    && install -d -m 0755 /etc/bridgewarden
COPY --from=build /out/bridgewarden /usr/local/bin/bridgewarden
COPY LICENSE-MIT LICENSE-APACHE /usr/share/doc/bridgewarden/

# For `sslmode=verify-full` with a database whose certificate a public authority signed.
ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
# The container's own address; what is reachable from outside is decided by the published ports.
ENV BRIDGEWARDEN_SERVER__LISTEN=0.0.0.0:8080

USER 10001:10001
# The default database is a file in the working directory.
WORKDIR /var/lib/bridgewarden
EXPOSE 8080
# SIGTERM, Docker's default, stops it in order within 15 seconds.
ENTRYPOINT ["bridgewarden"]
CMD ["serve"]
