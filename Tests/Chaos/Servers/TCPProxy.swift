/// Between the services and a server: bytes go through, stand still, or the connections are reset.
final class TCPProxy {
    private let child: PythonChild

    init(host: String, port: Int) throws {
        child = try PythonChild("proxy.py", ["\(host):\(port)"])
    }

    var port: Int { child.port }

    /// Connections stay open and nothing goes through, as behind a router that has lost its state.
    func stall() throws { try child.send("stall") }

    func pass() throws { try child.send("pass") }

    /// Every connection is reset; new ones go through.
    func cut() throws { try child.send("cut") }

    /// New connections go to the first of these that takes them.
    func lead(to targets: [String]) throws { try child.send("target " + targets.joined(separator: " ")) }

    func stop() { child.stop() }
}
