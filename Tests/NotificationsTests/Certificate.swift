import Foundation

/// A certificate for 127.0.0.1 that signs itself, made by the openssl command.
struct Certificate {
    let file: String
    let key: String

    struct Failed: Error {}

    init(in folder: URL) throws {
        file = folder.appending(path: "certificate.pem").path()
        key = folder.appending(path: "key.pem").path()
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-out", file, "-keyout", key,
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed() }
    }
}
