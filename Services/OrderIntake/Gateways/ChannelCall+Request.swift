import HTTPClient

extension ChannelCall {
    /// With its address: the base, the path, and the parameters in percent encoding (RFC 3986).
    package func request(to base: String) -> HTTPCall {
        var url = base.hasSuffix("/") ? String(base.dropLast()) : base
        url += path
        for (index, parameter) in query.enumerated() {
            url += index == 0 && !path.contains("?") ? "?" : "&"
            url += Self.escaped(parameter.name) + "=" + Self.escaped(parameter.value)
        }
        let isNamed = headers.contains { $0.name.lowercased() == "user-agent" }
        let own = isNamed ? [] : [HTTPCall.Header("user-agent", "Waybill")]
        return HTTPCall(method: method, url: url, headers: headers + own, body: body)
    }

    /// One segment of a path, or one word of a query.
    package static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126: escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = Array("0123456789ABCDEF")
                escaped += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return escaped
    }
}
