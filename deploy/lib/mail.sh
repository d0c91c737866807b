# shellcheck shell=bash
# A real SMTP server on 127.0.0.1 that delivers everything into a Maildir: where the demo's e-mails can be read.

start_mail() {
    stop_mail
    require_python deploy/mail-requirements.txt
    choose_port smtp
    launch "$DATA/run/mail.pid" "$DATA/logs/mail.log" \
        "$PYTHON" -m aiosmtpd --nosetuid --listen "127.0.0.1:$PORT" --class aiosmtpd.handlers.Mailbox "$DATA/mail"
}

stop_mail() {
    ask_to_stop "$DATA/run/mail.pid"
    wait_until_stopped "$DATA/run/mail.pid" 5
}
