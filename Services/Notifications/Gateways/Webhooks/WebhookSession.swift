import CCurl

/// A libcurl handle that posts webhooks; owned by one ``WebhookConnection`` and used on its thread only.
///
/// Nobody inside is reached through it: https alone (http only to this machine, where a setting allows it), no redirects,
/// no proxies of the environment, and each address is checked when its socket is opened, after the name was looked up,
/// so that a name cannot change its mind in between.
@safe
final class WebhookSession {
    private let handle: UnsafeMutableRawPointer
    private let configuration: WebhookConfiguration

    /// libcurl wants to be initialised once before anything else; it is never torn down.
    private static let library = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    init?(_ configuration: WebhookConfiguration) {
        guard Self.library == CURLE_OK, let handle = unsafe curl_easy_init() else { return nil }
        unsafe self.handle = handle
        self.configuration = configuration
    }

    deinit {
        unsafe curl_easy_cleanup(handle)
    }

    /// Blocks for at most the time-out.
    func post(_ call: WebhookCall) -> WebhookAnswer {
        // Forgets all options, but not the connections.
        unsafe curl_easy_reset(handle)
        var headers: UnsafeMutablePointer<curl_slist>?
        defer { unsafe curl_slist_free_all(headers) }
        for header in [
            "content-type: application/json", "user-agent: Waybill", "expect:", "webhook-id: \(call.id)",
            "webhook-timestamp: \(call.timestamp)", "webhook-signature: \(call.signature)",
        ] { unsafe headers = curl_slist_append(headers, header) }
        var received = ReceivedBody()
        let status = unsafe withUnsafeMutablePointer(to: &received) { received in
            setOptions(call)
            unsafe waybill_curl_set_list(handle, CURLOPT_HTTPHEADER, headers)
            unsafe waybill_curl_set_write_function(handle, ReceivedBody.write)
            unsafe waybill_curl_set_pointer(handle, CURLOPT_WRITEDATA, received)
            return unsafe curl_easy_perform(handle)
        }
        let code = unsafe waybill_curl_response_code(handle)
        // An answer that is too long is not read to its end; its status has come all the same.
        guard status == CURLE_OK || status == CURLE_WRITE_ERROR && code > 0 else {
            return WebhookAnswer(status: 0, reason: unsafe String(cString: curl_easy_strerror(status)))
        }
        let answer = WebhookAnswer(status: code)
        return answer.isTaken ? answer : WebhookAnswer(status: code, reason: "HTTP \(code) \(received.text)".trimmed)
    }

    private func setOptions(_ call: WebhookCall) {
        set(CURLOPT_URL, call.url)
        set(CURLOPT_PROTOCOLS_STR, configuration.allowsLoopback ? "http,https" : "https")
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_PROXY, "")
        // No signals for time-outs: this process has other threads.
        set(CURLOPT_NOSIGNAL, 1)
        let milliseconds = max(1, Int(configuration.timeout / .milliseconds(1)))
        set(CURLOPT_TIMEOUT_MS, milliseconds)
        set(CURLOPT_CONNECTTIMEOUT_MS, min(milliseconds, 10_000))
        set(CURLOPT_MAXAGE_CONN, 60)
        set(CURLOPT_POST, 1)
        unsafe waybill_curl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(call.body.utf8.count))
        set(CURLOPT_COPYPOSTFIELDS, call.body)
        if let authorities = configuration.authorities { set(CURLOPT_CAINFO, authorities) }
        unsafe waybill_curl_guard_sockets(handle, configuration.allowsLoopback ? 1 : 0)
    }

    private func set(_ option: CURLoption, _ value: Int) {
        unsafe waybill_curl_set_long(handle, option, value)
    }

    private func set(_ option: CURLoption, _ value: String) {
        unsafe waybill_curl_set_string(handle, option, value)
    }
}

/// The beginning of what an endpoint answered. It lives on the stack of the call that sends.
private struct ReceivedBody {
    private var kept: [UInt8] = []
    private var count = 0

    private static let keptLimit = 200
    private static let limit = 65_536

    var text: String { String(decoding: kept, as: UTF8.self).singleLine }

    /// Takes what libcurl read; a body that goes on and on is cut off.
    static let write: waybill_curl_write_function = { data, size, count, context in
        guard let data = unsafe data, let body = unsafe context?.assumingMemoryBound(to: ReceivedBody.self) else {
            return 0
        }
        let length = size * count
        let room = unsafe keptLimit - body.pointee.kept.count
        if room > 0 {
            let bytes = unsafe UnsafeRawBufferPointer(start: data, count: min(length, room))
            unsafe body.pointee.kept.append(contentsOf: bytes)
        }
        unsafe body.pointee.count += length
        return unsafe body.pointee.count > limit ? 0 : length
    }
}
