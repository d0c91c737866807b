import Foundation

/// A mail server that keeps what it gets: aiosmtpd, so that the other side of SMTP is not ours.
package final class MailSink {
    package let port: Int
    private let process = Process()
    package let folder: URL

    /// - Parameter script: a mail server of the test's own, called with the port and the folder.
    package init(folder: URL, script: URL? = nil) throws {
        self.folder = folder
        port = try ServiceExecutable.freePort()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            if let script {
                [TestEnvironment.python, script.path(), "\(port)", folder.path()]
            } else {
                [
                    TestEnvironment.python, "-m", "aiosmtpd", "--nosetuid", "--listen", "127.0.0.1:\(port)", "--class",
                    "aiosmtpd.handlers.Mailbox", folder.path(),
                ]
            }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    /// How a service finds it, and in whose name it writes.
    package var environment: [String: String] {
        [
            "WAYBILL_SMTP_HOST": "127.0.0.1", "WAYBILL_SMTP_PORT": "\(port)",
            "WAYBILL_MAIL_FROM": "orders@shop.example",
        ]
    }

    /// The e-mails that came, as text.
    package var messages: [String] {
        let new = folder.appending(path: "new")
        let files = (try? FileManager.default.contentsOfDirectory(at: new, includingPropertiesForKeys: nil)) ?? []
        return files.compactMap { try? String(contentsOf: $0, encoding: .utf8) }
    }

    /// SIGSTOP: it takes connections, and answers nothing.
    package func pause() {
        if process.isRunning { kill(process.processIdentifier, SIGSTOP) }
    }

    package func resume() {
        if process.isRunning { kill(process.processIdentifier, SIGCONT) }
    }

    package func stop() {
        resume()
        // It has nothing to finish, and does not care for SIGTERM.
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }
}
