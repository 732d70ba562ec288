# shellcheck shell=bash
# Where things are. A script sets PROJECT (absolute) before it reads this file.
#
# VAR       what this machine produces: the cluster, the secret key, logs. DIABAN_VAR moves it, so
#           that tests and a second checkout do not meet.
# VAR_HASH  names folders that cannot lie inside VAR.
# LOG_FILE  where `quietly` writes.
# DIABAN_VAR is exported as an absolute path, so that settings.py means the same folder.

VAR=$(realpath -m -- "${DIABAN_VAR:-$PROJECT/var}")
export DIABAN_VAR=$VAR
# shellcheck disable=SC2034  # read by the files that come after this one
VAR_HASH=$(printf '%s' "$VAR" | sha256sum | cut -c1-12) LOG_FILE=$VAR/log/setup.log

# Others may pass through VAR (as root, PostgreSQL runs as another user); secrets inside are 0600.
ensure_var() {
    mkdir -p -- "$VAR/log" 2>/dev/null || true
    [[ -w $VAR && -w $VAR/log ]] ||
        fail "Không ghi được vào $VAR. Hãy chạy bằng chính người dùng sở hữu thư mục đó."
    [[ ! -O $VAR ]] || chmod 0755 -- "$VAR"
}

# The key that signs sessions on this machine; settings.py reads it in local mode.
ensure_secret_key() {
    local file=$VAR/secret_key
    [[ ! -s $file ]] || return 0
    (umask 077 && head -c 48 /dev/urandom | base64 -w0 >"$file.new" && mv -- "$file.new" "$file") ||
        fail "Không ghi được $file; hãy kiểm tra dung lượng đĩa và quyền ghi."
}
