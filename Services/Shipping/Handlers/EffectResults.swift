public import Contracts
public import Messaging

/// What came of buying a label.
public struct LabelEffectDone: EffectResult {
    public static let type: MessageType = "waybill.shipping.effect.label.v1"
    public static let effectKind = "label"
    public let report: EffectReport

    public init(_ report: EffectReport) {
        self.report = report
    }
}

/// What came of voiding a label.
public struct VoidEffectDone: EffectResult {
    public static let type: MessageType = "waybill.shipping.effect.void.v1"
    public static let effectKind = "void"
    public let report: EffectReport

    public init(_ report: EffectReport) {
        self.report = report
    }
}

/// What a carrier said of a parcel's way.
public struct TrackEffectDone: EffectResult {
    public static let type: MessageType = "waybill.shipping.effect.track.v1"
    public static let effectKind = "track"
    public let report: EffectReport

    public init(_ report: EffectReport) {
        self.report = report
    }
}
