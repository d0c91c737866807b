import Contracts

/// What a carrier reports: where a parcel was seen, when, and what that means.
package struct CarrierScan: Hashable, Sendable {
    package var status: TrackingStatus
    package var at: Timestamp
    package var place: String?

    package init(status: TrackingStatus, at: Timestamp, place: String? = nil) {
        self.status = status
        self.at = at
        self.place = place
    }
}
