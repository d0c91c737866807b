import ArgumentParser

struct MailSinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail-sink", abstract: "A mail server on 127.0.0.1 that takes every e-mail and keeps none.",
        discussion: """
            It speaks SMTP like any other, so that notifications does its whole work; it does not write files, which \
            would be the measure of a mail server.
            """, shouldDisplay: false)

    @Option(help: "Port to listen on.")
    var port: Int

    func validate() throws {
        guard (1...65_535).contains(port) else { throw ValidationError("--port is 1 to 65535.") }
    }

    func run() async throws {
        try MailSink(port: UInt16(port)).serve()
    }
}
