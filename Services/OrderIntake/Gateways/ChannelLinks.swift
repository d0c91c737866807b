import Contracts
import HTTPClient
import Synchronization

/// The links of all shops that this process has spoken to.
package final class ChannelLinks: Sendable {
    private let transport: any HTTPTransport
    private let credentials: ChannelCredentials
    private let clock: LinkClock
    private let links = Mutex<[ShopKey: ChannelLink]>([:])

    package init(transport: any HTTPTransport, credentials: ChannelCredentials, clock: LinkClock = .system) {
        self.transport = transport
        self.credentials = credentials
        self.clock = clock
    }

    /// The link to a shop; a new one when its connection has changed.
    /// - Throws: for a channel that nobody can speak to.
    package func link(to shop: ShopKey, _ connection: ShopConnection) throws(ChannelFailure) -> ChannelLink {
        guard let adapter = ChannelDirectory.adapter(of: shop.channel) else {
            throw .misconfigured("nobody speaks to the channel \(shop.channel)")
        }
        return links.withLock { links in
            if let known = links[shop], known.connection == connection { return known }
            let link = ChannelLink(
                shop, connection, adapter: adapter, transport: transport, credentials: credentials, clock: clock)
            links[shop] = link
            return link
        }
    }
}
