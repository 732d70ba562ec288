# shellcheck shell=bash
# Makes, starts, recovers and stops the private PostGIS cluster.
#
# Two locks keep several scripts on one machine apart; the kernel drops both when a process dies:
#   VAR/cluster.lock  exclusive, held while the cluster is being made, started or stopped
#   VAR/cluster.use   shared, held by every script that works with the cluster; whoever leaves last
#                     stops it
# VAR/cluster.keep names the postmaster that `script/database start` asked to keep; it holds for
# that one process, so a restart of the machine forgets it.

readonly INIT_FREE_MEGABYTES=2048

cluster_psql() { # cluster_psql DATABASE ARGUMENT...
    local database=$1
    shift
    env -u PGOPTIONS -u PGSERVICE -u PGPASSWORD "$PG_BIN/psql" -X -q -v ON_ERROR_STOP=1 \
        -h "$CLUSTER_RUN" -p "$CLUSTER_PORT" -U "$CLUSTER_ROLE" -d "$database" "$@"
}

# Process id of the living postmaster, else empty. A number in postmaster.pid proves nothing after a
# crash (it may belong to something else by now): its working folder must be our data folder.
cluster_pid() {
    local pid
    pid=$(head -n 1 -- "$CLUSTER_DATA/postmaster.pid" 2>/dev/null) || return 0
    if [[ $pid =~ ^[0-9]+$ && $(as_cluster_user readlink "/proc/$pid/cwd") == "$CLUSTER_DATA" ]]; then
        printf '%s' "$pid"
    fi
}

cluster_answers() {
    "$PG_BIN/pg_isready" -q -t 3 -h "$CLUSTER_RUN" -p "$CLUSTER_PORT"
}

# Starts the cluster if need be and writes VAR/database_url. Safe to call from several scripts at once.
cluster_start() {
    ensure_var
    cluster_locate
    _with_cluster_lock _cluster_start_locked
}

# As cluster_start; the caller counts as a user of the cluster until it calls cluster_leave or dies.
cluster_join() {
    ensure_var
    cluster_locate
    exec 7>"$VAR/cluster.use"
    _with_cluster_lock _cluster_join_locked
}

# Stops the cluster unless somebody else uses it or `script/database start` asked to keep it.
cluster_leave() {
    exec 7>&- 7>>"$VAR/cluster.use"
    _with_cluster_lock _cluster_leave_locked
    exec 7>&-
}

# Makes the running cluster outlive the scripts that use it.
cluster_keep() { _cluster_instance >"$VAR/cluster.keep"; }

# Stops the cluster; with another user it says so and fails, unless told to go ahead.
cluster_stop() { # cluster_stop [--force]
    cluster_locate
    exec 7>>"$VAR/cluster.use"
    _with_cluster_lock _cluster_stop_locked "${1:-}"
    exec 7>&-
}

_with_cluster_lock() {
    (
        flock -w 300 8 || fail "Một tiến trình khác giữ $VAR/cluster.lock quá 5 phút." \
            "Hãy đợi nó xong, hoặc khởi động lại máy nếu nó bị treo."
        "$@"
    ) 8>"$VAR/cluster.lock" || exit 1
}

_cluster_join_locked() {
    flock -s -w 10 7 || fail "Cơ sở dữ liệu đang được dừng; hãy chạy lại sau vài giây."
    _cluster_start_locked
}

_cluster_leave_locked() {
    flock -x -n 7 || return 0
    [[ -n $(cluster_pid) ]] || return 0
    [[ "$(cat -- "$VAR/cluster.keep" 2>/dev/null)" != "$(_cluster_instance)" ]] || return 0
    _cluster_stop_now
}

_cluster_stop_locked() {
    if [[ $1 != --force ]] && ! flock -x -n 7; then
        fail "script/server hoặc script/test đang dùng cơ sở dữ liệu." \
            "Hãy dừng chúng trước, hoặc chạy: script/database stop --force"
    fi
    rm -f -- "$VAR/cluster.keep"
    [[ -z $(cluster_pid) ]] || _cluster_stop_now
}

# Process id and start time: tells one life of the postmaster from the next.
_cluster_instance() { sed -n '1p;3p' "$CLUSTER_DATA/postmaster.pid" 2>/dev/null | tr '\n' ' '; }

_cluster_stop_now() {
    _pg_ctl stop -m fast -w -t 60 || fail "Không dừng được PostgreSQL; xem $CLUSTER_HOME/log."
}

