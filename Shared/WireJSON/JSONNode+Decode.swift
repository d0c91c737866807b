extension JSONNode {
    /// Reads a required member.
    ///
    /// - Throws: `missing` when it is absent or null, `wrong_type` when this is no object, or what `T` throws.
    @inlinable
    public func decode<T: JSONDecodable>(_ key: String, as type: T.Type = T.self) throws(JSONError) -> T {
        guard let value = try presentMember(key) else { throw missing(key) }
        return try T(from: value)
    }

    /// Reads an optional member: nil when it is absent or null.
    ///
    /// - Throws: `wrong_type` when this is no object, or what `T` throws.
    @inlinable
    public func decodeIfPresent<T: JSONDecodable>(
        _ key: String, as type: T.Type = T.self
    ) throws(JSONError) -> T? {
        guard let value = try presentMember(key) else { return nil }
        return try T(from: value)
    }

    /// Reads an optional member, `default` when it is absent or null.
    ///
    /// - Throws: `wrong_type` when this is no object, or what `T` throws.
    @inlinable
    public func decode<T: JSONDecodable>(_ key: String, default: T) throws(JSONError) -> T {
        guard let value = try presentMember(key) else { return `default` }
        return try T(from: value)
    }

    /// The member that is there and not null.
    @usableFromInline
    func presentMember(_ key: String) throws(JSONError) -> JSONNode? {
        guard kind == .object else { throw wrongType(expected: "an object") }
        guard let value = self[key], !value.isNull else { return nil }
        return value
    }

    @usableFromInline
    func missing(_ key: String) -> JSONError {
        JSONError(
            code: .missing, path: JSONPath.appending(key: key, to: path), message: "the member is required")
    }
}
