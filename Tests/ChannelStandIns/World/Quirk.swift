/// What channels do on a bad day, each a switch with how often: one call in so many.
package enum Quirk: Sendable, Hashable, CaseIterable {
    /// 429 although the published limit is not reached; comes with `Retry-After`.
    case tooManyRequests
    /// 503 before anything is done.
    case serviceUnavailable
    /// 504 from the gateway although the work was done.
    case gatewayTimeoutAfterTheWork
    /// The connection breaks although the work was done.
    case answerLostAfterTheWork
    /// Trendyol: the field names of before December 2025 in a package.
    case oldFieldNames
    /// Trendyol: `shipmentPackageStatus` is missing, as for two days in August 2025.
    case packageStatusMissing
    /// Hepsiburada: it packs by itself what nobody packed for 15 minutes.
    case automaticPacking
    /// Hepsiburada: an action is refused while a change of the address is under way.
    case addressChangeUnderWay
    /// Amazon: an access token is refused before its time.
    case tokenExpired
    /// N11: a package that is split or loses units is `Cancelled`, and those in its place are `Unpacked`, as its help page says.
    case splitAsTheHelpPageSays
    /// Shopify: somebody else changed the stock in between.
    case staleStock
}
