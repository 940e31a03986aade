#!/usr/bin/env bash
# Installs the database servers that the tests start for themselves. For Debian and Ubuntu, as root, as in CI;
# elsewhere install PostgreSQL and MariaDB in your own way, or name running servers in DBSYNTH_TEST_POSTGRES and
# DBSYNTH_TEST_MYSQL.
set -euo pipefail
packages=()
if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && ! command -v initdb >/dev/null; then packages+=(postgresql); fi
if ! command -v mariadb-install-db >/dev/null || ! command -v mariadbd >/dev/null; then packages+=(mariadb-server); fi
if [ ${#packages[@]} -eq 0 ]; then exit 0; fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# The package would start a server of its own, which nobody needs here.
mkdir -p /etc/postgresql-common
echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
apt-get install -y -qq --no-install-recommends "${packages[@]}"
