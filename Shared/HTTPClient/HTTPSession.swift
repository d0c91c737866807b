import CCurl

/// A libcurl handle, which keeps its connections open between requests; the only place that touches C. Owned by one
/// ``HTTPConnection`` and used on its thread only. It follows no redirects and knows no proxies of the environment.
@safe
final class HTTPSession {
    private let handle: UnsafeMutableRawPointer
    private let configuration: HTTPConfiguration

    /// libcurl wants to be initialised once before anything else; it is never torn down.
    private static let library = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    init?(_ configuration: HTTPConfiguration) {
        guard Self.library == CURLE_OK, let handle = unsafe curl_easy_init() else { return nil }
        unsafe self.handle = handle
        self.configuration = configuration
    }

    deinit {
        unsafe curl_easy_cleanup(handle)
    }

    /// Blocks for at most the time-out.
    func send(_ call: HTTPCall) throws(HTTPFailure) -> HTTPAnswer {
        guard call.isWellFormed, configuration.admits(call.url) else {
            throw HTTPFailure(.client, "nothing is sent to such a URL, or with such headers")
        }
        // Forgets all options, but not the connections.
        unsafe curl_easy_reset(handle)
        var headers: UnsafeMutablePointer<curl_slist>?
        defer { unsafe curl_slist_free_all(headers) }
        // Empty: it would wait for an interim answer before it sends a body.
        for header in [HTTPCall.Header("expect", "")] + call.headers {
            let line = header.value.isEmpty ? "\(header.name):" : "\(header.name): \(header.value)"
            unsafe headers = curl_slist_append(headers, line)
        }
        var received = HTTPReceived(limit: configuration.bodyLimit)
        // Not copied by libcurl: it lives until the transfer is over. With one byte more than is sent, since a body of none
        // has no address, and without one libcurl would ask for the bytes.
        let status = unsafe ((call.body ?? []) + [0]).withUnsafeBytes { body in
            unsafe withUnsafeMutablePointer(to: &received) { received in
                setOptions(call)
                if call.body != nil {
                    unsafe waybill_curl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count - 1))
                    let bytes = unsafe UnsafeMutableRawPointer(mutating: body.baseAddress)
                    unsafe waybill_curl_set_pointer(handle, CURLOPT_POSTFIELDS, bytes)
                }
                unsafe waybill_curl_set_list(handle, CURLOPT_HTTPHEADER, headers)
                unsafe waybill_curl_set_write_function(handle, HTTPReceived.write)
                unsafe waybill_curl_set_pointer(handle, CURLOPT_WRITEDATA, received)
                unsafe waybill_curl_set_header_function(handle, HTTPReceived.hear)
                unsafe waybill_curl_set_pointer(handle, CURLOPT_HEADERDATA, received)
                return unsafe curl_easy_perform(handle)
            }
        }
        let code = unsafe waybill_curl_response_code(handle)
        // A body that is too long is not read to its end; the status has come all the same.
        if status == CURLE_WRITE_ERROR, code > 0 {
            guard !configuration.refusesLongBodies else {
                throw HTTPFailure(.tooLarge, "the answer is larger than \(configuration.bodyLimit) bytes")
            }
        } else if status != CURLE_OK {
            throw Self.failure(status)
        }
        return HTTPAnswer(status: code, headers: received.headers, body: received.body)
    }

    private func setOptions(_ call: HTTPCall) {
        set(CURLOPT_URL, call.url)
        set(CURLOPT_PROTOCOLS_STR, configuration.admits("http://127.0.0.1") ? "http,https" : "https")
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_PROXY, "")
        // No signals for time-outs: this process has other threads.
        set(CURLOPT_NOSIGNAL, 1)
        let milliseconds = max(1, Int(configuration.timeout / .milliseconds(1)))
        set(CURLOPT_TIMEOUT_MS, milliseconds)
        set(CURLOPT_CONNECTTIMEOUT_MS, min(milliseconds, 10_000))
        set(CURLOPT_MAXAGE_CONN, 60)
        set(call.body == nil ? CURLOPT_HTTPGET : CURLOPT_POST, 1)
        set(CURLOPT_CUSTOMREQUEST, call.method)
        if let authorities = configuration.authorities { set(CURLOPT_CAINFO, authorities) }
        switch configuration.reach {
        case .outside: unsafe waybill_curl_guard_sockets(handle, 0)
        case .outsideAndHere: unsafe waybill_curl_guard_sockets(handle, 1)
        case .anywhere: break
        }
    }

    private func set(_ option: CURLoption, _ value: Int) {
        unsafe waybill_curl_set_long(handle, option, value)
    }

    private func set(_ option: CURLoption, _ value: String) {
        unsafe waybill_curl_set_string(handle, option, value)
    }

    private static func failure(_ status: CURLcode) -> HTTPFailure {
        let text = unsafe String(cString: curl_easy_strerror(status))
        return switch status {
        case CURLE_OPERATION_TIMEDOUT: HTTPFailure(.timeout, text)
        case CURLE_USE_SSL_FAILED, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE:
            HTTPFailure(.tls, text)
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: HTTPFailure(.client, text)
        default: HTTPFailure(.unreachable, text)
        }
    }
}
