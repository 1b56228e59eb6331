#!/usr/bin/env bash
# Installs Failsight as a service: an account of its own, a unit, and the first password, which is shown once and logged nowhere.
# usage: install.sh HOME [ROOT]   (ROOT: where to put the files instead of /, without starting anything; for images and tests)
set -euo pipefail

here="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)"
home="$1"
root="${2:-}"
die() { echo "failsight: $*" >&2; exit 1; }

[[ "$home" =~ ^/[A-Za-z0-9._/+-]+$ ]] || die "the tree must lie under a path of plain letters, such as /opt/failsight, not $home."
[ -n "$root" ] || [ "$(id -u)" -eq 0 ] || die "install-service makes an account and a unit: run it as root."
[ -n "$root" ] || [ -d /run/systemd/system ] || die "systemd does not run here: start \`./failsight up\` by what does, as an account of its own."

install -d -m 755 "$root/etc/systemd/system" "$root/usr/lib/sysusers.d"
sed "s|@HOME@|$home|g" "$here/failsight.service" >"$root/etc/systemd/system/failsight.service"
chmod 644 "$root/etc/systemd/system/failsight.service"
install -m 644 "$here/failsight.sysusers" "$root/usr/lib/sysusers.d/failsight.conf"
[ -z "$root" ] || exit 0

systemd-sysusers failsight.conf
systemctl daemon-reload
password=""
if [ ! -e /var/lib/failsight/secrets/users.yaml ]; then
  password="$(head -c 15 /dev/urandom | base32 | tr 'A-Z' 'a-z' | tr -d '=' | sed 's/\(......\)/\1-/g; s/-$//')"
  install -d -m 700 /etc/failsight
  (umask 077 && echo "FAILSIGHT_ADMIN_PASSWORD=$password" >/etc/failsight/first-start)
fi
systemctl enable --now failsight.service
if [ -n "$password" ]; then
  for _ in $(seq 120); do
    [ -e /var/lib/failsight/secrets/users.yaml ] && break
    sleep 0.5
  done
  rm -f /etc/failsight/first-start
  [ -e /var/lib/failsight/secrets/users.yaml ] || die "the service did not start: journalctl -u failsight."
  echo "Sign in as admin with $password (shown this once)."
fi
echo "Failsight runs as the account failsight; its data is in /var/lib/failsight. systemctl status failsight."
