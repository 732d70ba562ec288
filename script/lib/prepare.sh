# shellcheck shell=bash
# Brings what Django needs up to date; each act is skipped when nothing changed since the last time.

manage() { (cd -- "$PROJECT" && exec "$PYTHON" manage.py "$@"); }

# The database server: the one of DATABASE_URL, otherwise the private cluster, which we join.
use_database() {
    if [[ -n ${DATABASE_URL:-} ]]; then
        say "Dùng máy chủ cơ sở dữ liệu của DATABASE_URL."
    else
        cluster_join
    fi
}

leave_database() {
    [[ -n ${DATABASE_URL:-} ]] || cluster_leave
}

# Asking Django costs seconds; on the private cluster a stamp of the migration files and of what the
# database says was applied answers at once.
migrate_if_needed() {
    local stamp=$VAR/migrations.stamp
    [[ -n ${DATABASE_URL:-} || "$(_migration_state)" != "$(cat -- "$stamp" 2>/dev/null)" ]] || return 0
    manage migrate --check >/dev/null 2>&1 || step "Cập nhật cấu trúc cơ sở dữ liệu" _migrate
    [[ -n ${DATABASE_URL:-} ]] || _migration_state >"$stamp"
}

_migration_state() {
    printf '%s\n' "$VENV"/.requirements-*
    (cd -- "$PROJECT" && find . -path ./.venv -prune -o -path ./var -prune -o \
        -path '*/migrations/*' \( -name '*.py' -o -name '*.sql' \) -printf '%p %s %T@\n') |
        sort | sha256sum
    cluster_psql "$CLUSTER_DATABASE" -At -c "select system_identifier, oid from pg_control_system(),
        pg_database where datname = current_database()" \
        -c 'select count(*), max(id), max(applied) from django_migrations' 2>/dev/null ||
        printf 'no migration was ever applied\n'
}

_migrate() {
    quietly manage migrate --no-input ||
        fail "Không cập nhật được cơ sở dữ liệu; xem các dòng ở trên. Dữ liệu cũ còn nguyên."
}

# Translations: a .mo file beside each .po file, made again when the .po file is newer.
compile_messages_if_needed() {
    local po mo
    for po in "$PROJECT"/locale/*/LC_MESSAGES/*.po; do
        mo=${po%.po}.mo
        [[ -f $po && ! $mo -nt $po ]] || continue
        quietly msgfmt --check-format -o "$mo.new" -- "$po" ||
            fail "Bản dịch ${po#"$PROJECT"/} có lỗi; xem các dòng ở trên."
        mv -f -- "$mo.new" "$mo"
    done
}

# Style sheets, scripts and fonts, collected with a hash of their content in the name.
collect_static_if_needed() {
    local stamp=$VAR/static.stamp now
    now=$(_static_state)
    if [[ -d ${DIABAN_STATIC_ROOT:-$VAR/static} && $(cat -- "$stamp" 2>/dev/null) == "$now" ]]; then
        return 0
    fi
    step "Gom tệp tĩnh" _collect_static
    printf '%s\n' "$now" >"$stamp"
}

_collect_static() {
    quietly manage collectstatic --no-input --clear ||
        fail "Không gom được tệp tĩnh; xem các dòng ở trên."
}

_static_state() {
    {
        printf '%s\n' "${DIABAN_STATIC_ROOT:-}" "$VENV"/.requirements-*
        cd -- "$PROJECT" || exit 1
        find . -path ./.venv -prune -o -path ./var -prune -o -type f \
            \( -path '*/static/*' -o -name 'settings.py' -o -name 'static_storage.py' \) \
            -printf '%p %s %T@\n' | sort
    } | sha256sum
}
