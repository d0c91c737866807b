import CCrypto

extension Migration {
    /// SHA-256 over the SQL text in hexadecimal, by which a migration that was changed after it ran is noticed.
    var checksum: String {
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        let text = Array(sql.utf8)
        _ = unsafe SHA256(text, text.count, &digest)
        return digest.map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }

    /// “line 3, column 5” for a position in characters from 1.
    func place(ofCharacter position: Int) -> String {
        let before = sql.unicodeScalars.prefix(max(0, position - 1))
        let line = before.count { $0 == "\n" } + 1
        let column = before.reversed().prefix { $0 != "\n" }.count + 1
        return "line \(line), column \(column)"
    }
}
