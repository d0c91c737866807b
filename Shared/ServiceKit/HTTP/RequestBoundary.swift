import Contracts
import HTTPTypes
import Hummingbird
import Logging
import Metrics

/// Stands around every route: size limit, trace, access log, metrics, and one form for all errors.
struct RequestBoundary: RouterMiddleware {
    typealias Context = ProcessRequestContext

    let bodyLimit: Int
    let metrics: PrometheusRegistry

    private static let methods: Set<HTTPRequest.Method> = [.get, .head, .post, .put, .patch, .delete, .options]
    private static let traceparent = HTTPField.Name("traceparent")

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let caller = Self.traceparent.flatMap { request.headers[$0] }.flatMap { TraceContext(traceparent: $0) }
        var context = context
        context.maxUploadSize = bodyLimit
        context.trace = caller?.freshChild() ?? .fresh()
        context.logger[metadataKey: "traceid"] = .string(context.trace.traceID)
        context.logger[metadataKey: "spanid"] = .string(context.trace.spanID)
        let response = await answer(request, context, next)
        report(request, response, context, duration: ContinuousClock.now - start)
        return response
    }

    private func answer(
        _ request: Request, _ context: Context, _ next: (Request, Context) async throws -> Response
    ) async -> Response {
        var problem = HTTPProblemBody(status: .internalServerError, traceID: context.trace.traceID)
        do {
            if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > bodyLimit {
                throw HTTPError(.contentTooLarge, message: "The body may have \(bodyLimit) bytes.")
            }
            return try await next(request, context)
        } catch let error as HTTPProblem {
            problem.status = error.status
            problem.type = error.type
            problem.title = error.title
            problem.detail = error.detail
            problem.reasons = error.reasons
            return .problem(problem, headers: error.headers)
        } catch let error as HTTPError {
            problem.status = error.status
            problem.detail = error.body
            return .problem(problem, headers: error.headers)
        } catch let error as any HTTPResponseError {
            problem.status = error.status
            return .problem(problem)
        } catch {
            context.logger.error("request failed", metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
            return .problem(problem)
        }
    }

    private func report(_ request: Request, _ response: Response, _ context: Context, duration: Duration) {
        // The route's pattern and known methods only: callers can make up any number of others, and so of series.
        let method = Self.methods.contains(request.method) ? request.method.rawValue : "other"
        let dimensions = [
            ("method", method), ("route", context.endpointPath ?? "none"),
            ("status", String(response.status.code)),
        ]
        metrics.makeTimer(label: "http_server_request_duration", dimensions: dimensions)
            .recordNanoseconds(duration.wholeMicroseconds * 1000)
        context.logger.debug(
            "request",
            metadata: [
                "method": .string(request.method.rawValue), "path": .string(request.uri.path),
                "status": .stringConvertible(response.status.code),
                "milliseconds": .stringConvertible(Double(duration.wholeMicroseconds) / 1000),
                "traceparent": .string(context.trace.traceparent),
            ])
    }
}
