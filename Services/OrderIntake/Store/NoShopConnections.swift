import Contracts

/// Of a process that reaches nobody, as in the simulation.
package struct NoShopConnections: ShopConnections {
    package init() {}

    package func connection(of shop: ShopKey) -> ShopConnection? { nil }
}
