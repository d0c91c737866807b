import FoundationEssentials

extension ChannelCall {
    /// User and password, as HTTP's Basic scheme has them.
    package mutating func addBasic(_ user: String, _ password: String) {
        add(header: "authorization", "Basic \(Data("\(user):\(password)".utf8).base64EncodedString())")
    }
}
