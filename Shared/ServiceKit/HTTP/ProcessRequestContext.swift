import Contracts
import Hummingbird

/// What travels with a request through a process's routes.
public struct ProcessRequestContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// Bytes; from `http.body.limit`.
    public var maxUploadSize = 1 << 20
    /// This request's own span: a child of the caller's `traceparent`, or the root of a new trace.
    public var trace: TraceContext

    public init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
        trace = .fresh()
    }
}
