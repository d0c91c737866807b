import CCurl
import Glibc

/// A connection to a mail server that libcurl found, secured, greeted and logged in to; what is said over it is ours, as
/// libcurl says one command at a time and waits for each answer. The only place that touches C.
///
/// Owned by one ``SmtpConnection`` and used on its thread only, which libcurl asks for.
@safe
final class CurlSession {
    private let handle: UnsafeMutableRawPointer
    private var socket = CURL_SOCKET_BAD
    private var buffer = [UInt8](repeating: 0, count: 16_384)

    /// libcurl wants to be initialised once before anything else; it is never torn down.
    private static let library = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    init() throws(SmtpError) {
        guard Self.library == CURLE_OK, let handle = unsafe curl_easy_init() else {
            throw SmtpError(.client, "libcurl cannot be initialised")
        }
        unsafe self.handle = handle
    }

    deinit {
        if socket != CURL_SOCKET_BAD { hangUp() }
        unsafe curl_easy_cleanup(handle)
    }

    /// Opens the connection; blocks for at most the time-out. To be called once.
    /// - Returns: what was said until commands are awaited, with what the server offers.
    func connect(_ configuration: SmtpConfiguration) throws(SmtpError) -> SmtpDialogue {
        try setServer(configuration)
        var dialogue = SmtpDialogue()
        let status = unsafe withUnsafeMutablePointer(to: &dialogue) { dialogue in
            unsafe waybill_curl_set_debug_function(handle, Self.listen)
            unsafe waybill_curl_set_pointer(handle, CURLOPT_DEBUGDATA, dialogue)
            return unsafe curl_easy_perform(handle)
        }
        // The dialogue is gone when this returns.
        try set(CURLOPT_VERBOSE, 0)
        guard status == CURLE_OK else { throw Self.error(status, dialogue) }
        socket = unsafe waybill_curl_active_socket(handle)
        guard socket != CURL_SOCKET_BAD else { throw SmtpError(.unreachable, "the connection is gone") }
        return dialogue
    }

    /// Sends all of it.
    func send(_ bytes: [UInt8], by deadline: ContinuousClock.Instant) throws(SmtpError) {
        var sent = 0
        while sent < bytes.count {
            var count = 0
            let status = unsafe bytes.withUnsafeBytes { bytes in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[sent...])
                return unsafe curl_easy_send(handle, rest.baseAddress, rest.count, &count)
            }
            switch status {
            case CURLE_OK: sent += count
            case CURLE_AGAIN: try wait(for: POLLOUT, until: deadline)
            default: throw SmtpError(.unreachable, Self.text(status))
            }
        }
    }

    /// Waits for what the server says next.
    func receive(by deadline: ContinuousClock.Instant) throws(SmtpError) -> ArraySlice<UInt8> {
        while true {
            // What libcurl or its TLS library has read already, no wait for the socket would see.
            if let bytes = try receiveNow() { return bytes }
            try wait(for: POLLIN, until: deadline)
        }
    }

    /// Whether the connection stands and the server has nothing to say: one that is about to close a connection says so,
    /// or has closed it.
    var isQuiet: Bool {
        do { return try receiveNow() == nil } catch { return false }
    }

    /// - Returns: nil when nothing has come.
    private func receiveNow() throws(SmtpError) -> ArraySlice<UInt8>? {
        var count = 0
        let status = unsafe buffer.withUnsafeMutableBytes { buffer in
            unsafe curl_easy_recv(handle, buffer.baseAddress, buffer.count, &count)
        }
        switch status {
        case CURLE_AGAIN: return nil
        case CURLE_OK where count > 0: return buffer[..<count]
        case CURLE_OK: throw SmtpError(.unreachable, "the server closed the connection")
        default: throw SmtpError(.unreachable, Self.text(status))
        }
    }

    private func wait(for event: Int32, until deadline: ContinuousClock.Instant) throws(SmtpError) {
        var awaited = pollfd(fd: socket, events: Int16(event), revents: 0)
        while true {
            let milliseconds = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
            guard milliseconds > 0 else { throw SmtpError(.timeout, Self.text(CURLE_OPERATION_TIMEDOUT)) }
            let ready = unsafe poll(&awaited, 1, Int32(milliseconds.rounded(.up)))
            if ready > 0 { return }
            guard ready == 0 || errno == EINTR else {
                throw SmtpError(.unreachable, "the connection cannot be waited for")
            }
        }
    }

    /// Whether the server hears it, and what it says to that, does not matter any more.
    private func hangUp() {
        var count = 0
        unsafe curl_easy_send(handle, "QUIT\r\n", 6, &count)
    }

    private func setServer(_ configuration: SmtpConfiguration) throws(SmtpError) {
        let scheme = configuration.usesTLS ? "smtps" : "smtp"
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        // The path is the name that we introduce ourselves by.
        try set(CURLOPT_URL, "\(scheme)://\(host):\(configuration.port)/\(configuration.helloName)")
        // Until we are logged in.
        try set(CURLOPT_CONNECT_ONLY, 1)
        // No signals for time-outs: this process has other threads.
        try set(CURLOPT_NOSIGNAL, 1)
        // Only so that the dialogue is reported to us.
        try set(CURLOPT_VERBOSE, 1)
        let milliseconds = max(1, Int(configuration.timeout / .milliseconds(1)))
        try set(CURLOPT_TIMEOUT_MS, milliseconds)
        try set(CURLOPT_CONNECTTIMEOUT_MS, min(milliseconds, 10_000))
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

    /// Listens while libcurl connects; of what it sends only the verbs are remembered.
    private static let listen: waybill_curl_debug_function = { _, kind, data, size, context in
        guard let data = unsafe data, let dialogue = unsafe context?.assumingMemoryBound(to: SmtpDialogue.self)
        else { return 0 }
        let bytes = unsafe UnsafeRawBufferPointer(start: data, count: size)
        switch kind {
        case CURLINFO_HEADER_OUT: unsafe dialogue.pointee.sent(bytes)
        case CURLINFO_HEADER_IN: unsafe dialogue.pointee.received(bytes)
        default: break
        }
        return 0
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
