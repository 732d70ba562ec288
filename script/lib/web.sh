# shellcheck shell=bash
# The web server: gunicorn on 127.0.0.1, one per VAR.
#
# VAR/server.lock is held by a living script/server and by nothing it starts; so a gunicorn named in
# VAR/gunicorn.pid while the lock is free was left over from a killed script.

readonly WEB_PID_FILE=$VAR/gunicorn.pid

# One script/server at a time; ends what a killed one left behind.
web_claim() {
    local pid
    exec 6>>"$VAR/server.lock"
    flock -n 6 || fail "script/server đang chạy rồi (cùng thư mục $VAR). Hãy dừng nó trước bằng Ctrl-C."
    pid=$(_web_pid)
    [[ -z $pid ]] || step "Dừng máy chủ web còn sót lại của lần trước (tiến trình $pid)" _web_end "$pid"
    rm -f -- "$WEB_PID_FILE"
}

web_port_is_free() { # web_port_is_free PORT
    ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null ||
        fail "Cổng $1 đang được chương trình khác dùng. Hãy chọn cổng khác: script/server --port $(($1 + 1))"
}

# Two processes of four threads: a few people on an office PC. The program is loaded once, before the
# processes part. Sets WEB_PID.
web_start() { # web_start PORT
    (
        cd -- "$PROJECT" || exit 1
        # A session of its own: Ctrl-C reaches the script, which ends the server in order.
        exec 6>&- setsid "$PYTHON" -m gunicorn gis_app.wsgi --bind "127.0.0.1:$1" --pid "$WEB_PID_FILE" \
            --preload --worker-class gthread --workers 2 --threads 4 --timeout 300 --graceful-timeout 5 \
            --log-level warning
    ) &
    WEB_PID=$!
    _web_answers "$1" || fail "Máy chủ web không trả lời; xem các dòng ở trên." \
        "Hãy chạy .venv/bin/python manage.py check để biết nguyên nhân."
}

web_stop() {
    [[ -z ${WEB_PID:-} ]] || _web_end "$WEB_PID"
    rm -f -- "$WEB_PID_FILE"
}

# Asks for a page, not only for the port: gunicorn listens before it has loaded the program. A
# server error (5xx) counts as failing.
_web_answers() {
    local attempt line
    for ((attempt = 0; attempt < 120; attempt++)); do
        kill -0 "$WEB_PID" 2>/dev/null || return 1
        if line=$(_web_first_line "$1" 2>/dev/null) && [[ -n $line ]]; then
            [[ $line == 'HTTP/'*' '[234]* ]]
            return
        fi
        sleep 0.25
    done
    return 1
}

_web_first_line() {
    local line
    exec 3<>"/dev/tcp/127.0.0.1/$1"
    printf 'GET / HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' >&3
    read -r -t 60 line <&3
    printf '%s' "$line"
}

# Process id of a living gunicorn of this checkout, else empty (a number may have been given anew).
_web_pid() {
    local pid
    pid=$(cat -- "$WEB_PID_FILE" 2>/dev/null) || return 0
    if [[ $pid =~ ^[0-9]+$ && $(readlink "/proc/$pid/cwd") == "$PROJECT" ]] &&
        tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q 'gunicorn gis_app.wsgi'; then
        printf '%s' "$pid"
    fi
}

# Asks it to finish; after ten seconds ends it with its worker processes.
_web_end() {
    local attempt
    kill -TERM "$1" 2>/dev/null || true
    for ((attempt = 0; attempt < 50; attempt++)); do
        kill -0 "$1" 2>/dev/null || return 0
        sleep 0.2
    done
    kill -KILL -- "-$1" 2>/dev/null || true
}
