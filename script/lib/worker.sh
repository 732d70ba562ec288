# shellcheck shell=bash
# The worker of the job queue (imports): one per VAR, beside the web server.
#
# VAR/worker.pid names the leader of the worker's process group. As with gunicorn, one that is named there
# while VAR/server.lock is free was left over from a killed script.

readonly WORKER_PID_FILE=$VAR/worker.pid

# Ends what a killed script left behind; call it with server.lock held.
worker_claim() {
    local pid
    pid=$(_worker_pid)
    [[ -z $pid ]] || step "Dừng tiến trình nền còn sót lại của lần trước (tiến trình $pid)" _worker_end "$pid"
    rm -f -- "$WORKER_PID_FILE"
}

# Sets WORKER_PID. Whatever a killed worker left is found before each start; a worker that dies is
# started again.
worker_start() {
    (
        cd -- "$PROJECT" || exit 1
        exec 6>&- setsid bash -c "$_WORKER_LOOP" diaban-worker "$PYTHON"
    ) &
    WORKER_PID=$!
    printf '%s\n' "$WORKER_PID" >"$WORKER_PID_FILE"
}

# A session of its own: Ctrl-C reaches the script, which ends the worker in order.
# shellcheck disable=SC2016  # read by the shell of the loop
readonly _WORKER_LOOP='
    trap "exit 0" TERM
    while :; do
        "$1" manage.py tidy_uploads --verbosity 0
        "$1" manage.py db_worker --interval 0.5 --no-startup-delay --verbosity 0 &
        wait $!
        sleep 1 &
        wait $!
    done
'

worker_stop() {
    [[ -z ${WORKER_PID:-} ]] || _worker_end "$WORKER_PID"
    rm -f -- "$WORKER_PID_FILE"
}

# Process id of a living worker loop of this checkout, else empty (a number may have been given anew).
_worker_pid() {
    local pid
    pid=$(cat -- "$WORKER_PID_FILE" 2>/dev/null) || return 0
    if [[ $pid =~ ^[0-9]+$ && $(readlink "/proc/$pid/cwd") == "$PROJECT" ]] &&
        tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q 'diaban-worker'; then
        printf '%s' "$pid"
    fi
}

# Asks the whole group to finish. A job that is not through after five seconds is cut off: nothing of it is
# stored, and it can be run again.
_worker_end() {
    local attempt
    kill -TERM -- "-$1" 2>/dev/null || true
    for ((attempt = 0; attempt < 25; attempt++)); do
        kill -0 -- "-$1" 2>/dev/null || return 0
        sleep 0.2
    done
    kill -KILL -- "-$1" 2>/dev/null || true
}
