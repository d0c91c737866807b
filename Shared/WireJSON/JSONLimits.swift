/// How much a document may ask of us before it is refused.
public struct JSONLimits: Hashable, Sendable {
    /// The largest document there is, 64 MiB: the tape counts in 32 bits.
    public static let largestBytes = 1 << 26

    /// The size of the whole document in bytes. At most ``largestBytes``, whatever is set.
    public var maximumBytes: Int

    /// How deep arrays and objects may be nested; a scalar document has depth 0. At most 512, whatever is set: the
    /// parser recurses.
    public var maximumDepth: Int

    /// Whether a string may contain U+0000, which JSON allows and PostgreSQL's `text` does not.
    public var allowsNUL: Bool

    /// Creates limits; the defaults are those of a message.
    public init(maximumBytes: Int = 1 << 20, maximumDepth: Int = 32, allowsNUL: Bool = true) {
        self.maximumBytes = min(maximumBytes, Self.largestBytes)
        self.maximumDepth = min(maximumDepth, 512)
        self.allowsNUL = allowsNUL
    }

    /// 1 MiB, 32 levels.
    public static let `default` = JSONLimits()
}
