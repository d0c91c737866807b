/// What links are signed with. A rotation adds one: the newest signs, all are believed.
package struct LinkSecret: Hashable, Sendable {
    package let version: Int
    package let bytes: [UInt8]

    package init(version: Int, bytes: [UInt8]) {
        self.version = version
        self.bytes = bytes
    }
}
