import CCurl

/// What libcurl has read of one answer. It lives on the stack of the call that sends.
struct HTTPReceived {
    private(set) var headers: [HTTPCall.Header] = []
    private(set) var body: [UInt8] = []
    private let limit: Int

    /// Nobody sends so many; whoever does is not kept.
    private static let headersLimit = 200

    init(limit: Int) {
        self.limit = limit
    }

    /// Takes a piece of the body; one that goes on and on is cut off.
    static let write: waybill_curl_write_function = { data, size, count, context in
        guard let data = unsafe data, let received = unsafe context?.assumingMemoryBound(to: HTTPReceived.self) else {
            return 0
        }
        let length = size * count
        let room = unsafe received.pointee.limit - received.pointee.body.count
        let bytes = unsafe UnsafeRawBufferPointer(start: data, count: min(length, room))
        unsafe received.pointee.body.append(contentsOf: bytes)
        return length > room ? 0 : length
    }

    /// Takes a line of the head; the heads of interim answers come before, and are forgotten.
    static let hear: waybill_curl_write_function = { data, size, count, context in
        guard let data = unsafe data, let received = unsafe context?.assumingMemoryBound(to: HTTPReceived.self) else {
            return 0
        }
        let length = size * count
        let line = unsafe String(decoding: UnsafeRawBufferPointer(start: data, count: length), as: UTF8.self)
        unsafe received.pointee.hear(line)
        return length
    }

    private mutating func hear(_ line: String) {
        guard let colon = line.firstIndex(of: ":") else {
            if line.hasPrefix("HTTP/") { headers.removeAll() }
            return
        }
        guard headers.count < Self.headersLimit else { return }
        let value = line[line.index(after: colon)...]
        let blanks = { (character: Character) in character.isWhitespace }
        guard let first = value.firstIndex(where: { !blanks($0) }), let last = value.lastIndex(where: { !blanks($0) })
        else { return }
        headers.append(HTTPCall.Header(String(line[..<colon]), String(value[first...last])))
    }
}
