extension JSONNode {
    /// The member of an object; nil when it is absent or this is no object. A member that is null is a node of kind
    /// `null`.
    public subscript(_ key: String) -> JSONNode? {
        guard entry.kind == .object else { return nil }
        let wanted = key.utf8.span
        let bytes = storage.bytes
        let input = bytes.span
        let end = storage.index(after: index)
        var key = index + 1
        while key < end {
            if storage.tape[key].hasText(wanted, in: input) { return JSONNode(storage: storage, index: key + 1) }
            key = storage.index(after: key + 1)
        }
        return nil
    }

    /// The element of an array, by walking to it; nil beyond its end and when this is no array.
    public subscript(_ position: Int) -> JSONNode? {
        guard entry.kind == .array, position >= 0, position < entry.count else { return nil }
        var element = index + 1
        for _ in 0..<position { element = storage.index(after: element) }
        return JSONNode(storage: storage, index: element)
    }

    /// The number of an array's elements or of an object's members; 0 for everything else.
    public var count: Int { entry.count }

    /// The elements of an array in order; none for every other kind.
    public var elements: JSONElements { JSONElements(of: self) }

    /// The members of an object in the order they were written; none for every other kind.
    public var members: JSONMembers { JSONMembers(of: self) }
}

/// The elements of an array, read from the document while they are walked.
public struct JSONElements: Sequence, IteratorProtocol, Sendable {
    private let storage: JSONStorage
    private var position: Int
    private let end: Int

    init(of node: JSONNode) {
        storage = node.storage
        position = node.index + 1
        end = node.kind == .array ? storage.index(after: node.index) : 0
    }

    /// The next element, nil behind the last.
    public mutating func next() -> JSONNode? {
        guard position < end else { return nil }
        let node = JSONNode(storage: storage, index: position)
        position = storage.index(after: position)
        return node
    }
}

/// The members of an object, read from the document while they are walked.
public struct JSONMembers: Sequence, IteratorProtocol, Sendable {
    private let storage: JSONStorage
    private var position: Int
    private let end: Int

    init(of node: JSONNode) {
        storage = node.storage
        position = node.index + 1
        end = node.kind == .object ? storage.index(after: node.index) : 0
    }

    /// The next member, nil behind the last.
    public mutating func next() -> (key: String, value: JSONNode)? {
        guard position < end else { return nil }
        let member = (key: storage.text(at: position), value: JSONNode(storage: storage, index: position + 1))
        position = storage.index(after: position + 1)
        return member
    }
}
