import Testing

@testable import WaybillCLI

@Suite("Benchmark of stock: how old a level is that a channel sells by")
struct LevelStoryTests {
    private func moment(_ at: Int64, _ units: Int) -> LevelStory.Moment { LevelStory.Moment(at: at, units: units) }

    @Test("each change is told by the first level that is as new; what was overtaken counts with it")
    func delays() throws {
        let story = try #require(LevelStory([moment(100, 9), moment(200, 7), moment(300, 4)]))
        let hearing = story.hearing([moment(150, 9), moment(450, 4)])
        #expect(hearing.delays == [50, 250, 150])
        #expect(hearing.unheard == 0 && hearing.stale == 0 && hearing.repeated == 0)
    }

    @Test("levels of one transaction are one change, since nobody saw those in between")
    func transactions() throws {
        let story = try #require(LevelStory([moment(100, 9), moment(100, 7), moment(200, 6)]))
        #expect(story.count == 2 && story.last == 6)
        #expect(story.hearing([moment(300, 6)]).delays == [200, 100])
    }

    @Test("an older level behind a newer one, the same again, and what was never told are found")
    func faults() throws {
        let story = try #require(LevelStory([moment(100, 9), moment(200, 7), moment(300, 4)]))
        let hearing = story.hearing([moment(250, 7), moment(260, 9), moment(270, 7)])
        #expect(hearing.stale == 1 && hearing.repeated == 1 && hearing.unheard == 1)
        #expect(story.hearing([]).unheard == 3)
    }

    @Test("goods that come back make the story useless: a level no longer says how new it is")
    func returns() {
        #expect(LevelStory([moment(100, 9), moment(200, 10)]) == nil)
    }
}
