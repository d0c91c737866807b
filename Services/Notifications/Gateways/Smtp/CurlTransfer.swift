import CCurl

/// What libcurl calls back about during one transfer. It lives on the stack of the call that sends.
struct CurlTransfer {
    private let message: [UInt8]
    private var position = 0
    private(set) var dialogue = SmtpDialogue()

    init(_ message: [UInt8]) {
        self.message = message
    }

    /// Hands libcurl the next bytes of the message.
    static let read: waybill_curl_read_function = { buffer, size, count, context in
        guard let buffer = unsafe buffer, let transfer = unsafe context?.assumingMemoryBound(to: CurlTransfer.self)
        else { return Int(CURL_READFUNC_ABORT) }
        let length = unsafe min(size * count, transfer.pointee.message.count - transfer.pointee.position)
        unsafe transfer.pointee.message.withUnsafeBytes { message in
            let rest = unsafe message.dropFirst(transfer.pointee.position)
            let part = unsafe UnsafeRawBufferPointer(rebasing: rest.prefix(length))
            unsafe UnsafeMutableRawBufferPointer(start: buffer, count: length).copyMemory(from: part)
        }
        unsafe transfer.pointee.position += length
        return length
    }

    /// Listens to the dialogue; of what we send only the verbs are remembered.
    static let listen: waybill_curl_debug_function = { _, kind, data, size, context in
        guard let data = unsafe data, let transfer = unsafe context?.assumingMemoryBound(to: CurlTransfer.self)
        else { return 0 }
        let bytes = unsafe UnsafeRawBufferPointer(start: data, count: size)
        switch kind {
        case CURLINFO_HEADER_OUT: unsafe transfer.pointee.dialogue.sent(bytes)
        case CURLINFO_HEADER_IN: unsafe transfer.pointee.dialogue.received(bytes)
        default: break
        }
        return 0
    }
}
