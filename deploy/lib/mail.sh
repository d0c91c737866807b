# shellcheck shell=bash
# A real SMTP server on 127.0.0.1 that delivers everything into a Maildir: where the demo's e-mails can be read.

MAIL_DEADLINE=20

start_mail() {
    stop_mail
    require_python deploy/mail-requirements.txt
    choose_port smtp
    launch "$DATA/run/mail.pid" "$DATA/logs/mail.log" \
        "$PYTHON" -m aiosmtpd --nosetuid --listen "127.0.0.1:$PORT" --class aiosmtpd.handlers.Mailbox "$DATA/mail"
    wait_for_mail "$PORT" || fail "the demo's mail server does not listen on 127.0.0.1:$PORT" \
        "The end of $DATA/logs/mail.log says: $(tail -n 3 "$DATA/logs/mail.log" | tr '\n' ' ')" \
        "Another port is taken with WAYBILL_PORT_SMTP; the Python packages are made anew if $PYTHON's folder is removed."
}

# wait_for_mail PORT: until it listens; not after it has ended, nor for ever.
wait_for_mail() {
    local deadline=$((SECONDS + MAIL_DEADLINE))
    while port_is_free "$1"; do
        is_running "$DATA/run/mail.pid" && ((SECONDS < deadline)) || return 1
        sleep 0.1
    done
}

stop_mail() {
    ask_to_stop "$DATA/run/mail.pid"
    wait_until_stopped "$DATA/run/mail.pid" 5
}