_cluster_start_locked() {
    [[ -f $CLUSTER_DATA/PG_VERSION ]] || step "Tạo cụm PostGIS riêng trong $CLUSTER_HOME" _cluster_init
    if [[ -n $(cluster_pid) ]]; then
        _cluster_reuse
    else
        step "Khởi động PostgreSQL (chỉ qua socket $CLUSTER_RUN)" _cluster_start_now
    fi
    _cluster_ensure_database
    cluster_url >"$VAR/database_url.new"
    printf '\n' >>"$VAR/database_url.new"
    mv -f -- "$VAR/database_url.new" "$VAR/database_url"
}

# A postmaster that runs already: wait while it recovers; restart it if its socket is gone (an eager
# cleaner of temporary files) or lies where the project was before it moved.
_cluster_reuse() {
    local attempt
    for ((attempt = 0; attempt < 60; attempt++)); do
        if cluster_answers; then return 0; fi
        [[ -S $CLUSTER_RUN/.s.PGSQL.$CLUSTER_PORT ]] || break
        sleep 0.5
    done
    step "Khởi động lại PostgreSQL (tiến trình cũ không còn trả lời)" _cluster_restart
}

_cluster_restart() {
    _cluster_stop_now
    _cluster_start_now
}

# In a folder of its own until it is whole, so that an interrupted initdb leaves no half cluster.
_cluster_init() {
    local parent free
    parent=$(dirname -- "$CLUSTER_HOME")
    mkdir -p -- "$parent" || fail "Không tạo được $parent."
    free=$(df -Pm -- "$parent" | awk 'NR == 2 {print $4}')
    ((free >= INIT_FREE_MEGABYTES)) ||
        fail "Đĩa chứa $parent chỉ còn $free MB; cần ít nhất $INIT_FREE_MEGABYTES MB." \
            "Hãy dọn đĩa, hoặc đặt DIABAN_VAR vào một đĩa khác."
    _folder_of_cluster_user "$CLUSTER_HOME"
    _folder_of_cluster_user "$CLUSTER_HOME/log"
    rm -rf -- "$CLUSTER_DATA.new"
    _as_daemon "$PG_BIN/initdb" -D "$CLUSTER_DATA.new" -U "$CLUSTER_ROLE" --auth-local=trust \
        --auth-host=reject --encoding=UTF8 --locale=C.UTF-8 --lc-collate=C --data-checksums ||
        fail "initdb không chạy được; xem các dòng ở trên."
    printf "\ninclude 'diaban.conf'\n" >>"$CLUSTER_DATA.new/postgresql.conf"
    _cluster_configuration | as_cluster_user tee -- "$CLUSTER_DATA.new/diaban.conf" >/dev/null
    mv -- "$CLUSTER_DATA.new" "$CLUSTER_DATA"
}

_cluster_start_now() {
    local attempt
    _socket_folder_is_ours
    _cluster_end_orphans
    # Nothing alive holds them (cluster_pid said so). PostgreSQL itself would stumble over a process
    # of the same user that got the old number, and over a dead one whose parent has not asked for it
    # yet: in many containers nobody ever asks.
    rm -f -- "$CLUSTER_DATA/postmaster.pid" "$CLUSTER_RUN/.s.PGSQL.$CLUSTER_PORT"{,.lock}
    _cluster_configuration | as_cluster_user tee -- "$CLUSTER_DATA/diaban.conf" >/dev/null
    for attempt in 1 2; do
        if _pg_ctl start -w -t 120 -l "$CLUSTER_HOME/log/start.log"; then return 0; fi
        ((attempt == 2)) || sleep 1
    done
    tail -n 8 -- "$CLUSTER_HOME/log/start.log" 2>/dev/null | sed 's/^/    /' >&2
    (($(df -Pm -- "$CLUSTER_HOME" | awk 'NR == 2 {print $4}') >= 100)) ||
        fail "Đĩa chứa $CLUSTER_HOME đã đầy. Hãy dọn đĩa rồi chạy lại."
    fail "PostgreSQL không khởi động được; xem các dòng ở trên và $CLUSTER_HOME/log."
}

# A postmaster killed with -9 leaves backends that finish what they were doing; the memory they hold
# refuses a new postmaster. They end by themselves, or are told to.
_cluster_end_orphans() {
    local attempt orphans
    for ((attempt = 0; attempt < 40; attempt++)); do
        orphans=$(_processes_in_data)
        [[ -n $orphans ]] || return 0
        # shellcheck disable=SC2086  # a list of numbers
        ((attempt != 10)) || as_cluster_user kill -QUIT $orphans 2>/dev/null || true
        sleep 0.25
    done
    fail "Tiến trình cũ của PostgreSQL không chịu dừng: $orphans. Hãy dừng bằng lệnh kill rồi chạy lại."
}

