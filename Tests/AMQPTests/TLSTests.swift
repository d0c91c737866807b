import AMQP
import TestSupport
import Testing

@Suite("TLS", .enabled(if: TestBroker.isConfigured && TLSProxy.isAvailable))
struct TLSTests {
    @Test("messages pass, larger ones than a TLS record and many at once too")
    func messages() async throws {
        try await TestBroker.withVirtualHost { host in
            try await host.declareQuorumQueue("q")
            let proxy = try await TLSProxy(before: host.configuration, certificateFor: "localhost")
            defer { proxy.close() }
            let large = [UInt8](repeating: 7, count: 300 * 1024)
            try await withPublisher(proxy.configuration) { publisher, published in
                try await withConsumer(proxy.configuration, queues: ["q"]) { _, consumed in
                    publisher.publish(
                        (1...1000).map { number in
                            Outbound(
                                id: number, exchange: "", routingKey: "q",
                                properties: MessageProperties(messageID: "m\(number)"),
                                body: number.isMultiple(of: 100) ? large : [UInt8(truncatingIfNeeded: number)])
                        })
                    #expect(await publisher.drain(deadline: .now + .seconds(180)))
                    try await waitUntil("all have arrived") { consumed.deliveries.count == 1000 }
                    #expect(published.errors.isEmpty && consumed.errors.isEmpty)
                    #expect(consumed.deliveries[99].body == large)
                }
            }
        }
    }

    @Test("a certificate for another name is refused")
    func otherName() async throws {
        let proxy = try await TLSProxy(before: TestBroker.configuration(), certificateFor: "other.example")
        defer { proxy.close() }
        let administrator = AMQPAdministrator(configuration: proxy.configuration)
        let error = await #expect(throws: AMQPError.self) { try await administrator.connect() }
        #expect(error?.code == .tls, "\(String(describing: error))")
        #expect(error?.isRetriable == false)
    }

    @Test("a certificate by an unknown authority is refused, and a missing file is named")
    func otherAuthority() async throws {
        let proxy = try await TLSProxy(before: TestBroker.configuration(), certificateFor: "localhost")
        defer { proxy.close() }
        var configuration = proxy.configuration
        configuration.tls = AMQPConfiguration.TLS(caCertificate: proxy.strangersCertificate)
        let stranger = AMQPAdministrator(configuration: configuration)
        let error = await #expect(throws: AMQPError.self) { try await stranger.connect() }
        #expect(error?.code == .tls, "\(String(describing: error))")

        configuration.tls = AMQPConfiguration.TLS(caCertificate: "/no/such/file.pem")
        let missing = AMQPAdministrator(configuration: configuration)
        let other = await #expect(throws: AMQPError.self) { try await missing.connect() }
        #expect(other?.code == .tls && other?.message.contains("/no/such/file.pem") == true)
    }
}
