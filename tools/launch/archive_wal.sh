#!/bin/sh
# PostgreSQL hands over one finished log segment: archive_wal.sh SEGMENT TARGET
# A half-written copy never bears the final name, and an archived segment is never overwritten by another.
set -eu
umask 077
if [ -e "$2.gz" ]; then
    gzip -dc "$2.gz" | cmp -s - "$1"
    exit
fi
gzip -1 -c "$1" >"$2.gz.part"
sync "$2.gz.part"
mv "$2.gz.part" "$2.gz"
sync "$(dirname "$2")"
