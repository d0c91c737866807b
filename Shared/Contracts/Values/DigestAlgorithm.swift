import CCrypto

/// A digest algorithm of libcrypto, looked up once: the library's own short cuts look theirs up at every call, which takes
/// longer than the digest of a short text.
struct DigestAlgorithm: @unchecked Sendable {
    static let sha1 = DigestAlgorithm("SHA1")
    static let sha256 = DigestAlgorithm("SHA256")

    /// Never freed; any number of threads may use one.
    private let method: OpaquePointer

    private init(_ name: String) {
        guard let method = EVP_MD_fetch(nil, name, nil) else { preconditionFailure("libcrypto has no \(name)") }
        self.method = method
    }

    /// - Parameter digest: room for as many bytes as the algorithm's digests have.
    func write(_ input: UnsafePointer<UInt8>?, count: Int, to digest: UnsafeMutablePointer<UInt8>?) {
        let isWritten = EVP_Digest(input, count, digest, nil, method, nil) == 1
        // An id made of what happened to lie there would be worse than none.
        precondition(isWritten, "libcrypto made no digest")
    }
}
