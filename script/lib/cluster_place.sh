# shellcheck shell=bash
# Where the private PostGIS cluster lives, who runs it and how it is addressed.
#
# cluster_locate sets:
#   CLUSTER_USER  the system user of the postmaster: ourselves, or `postgres` when we are root
#                 (initdb refuses to run as root)
#   CLUSTER_HOME  data/ and log/; beside the project where CLUSTER_USER can reach it
#   CLUSTER_DATA  $CLUSTER_HOME/data
#   CLUSTER_RUN   the socket's folder, 0700: whoever reaches the socket is superuser
#   PG_BIN        /usr/lib/postgresql/N/bin, never what PATH happens to offer

readonly CLUSTER_PORT=55432 # only names the socket; nothing listens on TCP
readonly CLUSTER_ROLE=gis
readonly CLUSTER_DATABASE=diaban
readonly CLUSTER_MINIMUM=15     # oldest PostgreSQL that the program supports
readonly SOCKET_PATH_BYTES=107  # sockaddr_un.sun_path less its final NUL

# as_cluster_user COMMAND...: from /, because the caller's folder may be closed to that user.
as_cluster_user() {
    if ((EUID == 0)); then
        (cd / && exec runuser -u "$CLUSTER_USER" -- "$@")
    else
        (cd / && exec "$@")
    fi
}

cluster_locate() {
    # pg_ctl hands its paths to a shell between plain double quotes; to libpq a comma parts two hosts.
    [[ $VAR != *[,\"\$\`\\$'\n']* ]] ||
        fail "Đường dẫn $VAR có ký tự mà PostgreSQL không nhận (, \" \$ \` \\)." \
            "Hãy đổi tên thư mục, hoặc đặt DIABAN_VAR vào nơi khác."
    CLUSTER_USER=$(id -un)
    CLUSTER_HOME=$VAR/postgres
    if ((EUID == 0)); then
        CLUSTER_USER=postgres
        id "$CLUSTER_USER" >/dev/null 2>&1 ||
            fail "Chưa có người dùng hệ thống «postgres». Hãy chạy script/setup trước."
        _cluster_home_for_root
    fi
    CLUSTER_DATA=$CLUSTER_HOME/data
    _cluster_owner_is_us
    _cluster_socket_folder
    _cluster_binaries
}

# A clone in root's home cannot be entered by `postgres`. A place that already holds data wins, so
# that a later change of permissions does not make the data seem lost.
_cluster_home_for_root() {
    local elsewhere=/var/lib/diaban/$VAR_HASH
    [[ ! -f $CLUSTER_HOME/data/PG_VERSION ]] || return 0
    if [[ -f $elsewhere/data/PG_VERSION ]] || ! as_cluster_user test -x "$VAR/."; then
        CLUSTER_HOME=$elsewhere
    fi
}

_cluster_owner_is_us() {
    local owner
    [[ -e $CLUSTER_HOME ]] || return 0
    owner=$(stat -c %U -- "$CLUSTER_HOME")
    [[ $owner == "$CLUSTER_USER" ]] ||
        fail "Cơ sở dữ liệu trong $CLUSTER_HOME thuộc người dùng «$owner», không phải «$CLUSTER_USER»." \
            "Hãy chạy như lần đầu (cùng người dùng, hoặc cùng sudo)."
}

_cluster_socket_folder() {
    local LC_ALL=C socket # LC_ALL=C: ${#...} counts bytes, not letters
    CLUSTER_RUN=$CLUSTER_HOME/run
    socket=$CLUSTER_RUN/.s.PGSQL.$CLUSTER_PORT
    ((${#socket} > SOCKET_PATH_BYTES)) || return 0
    if ((EUID == 0)); then
        CLUSTER_RUN=/run/diaban-$VAR_HASH
    else
        CLUSTER_RUN=${XDG_RUNTIME_DIR:-/tmp}/diaban-$VAR_HASH
    fi
}

# The version that wrote the data, otherwise the newest installed one that has PostGIS.
_cluster_binaries() {
    local version
    if [[ -f $CLUSTER_DATA/PG_VERSION ]]; then
        version=$(cat -- "$CLUSTER_DATA/PG_VERSION")
        [[ -x /usr/lib/postgresql/$version/bin/postgres ]] ||
            fail "Dữ liệu trong $CLUSTER_DATA thuộc PostgreSQL $version nhưng bản đó chưa được cài." \
                "Hãy chạy: apt-get install postgresql-$version-postgis-3"
    else
        version=$(installed_postgis_version)
        [[ -n $version ]] ||
            fail "Chưa cài PostgreSQL $CLUSTER_MINIMUM trở lên cùng PostGIS. Hãy chạy script/setup trước."
    fi
    # shellcheck disable=SC2034  # read by cluster.sh
    PG_BIN=/usr/lib/postgresql/$version/bin
}

# The newest N >= CLUSTER_MINIMUM whose server and PostGIS are both installed; empty if none.
installed_postgis_version() {
    local control version best=
    for control in /usr/share/postgresql/*/extension/postgis.control; do
        version=${control#/usr/share/postgresql/}
        version=${version%%/*}
        [[ -x /usr/lib/postgresql/$version/bin/postgres ]] || continue
        ((version >= CLUSTER_MINIMUM && version > ${best:-0})) && best=$version
    done
    printf '%s' "$best"
}

# The socket's folder as one host name of a URL: every byte but unreserved ones as %XX.
cluster_url() {
    local LC_ALL=C text=$CLUSTER_RUN host='' byte code i
    for ((i = 0; i < ${#text}; i++)); do
        byte=${text:i:1}
        case $byte in
            [a-zA-Z0-9._~-]) host+=$byte ;;
            *)
                printf -v code '%d' "'$byte"
                printf -v byte '%%%02X' "$((code & 255))"
                host+=$byte
                ;;
        esac
    done
    printf 'postgis://%s@%s:%s/%s' "$CLUSTER_ROLE" "$host" "$CLUSTER_PORT" "$CLUSTER_DATABASE"
}
