# Shared by the set-up scripts: how to say things, and how to install a system package where that is allowed.

say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }
fail() { printf '\033[31m%s\033[0m\n' "$*" >&2; exit 1; }

# install_system WHAT PACKAGE...: installs Debian packages as root, everybody else is told what to install.
install_system() {
    local what=$1; shift
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "Installing $what ($*)"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null && return
        fail "$what could not be installed. Install it yourself (on Debian: apt-get install $*), then run the same command again."
    fi
    fail "$what is missing. Install it (on Debian and Ubuntu: sudo apt-get install $*), then run the same command again."
}