_processes_in_data() {
    # shellcheck disable=SC2016  # expanded by the inner shell
    as_cluster_user sh -c '
        for process in /proc/[0-9]*; do
            [ "$(readlink "$process/cwd")" = "$1" ] || continue
            case $(readlink "$process/exe") in */postgres*) printf "%s " "${process#/proc/}" ;; esac
        done' sh "$CLUSTER_DATA" 2>/dev/null
}

_cluster_ensure_database() {
    local made
    made=$(cluster_psql postgres -At -c \
        "select 1 from pg_database where datname = '$CLUSTER_DATABASE'") ||
        fail "PostgreSQL đang chạy nhưng không trả lời; xem $CLUSTER_HOME/log."
    if [[ $made != 1 ]]; then
        cluster_psql postgres -c "create database $CLUSTER_DATABASE" ||
            fail "Không tạo được cơ sở dữ liệu $CLUSTER_DATABASE; xem các dòng ở trên."
    fi
    cluster_psql "$CLUSTER_DATABASE" -c 'set client_min_messages = warning' \
        -c 'create extension if not exists postgis' ||
        fail "Không bật được PostGIS; hãy cài gói postgresql-*-postgis-3 (script/setup)."
}

# The socket's folder may lie in a common place (/run, /tmp): nobody may have put one there for us.
_socket_folder_is_ours() {
    _folder_of_cluster_user "$CLUSTER_RUN"
    [[ ! -L $CLUSTER_RUN && $(stat -c '%U %a' -- "$CLUSTER_RUN") == "$CLUSTER_USER 700" ]] ||
        fail "Thư mục $CLUSTER_RUN không thuộc về «$CLUSTER_USER» hoặc không đóng với người khác." \
            "Hãy xóa nó rồi chạy lại."
}

_folder_of_cluster_user() {
    [[ ! -d $1 ]] || return 0
    if ((EUID == 0)); then
        install -d -m 0700 -o "$CLUSTER_USER" -g "$CLUSTER_USER" -- "$1"
    else
        mkdir -m 0700 -- "$1"
    fi || fail "Không tạo được thư mục $1."
}

# The daemon keeps none of our locks open (6: script/server or script/test, 7 and 8: above): it would
# hold them after the script died.
_pg_ctl() { _as_daemon "$PG_BIN/pg_ctl" -D "$CLUSTER_DATA" -s "$@"; }

_as_daemon() { quietly as_cluster_user "$@" 6>&- 7>&- 8>&-; }

# An office PC: a few people, large geometries, one disk. Memory: a quarter of the machine, at most
# 512 MB for shared buffers; a small /dev/shm (containers) cannot hold parallel queries. No other
# server follows this one, so a table that is filled from nothing is written once, not also to the log.
_cluster_configuration() {
    local memory shared workers quoted
    memory=$(awk '/^MemTotal:/ {print int($2 / 1024)}' /proc/meminfo)
    shared=$((memory / 4 < 512 ? memory / 4 : 512))
    workers=$(($(nproc) > 2 ? 2 : $(nproc) - 1))
    quoted=${CLUSTER_RUN//\'/\'\'}
    cat <<CONFIGURATION
# Written by script/lib/cluster.sh at every start; put your own settings into postgresql.conf,
# below the line that includes this file.
listen_addresses = ''
unix_socket_directories = '$quoted'
unix_socket_permissions = 0700
port = $CLUSTER_PORT
max_connections = 60
shared_buffers = ${shared}MB
effective_cache_size = $((memory / 2))MB
work_mem = 64MB
maintenance_work_mem = 256MB
max_parallel_maintenance_workers = $workers
max_wal_size = 4GB
wal_level = minimal
max_wal_senders = 0
random_page_cost = 1.1
jit = off
logging_collector = on
log_directory = '../log'
log_filename = 'postgresql-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
CONFIGURATION
    # Else each connection, and each helper of a query, loads it anew, for 12 ms.
    if [[ -f ${PG_BIN%/bin}/lib/postgis-3.so ]]; then
        printf "shared_preload_libraries = 'postgis-3'\n"
    fi
    if (($(df -Pm /dev/shm 2>/dev/null | awk 'NR == 2 {print $2}') < 512)); then
        printf 'dynamic_shared_memory_type = mmap\n'
    fi
}
