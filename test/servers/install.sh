#!/usr/bin/env bash
# Installs the database servers that the tests start for themselves. For Debian and Ubuntu, as root, as in CI;
# elsewhere install PostgreSQL in your own way, or name a running server in DBSYNTH_TEST_POSTGRES.
set -euo pipefail
if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null; then exit 0; fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# The package would start a server of its own, which nobody needs here.
mkdir -p /etc/postgresql-common
echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
apt-get install -y -qq --no-install-recommends postgresql
