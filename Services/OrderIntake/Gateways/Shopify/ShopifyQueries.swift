/// What Shopify is asked and told, in its own language. Connections are so short that no question costs more than 1,000.
enum ShopifyQueries {
    static let fulfilment = """
        query($id: ID!) { order(id: $id) { id cancelledAt
          fulfillments(first: 10) { id status trackingInfo(first: 5) { number }
            fulfillmentLineItems(first: 15) { nodes { quantity lineItem { id } } } }
          fulfillmentOrders(first: 5) { nodes { id status assignedLocation { location { id } }
            lineItems(first: 50) { nodes { id remainingQuantity lineItem { id } } } } } } }
        """

    static let fulfil = """
        mutation($fulfillment: FulfillmentInput!) { fulfillmentCreate(fulfillment: $fulfillment) {
          fulfillment { id } userErrors { field message } } }
        """

    static let units = """
        query($id: ID!) { order(id: $id) { id cancelledAt
          lineItems(first: 100) { nodes { id currentQuantity } }
          refunds(first: 50) { id note }
          transactions(first: 20) { id kind status gateway
            amountSet { shopMoney { amount } } parentTransaction { id } } } }
        """

    static let cancel = """
        mutation($orderId: ID!, $reason: OrderCancelReason!, $refund: Boolean!) {
          orderCancel(orderId: $orderId, reason: $reason, refund: $refund, restock: false, notifyCustomer: false) {
            job { id } orderCancelUserErrors { field message code } userErrors { field message } } }
        """

    static let refund = """
        mutation($input: RefundInput!) { refundCreate(input: $input) { refund { id } userErrors { field message } } }
        """

    static let locations = "query { locations(first: 1) { nodes { id } } }"

    static let levels = """
        query($query: String!, $place: ID!, $count: Int!) { inventoryItems(first: $count, query: $query) {
          nodes { id sku inventoryLevel(locationId: $place) { quantities(names: ["available"]) { name quantity } } } } }
        """

    /// - Parameter key: for versions that want one: a repeat under it collapses.
    static func setStock(key: String?) -> String {
        """
        mutation($input: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $input)\(directive(key)) {
          userErrors { field message code } } }
        """
    }

    private static func directive(_ key: String?) -> String {
        key.map { " @idempotent(key: \"\($0)\")" } ?? ""
    }
}
