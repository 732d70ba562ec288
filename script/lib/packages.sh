# shellcheck shell=bash
# System packages (Debian 12 and 13, Ubuntu 22.04 and newer): finds what is missing and installs it
# with apt-get as root or through sudo; otherwise prints the exact command and stops.

# ensure_packages PURPOSE...: run, dev
ensure_packages() {
    command -v apt-get >/dev/null ||
        fail "Máy này không có apt-get. Diaban chạy trên Debian 12, 13 hoặc Ubuntu 22.04 trở lên."
    local wanted missing
    wanted=$(_wanted_packages "$@") || exit 1
    missing=$(_missing_of "$wanted")
    [[ -n $missing ]] || return 0
    missing=${missing% }
    _may_install || fail "Thiếu gói hệ thống: $missing. Hãy nhờ người quản trị máy chạy:" \
        $'\n    ' "sudo apt-get update && sudo apt-get install --no-install-recommends $missing"
    step "Cập nhật danh sách gói" _apt update
    # Only now does apt know which PostgreSQL there is on a fresh machine.
    wanted=$(_wanted_packages "$@") || exit 1
    missing=$(_missing_of "$wanted")
    step "Cài gói hệ thống: $missing" _install "$missing"
}

# One list of names. A choice between names takes the installed one, else the newest that apt offers.
_wanted_packages() {
    local purpose
    # gdal-bin brings libgdal, libgeos and libproj, which GeoDjango loads.
    printf '%s ' gdal-bin libpango-1.0-0 libpangoft2-1.0-0 fonts-croscore gettext ca-certificates
    # Missing on Ubuntu 22.04; WeasyPrint then makes its font subsets with fontTools.
    ! _known libharfbuzz-subset0 || printf '%s ' libharfbuzz-subset0
    python_packages || return 1
    [[ -n ${DATABASE_URL:-} ]] || _postgis_packages || return 1
    for purpose in "$@"; do
        [[ $purpose != dev ]] || printf '%s ' poppler-utils
        [[ $purpose != dev ]] || _chromium_package || return 1
    done
}

# postgresql-N-postgis-3 with N >= CLUSTER_MINIMUM: the version of existing data, else an installed
# one, else the newest.
_postgis_packages() {
    local version offered
    version=$(_version_of_data)
    version=${version:-$(installed_postgis_version)}
    if [[ -z $version ]]; then
        offered=$(apt-cache pkgnames postgresql- 2>/dev/null |
            sed -nE 's/^postgresql-([0-9]+)-postgis-3$/\1/p' | sort -n | tail -n 1)
        # An empty list means that `apt-get update` never ran here.
        version=${offered:-$CLUSTER_MINIMUM}
        ((version >= CLUSTER_MINIMUM)) ||
            fail "Hệ điều hành này chỉ có PostgreSQL $version; Diaban cần $CLUSTER_MINIMUM trở lên." \
                "Hãy thêm kho gói của PostgreSQL (https://wiki.postgresql.org/wiki/Apt) rồi chạy lại," \
                "hoặc đặt DATABASE_URL=postgis://người_dùng:mật_khẩu@máy:cổng/tên để dùng máy chủ có sẵn."
    fi
    printf '%s ' "postgresql-$version" "postgresql-$version-postgis-3" \
        "postgresql-$version-postgis-3-scripts"
}

_version_of_data() {
    cat -- "$VAR/postgres/data/PG_VERSION" "/var/lib/diaban/$VAR_HASH/data/PG_VERSION" 2>/dev/null |
        head -n 1
}

# Ubuntu's chromium package only fetches a snap, which needs a running snapd.
_chromium_package() {
    local name
    for name in chromium chromium-browser google-chrome; do
        ! command -v "$name" >/dev/null || return 0
    done
    # shellcheck source=/dev/null
    [[ $(. /etc/os-release && printf '%s' "$ID") != ubuntu ]] ||
        fail "Chưa có Chromium để thử các trang web. Trên Ubuntu hãy chạy: sudo snap install chromium"
    printf '%s ' chromium
}

_known() { apt-cache show --no-all-versions "$1" >/dev/null 2>&1; }

# The names in LIST that dpkg does not hold as installed, in one call.
_missing_of() {
    local name installed
    # shellcheck disable=SC2086  # a list of names
    installed=" $(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $1 2>/dev/null |
        sed -n 's/^installed //p' | tr '\n' ' ')"
    for name in $1; do
        [[ $installed == *" $name "* ]] || printf '%s ' "$name"
    done
}

_may_install() {
    ((EUID == 0)) && return 0
    command -v sudo >/dev/null || return 1
    sudo -n true 2>/dev/null && return 0
    [[ -t 0 ]] && sudo true
}

_as_root() {
    if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

_apt() {
    quietly _as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -o DPkg::Lock::Timeout=120 "$@" ||
        fail "apt-get $1 không chạy được; xem các dòng ở trên. Hãy kiểm tra mạng và kho gói rồi chạy lại."
}

# The server's package would make and start a cluster of its own (main on port 5432), which nobody
# asked for: told not to, for this one installation.
_install() {
    local settings=/etc/postgresql-common/createcluster.conf
    local -a names
    read -ra names <<<"$1"
    if [[ $1 == *postgresql-* ]]; then
        _apt install --no-install-recommends postgresql-common
        _as_root cp -p -- "$settings" "$settings.diaban"
        printf 'create_main_cluster = false\n' | _as_root tee -- "$settings" >/dev/null
        # shellcheck disable=SC2064  # the path of today
        trap "_as_root mv -f -- '$settings.diaban' '$settings'" EXIT
    fi
    _apt install --no-install-recommends "${names[@]}"
    if [[ -f $settings.diaban ]]; then
        _as_root mv -f -- "$settings.diaban" "$settings"
        trap - EXIT
    fi
}
