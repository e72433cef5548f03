# shellcheck shell=bash
# SPDX-License-Identifier: MIT
#
# The part that ./demo and ./check share: packages, autoreconf, configure and
# make. To be sourced by bash; goes to the top of the checkout and stays there.
# Nothing is written outside it, but for Debian's packages.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

# shellcheck disable=SC2034 # for ./demo and ./check
build_packages="gcc libc6-dev make autoconf automake pkgconf libncurses-dev libedit-dev
	liblmdb-dev libunistring-dev libmd-dev"
# shellcheck disable=SC2034 # for ./check
test_packages="tmux mandoc unicode-data xz-utils"

say() {
	printf '%s\n' "$*"
}

# Those of the named packages that are not installed.
missing_packages() {
	local package
	for package; do
		[ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
			printf '%s ' "$package"
	done
}

# install_packages NAME...: nothing if all are there, so that it works offline
# and as a plain user then; exit 69 where it cannot be done.
install_packages() {
	local missing as_root=()
	if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
		say "This is not Debian. gloss needs a C11 compiler, make, autoconf, automake,"
		say "pkg-config and the headers of ncursesw, libedit, lmdb, libunistring and libmd;"
		say "its tests also tmux, mandoc, xz and the Unicode character database."
		command -v autoreconf >/dev/null && command -v make >/dev/null || exit 69
		return
	fi
	missing=$(missing_packages "$@")
	[ -n "$missing" ] || return 0
	if [ "$(id -u)" -ne 0 ]; then
		if ! command -v sudo >/dev/null || { ! [ -t 0 ] && ! sudo -n true 2>/dev/null; }; then
			say "These packages are missing; as root, please run:"
			say "apt-get install --no-install-recommends $missing"
			exit 69
		fi
		as_root=(sudo)
	fi
	say "Installing: $missing"
	as_root+=(env DEBIAN_FRONTEND=noninteractive apt-get -qq)
	local install=(install -y --no-install-recommends)
	# shellcheck disable=SC2086 # a list
	"${as_root[@]}" "${install[@]}" $missing </dev/null >/dev/null 2>&1 || {
		"${as_root[@]}" update </dev/null ||
			say "apt-get update had errors; trying all the same"
		"${as_root[@]}" "${install[@]}" $missing </dev/null >/dev/null
	} || {
		say "apt-get could not install: $missing"
		exit 69
	}
}

# Makes configure and its company if they are missing or older than their sources.
bootstrap() {
	if [ -e config.status ]; then
		say "The source folder itself is configured; please run 'make distclean' first."
		exit 1
	fi
	[ configure -nt configure.ac ] && [ Makefile.in -nt Makefile.am ] &&
		[ -e config.h.in ] && [ -e build-aux/tap-driver.sh ] && return
	say "Making configure"
	autoreconf -fi >autoreconf.log 2>&1 || {
		cat autoreconf.log
		return 1
	}
	rm -f autoreconf.log
}

# configure_in FOLDER OPTION...: unless that is done already with these options.
configure_in() {
	local folder=$1 here=$PWD
	shift
	mkdir -p "$folder" || return
	[ "$folder/config.status" -nt configure ] && [ -e "$folder/Makefile" ] &&
		[ "$(cat "$folder/configured-with" 2>/dev/null)" = "$here $*" ] && return
	say "Configuring $folder/${*:+ with $*}"
	rm -f "$folder/configured-with"
	(cd "$folder" && ../configure --silent "$@") || return
	printf '%s\n' "$here $*" >"$folder/configured-with"
}

# make_in FOLDER TARGET...
make_in() {
	local folder=$1
	shift
	make --no-print-directory -C "$folder" -j"$(nproc 2>/dev/null || echo 1)" "$@"
}
