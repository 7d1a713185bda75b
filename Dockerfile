# A static program in an empty image: no shell, no package, one volume for the database, not root.
# It listens on loopback, so run it with --network host, or give it a certificate, or a proxy and its addresses.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=1 go build -trimpath -buildvcs=false \
      -tags "sqlite_fts5 nomsgpack netgo osusergo sqlite_omit_load_extension" \
      -ldflags "-s -w -linkmode external -extldflags -static" \
      -o /out/ploughshare ./cmd/ploughshare \
 && mkdir /out/data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/ploughshare /ploughshare
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
ENV PLOUGHSHARE_DB=/data/ploughshare.db
VOLUME /data
HEALTHCHECK --start-period=10s CMD ["/ploughshare", "health"]
ENTRYPOINT ["/ploughshare"]
CMD ["serve"]
