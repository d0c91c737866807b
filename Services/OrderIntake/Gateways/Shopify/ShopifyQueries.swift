/// What Shopify is asked and told, in its own language. Connections are so short that no question costs more than 1,000.
enum ShopifyQueries {
    private static let pageInfo = "pageInfo { hasNextPage endCursor }"

    /// `$after` pages its fulfilment orders. Its fulfilments have no pages.
    static let fulfilment = """
        query($id: ID!, $after: String) { order(id: $id) { id cancelledAt
          fulfillments(first: \(fulfilments)) { id status trackingInfo(first: 5) { number }
            fulfillmentLineItems(first: 15) { nodes { quantity lineItem { id } } \(pageInfo) } }
          fulfillmentOrders(first: 5, after: $after) { nodes { id status assignedLocation { location { id } }
            lineItems(first: 50) { nodes { id remainingQuantity lineItem { id } } \(pageInfo) } } \(pageInfo) } } }
        """

    /// So many fulfilments of an order are read.
    static let fulfilments = 30

    static let linesOfFulfilment = """
        query($id: ID!, $after: String) { fulfillment(id: $id) {
          fulfillmentLineItems(first: 100, after: $after) { nodes { quantity lineItem { id } } \(pageInfo) } } }
        """

    static let linesOfFulfilmentOrder = """
        query($id: ID!, $after: String) { fulfillmentOrder(id: $id) {
          lineItems(first: 100, after: $after) { nodes { id remainingQuantity lineItem { id } } \(pageInfo) } } }
        """

    static let fulfil = """
        mutation($fulfillment: FulfillmentInput!) { fulfillmentCreate(fulfillment: $fulfillment) {
          fulfillment { id } userErrors { field message } } }
        """

    /// `$after` pages its lines. Its refunds and payments have no pages.
    static let units = """
        query($id: ID!, $after: String) { order(id: $id) { id cancelledAt presentmentCurrencyCode
          lineItems(first: 100, after: $after) { nodes { id currentQuantity } \(pageInfo) }
          refunds(first: 50) { id note }
          transactions(first: 20) { id kind status gateway
            amountSet { shopMoney { amount } presentmentMoney { amount } } parentTransaction { id } } } }
        """

    static let cancelled = "query($id: ID!) { order(id: $id) { id cancelledAt } }"

    static let job = "query($id: ID!) { job(id: $id) { id done } }"

    static let cancel = """
        mutation($orderId: ID!, $reason: OrderCancelReason!, $refund: Boolean!) {
          orderCancel(orderId: $orderId, reason: $reason, refund: $refund, restock: false, notifyCustomer: false) {
            job { id } orderCancelUserErrors { field message code } userErrors { field message } } }
        """

    static let refund = """
        mutation($input: RefundInput!) { refundCreate(input: $input) { refund { id } userErrors { field message } } }
        """

    /// - Parameter address: what a subscription's address is called.
    static func subscriptions(address: String) -> String {
        """
        query($after: String) { webhookSubscriptions(first: 100, after: $after) {
          nodes { topic address: \(address) } \(pageInfo) } }
        """
    }

    static let subscribe = """
        mutation($topic: WebhookSubscriptionTopic!, $webhookSubscription: WebhookSubscriptionInput!) {
          webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhookSubscription) {
            webhookSubscription { id } userErrors { field message } } }
        """

    static let locations = "query { locations(first: 1) { nodes { id } } }"

    static let levels = """
        query($query: String!, $place: ID!, $count: Int!, $after: String) {
          inventoryItems(first: $count, after: $after, query: $query) {
            nodes { id sku inventoryLevel(locationId: $place) { quantities(names: ["available"]) { name quantity } } }
            \(pageInfo) } }
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
