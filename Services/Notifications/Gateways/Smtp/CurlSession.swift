import CCurl

/// A libcurl handle that speaks SMTP; the only place that touches C. It keeps its connection open between e-mails.
///
/// Owned by one ``SmtpConnection`` and used on its thread only, which libcurl asks for.
@safe
final class CurlSession {
    private let handle: UnsafeMutableRawPointer
    private let configuration: SmtpConfiguration

    /// libcurl wants to be initialised once before anything else; it is never torn down.
    private static let library = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    init(_ configuration: SmtpConfiguration) throws(SmtpError) {
        guard Self.library == CURLE_OK, let handle = unsafe curl_easy_init() else {
            throw SmtpError(.client, "libcurl cannot be initialised")
        }
        unsafe self.handle = handle
        self.configuration = configuration
    }

    deinit {
        // Says QUIT to a server that is still connected.
        unsafe curl_easy_cleanup(handle)
    }

    /// Sends one message; blocks for at most the time-out.
    func deliver(
        _ message: [UInt8], from sender: MailAddress, to recipient: MailAddress
    ) throws(SmtpError) -> String {
        // Forgets all options, but not the connection.
        unsafe curl_easy_reset(handle)
        try setServer()
        try set(CURLOPT_MAIL_FROM, "<\(sender.text)>")
        let recipients = unsafe curl_slist_append(nil, "<\(recipient.text)>")
        defer { unsafe curl_slist_free_all(recipients) }
        try check(unsafe waybill_curl_set_list(handle, CURLOPT_MAIL_RCPT, recipients))
        try check(unsafe waybill_curl_set_offset(handle, CURLOPT_INFILESIZE_LARGE, curl_off_t(message.count)))

        var transfer = CurlTransfer(message)
        let status = unsafe withUnsafeMutablePointer(to: &transfer) { transfer in
            unsafe waybill_curl_set_read_function(handle, CurlTransfer.read)
            unsafe waybill_curl_set_pointer(handle, CURLOPT_READDATA, transfer)
            unsafe waybill_curl_set_debug_function(handle, CurlTransfer.listen)
            unsafe waybill_curl_set_pointer(handle, CURLOPT_DEBUGDATA, transfer)
            return unsafe curl_easy_perform(handle)
        }
        guard status == CURLE_OK else { throw Self.error(status, transfer.dialogue) }
        return transfer.dialogue.reply
    }

    private func setServer() throws(SmtpError) {
        let scheme = configuration.usesTLS ? "smtps" : "smtp"
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        // The path is the name that we introduce ourselves by.
        try set(CURLOPT_URL, "\(scheme)://\(host):\(configuration.port)/\(configuration.helloName)")
        try set(CURLOPT_UPLOAD, 1)
        // No signals for time-outs: this process has other threads.
        try set(CURLOPT_NOSIGNAL, 1)
        // Only so that the dialogue is reported to us.
        try set(CURLOPT_VERBOSE, 1)
        let milliseconds = max(1, Int(configuration.timeout / .milliseconds(1)))
        try set(CURLOPT_TIMEOUT_MS, milliseconds)
        try set(CURLOPT_CONNECTTIMEOUT_MS, min(milliseconds, 10_000))
        // Servers close what is idle for some minutes; a connection that old is not worth a failure.
        try set(CURLOPT_MAXAGE_CONN, 60)
        switch configuration.startTLS {
        case .off: try set(CURLOPT_USE_SSL, Int(CURLUSESSL_NONE.rawValue))
        case .try: try set(CURLOPT_USE_SSL, Int(CURLUSESSL_TRY.rawValue))
        case .required: try set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
        }
        if let authorities = configuration.authorities { try set(CURLOPT_CAINFO, authorities) }
        if let credentials = configuration.credentials {
            try set(CURLOPT_USERNAME, credentials.user)
            try set(CURLOPT_PASSWORD, credentials.password)
        }
    }

    private func set(_ option: CURLoption, _ value: Int) throws(SmtpError) {
        try check(unsafe waybill_curl_set_long(handle, option, value))
    }

    private func set(_ option: CURLoption, _ value: String) throws(SmtpError) {
        try check(unsafe waybill_curl_set_string(handle, option, value))
    }

    private func check(_ status: CURLcode) throws(SmtpError) {
        guard status == CURLE_OK else { throw SmtpError(.client, Self.text(status)) }
    }

    /// What the server said counts more than what libcurl makes of it.
    private static func error(_ status: CURLcode, _ dialogue: SmtpDialogue) -> SmtpError {
        switch status {
        case CURLE_OPERATION_TIMEDOUT: SmtpError(.timeout, text(status))
        case CURLE_USE_SSL_FAILED, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE:
            SmtpError(.tls, text(status))
        case CURLE_LOGIN_DENIED: SmtpError(.authentication, replyCode: dialogue.replyCode, text(status))
        default: dialogue.refusal ?? SmtpError(.unreachable, text(status))
        }
    }

    private static func text(_ status: CURLcode) -> String {
        unsafe String(cString: curl_easy_strerror(status))
    }
}
