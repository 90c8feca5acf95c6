#!/bin/sh
# PostgreSQL asks for one log segment: fetch_wal.sh NAME TARGET FOLDER [FOLDER ...]
set -u
name=$1 target=$2
shift 2
for folder in "$@"; do
    if [ -e "$folder/$name.gz" ]; then
        gzip -dc "$folder/$name.gz" >"$target"
        exit
    fi
done
exit 1
