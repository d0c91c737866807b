/// Where the broker is, who we are there, and how long we wait for it.
public struct AMQPConfiguration: Sendable {
    /// How the server's certificate is checked. Peer and host name are always verified; there is no switch for less.
    public struct TLS: Sendable, Hashable {
        /// PEM file with the authorities that may have signed the broker's certificate.
        public var caCertificate: String

        /// - Parameter caCertificate: a PEM file; the system's own bundle (Debian's path) when omitted.
        public init(caCertificate: String = "/etc/ssl/certs/ca-certificates.crt") {
            self.caCertificate = caCertificate
        }
    }

    public var host: String
    public var port: Int
    public var vhost: String
    public var user: String
    public var password: String
    /// `nil` speaks plain TCP. With TLS connect by name: librabbitmq 0.11 cannot verify an IP address.
    public var tls: TLS?
    /// Seconds. The broker may lower it. Two missed heartbeats end the connection, on either side.
    public var heartbeat: Int
    /// What the broker's own screens call this connection.
    public var connectionName: String
    /// Time to reach the host, and again to finish the TLS and AMQP handshakes.
    public var connectTimeout: Duration
    /// Time for the broker to answer one request. The library closes the connection when it runs out.
    public var rpcTimeout: Duration

    public init(
        host: String = "127.0.0.1", port: Int? = nil, vhost: String = "/", user: String = "guest",
        password: String = "guest", tls: TLS? = nil, heartbeat: Int = 15, connectionName: String = "waybill",
        connectTimeout: Duration = .seconds(5), rpcTimeout: Duration = .seconds(10)
    ) {
        self.host = host
        self.port = port ?? (tls == nil ? 5672 : 5671)
        self.vhost = vhost
        self.user = user
        self.password = password
        self.tls = tls
        self.heartbeat = heartbeat
        self.connectionName = connectionName
        self.connectTimeout = connectTimeout
        self.rpcTimeout = rpcTimeout
    }
}

extension AMQPConfiguration: CustomStringConvertible {
    /// The address without the password.
    public var description: String {
        "\(tls == nil ? "amqp" : "amqps")://\(user)@\(host):\(port) vhost \"\(vhost)\""
    }
}
