namespace Ash.Tests;

/// <summary>Answers of a real server about evaluation.</summary>
internal static class EvalSamples
{
    public const string RunId = "79fb3169-fe4b-478b-a093-b4960570f95e";

    public const string OtherRunId = "93cca2a2-4428-478c-a8fc-1ac598c2d031";

    public const string CaseId = "57a3a56d-690d-4f79-92d7-9e0e64cdb804";

    public const string ResultId = "bfd84b91-c977-4e3d-b2dd-b8e022e6fd68";

    public const string Case =
        """{"id":"57a3a56d-690d-4f79-92d7-9e0e64cdb804","tenantId":"default","agentName":"a","question":"How full?","expectedTopics":["disk","memory"],"expectedNotTopics":null,"referenceAnswer":null,"category":"accuracy","tags":["t1"],"chatHistory":[{"role":"user","content":"hi","x":1}],"isActive":true,"createdAt":"2026-05-01T10:00:00.000Z","updatedAt":"2026-05-01T10:00:00.000Z"}""";

    public const string Pending =
        """{"id":"79fb3169-fe4b-478b-a093-b4960570f95e","tenantId":"default","agentName":"a","versionNumber":null,"status":"pending","totalCases":4,"completedCases":0,"summary":null,"createdAt":"2026-05-01T10:00:00.000Z","startedAt":null,"completedAt":null}""";

    public const string Running =
        """{"id":"79fb3169-fe4b-478b-a093-b4960570f95e","tenantId":"default","agentName":"a","versionNumber":2,"status":"running","totalCases":4,"completedCases":3,"summary":null,"createdAt":"2026-05-01T10:00:00.000Z","startedAt":"2026-05-01T10:00:01.000Z","completedAt":null}""";

    public const string Completed =
        """{"id":"79fb3169-fe4b-478b-a093-b4960570f95e","tenantId":"default","agentName":"a","versionNumber":2,"status":"completed","totalCases":4,"completedCases":4,"summary":{"avgTopicScore":0.5,"avgSafetyScore":1,"avgLlmJudgeScore":null,"avgLatencyMs":13.5,"passRate":0.25},"createdAt":"2026-05-01T10:00:00.000Z","startedAt":"2026-05-01T10:00:01.000Z","completedAt":"2026-05-01T10:00:03.500Z"}""";

    public const string Result =
        """{"id":"bfd84b91-c977-4e3d-b2dd-b8e022e6fd68","tenantId":"default","evalRunId":"79fb3169-fe4b-478b-a093-b4960570f95e","evalCaseId":"57a3a56d-690d-4f79-92d7-9e0e64cdb804","agentResponse":"The disk is full","topicScore":0.5,"safetyScore":1,"llmJudgeScore":null,"latencyMs":13,"status":"completed","error":null,"humanScore":4.5,"humanNotes":"x","createdAt":"2026-05-01T10:00:00.000Z","completedAt":"2026-05-01T10:00:02.000Z"}""";

    public const string Failure =
        """{"id":"27a9e079-2c3f-474c-95b5-abfbb14a991f","tenantId":"default","evalRunId":"79fb3169-fe4b-478b-a093-b4960570f95e","evalCaseId":"acf28647-77a2-499f-ae9e-f237423c71ec","agentResponse":null,"topicScore":null,"safetyScore":null,"llmJudgeScore":null,"latencyMs":0,"status":"error","error":"Bridge error: no model","humanScore":null,"humanNotes":null,"createdAt":"2026-05-01T10:00:00.000Z","completedAt":"2026-05-01T10:00:02.000Z"}""";
}
