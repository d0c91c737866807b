import CCrypto

/// OpenSSL frees everything when a process ends, also what the thread of a connection that ends at that moment is freeing itself,
/// which crashes the process after its work is done.
public enum OpenSSLCleanup {
    /// Leaves what OpenSSL holds to the end of the process. To be called before anything else uses OpenSSL.
    public static func disable() {
        _ = OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil)
    }
}
